"""The tender of a release: what was asked for, how, by when, in which lots, its end."""

from collections.abc import Sequence
from decimal import Decimal

from mingjing_analytics.procurement.importing.draft import (
    Draft,
    Json,
    only,
    shown,
    value_of,
)
from mingjing_analytics.procurement.importing.kinds import word_of
from mingjing_analytics.procurement.importing.sheets import Row
from mingjing_analytics.procurement.importing.values import Moment, Money

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
    ceiling = _money(draft, rows, "ceiling") or budget_of(draft)
    agency = draft.register.find(rows[0], "agency") or next(
        (found for row in rows if (found := draft.register.find(row, "agency"))), ()
    )
    return only(
        [
            ("id", draft.project.number),
            ("title", text["title"]),
            ("status", _status(ended, lots, awarded)),
            ("value", value_of(ceiling) if ceiling else None),
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
            ("milestones", _milestones(draft, rows)),
            ("documents", _documents(draft)),
            ("amendments", _amendments(draft)),
        ]
    )


def budget_of(draft: Draft) -> Money | None:
    """The budget of the project: one figure, or the sum of what differs by lot.

    A column of lots' own budgets leaves the other to the project. Without it, one row
    with a figure is the project's; figures that differ between lots are the lots' and
    are added up; equal figures may be either, so neither is taken.
    """
    rows = draft.project.defining
    changed = [row.money("new_budget") for row in changes_of(draft)]
    if any(changed):
        return [money for money in changed if money][-1]
    by_lot = lot_budgets(draft)
    if by_lot is not None:
        total = sum((money.amount for money in by_lot.values()), Decimal(0))
        return Money(total, next(iter(by_lot.values())).currency) if by_lot else None
    return _money(draft, rows, "budget")


def lot_budgets(draft: Draft) -> dict[str, Money] | None:
    """Lot → budget where 预算金额 differs between lots; None where it is the project's."""
    rows = draft.project.defining
    if any(row.money("lot_budget") for row in rows):
        return None
    told = [
        (row.text("lot"), money)
        for row in rows
        if row.text("lot") and (money := row.money("budget"))
    ]
    lots = {lot for lot, _money in told}
    if len(lots) < 2:
        return None
    if len({money.amount for _lot, money in told}) == 1:
        return {}
    currencies = {money.currency for _lot, money in told}
    return dict(reversed(told)) if len(currencies) == 1 else {}


def say_unclear_budget(draft: Draft) -> None:
    """Tell once that equal budgets of lots can be read in two ways."""
    if lot_budgets(draft) == {}:
        row = next(r for r in draft.project.defining if r.money("budget"))
        draft.say(
            row,
            "budget",
            "各包的预算金额相同，看不出是分包预算还是项目总预算，未采用；"
            "请用“包预算金额”列写分包预算。",
            "Equal for all lots: whether of a lot or of the project cannot be told, so "
            "it was not taken; write lots' budgets in a column 包预算金额.",
        )


def changes_of(draft: Draft) -> list[Row]:
    """Notices of change by date, those without one last."""
    return sorted(draft.project.of("change"), key=lambda row: _day(row, "changed_on"))


def _day(row: Row, column: str) -> str:
    moment = row.moment(column)
    return moment.text if moment else "9999"


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


def _money(draft: Draft, rows: Sequence[Row], column: str) -> Money | None:
    found = draft.first(rows, column)
    return found[0] if found and isinstance(found[0], Money) else None


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
    own = _money(draft, rows, "lot_budget") or (lot_budgets(draft) or {}).get(lot)
    return only(
        [
            ("id", lot),
            ("title", shown(title[0]) if title else None),
            ("status", _status_of_lot(lot, ended, awarded)),
            ("value", value_of(own) if own else None),
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
    for row in draft.project.of("termination"):
        lot = row.text("lot")
        if lot and lot not in lots:
            draft.leave(row, "lot", "项目没有这个包。", "The project has no such lot.")
            continue
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
        _moment(draft, rows, "public_from"),
        _moment(draft, rows, "public_until"),
    )


def _tender_period(draft: Draft, rows: Sequence[Row], method: str | None) -> Json:
    """From the issue of documents, or else the notice, to the last deadline given."""
    start = _moment(draft, rows, "documents_from") or _moment(
        draft, rows, "tender_notice"
    )
    end = _moment(draft, rows, "deadline")
    if end is None and method in _OPENED_AT_DEADLINE:
        end = _moment(draft, rows, "opening")
    for row in changes_of(draft):
        end = row.moment("new_deadline") or end
    return _period(draft, "tender/tenderPeriod", start, end)


def _opening(draft: Draft, rows: Sequence[Row]) -> Json:
    """The opening starts the decision; a deadline put off puts it off as well."""
    opened = _moment(draft, rows, "opening")
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


def _moment(draft: Draft, rows: Sequence[Row], column: str) -> Moment | None:
    found = draft.first(rows, column)
    return found[0] if found and isinstance(found[0], Moment) else None


def _milestones(draft: Draft, rows: Sequence[Row]) -> list[Json]:
    until = _moment(draft, rows, "documents_until")
    if until is None:
        return []
    path = "tender/milestones/documents/dueDate"
    return [
        {
            "id": "documents",
            "title": "获取采购文件截止",
            "dueDate": draft.when(until, path, happened=False),
        }
    ]


_NOTICES = (
    ("tender", "tenderNotice", "采购公告", "tender_notice", ""),
    ("single_source", "plannedProcurementNotice", "单一来源公示", "public_from", ""),
    ("termination", "cancellationDetails", "终止废标公告", "ended_on", "ended_why"),
)


def _documents(draft: Draft) -> list[Json]:
    documents: list[Json] = []
    for kind, code, title, day, words in _NOTICES:
        rows = draft.project.of(kind)
        kept: set[tuple[str, str, str]] = set()
        for row in rows:
            when = row.moment(day)
            key = (when.text if when else "", row.text("url"), row.text(words))
            if not any(key) or key in kept or (kind == "tender" and kept):
                continue
            kept.add(key)
            name = f"{code}-{len(kept)}"
            path = f"tender/documents/{name}/datePublished"
            documents.append(
                only(
                    [
                        ("id", name),
                        ("documentType", code),
                        ("title", title),
                        ("description", row.text(words)),
                        ("url", row.text("url")),
                        ("datePublished", draft.when(when, path) if when else None),
                    ]
                )
            )
    return documents


def _amendments(draft: Draft) -> list[Json]:
    amendments: list[Json] = []
    for row in changes_of(draft):
        name = f"change-{len(amendments) + 1}"
        when = row.moment("changed_on")
        said = [row.text("change_text")]
        if (deadline := row.moment("new_deadline")) is not None:
            said.append(f"投标截止时间改为 {shown(deadline)}")
        if (budget := row.money("new_budget")) is not None:
            said.append(f"预算金额改为 {shown(budget)}")
        path = f"tender/amendments/{name}/date"
        amendments.append(
            only(
                [
                    ("id", name),
                    ("date", draft.when(when, path) if when else None),
                    ("description", "；".join(part for part in said if part)),
                ]
            )
        )
    return amendments
