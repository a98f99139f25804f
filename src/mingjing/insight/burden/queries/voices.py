"""What was called a burden, and how often, as far as that may be said."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from mingjing.cycle.duties.models import Duty
from mingjing.cycle.plan.models import Measure
from mingjing.insight.burden.models import Press
from mingjing.insight.burden.rules import SHOWN_FROM
from mingjing_law.facts import fact as legal_fact


def about_of(duty: Duty) -> str:
    """The request itself, as all units know it; never the unit that pressed."""
    if duty.measure_id:
        return f"measure:{duty.measure_id}"
    return f"fact:{duty.fact}" if duty.fact else f"duty:{duty.pk}"


@dataclass(frozen=True)
class Voice:
    """What was called a burden, and how often; below SHOWN_FROM the number is not said."""

    about: str
    title: str
    count: int | None
    reasons: tuple[str, ...]


def voices(month: date) -> list[Voice]:
    rows = list(Press.objects.filter(month=month))
    counts: dict[str, int] = defaultdict(int)
    reasons: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        counts[row.about] += row.count
        reasons[row.about][row.get_reason_display()] += row.count
    titles = titles_of(counts)
    shown = [
        Voice(
            about,
            titles[about],
            count if count >= SHOWN_FROM else None,
            tuple(sorted(reasons[about], key=lambda why: -reasons[about][why]))
            if count >= SHOWN_FROM
            else (),
        )
        for about, count in counts.items()
    ]
    return sorted(shown, key=lambda voice: (-(voice.count or 0), voice.title))


def titles_of(abouts: Iterable[str]) -> dict[str, str]:
    keys: dict[str, list[str]] = defaultdict(list)
    for about in abouts:
        kind, key = about.split(":", 1)
        keys[kind].append(key)
    titles = {
        f"measure:{pk}": title
        for pk, title in Measure.objects.filter(pk__in=keys["measure"]).values_list(
            "pk", "title"
        )
    }
    titles |= {
        f"duty:{pk}": title
        for pk, title in Duty.objects.filter(pk__in=keys["duty"]).values_list(
            "pk", "title"
        )
    }
    english = (get_language() or "").startswith("en")
    for key in keys["fact"]:
        owed = legal_fact(key).duty
        titles[f"fact:{key}"] = owed.en if english else owed.zh
    return titles
