"""One's own views of the board. Why none of this is recorded: models.SavedView."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.insight.desk.models import SavedView

MOST_VIEWS = 12  # more chips than that are no shortcut any more


class NameTaken(Exception):
    def __init__(self) -> None:
        super().__init__(_("你已经有一个同名的视图，请换一个名称。"))


class ViewsFull(Exception):
    def __init__(self) -> None:
        words = _("最多存 %(most)s 个视图。先删去一个不用的，再存这一个。")
        super().__init__(words % {"most": MOST_VIEWS})


@transaction.atomic
def save_view(*, name: str, query: str, by: Person, now: datetime) -> SavedView:
    """The same name for the same question is the same view: a second click changes nothing."""
    own = _own_alone(by)
    there = own.filter(name=name).first()
    if there and there.query == query:
        return there
    if there:
        raise NameTaken
    if own.count() >= MOST_VIEWS:
        raise ViewsFull
    return SavedView.objects.create(person=by, name=name, query=query, named_at=now)


@transaction.atomic
def rename_view(view: SavedView, *, name: str, by: Person, now: datetime) -> None:
    own = _own_alone(by)
    if own.filter(name=name).exclude(pk=view.pk).exists():
        raise NameTaken
    own.filter(pk=view.pk).update(name=name, named_at=now)


def remove_view(view: SavedView, *, by: Person, now: datetime) -> None:  # noqa: ARG001 -- every action says when
    SavedView.objects.filter(pk=view.pk, person=by).delete()


def _own_alone(by: Person) -> QuerySet[SavedView]:
    """Their views, one writer at a time: two clicks do not make thirteen of twelve."""
    Person.objects.select_for_update().get(pk=by.pk)
    return SavedView.objects.filter(person=by)
