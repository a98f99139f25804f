"""Budgets of a project and of its lots."""

from decimal import Decimal

from mingjing_analytics.procurement.importing.draft import Draft
from mingjing_analytics.procurement.importing.notices import changes_of
from mingjing_analytics.procurement.importing.values import Money


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
    return draft.money(rows, "budget")


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
