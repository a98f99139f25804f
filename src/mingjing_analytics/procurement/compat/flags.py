"""Facts against thresholds: the peer's results, its `Meta` and its `Maps`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.procurement.compat.columns import (
    NO_DAYS,
    NOBODY,
    Columns,
    Floats,
    Ints,
)
from mingjing_analytics.procurement.settings import Settings, piped
from mingjing_analytics.procurement.statistics import (
    fence,
    four_places,
    quantile,
    quartiles,
)

GROUPS = ("OCID", "Buyer", "ProcuringEntity", "Tenderer")
_R003_DAYS = 15
_R018_METHODS = "open|selective"
_R025_PERCENTILE = 75
_R038_MINIMUM = 2
_R048_PROCESSES = 20


@dataclass(slots=True)
class Flags:
    """What is flagged: group, identifier, indicator, value."""

    groups: dict[str, dict[str, dict[str, float]]] = field(
        default_factory=lambda: {group: {} for group in GROUPS}
    )
    meta: dict[str, dict[str, float | None]] = field(default_factory=dict)
    maps: dict[str, dict[str, list[str] | str]] = field(default_factory=dict)

    def put(self, group: str, key: str, code: str, value: float) -> None:
        """Flag one identifier."""
        found = self.groups[group].get(key)
        if found is None:
            self.groups[group][key] = {code: value}
        else:
            found[code] = value

    def note(self, code: str, **numbers: float) -> None:
        """Keep the quartiles and fences a result rests on."""
        rounded = {key: four_places(value) for key, value in numbers.items()}
        self.meta.setdefault(code, {}).update(rounded)

    def link(self, name: str, ocid: str, ids: Iterable[str]) -> None:
        """Name the bidders a flagged process is about."""
        listed = self.maps[name].get(ocid, [])
        self.maps[name][ocid] = list(dict.fromkeys([*listed, *ids]))

    def results(self, *, meta: bool, maps: bool) -> dict[str, object]:
        """Give what the peer prints; empty groups are left out."""
        printed: dict[str, object] = {
            name: group for name, group in self.groups.items() if group
        }
        if meta:
            printed["Meta"] = self.meta
        if maps:
            printed["Maps"] = self.maps
        return printed


def flag(facts: Columns, settings: Settings, *, maps: bool = False) -> Flags:
    """Compare the facts with the thresholds of every indicator the settings name.

    Args:
        facts: The facts, in file order.
        settings: The thresholds.
        maps: Whether to link every process to its bidders, flagged or not.

    """
    flags = Flags()
    flags.maps = {name: {} for name in _MAPS}
    for code, indicator in _INDICATORS.items():
        if settings.has(code):
            indicator(facts, settings, flags)
    if maps and any(settings.has(code) for code in ("R025", "R038", "R048")):
        for row, ids in _each(facts, "bidders"):
            flags.link("ocid_tenderer", facts.ocids[row], ids)
    return flags


def _each(facts: Columns, name: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows whose list is not empty, with its names."""
    lengths = facts.column(name)
    ends = np.cumsum(lengths)
    for row in np.flatnonzero(lengths).tolist():
        end = int(ends[row])
        found = facts.lists[name][end - int(lengths[row]) : end].tolist()
        yield row, [facts.names[one] for one in found]


def _by_method(facts: Columns, methods: Iterable[str]) -> NDArray[np.bool_]:
    return np.isin(facts.column("method"), [facts.code(one) for one in methods])


def _r003(facts: Columns, settings: Settings, flags: Flags) -> None:
    methods = piped(settings.text("R003", "procurement_methods"))
    days, details = facts.column("days"), facts.column("details")
    limits = np.full(len(days), settings.count("R003", "threshold", _R003_DAYS))
    for name, limit in settings.days("R003.procurement_method_details").items():
        limits[details == facts.code(name)] = limit
    short = (days != NO_DAYS) & (days < limits)
    if methods:
        short &= _by_method(facts, methods)
    _mark(facts, flags, "R003", short)


def _r018(facts: Columns, settings: Settings, flags: Flags) -> None:
    named = settings.text("R018", "procurement_methods")
    methods = piped(_R018_METHODS if named is None else named)
    single = facts.column("single") != 0
    if methods:
        single &= _by_method(facts, methods)
    _mark(facts, flags, "R018", single)


def _mark(facts: Columns, flags: Flags, code: str, rows: NDArray[np.bool_]) -> None:
    for row in np.flatnonzero(rows).tolist():
        flags.put("OCID", facts.ocids[row], code, 1.0)


def _latest(facts: Columns) -> Ints:
    """Give the rows with a ratio; of a process named twice, the later line holds."""
    rows = np.flatnonzero(facts.column("rival") != NOBODY).tolist()
    return np.array(list({facts.ocids[row]: row for row in rows}.values()), np.int32)


def _quartiles(numbers: Floats) -> tuple[float, float]:
    # What is no number stays where the peer's sort meets it.
    if not np.isnan(numbers).any():
        numbers = np.sort(numbers)
    return quartiles(numbers.tolist())


def _r024(facts: Columns, settings: Settings, flags: Flags) -> None:
    rows = _latest(facts)
    lower, enough = settings.ratio("R024"), True
    if lower is None:
        low, high = _quartiles(facts.ratios[rows])
        flags.note("R024", q1=low, q3=high)
        lower, enough = fence(low, high - low, -1.5), low > 0
    flags.note("R024", lower_fence=lower)
    # A ratio is never negative; where three quarters are nothing, all of them would be flagged.
    if not (enough and lower > 0):
        return
    for row in rows[facts.ratios[rows] <= lower].tolist():
        ocid, rivals = facts.ocids[row], _rivals(facts, row)
        flags.put("OCID", ocid, "R024", float(facts.ratios[row]))
        for bidder in rivals:
            flags.put("Tenderer", bidder, "R024", 0.0)
        flags.link("ocid_tenderer_r024", ocid, rivals)


def _rivals(facts: Columns, row: int) -> list[str]:
    both = facts.column("winner")[row], facts.column("rival")[row]
    return [facts.names[one] for one in both]


def _r025(facts: Columns, settings: Settings, flags: Flags) -> None:
    valid, count = facts.lists["valid"], len(facts.names)
    winners = np.repeat(facts.column("supplier"), facts.column("valid"))
    bids = np.bincount(valid, minlength=count)
    won = np.bincount(valid[valid == winners], minlength=count)
    firms = np.flatnonzero(bids)
    bids, ratios = bids[firms], won[firms] / bids[firms]
    percentile = settings.count("R025", "percentile", _R025_PERCENTILE)
    often = quantile(np.sort(bids).astype(float).tolist(), percentile / 100)
    lower, enough = settings.ratio("R025"), True
    if lower is None:
        low, high = _quartiles(ratios)
        flags.note("R025", q1=low, q3=high)
        lower, enough = fence(low, high - low, -1.5), low > 0
    flags.note("R025", upper_fence=often, lower_fence=lower)
    if enough and lower > 0:
        losing = (bids >= often) & (ratios <= lower)
        _put(facts, flags, ("Tenderer", "R025"), firms[losing], ratios[losing])


def _put(
    facts: Columns,
    flags: Flags,
    what: tuple[str, str],
    names: NDArray[np.intp],
    values: Floats,
) -> None:
    group, code = what
    for name, value in zip(names.tolist(), values.tolist(), strict=True):
        flags.put(group, facts.names[name], code, value)


def _r028(facts: Columns, _settings: Settings, flags: Flags) -> None:
    _named(facts, flags, "R028", "equal")


def _r030(facts: Columns, _settings: Settings, flags: Flags) -> None:
    _named(facts, flags, "R030", "late")


def _named(facts: Columns, flags: Flags, code: str, name: str) -> None:
    for row, bidders in _each(facts, name):
        flags.put("OCID", facts.ocids[row], code, 1.0)
        for bidder in bidders:
            flags.put("Tenderer", bidder, code, 1.0)
        flags.link(f"ocid_tenderer_{code.lower()}", facts.ocids[row], bidders)


def _r035(facts: Columns, settings: Settings, flags: Flags) -> None:
    least = max(settings.count("R035", "threshold", 1), 1)
    alone, rejected = facts.column("alone"), facts.column("rejected")
    for row in np.flatnonzero((alone != NOBODY) & (rejected >= least)).tolist():
        ocid, firm = facts.ocids[row], facts.names[alone[row]]
        flags.put("OCID", ocid, "R035", float(rejected[row]))
        flags.put("Tenderer", firm, "R035", 0.0)
        flags.link("ocid_tenderer_r035", ocid, [firm])


def _r036(facts: Columns, _settings: Settings, flags: Flags) -> None:
    _mark(facts, flags, "R036", facts.column("lowest") != 0)


def _r038(facts: Columns, settings: Settings, flags: Flags) -> None:
    count = len(facts.names)
    refused = np.bincount(facts.lists["refused"], minlength=count)
    submitted = np.bincount(facts.lists["bidders"], minlength=count)
    # The peer's “processes” are bids here, too.
    processes = settings.count("R038", "minimum_contracting_processes", _R038_MINIMUM)
    bids = settings.count("R038", "minimum_submitted_bids", _R038_MINIMUM)
    _r038_group(facts, flags, settings, ("Tenderer", bids, refused, submitted))
    for group, name in (("Buyer", "buyer"), ("ProcuringEntity", "entity")):
        held = facts.column(name) != NOBODY
        who = facts.column(name)[held]
        parts, wholes = (
            np.bincount(who, facts.column(column)[held], count)
            for column in ("disqualified", "submitted")
        )
        _r038_group(facts, flags, settings, (group, processes, parts, wholes))
        held &= facts.column("disqualified") > 0
        for row in np.flatnonzero(held).tolist():
            key = facts.names[facts.column(name)[row]]
            flags.maps[f"ocid_{group.lower()}_r038"][facts.ocids[row]] = key


def _r038_group(
    facts: Columns,
    flags: Flags,
    settings: Settings,
    counted: tuple[str, int, NDArray[Any], NDArray[Any]],
) -> None:
    group, least, refused, submitted = counted
    names = np.flatnonzero((submitted > 0) & (submitted >= least))
    if not len(names):
        return
    ratios = refused[names] / submitted[names]
    upper = settings.ratio("R038")
    if upper is None:
        low, high = _quartiles(ratios)
        flags.note("R038", **{f"{group}_q1": low, f"{group}_q3": high})
        upper = fence(high, high - low, 1.5)
    flags.note("R038", **{f"{group}_upper_fence": upper})
    if upper > 0:
        many = ratios >= upper
        _put(facts, flags, (group, "R038"), names[many], ratios[many])


def _r048(facts: Columns, settings: Settings, flags: Flags) -> None:
    counts, codes = _classes(facts)
    least = settings.count("R048", "minimum_contracting_processes", _R048_PROCESSES)
    firms = [one for one, count in counts.items() if count >= least]
    lengths = np.array([len(codes[one]) for one in firms], float)
    upper = settings.ratio("R048")
    if upper is None:
        low, high = _quartiles(lengths)
        flags.note("R048", q1=low, q3=high)
        upper = fence(high, high - low, 1.5)
    flags.note("R048", upper_fence=upper)
    varied = lengths >= upper
    _put(
        facts,
        flags,
        ("Tenderer", "R048"),
        np.array(firms, np.intp)[varied],
        lengths[varied],
    )


def _classes(facts: Columns) -> tuple[dict[int, int], dict[int, set[int]]]:
    """Count each supplier's processes, and collect its classes."""
    counts: dict[int, int] = {}
    codes: dict[int, set[int]] = {}
    listed = facts.lists["classes"].tolist()
    place = 0
    while place < len(listed):
        firm, end = listed[place], place + 2 + listed[place + 1]
        counts[firm] = counts.get(firm, 0) + 1
        codes.setdefault(firm, set()).update(listed[place + 2 : end])
        place = end
    return counts, codes


def _r058(facts: Columns, settings: Settings, flags: Flags) -> None:
    rows = _latest(facts)
    upper = settings.ratio("R058")
    if upper is None:
        low, high = _quartiles(facts.ratios[rows])
        flags.note("R058", q1=low, q3=high)
        upper = fence(high, high - low, 1.5)
    flags.note("R058", upper_fence=upper)
    if not upper > 0:
        return
    for row in rows[facts.ratios[rows] >= upper].tolist():
        ocid, winner = facts.ocids[row], _rivals(facts, row)[:1]
        flags.put("OCID", ocid, "R058", float(facts.ratios[row]))
        flags.put("Tenderer", winner[0], "R058", 0.0)
        flags.link("ocid_tenderer_r058", ocid, winner)


_INDICATORS: dict[str, Callable[[Columns, Settings, Flags], None]] = {
    "R003": _r003,
    "R018": _r018,
    "R024": _r024,
    "R025": _r025,
    "R028": _r028,
    "R030": _r030,
    "R035": _r035,
    "R036": _r036,
    "R038": _r038,
    "R048": _r048,
    "R058": _r058,
}
_MAPS = (
    "ocid_buyer_r038",
    "ocid_procuringentity_r038",
    "ocid_tenderer",
    *(f"ocid_tenderer_r0{number}" for number in (24, 28, 30, 35, 58)),
)
