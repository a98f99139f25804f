"""Flags and indicators in the words of the reader."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mingjing.insight.supervision.models import Card, Flag
from mingjing.insight.supervision.queries import PURCHASES, precisions
from mingjing_analytics.process.measures.shares import wilson
from mingjing_analytics.procurement.sound.asked import REASONS
from mingjing_analytics.procurement.sound.indicator import (
    Indicator,
    Parameter,
    all_indicators,
)
from mingjing_analytics.procurement.sound.paths import words_of
from mingjing_analytics.procurement.sound.run import in_words
from mingjing_analytics.procurement.sound.survey import (
    JOINED,
    Offer,
    Organisation,
    Purchase,
    Raised,
    Reckoned,
    Survey,
)

# The first characters of a class in the catalogue of government procurement.
_KIND = re.compile(r"[ABC]\d{2}")


@dataclass(frozen=True)
class Line:
    """An indicator with what it found, and how often it was right."""

    indicator: Indicator
    reckoned: Reckoned
    main_reason: str
    decided: int
    true: int
    suspended: bool

    @property
    def precision(self) -> tuple[float, float, float] | None:
        """The share of those decided that was true; its 95 % interval (Wilson)."""
        if not self.decided:
            return None
        return (self.true / self.decided, *wilson(self.true, self.decided))


@dataclass(frozen=True)
class Shown:
    """A flag as a page shows it."""

    raised: Raised
    indicator: Indicator
    subject: str
    url: str
    value: str
    threshold: str
    put_up: Flag | None


def lines_of(survey: Survey) -> list[Line]:
    """Every indicator: those with flags first."""
    cards = {
        card.model: card for card in Card.objects.filter(model__startswith=PURCHASES)
    }
    outcomes = precisions(PURCHASES)
    found = []
    for code, reckoned in survey.indicators.items():
        model = f"{PURCHASES}{code}"
        card = cards.get(model)
        decided, true = outcomes.get(model, (0, 0))
        found.append(
            Line(
                all_indicators()[code],
                reckoned,
                _main_reason(reckoned),
                decided,
                true,
                bool(card and card.suspended_at),
            )
        )
    return sorted(found, key=lambda line: (-line.reckoned.flags, line.indicator.code))


def _main_reason(reckoned: Reckoned) -> str:
    told = reasons(reckoned)
    return told[0][0] if told else ""


def reasons(reckoned: Reckoned) -> list[tuple[str, int, list[str]]]:
    """Why things could not be judged: (sentence, how many, some ocids), most first."""
    english = _english()
    found = [
        (REASONS[reason][int(english)], count, reckoned.examples.get(reason, []))
        for reason, count in reckoned.not_computed.items()
    ]
    return sorted(found, key=lambda row: -row[1])


def moved(
    indicator: Indicator, reckoned: Reckoned
) -> list[tuple[Parameter, str, list[tuple[str, int, bool]]]]:
    """Each threshold: (parameter, the number chosen, [(value, flags, whether chosen)])."""
    found = []
    for parameter in indicator.parameters:
        share = parameter.share
        chosen = in_words(reckoned.numbers[parameter.name], share=share)
        row = [
            (told, count, told == chosen)
            for value, count in reckoned.sensitivity[parameter.name]
            for told in [in_words(value, share=share)]
        ]
        found.append((parameter, chosen, row))
    return found


def shown_flags(survey: Survey, flags: Iterable[Raised]) -> list[Shown]:
    """Flags in words, each with what became of it in supervision."""
    listed = list(flags)
    there = {
        flag.identity: flag
        for flag in Flag.objects.filter(identity__in=[one.id for one in listed])
    }
    return [_shown(survey, one, there.get(one.id)) for one in listed]


def shown_flag(survey: Survey, identity: str) -> Shown | None:
    """One flag by its name."""
    found = [one for one in survey.flags if one.id == identity]
    return shown_flags(survey, found)[0] if found else None


def _shown(survey: Survey, raised: Raised, put_up: Flag | None) -> Shown:
    indicator = all_indicators()[raised.code]
    return Shown(
        raised,
        indicator,
        named(survey, raised.subject),
        reverse("purchases:flag", args=[raised.id]),
        in_words(raised.value, share=indicator.share),
        in_words(raised.threshold, share=indicator.share),
        put_up,
    )


def named(survey: Survey, subject: str) -> str:
    """A subject with names for ids: a purchase by its title, organisations by theirs."""
    return "、".join(_named(survey, part) for part in subject.split(JOINED))


def _named(survey: Survey, part: str) -> str:
    purchase = survey.purchases.get(part)
    if purchase is not None:
        return purchase.title or part
    organisation = survey.organisations.get(part)
    if organisation is not None:
        return organisation.name
    kind = _KIND.fullmatch(part)
    return _("品目 %(code)s") % {"code": part} if kind else part


def _english() -> bool:
    return (get_language() or "").startswith("en")


@dataclass(frozen=True)
class Kept:
    """A value that a flag rests on, in words."""

    title: str
    ocid: str
    line: int
    label: str
    value: str


def records_of(survey: Survey, raised: Raised, most: int) -> list[Kept]:
    """What a flag rests on, the first so many; ids of organisations by their names."""
    language = get_language() or "zh"
    return [
        Kept(
            named(survey, one.ocid),
            one.ocid,
            one.line,
            words_of(one.path, language),
            _with_names(survey, one.value),
        )
        for one in raised.records[:most]
    ]


def _with_names(survey: Survey, value: str) -> str:
    first, space, rest = value.partition(" ")
    names = "、".join(_named(survey, part) for part in first.split("、"))
    return f"{names}{space}{rest}"


def offers_of(
    survey: Survey, purchase: Purchase
) -> list[tuple[Offer, list[Organisation]]]:
    """The bids of a purchase, the cheapest first, each with who made it."""
    ordered = sorted(
        purchase.offers, key=lambda one: (one.amount is None, one.amount or 0)
    )
    return [
        (one, [survey.organisations[firm] for firm in one.firms]) for one in ordered
    ]


def steps_of(purchase: Purchase) -> list[tuple[str, datetime]]:
    """When it was called, closed and decided, as far as the data say."""
    told = (
        (_("开始投标"), purchase.start),
        (_("投标截止"), purchase.end),
        (_("定标"), purchase.decided),
    )
    return [(word, datetime.fromisoformat(at)) for word, at in told if at is not None]
