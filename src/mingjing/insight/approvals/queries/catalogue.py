"""Items with their newest figures, and which logs there are."""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing.base.people.models import Person
from mingjing.insight.approvals.models import Item, Log, Part, Terms
from mingjing.insight.approvals.queries.figures import Figures, figures_of
from mingjing.insight.approvals.states import LogState


@dataclass(frozen=True)
class Row:
    """An item, what it promises, and what the log says."""

    item: Item
    terms: Terms | None
    figures: Figures


def newest_logs() -> list[Log]:
    """Logs that were read, the one that reaches furthest first."""
    return list(
        Log.objects.filter(state=LogState.READ).order_by("-last_on", "-received_at")
    )


def logs_with(item: Item) -> list[Log]:
    """The logs that have cases of an item, newest first."""
    found = Log.objects.filter(state=LogState.READ, parts__item=item)
    return list(found.order_by("-last_on", "-received_at"))


def log_of(logs: list[Log], wish: str) -> Log | None:
    """The one asked for, else the newest."""
    chosen = [log for log in logs if str(log.pk) == wish]
    return next(iter(chosen or logs), None)


def terms_of(items: Iterable[Item]) -> dict[int, Terms]:
    """The terms in force, by item: the highest version of each."""
    found: dict[int, Terms] = {}
    rows = Terms.objects.filter(item__in=list(items)).select_related("item")
    for terms in rows.order_by("number"):
        found[terms.item_id] = terms
    return found


def catalogue(person: Person, log: Log) -> list[Row]:
    """The items of a log that the person sees."""
    parts = list(
        Part.objects.filter(log=log, item__in=Item.objects.visible_to(person))
        .select_related("item__unit", "log")
        .order_by("-cases", "item__name")
    )
    terms = terms_of(part.item for part in parts)
    return [
        Row(
            part.item,
            terms.get(part.item_id),
            figures_of(part, terms.get(part.item_id)),
        )
        for part in parts
    ]


def step_names(item: Item) -> list[str]:
    """Names of steps as the newest log writes them, so that nobody has to guess."""
    log = log_of(logs_with(item), "")
    if log is None:
        return []
    part = Part.objects.select_related("log", "item").get(log=log, item=item)
    return [step.name for step in figures_of(part, None).steps if step.name]
