"""The survey of a measurement, read once and kept while it is the newest."""

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


def around(
    survey: Survey, organisation: str, purchases: list[Purchase]
) -> list[tuple[Organisation, int, int, int]]:
    """Firms it met as a bidder: (firm, times, its wins there, the other's), most first."""
    times: dict[str, list[int]] = {}
    for one in purchases:
        firms = {firm for offer in one.offers for firm in offer.firms}
        if organisation not in firms or not one.winners:
            continue
        for other in firms - {organisation}:
            met = times.setdefault(other, [0, 0, 0])
            met[0] += 1
            met[1] += organisation in one.winners
            met[2] += other in one.winners
    found = [
        (survey.organisations[other], met[0], met[1], met[2])
        for other, met in times.items()
        if other in survey.organisations
    ]
    return sorted(found, key=lambda row: (-row[1], row[0].name, row[0].id))
