"""The catalogue as an office sees it: what each model found, and how often it was right."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from mingjing.base.people.models import Person
from mingjing.insight.supervision.models import Card, DataSet, Flag, Run
from mingjing.insight.supervision.states import DECIDED, TRUE, WAITING, DataState
from mingjing_analytics.process.measures.shares import wilson
from mingjing_analytics.supervision.model import Model, catalogue
from mingjing_analytics.supervision.tables import dictionary


@dataclass(frozen=True)
class Shelf:
    """A model with its state in this county."""

    model: Model
    card: Card | None
    run: Run | None
    waiting: int
    asked: int
    decided: int
    true: int
    missing: tuple[str, ...]  # tables that nobody handed in

    @property
    def precision(self) -> tuple[float, float, float] | None:
        """The share of those decided that was true; its 95 % interval (Wilson)."""
        if not self.decided:
            return None
        return (self.true / self.decided, *wilson(self.true, self.decided))

    @property
    def suspended(self) -> bool:
        return bool(self.card and self.card.suspended_at)


def model_or_none(model_id: str) -> Model | None:
    return catalogue().get(model_id)


def card_of(model: Model) -> Card:
    """What was set of a model; an unsaved card where nothing was."""
    return Card.objects.filter(model=model.id).first() or Card(model=model.id)


def shelves(person: Person) -> list[Shelf]:
    """Every model of the catalogue: those with work first, then by title."""
    cards = {card.model: card for card in Card.objects.all()}
    counts = _counts(person)
    runs = _last_runs()
    there = set(
        DataSet.objects.filter(state=DataState.IN_USE.value).values_list(
            "table", flat=True
        )
    )
    found = [
        _shelf(m, cards.get(m.id), runs.get(m.id), counts, there)
        for m in catalogue().values()
    ]
    return sorted(
        found, key=lambda s: (-s.waiting, s.run is None, len(s.missing), s.model.id)
    )


def shelf_of(model: Model, person: Person) -> Shelf:
    return next(shelf for shelf in shelves(person) if shelf.model.id == model.id)


def _shelf(
    model: Model,
    card: Card | None,
    run: Run | None,
    counts: Mapping[str, Mapping[str, int]],
    there: set[str],
) -> Shelf:
    known = dictionary().tables
    missing = tuple(t for t in model.types if t not in there and not known[t].given)
    told = counts.get(model.id, {})
    decided, true = precision_of(model.id, card)
    return Shelf(
        model,
        card,
        run,
        told.get("waiting", 0),
        told.get("asked", 0),
        decided,
        true,
        missing,
    )


def precision_of(model_id: str, card: Card | None) -> tuple[int, int]:
    """(decided, true) since the model was last reworked."""
    rows = Flag.objects.filter(model=model_id, state__in=DECIDED)
    if card and card.counts_from:
        rows = rows.filter(decided_at__gte=card.counts_from)
    told = rows.aggregate(
        decided=Count("pk"), true=Count("pk", filter=Q(state__in=TRUE))
    )
    return told["decided"], told["true"]


def precisions(prefix: str) -> dict[str, tuple[int, int]]:
    """(decided, true) of every model whose id begins so, in one question."""
    since = {
        card.model: card.counts_from
        for card in Card.objects.filter(model__startswith=prefix)
        if card.counts_from
    }
    found: dict[str, tuple[int, int]] = {}
    rows = Flag.objects.filter(model__startswith=prefix, state__in=DECIDED)
    for model, state, at in rows.values_list("model", "state", "decided_at"):
        if at is not None and model in since and at < since[model]:
            continue
        decided, true = found.get(model, (0, 0))
        found[model] = decided + 1, true + (state in TRUE)
    return found


def _counts(person: Person) -> dict[str, dict[str, int]]:
    rows = (
        Flag.objects.visible_to(person)
        .values("model")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=WAITING)),
            asked=Count("pk", filter=Q(asked_at__isnull=False)),
        )
    )
    return {
        row["model"]: {"waiting": row["waiting"], "asked": row["asked"]} for row in rows
    }


def _last_runs() -> dict[str, Run]:
    last = Run.objects.values("model").annotate(newest=Max("pk"))
    newest = [row["newest"] for row in last]
    return {run.model: run for run in Run.objects.filter(pk__in=newest)}
