"""One indicator at work: it raises flags, and says of what it cannot tell, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from mingjing_analytics.procurement.legal import Limit
from mingjing_analytics.procurement.sound.indicator import Indicator
from mingjing_analytics.procurement.sound.records import Bid, Process

Reason = Literal[
    "no_dates",
    "no_method",
    "no_category",
    "no_class",
    "no_limit",
    "no_budget",
    "no_bids",
    "no_bidders",
    "no_award",
    "no_amount",
    "no_buyer",
    "no_supplier",
    "no_documents",
    "no_contract",
    "no_contacts",
    "no_calendar",
    "no_sanctions",
    "winner_unknown",
    "too_few",
]
REASONS: Mapping[str, tuple[str, str]] = {
    "no_dates": ("缺日期，或不是带时区的时刻", "a date is missing or no instant"),
    "no_method": ("未写采购方式", "no procurement method"),
    "no_category": ("未写是工程、货物还是服务", "neither works, goods nor services"),
    "no_class": ("无品目，或有多个品目", "no class of items, or several"),
    "no_limit": ("限额表中没有适用的限额", "no limit in the table fits"),
    "no_budget": ("无预算，或币种不同", "no budget, or in another currency"),
    "no_bids": ("没有投标明细", "no list of bids"),
    "no_bidders": ("不知道有几家投标", "the number of bidders is unknown"),
    "no_award": ("没有生效的中标", "no award in force"),
    "no_amount": ("无金额、为零，或币种不同", "no amount, zero, or another currency"),
    "no_buyer": ("未写采购人", "no buyer"),
    "no_supplier": ("中标未写供应商", "an award without supplier"),
    "no_documents": ("没有文件清单", "no list of documents"),
    "no_contract": ("没有合同", "no contract"),
    "no_contacts": ("没有联系方式", "no contacts"),
    "no_calendar": ("没有该日期的工作日历", "no calendar of working days for the date"),
    "no_sanctions": ("未提供禁入名单", "no list of debarred firms was given"),
    "winner_unknown": ("认不出哪份投标中标", "which bid won cannot be told"),
    "too_few": ("样本太少，不比较", "too few to compare"),
}
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Record:
    """One value that a flag rests on: where it stands and what it says."""

    ocid: str
    line: int
    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A question raised: what about, by which value against which threshold, on what.

    Attributes:
        subject: An ocid, the id of an organisation, ids joined by " + ", or a class.
        value: What was measured, in the unit the indicator states.
        threshold: What it was compared with.
        basis: Articles of law, with how well each was checked when it came from a table.
        records: Every value it rests on.

    """

    code: str
    subject: str
    value: Decimal
    threshold: Decimal
    basis: tuple[str, ...]
    records: tuple[Record, ...]

    @property
    def ocids(self) -> list[str]:
        """The processes it rests on, each once, in the order met."""
        return list(dict.fromkeys(record.ocid for record in self.records))


@dataclass(slots=True)
class NotComputed:
    """How often an indicator could not tell, by reason, with the first ocids of each."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)


class Asked:
    """One indicator with its thresholds, and what it has found so far."""

    def __init__(self, indicator: Indicator, numbers: Mapping[str, Decimal]) -> None:
        self.indicator = indicator
        self.flags: list[Flag] = []
        self.not_computed = NotComputed()
        self.judged = 0
        self._numbers = {one.name: one.default for one in indicator.parameters}
        self._numbers.update(numbers)

    def number(self, name: str) -> Decimal:
        """Give a threshold."""
        return self._numbers[name]

    def judge(
        self,
        subject: str,
        value: Decimal | int,
        threshold: Decimal | int,
        records: Iterable[Record],
        *,
        flagged: bool,
        law: Sequence[str] = (),
    ) -> None:
        """Count one thing as judged, and raise a flag when it is to be asked about.

        Args:
            subject: What the flag is about.
            value: What was measured.
            threshold: What it was compared with.
            records: What it rests on; read only for a flag.
            flagged: Whether the value passed the threshold.
            law: Articles beside those of the indicator.

        """
        self.judged += 1
        if flagged:
            self.flags.append(
                Flag(
                    self.indicator.code,
                    subject,
                    Decimal(value),
                    Decimal(threshold),
                    (*self.indicator.basis, *law),
                    tuple(records),
                )
            )

    def cannot(self, reason: Reason, process: Process | None = None) -> None:
        """Say that one thing cannot be judged, and why."""
        self.not_computed.counts[reason] += 1
        if process is not None:
            shown = self.not_computed.examples.setdefault(reason, [])
            if len(shown) < _EXAMPLES:
                shown.append(process.ocid)


def record(process: Process, path: str, value: object) -> Record:
    """State one value of a process."""
    return Record(process.ocid, process.line, path, str(value))


def price(process: Process, bid: Bid) -> Record:
    """State the price of a bid, with who bid."""
    who = "、".join(bid.tenderers)
    return record(process, f"{bid.path}/value", f"{who} {bid.money}".strip())


def article(limit: Limit) -> str:
    """Name the article behind a limit; what was not read in full says so."""
    unread = "" if limit.mark == "read" else "（引用前请核对原文）"
    return f"{limit.basis}{unread}"
