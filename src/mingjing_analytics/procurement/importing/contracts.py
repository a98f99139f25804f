"""The contracts of a release, with changes of their amounts, deliveries and payments."""

from collections.abc import Sequence
from decimal import Decimal

from mingjing_analytics.procurement.importing.awards import Award, derived_award
from mingjing_analytics.procurement.importing.draft import (
    Draft,
    Json,
    only,
    shown,
    slug,
    value_of,
)
from mingjing_analytics.procurement.importing.sheets import Row
from mingjing_analytics.procurement.importing.values import Money

_CHANGES = frozenset(
    {"change_amount", "changed_amount", "contract_changed_on", "contract_change_reason"}
)


class _DisagreeError(ValueError):
    """The amounts of a change cannot all be true, or say too little."""


def contract_id(row: Row, number: str) -> str:
    """A contract's number; a ledger without one has the project's and the lot's."""
    return row.text("contract_number") or "-".join(
        part for part in (number, row.text("lot")) if part
    )


def contracts_of(draft: Draft, awards: list[Award], lots: Sequence[str]) -> list[Json]:
    """Build the contracts; an award that only a contract tells of joins ``awards``."""
    grouped: dict[str, list[Row]] = {}
    for row in draft.of_lots("contract", lots):
        grouped.setdefault(contract_id(row, draft.project.number), []).append(row)
    payments: dict[str, list[Row]] = {}
    for row in draft.project.of("payment"):
        payments.setdefault(row.text("contract_number"), []).append(row)
    found = [
        _contract(draft, name, rows, awards, payments.pop(name, []))
        for name, rows in grouped.items()
    ]
    for rows in payments.values():
        for row in rows:
            draft.leave(row, "contract_number", "没有这份合同。", "No such contract.")
    return [one for one in found if one]


def _contract(
    draft: Draft,
    name: str,
    rows: list[Row],
    awards: list[Award],
    payments: list[Row],
) -> Json:
    award = _award_of(draft, rows, awards)
    if award is None:
        for row in [*rows, *payments]:
            draft.leave(
                row, "contract_number", "这份合同未导入。", "The contract was left out."
            )
        return {}
    path = f"contracts/{slug(name)}"
    money = draft.money(rows, "contract_amount")
    amendments, value = _amendments(draft, path, rows, money)
    title = draft.first(rows, "contract_title")
    signed = draft.when(draft.moment(rows, "signed_on"), f"{path}/dateSigned")
    return only(
        [
            ("id", name),
            ("awardID", award.id),
            ("title", shown(title[0]) if title else None),
            ("status", _status(draft, rows, signed)),
            ("period", _period(draft, path, rows)),
            ("value", value_of(value)),
            ("dateSigned", signed),
            ("documents", _notice(draft, path, rows)),
            ("amendments", amendments),
            ("relatedLots", [award.lot] if award.lot else None),
            ("implementation", _implementation(draft, path, rows, payments)),
        ]
    )


def _status(draft: Draft, rows: list[Row], signed: str | None) -> str:
    told = draft.first(rows, "contract_status")
    return shown(told[0]) if told else "active" if signed else "pending"


def _implementation(
    draft: Draft, path: str, rows: list[Row], payments: list[Row]
) -> Json:
    return only(
        [
            ("milestones", _delivery(draft, path, rows)),
            ("transactions", _payments(draft, path, payments)),
        ]
    )


def _award_of(draft: Draft, rows: list[Row], awards: list[Award]) -> Award | None:
    """The award by lot and supplier, whichever of them the contract names."""
    lots = {row.text("lot") for row in rows} - {""}
    named = next((row for row in rows if row.texts("supplier")), rows[0])
    suppliers = frozenset(one.id for one in draft.register.find(named, "supplier"))
    fits = [
        award
        for award in awards
        if (not lots or not award.lot or award.lot in lots)
        and (not suppliers or suppliers == award.suppliers)
    ]
    if len(fits) == 1:
        return fits[0]
    if not fits:
        derived = derived_award(draft, named)
        awards.append(derived)
        return derived
    draft.say(
        named,
        "contract_number",
        "有几条中标成交结果都可能对应，请写包号和供应商；未导入。",
        "Several results may be meant; write lot and supplier. It was left out.",
    )
    return None


def _period(draft: Draft, path: str, rows: list[Row]) -> Json:
    start = draft.moment(rows, "contract_from")
    end = draft.moment(rows, "contract_until")
    at = f"{path}/period"
    return only(
        [
            (
                "startDate",
                draft.when(start, f"{at}/startDate", happened=False),
            ),
            (
                "endDate",
                draft.when(end, f"{at}/endDate", happened=False),
            ),
        ]
    )


def _amendments(
    draft: Draft, path: str, rows: list[Row], value: Money | None
) -> tuple[list[Json], Money | None]:
    """Changes by date, each with the amount before and after; and the last amount."""
    changes = [row for row in rows if _CHANGES & row.values.keys()]
    changes.sort(key=_changed_on)
    amendments: list[Json] = []
    for row in changes:
        try:
            after = _after(row, value)
        except _DisagreeError:
            draft.leave(
                row,
                "changed_amount",
                f"变更金额与变更后金额对不上（变更前 {shown(value) if value else '不明'}）。",
                "The change and the amount after it do not agree "
                f"(before: {shown(value) if value else 'not known'}).",
            )
            continue
        name = f"change-{len(amendments) + 1}"
        when = row.moment("contract_changed_on")
        amendments.append(
            only(
                [
                    ("id", name),
                    (
                        "date",
                        draft.when(when, f"{path}/amendments/{name}/date"),
                    ),
                    ("rationale", row.text("contract_change_reason")),
                    ("description", _told(value, after)),
                    ("x_valueBefore", value_of(value) if after and value else None),
                    ("x_valueAfter", value_of(after)),
                ]
            )
        )
        value = after or value
    return amendments, value


def _changed_on(row: Row) -> str:
    moment = row.moment("contract_changed_on")
    return moment.text if moment else "9999"


def _after(row: Row, before: Money | None) -> Money | None:
    """The amount after a change; None when no amount changed."""
    change, after = row.money("change_amount"), row.money("changed_amount")
    if change is None:
        return after
    if before is None or before.currency != change.currency:
        if after is None:
            raise _DisagreeError
        return after
    reckoned = Money(before.amount + change.amount, before.currency)
    if reckoned.amount < 0 or (after is not None and after != reckoned):
        raise _DisagreeError
    return reckoned


def _told(before: Money | None, after: Money | None) -> str:
    if after is None:
        return ""
    if before is None:
        return f"合同金额变更为 {shown(after)}"
    more = after.amount - before.amount
    sign = "+" if more >= 0 else "-"
    return f"合同金额由 {shown(before)} 变更为 {shown(after)}（{sign}{abs(more):f}）"


def _notice(draft: Draft, path: str, rows: list[Row]) -> list[Json]:
    when = draft.moment(rows, "contract_notice")
    if when is None:
        return []
    at = f"{path}/documents/contractNotice/datePublished"
    return [
        only(
            [
                ("id", "contractNotice"),
                ("documentType", "contractNotice"),
                ("title", "合同公告"),
                ("url", next((r.text("url") for r in rows if r.text("url")), "")),
                ("datePublished", draft.when(when, at)),
            ]
        )
    ]


def _delivery(draft: Draft, path: str, rows: list[Row]) -> list[Json]:
    due = draft.moment(rows, "delivery_due")
    met = draft.moment(rows, "delivered_on")
    if due is None and met is None:
        return []
    at = f"{path}/implementation/milestones/delivery"
    return [
        only(
            [
                ("id", "delivery"),
                ("title", "交付"),
                ("type", "delivery"),
                ("status", "met" if met else "scheduled"),
                (
                    "dueDate",
                    draft.when(due, f"{at}/dueDate", happened=False),
                ),
                ("dateMet", draft.when(met, f"{at}/dateMet")),
            ]
        )
    ]


def _payments(draft: Draft, path: str, rows: list[Row]) -> list[Json]:
    transactions: list[Json] = []
    vouchers: set[str] = set()
    for row in rows:
        voucher = row.text("voucher")
        if voucher in vouchers:
            draft.leave(
                row,
                "voucher",
                "这一凭证已有一笔付款，取先出现的。",
                "This voucher already paid; the first row is kept.",
            )
            continue
        vouchers |= {voucher} - {""}
        name = voucher or f"payment-{len(transactions) + 1}"
        when, money = row.moment("paid_on"), row.money("paid_amount")
        payer = draft.refer_all(row, "payer", "payer")
        payee = draft.refer_all(row, "payee", "payee")
        at = f"{path}/implementation/transactions/{slug(name)}/date"
        transactions.append(
            only(
                [
                    ("id", name),
                    ("date", draft.when(when, at)),
                    ("value", value_of(money or Money(Decimal(0)))),
                    ("payer", payer[0] if payer else None),
                    ("payee", payee[0] if payee else None),
                ]
            )
        )
    return transactions
