"""The survey of a measurement, read once and kept while it is the newest."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from mingjing.base.files.queries import place_of
from mingjing.insight.purchases.models import Measurement
from mingjing_analytics.procurement.sound.survey import (
    JOINED,
    Organisation,
    Purchase,
    Raised,
    Survey,
    read_survey,
)


def survey_of(measurement: Measurement) -> Survey:
    """What a measurement found."""
    if measurement.file is None:
        raise LookupError(measurement.pk)
    return _read(measurement.file.sha256)


# Some megabytes each; the newest, and the one before while it is compared.
@lru_cache(maxsize=2)
def _read(sha256: str) -> Survey:
    return read_survey(place_of(sha256).read_bytes())


def flags_about(
    survey: Survey, organisation: str
) -> tuple[list[Raised], list[Raised], list[Purchase]]:
    """(flags that name it, flags of purchases it took part in, those purchases)."""
    part = {
        one.ocid: one
        for one in survey.purchases.values()
        if organisation == one.owner
        or organisation in one.winners
        or any(organisation in offer.firms for offer in one.offers)
    }
    naming, others = [], []
    for flag in survey.flags:
        if organisation in flag.subject.split(JOINED):
            naming.append(flag)
        elif not part.keys().isdisjoint(flag.ocids):
            others.append(flag)
    return naming, others, list(part.values())


@dataclass(frozen=True)
class Met:
    """A firm that another met as a bidder.

    `expected` is how often they would have met had both bid as often as they did, in the
    same kinds of purchases, but by chance: the sum over kinds of a × b / n.
    """

    firm: Organisation
    times: int
    expected: float
    own_wins: int
    other_wins: int


def around(survey: Survey, organisation: str) -> list[Met]:
    """Whom a firm met in decided purchases: those most above chance first."""
    contests = _contests(survey)
    times: Counter[str] = Counter()
    wins: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    expected: dict[str, float] = defaultdict(float)
    for found in contests.values():
        bids = Counter(firm for firms, _ in found for firm in firms)
        for firms, winners in found:
            for other in firms - {organisation} if organisation in firms else ():
                times[other] += 1
                wins[other][0] += organisation in winners
                wins[other][1] += other in winners
        for other, count in bids.items():
            expected[other] += bids[organisation] * count / len(found)
    met = [
        Met(survey.organisations[one], times[one], expected[one], *wins[one])
        for one in times
    ]
    return sorted(met, key=lambda m: (m.expected - m.times, m.firm.name, m.firm.id))


def _contests(survey: Survey) -> dict[str, list[tuple[set[str], list[str]]]]:
    """Decided purchases with at least two bidders, by kind: (who bid, who won)."""
    found: dict[str, list[tuple[set[str], list[str]]]] = defaultdict(list)
    for one in survey.purchases.values():
        firms = {firm for offer in one.offers for firm in offer.firms}
        if one.winners and len(firms) > 1:
            found[one.kind or ""].append((firms, one.winners))
    return found
