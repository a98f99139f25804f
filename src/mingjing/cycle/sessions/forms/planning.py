"""Planning, holding, cancelling, issuing, and the filters of the list."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.cycle.duties.models import Due
from mingjing.cycle.sessions import rules
from mingjing.cycle.sessions.actions import Agenda, SessionPlan
from mingjing.cycle.sessions.models import KINDS, STATES, Session
from mingjing.cycle.sessions.queries import Said
from mingjing.cycle.sessions.states import SessionState

_ALL = ("", _("全部"))
_LONGEST_AGENDA = 30
_Words = forms.Textarea(attrs={"rows": 3})


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def held_posts(units: frozenset[int] | None) -> QuerySet[Post]:
    """Posts that somebody holds now, of these units or of all."""
    held = Q(appointments__ended_on__isnull=True, appointments__isnull=False)
    posts = Post.objects.filter(held).select_related("unit").distinct()
    return posts if units is None else posts.filter(unit__in=units)


class _AgendaField(forms.CharField):
    """One item a line."""

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        items = [line for line in lines if line]
        if len(items) > _LONGEST_AGENDA:
            raise forms.ValidationError(
                _("最多%(most)s个议题，现在是%(now)s个。"),
                params={"most": _LONGEST_AGENDA, "now": len(items)},
            )
        for number, item in enumerate(items, 1):
            if len(item) > 200:
                raise forms.ValidationError(
                    _("第%(number)s个议题超过200个字，请写短。"),
                    params={"number": number},
                )
        return items


def _agenda_field() -> _AgendaField:
    return _AgendaField(
        label=_("议题"),
        required=False,
        max_length=7000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("一行一个，只写题目，不写发言。"),
    )


def _first_topic_field() -> forms.BooleanField:
    return forms.BooleanField(label=_("第一项是“第一议题”学习"), required=False)


class _WithAgenda(forms.Form):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("first_topic") and not data.get("agenda") and not self.errors:
            self.add_error("agenda", _("勾了第一议题，请在第一行写上它的题目。"))
        return data

    @property
    def said_agenda(self) -> Agenda:
        data = self.cleaned_data
        return Agenda(tuple(data["agenda"]), bool(data["first_topic"]))


class PlanForm(_WithAgenda):
    kind = forms.ChoiceField(label=_("类别"), choices=KINDS)
    title = forms.CharField(label=_("名称"), max_length=120)
    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    chair_post = forms.ModelChoiceField(
        label=_("主持岗位"), queryset=Post.objects.none()
    )
    planned_on = forms.DateField(label=_("计划日期"), widget=_Day())
    follows = forms.ModelChoiceField(
        label=_("督的是哪次会议"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("不针对某次会议"),
        help_text=_("领导督办、检验成效时选：页面会列出那次会议的决定现在怎样。"),
    )
    agenda = _agenda_field()
    first_topic = _first_topic_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, person: Person, *args: Any, **options: Any) -> None:
        but: int | None = options.pop("but", None)
        super().__init__(*args, **options)
        units = rules.units_to_plan_for(person)
        of_units = Unit.objects.filter(ended_on__isnull=True)
        shown = of_units if units is None else of_units.filter(pk__in=units)
        earlier = Session.objects.visible_to(person).filter(
            state__in=[SessionState.MINUTED, SessionState.ISSUED]
        )
        self.fields["unit"].queryset = shown  # type: ignore[attr-defined]
        self.fields["chair_post"].queryset = held_posts(units)  # type: ignore[attr-defined]
        self.fields["follows"].queryset = earlier.exclude(pk=but) if but else earlier  # type: ignore[attr-defined]

    def said(self) -> SessionPlan:
        names = ("kind", "title", "unit", "chair_post", "planned_on", "follows")
        words = {name: self.cleaned_data[name] for name in names}
        return SessionPlan(**words, agenda=self.said_agenda)


def initial_of(session: Session) -> dict[str, Any]:
    names = ("kind", "title", "unit", "chair_post", "planned_on", "follows")
    items = list(session.agenda.all())
    return {
        **{name: getattr(session, name) for name in names},
        "agenda": "\n".join(item.title for item in items),
        "first_topic": bool(items and items[0].first_topic),
        "version": session.version,
    }


class _Versioned(forms.Form):
    """Which words the page showed: a change in between is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Hold(_Versioned, _WithAgenda):
    held_on = forms.DateField(label=_("召开日期"), widget=_Day())
    agenda = _agenda_field()
    first_topic = _first_topic_field()


class Reason(_Versioned):
    reason = forms.CharField(label=_("取消原因"), max_length=500, widget=_Words)


class Issue(_Versioned):
    """Yes to the decisions on this page."""


class _Dues(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.duty.title} {obj.period_label}（{obj.due_on:%Y-%m-%d}）"


class ProveBy(forms.Form):
    """One minute for many dues: nobody is asked twice."""

    dues = _Dues(
        Due.objects.none(),
        label=_("这份纪要能证明哪些事"),
        widget=forms.CheckboxSelectMultiple(),
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=500,
        required=False,
        help_text=_("例如：第2项议题。只写在哪里，不抄内容。"),
    )

    def __init__(self, dues: QuerySet[Due], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["dues"].queryset = dues  # type: ignore[attr-defined]


class Filter(forms.Form):
    q = forms.CharField(label=_("查找"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[_ALL, *KINDS])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[_ALL, *STATES])
    unit = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Unit.objects.all(),
        required=False,
        empty_label=_("全部"),
    )
    year = forms.IntegerField(
        label=_("年度"), required=False, min_value=2000, max_value=2100
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def said(self) -> Said:
        """A filter that makes no sense is left out; the others still count."""
        self.is_valid()
        data = self.cleaned_data
        return Said(**{name: data[name] for name in data if data[name]})
