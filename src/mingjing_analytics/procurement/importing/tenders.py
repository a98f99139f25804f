"""The tender of a release: what was asked for, how, by when, in which lots, its end."""

from collections.abc import Sequence

from mingjing_analytics.procurement.importing.budgets import (
    budget_of,
    lot_budgets,
)
from mingjing_analytics.procurement.importing.draft import (
    Draft,
    Json,
    only,
    shown,
    value_of,
)
from mingjing_analytics.procurement.importing.kinds import word_of
from mingjing_analytics.procurement.importing.notices import (
    amendments_of,
    changes_of,
    documents_of,
    milestones_of,
)
from mingjing_analytics.procurement.importing.sheets import Row
from mingjing_analytics.procurement.importing.values import Moment

_LETTERS = {"A": "goods", "B": "works", "C": "services"}
_SCHEME = "CN-GPC"
# Bids are opened in public at the moment of the deadline (Tendering Law, art. 34).
_OPENED_AT_DEADLINE = frozenset({"open", "selective"})


def planning_of(draft: Draft) -> Json:
    """The budget of the whole project."""
    budget = budget_of(draft)
    return {"budget": {"amount": value_of(budget)}} if budget else {}


def tender_of(draft: Draft, lots: Sequence[str], *, awarded: Sequence[str]) -> Json:
    """Build the tender; ``awarded`` are the lots with an award, "" is the whole."""
    rows = draft.project.defining
    ended = _endings(draft, lots)
    text = _texts(draft, rows)
    method = _method(draft, rows, text.get("method", ""))
    ceiling = draft.money(rows, "ceiling") or budget_of(draft)
    agency = draft.register.find(rows[0], "agency") or next(
        (found for row in rows if (found := draft.register.find(row, "agency"))), ()
    )
    return only(
        [
            ("id", draft.project.number),
            ("title", text["title"]),
            ("status", _status(ended, lots, awarded)),
            ("value", value_of(ceiling)),
            ("procurementMethod", method),
            ("procurementMethodDetails", text.get("method")),
            ("procurementMethodRationale", text.get("method_reason")),
            ("mainProcurementCategory", _category(draft, rows)),
            ("awardCriteria", word_of("criteria", text.get("criteria", ""))),
            ("awardCriteriaDetails", text.get("criteria")),
            (
                "procuringEntity",
                draft.refer(agency[0], "procuringEntity") if agency else None,
            ),
            ("items", _items(rows)),
            ("lots", [_lot(draft, lot, ended, awarded) for lot in lots]),
            ("enquiryPeriod", _publicity(draft)),
            ("tenderPeriod", _tender_period(draft, rows, method)),
            ("awardPeriod", _opening(draft, rows)),
            ("milestones", milestones_of(draft, rows)),
            ("documents", documents_of(draft)),
            ("amendments", amendments_of(draft)),
        ]
    )


def _texts(draft: Draft, rows: Sequence[Row]) -> dict[str, str]:
    """The words of the tender; later notices that say otherwise are told."""
    everywhere = [*rows, *draft.project.of("change", "result", "termination")]
    found = {}
    for column in ("title", "method", "method_reason", "criteria"):
        first = draft.first(everywhere if column == "title" else rows, column)
        if first:
            found[column] = str(first[0])
    if "method" not in found and draft.project.of("single_source"):
        found["method"] = "单一来源"
    return found


def _method(draft: Draft, rows: Sequence[Row], told: str) -> str | None:
    method = word_of("method", told) if told else None
    if told and method is None:
        row = next(r for r in rows if r.text("method"))
        draft.say(
            row,
            "method",
            "不认得的采购方式，只保留原文。",
            "A method not known; only its words are kept.",
        )
    return method


def _category(draft: Draft, rows: Sequence[Row]) -> str | None:
    said = draft.first(rows, "category")
    if said:
        return str(said[0])
    letters = {row.text("item_code")[:1].upper() for row in rows} - {""}
    found = {_LETTERS.get(letter) for letter in letters}
    return found.pop() if len(found) == 1 else None


def _items(rows: Sequence[Row]) -> list[Json]:
    items: list[Json] = []
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        key = tuple(row.text(name) for name in ("lot", "item_code", "item_name"))
        if not any(key[1:]) or key in seen:
            continue
        seen.add(key)
        lot, code, name = key
        classification = only(
            [
                ("scheme", _SCHEME if code else None),
                ("id", code),
                ("description", name if code else None),
            ]
        )
        items.append(
            only(
                [
                    ("id", str(len(items) + 1)),
                    ("description", name or code),
                    ("classification", classification),
                    ("quantity", row.number("quantity")),
                    ("unit", only([("name", row.text("unit"))])),
                    ("relatedLot", lot),
                ]
            )
        )
    return items


def _lot(draft: Draft, lot: str, ended: dict[str, str], awarded: Sequence[str]) -> Json:
    rows = [
        row for row in draft.project.of("tender", "result") if row.text("lot") == lot
    ]
    title = draft.first(rows, "lot_title")
    own = draft.money(rows, "lot_budget") or (lot_budgets(draft) or {}).get(lot)
    return only(
        [
            ("id", lot),
            ("title", shown(title[0]) if title else None),
            ("status", _status_of_lot(lot, ended, awarded)),
            ("value", value_of(own)),
        ]
    )


def _status_of_lot(lot: str, ended: dict[str, str], awarded: Sequence[str]) -> str:
    if lot in ended or "" in ended:
        return ended.get(lot) or ended[""]
    return "complete" if lot in awarded else "active"


def _status(ended: dict[str, str], lots: Sequence[str], awarded: Sequence[str]) -> str:
    """The whole ended, or all of its lots did; else an award makes it complete."""
    if "" in ended:
        return ended[""]
    if lots and all(lot in ended for lot in lots):
        ways = set(ended.values())
        return ways.pop() if len(ways) == 1 else "unsuccessful"
    return "complete" if awarded else "active"


def _endings(draft: Draft, lots: Sequence[str]) -> dict[str, str]:
    """Lot, or "" for all → cancelled or unsuccessful."""
    found: dict[str, str] = {}
    for row in draft.of_lots("termination", lots):
        lot = row.text("lot")
        way = row.text("ended_how") or word_of("ending", row.text("ended_why"))
        if not way and "不足三家" in row.text("ended_why"):
            way = "unsuccessful"
        if not way:
            draft.leave(
                row,
                "ended_how",
                "看不出是废标还是终止，请写明类型。",
                "Whether it failed or was cancelled cannot be told; write which.",
            )
            continue
        if found.setdefault(lot, way) != way:
            draft.say(
                row,
                "ended_how",
                "与前面的终止类型不一致，取先出现的。",
                "Contradicts the way it ended before; the first is kept.",
            )
    return found


def _publicity(draft: Draft) -> Json:
    """The days in which a single source stood in public and could be objected to."""
    rows = draft.project.of("single_source")
    return _period(
        draft,
        "tender/enquiryPeriod",
        draft.moment(rows, "public_from"),
        draft.moment(rows, "public_until"),
    )


def _tender_period(draft: Draft, rows: Sequence[Row], method: str | None) -> Json:
    """From the issue of documents, or else the notice, to the last deadline given."""
    start = draft.moment(rows, "documents_from") or draft.moment(rows, "tender_notice")
    end = draft.moment(rows, "deadline")
    if end is None and method in _OPENED_AT_DEADLINE:
        end = draft.moment(rows, "opening")
    for row in changes_of(draft):
        end = row.moment("new_deadline") or end
    return _period(draft, "tender/tenderPeriod", start, end)


def _opening(draft: Draft, rows: Sequence[Row]) -> Json:
    """The opening starts the decision; a deadline put off puts it off as well."""
    opened = draft.moment(rows, "opening")
    for row in changes_of(draft):
        later = row.moment("new_deadline")
        if opened and later and later.text > opened.text:
            opened = later
    return _period(draft, "tender/awardPeriod", opened, None)


def _period(draft: Draft, path: str, start: Moment | None, end: Moment | None) -> Json:
    period: Json = {}
    if start:
        period["startDate"] = draft.when(start, f"{path}/startDate")
    if end:
        period["endDate"] = draft.when(end, f"{path}/endDate", happened=False)
    if start and end and start.text[:19] > end.text[:19]:
        row = draft.project.defining[0]
        draft.say(
            row,
            "",
            f"开始时间 {shown(start)} 晚于截止时间 {shown(end)}，按原样保留。",
            f"Starts {shown(start)}, after its end {shown(end)}; kept as written.",
        )
    return period
