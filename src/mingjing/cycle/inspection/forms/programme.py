"""The programme and what is proposed in it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Appointment, Person, Unit
from mingjing.base.people.states import Role
from mingjing.cycle.inspection.actions import InspectionDraft
from mingjing.cycle.inspection.models import Inspection
from mingjing.cycle.inspection.queries import Said
from mingjing.cycle.inspection.states.topics import topics
from mingjing.cycle.inspection.states.words import INSPECTION_STATES, KINDS

_ALL = ("", _("全部"))
Words = forms.Textarea(attrs={"rows": 3})
# Whoever can be of a team: inspectors, and experts whom an organ lends by its contact.
_TEAM = (Role.INSPECTOR, Role.DISCIPLINE, Role.AUDITOR, Role.OFFICE, Role.CONTACT)


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Plain(forms.Form):
    """Nothing but a yes."""


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=Words)


class Note(forms.Form):
    note = forms.CharField(label=_("要改什么"), max_length=500, widget=Words)


class Approve(forms.Form):
    note = forms.CharField(
        label=_("批准意见"),
        max_length=500,
        required=False,
        widget=Words,
        help_text=_("页面上列出了重复或扎堆的，写明为什么仍然批准。"),
    )


class ProgrammeForm(forms.Form):
    year = forms.IntegerField(label=_("年度"), min_value=2020, max_value=2100)
    title = forms.CharField(label=_("名称"), max_length=120)


class Filter(forms.Form):
    q = forms.CharField(label=_("查找"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[_ALL, *KINDS])
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[_ALL, *INSPECTION_STATES]
    )
    unit = forms.ModelChoiceField(
        label=_("受检单位"),
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


def topic_choices(codes: list[str] | None = None) -> list[tuple[str, Any]]:
    """By group, in the reader's language; of the whole list or of a scope."""
    language = get_language() or ""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, topic in topics().items():
        if codes is None or code in codes:
            name = topic.group_en if language.startswith("en") else topic.group_zh
            groups.setdefault(name, []).append((code, topic.in_(language)))
    return list(groups.items())


def unit_choices(units: list[Unit]) -> Iterator[tuple[str, Any]]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        groups.setdefault(unit.peer_group or str(_("其他")), []).append(
            (unit.pk, unit.short_name)
        )
    yield from groups.items()


def _team_choices() -> list[tuple[int, str]]:
    rows = (
        Appointment.objects.current()
        .filter(post__role__in=_TEAM, person__is_active=True)
        .select_related("person", "post__unit")
        .order_by("post__unit__rank", "post_id", "as_deputy")
    )
    names: dict[int, str] = {}
    for row in rows:
        names.setdefault(row.person_id, f"{row.person.name}（{row.post}）")
    return list(names.items())


class Many(forms.TypedMultipleChoiceField):
    """A list to pick several from, by keyboard as by mouse, without script."""

    def __init__(self, label: Any, *, size: int = 8, **options: Any) -> None:
        widget = forms.SelectMultiple(attrs={"size": size})
        super().__init__(label=label, coerce=int, widget=widget, **options)


class InspectionForm(forms.Form):
    matter = forms.CharField(label=_("督查事项"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=KINDS)
    goal = forms.CharField(label=_("目的"), max_length=300)
    basis = forms.CharField(
        label=_("依据"),
        max_length=300,
        help_text=_("法律条文或文件名称、文号。"),
    )
    run_by = forms.TypedChoiceField(label=_("承担单位"), coerce=int)
    designation = forms.CharField(
        label=_("指定文号"),
        max_length=120,
        required=False,
        help_text=_(
            "部门开展政府督查要由本级人民政府指定（《政府督查工作条例》第七条）。"
        ),
    )
    comprehensive = forms.BooleanField(
        label=_("综合性检查"),
        required=False,
        help_text=_("每个部门一年不超过一项。"),
    )
    scope = forms.MultipleChoiceField(
        label=_("范围"),
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("批准以后锁定；范围以外的问题不能记录。"),
    )
    period_from = forms.DateField(label=_("检查时段起"), widget=Day())
    period_to = forms.DateField(label=_("检查时段止"), widget=Day())
    opens_on = forms.DateField(label=_("入户起"), widget=Day())
    closes_on = forms.DateField(label=_("入户止"), widget=Day())
    leader = forms.TypedChoiceField(label=_("组长"), coerce=int)
    team = Many(
        _("成员"),
        required=False,
        help_text=_("不能检查自己任职的单位。按住 Ctrl 可以多选。"),
    )
    units = Many(
        _("督查对象"),
        size=12,
        required=False,
        help_text=_("要抽取的先不选，保存以后再抽。按住 Ctrl 可以多选。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        living = list(Unit.objects.filter(ended_on__isnull=True))
        self.unit_of = {unit.pk: unit for unit in living}
        people = _team_choices()
        fields: dict[str, Any] = self.fields
        fields["scope"].choices = topic_choices()
        fields["run_by"].choices = [("", "—"), *unit_choices(living)]
        fields["units"].choices = list(unit_choices(living))
        fields["leader"].choices = [("", "—"), *people]
        fields["team"].choices = people

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for first, last in (("period_from", "period_to"), ("opens_on", "closes_on")):
            if data.get(first) and data.get(last) and data[last] < data[first]:
                self.add_error(last, _("截止不能早于开始。"))
        return data

    def said(self) -> InspectionDraft:
        data = dict(self.cleaned_data)
        data.pop("version")
        persons = Person.objects.in_bulk([data["leader"], *data["team"]])
        data["leader"] = persons[data["leader"]]
        data["team"] = [persons[pk] for pk in data["team"]]
        data["run_by"] = self.unit_of[data["run_by"]]
        data["units"] = [self.unit_of[pk] for pk in data["units"]]
        return InspectionDraft(**data)


def initial_of(inspection: Inspection) -> dict[str, Any]:
    names = ("matter", "kind", "goal", "basis", "designation", "comprehensive", "scope", "period_from", "period_to", "opens_on", "closes_on", "version")  # fmt: skip
    members = list(inspection.members.all())
    return {
        **{name: getattr(inspection, name) for name in names},
        "run_by": inspection.run_by_id,
        "leader": next((m.person_id for m in members if m.leads), None),
        "team": [m.person_id for m in members if not m.leads],
        "units": [visit.unit_id for visit in inspection.visits.all()],
    }
