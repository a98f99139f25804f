"""Facts against thresholds: the peer's results, its `Meta` and its `Maps`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from mingjing_analytics.procurement.compat.facts import Facts
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

Share = list[int]


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


def flag(facts: list[Facts], settings: Settings, *, maps: bool = False) -> Flags:
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
        for one in facts:
            if one.bidders:
                flags.link("ocid_tenderer", one.ocid, one.bidders)
    return flags


def _r003(facts: list[Facts], settings: Settings, flags: Flags) -> None:
    usual = settings.count("R003", "threshold", _R003_DAYS)
    methods = piped(settings.text("R003", "procurement_methods"))
    special = settings.days("R003.procurement_method_details")
    for one in facts:
        if one.days is None or (methods and one.method not in methods):
            continue
        limit = usual if one.details is None else special.get(one.details, usual)
        if one.days < limit:
            flags.put("OCID", one.ocid, "R003", 1.0)


def _r018(facts: list[Facts], settings: Settings, flags: Flags) -> None:
    named = settings.text("R018", "procurement_methods")
    methods = piped(_R018_METHODS if named is None else named)
    for one in facts:
        if one.single and (not methods or one.method in methods):
            flags.put("OCID", one.ocid, "R018", 1.0)


def _latest(facts: list[Facts]) -> dict[str, Facts]:
    """Give the processes with a ratio; of one named twice, the later line holds."""
    return {one.ocid: one for one in facts if one.ratio is not None}


def _r024(facts: list[Facts], settings: Settings, flags: Flags) -> None:
    ratios = _latest(facts)
    lower, enough = settings.ratio("R024"), True
    if lower is None:
        low, high = quartiles(
            [one.ratio for one in ratios.values() if one.ratio is not None]
        )
        flags.note("R024", q1=low, q3=high)
        lower, enough = fence(low, high - low, -1.5), low > 0
    flags.note("R024", lower_fence=lower)
    # A ratio is never negative; where three quarters are nothing, all of them would be flagged.
    if not (enough and lower > 0):
        return
    for ocid, one in ratios.items():
        if one.ratio is not None and one.ratio <= lower and one.rivals is not None:
            flags.put("OCID", ocid, "R024", one.ratio)
            for bidder in one.rivals:
                flags.put("Tenderer", bidder, "R024", 0.0)
            flags.link("ocid_tenderer_r024", ocid, one.rivals)


def _r025(facts: list[Facts], settings: Settings, flags: Flags) -> None:
    shares: dict[str, Share] = {}
    for one in facts:
        for bidder in one.valid:
            share = shares.setdefault(bidder, [0, 0])
            share[0] += bidder == one.supplier
            share[1] += 1
    percentile = settings.count("R025", "percentile", _R025_PERCENTILE)
    often = quantile(
        sorted(float(share[1]) for share in shares.values()), percentile / 100
    )
    lower, enough = settings.ratio("R025"), True
    if lower is None:
        low, high = quartiles([won / bid for won, bid in shares.values()])
        flags.note("R025", q1=low, q3=high)
        lower, enough = fence(low, high - low, -1.5), low > 0
    flags.note("R025", upper_fence=often, lower_fence=lower)
    if not (enough and lower > 0):
        return
    for bidder, (won, bid) in shares.items():
        if bid >= often and won / bid <= lower:
            flags.put("Tenderer", bidder, "R025", won / bid)


def _r028(facts: list[Facts], _settings: Settings, flags: Flags) -> None:
    _named(facts, flags, "R028", "equal")


def _r030(facts: list[Facts], _settings: Settings, flags: Flags) -> None:
    _named(facts, flags, "R030", "late")


def _named(facts: list[Facts], flags: Flags, code: str, attribute: str) -> None:
    for one in facts:
        bidders: list[str] = getattr(one, attribute)
        if bidders:
            flags.put("OCID", one.ocid, code, 1.0)
            for bidder in bidders:
                flags.put("Tenderer", bidder, code, 1.0)
            flags.link(f"ocid_tenderer_{code.lower()}", one.ocid, bidders)


def _r035(facts: list[Facts], settings: Settings, flags: Flags) -> None:
    least = max(settings.count("R035", "threshold", 1), 1)
    for one in facts:
        if one.alone is not None and one.rejected >= least:
            flags.put("OCID", one.ocid, "R035", float(one.rejected))
            flags.put("Tenderer", one.alone, "R035", 0.0)
            flags.link("ocid_tenderer_r035", one.ocid, [one.alone])


def _r036(facts: list[Facts], _settings: Settings, flags: Flags) -> None:
    for one in facts:
        if one.lowest:
            flags.put("OCID", one.ocid, "R036", 1.0)


def _r038(facts: list[Facts], settings: Settings, flags: Flags) -> None:
    shares: dict[str, dict[str, Share]] = {
        "Buyer": {},
        "ProcuringEntity": {},
        "Tenderer": {},
    }
    for one in facts:
        if one.submitted:
            _count_refusals(one, shares, flags)
    # The peer's “processes” are bids here, too.
    processes = settings.count("R038", "minimum_contracting_processes", _R038_MINIMUM)
    bids = settings.count("R038", "minimum_submitted_bids", _R038_MINIMUM)
    for group, counted in shares.items():
        least = bids if group == "Tenderer" else processes
        ratios = {
            key: part / all_ for key, (part, all_) in counted.items() if all_ >= least
        }
        if ratios:
            _r038_group(group, ratios, settings, flags)


def _count_refusals(
    one: Facts, shares: dict[str, dict[str, Share]], flags: Flags
) -> None:
    bidders = shares["Tenderer"]
    for bidder in one.bidders:
        bidders.setdefault(bidder, [0, 0])[1] += 1
    for bidder in one.refused:
        bidders[bidder][0] += 1
    for group, key in (("Buyer", one.buyer), ("ProcuringEntity", one.entity)):
        if key is None:
            continue
        share = shares[group].setdefault(key, [0, 0])
        share[0] += one.disqualified
        share[1] += one.submitted
        if one.disqualified:
            flags.maps[f"ocid_{group.lower()}_r038"][one.ocid] = key


def _r038_group(
    group: str, ratios: dict[str, float], settings: Settings, flags: Flags
) -> None:
    upper = settings.ratio("R038")
    if upper is None:
        low, high = quartiles(list(ratios.values()))
        flags.note("R038", **{f"{group}_q1": low, f"{group}_q3": high})
        upper = fence(high, high - low, 1.5)
    flags.note("R038", **{f"{group}_upper_fence": upper})
    if upper > 0:
        for key, ratio in ratios.items():
            if ratio >= upper:
                flags.put(group, key, "R038", ratio)


def _r048(facts: list[Facts], settings: Settings, flags: Flags) -> None:
    counts: dict[str, int] = {}
    codes: dict[str, set[str]] = {}
    for one in facts:
        for supplier, found in one.classes:
            counts[supplier] = counts.get(supplier, 0) + 1
            codes.setdefault(supplier, set()).update(found)
    least = settings.count("R048", "minimum_contracting_processes", _R048_PROCESSES)
    lengths = {
        one: float(len(codes[one])) for one, count in counts.items() if count >= least
    }
    upper = settings.ratio("R048")
    if upper is None:
        low, high = quartiles(list(lengths.values()))
        flags.note("R048", q1=low, q3=high)
        upper = fence(high, high - low, 1.5)
    flags.note("R048", upper_fence=upper)
    for supplier, length in lengths.items():
        if length >= upper:
            flags.put("Tenderer", supplier, "R048", length)


def _r058(facts: list[Facts], settings: Settings, flags: Flags) -> None:
    ratios = _latest(facts)
    upper = settings.ratio("R058")
    if upper is None:
        low, high = quartiles(
            [one.ratio for one in ratios.values() if one.ratio is not None]
        )
        flags.note("R058", q1=low, q3=high)
        upper = fence(high, high - low, 1.5)
    flags.note("R058", upper_fence=upper)
    if not upper > 0:
        return
    for ocid, one in ratios.items():
        if one.ratio is not None and one.ratio >= upper and one.rivals is not None:
            flags.put("OCID", ocid, "R058", one.ratio)
            flags.put("Tenderer", one.rivals[0], "R058", 0.0)
            flags.link("ocid_tenderer_r058", ocid, one.rivals[:1])


_INDICATORS: dict[str, Callable[[list[Facts], Settings, Flags], None]] = {
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
