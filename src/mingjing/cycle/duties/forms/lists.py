"""The list's filters, as they stand in the address."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.cycle.duties.states import DutyState
from mingjing.cycle.plan.models import Measure

STATES = [
    (DutyState.DRAFT.value, _("起草")),
    (DutyState.OFFERED.value, _("待认领")),
    (DutyState.ACCEPTED.value, _("已认领")),
    (DutyState.OBJECTED.value, _("有异议")),
    (DutyState.IN_FORCE.value, _("生效")),
    (DutyState.ENDED.value, _("终止")),
]


@dataclass(frozen=True)
class Chip:
    label: str
    url: str


class Filter(forms.Form):
    """What is asked; a filter that is not understood filters nothing and has no chip."""

    # From the page of a measure, and of a post that is handed over.
    measure = forms.ModelChoiceField(
        label=_("举措"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.HiddenInput,
    )
    post = forms.ModelChoiceField(
        label=_("承办岗位"),
        queryset=Post.objects.select_related("unit"),
        required=False,
        widget=forms.HiddenInput,
    )
    q = forms.CharField(label=_("查找"), required=False)
    unit = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Unit.objects.all(),
        required=False,
        empty_label=_("全部"),
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), *STATES],
    )
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[
            ("", _("编号")),
            ("due", _("下次到期")),
            ("unit", _("单位")),
            ("minutes", _("预计分钟")),
        ],
    )

    def __init__(self, asked: QueryDict, *, by: Person) -> None:
        super().__init__(asked)
        # Of a measure that they may not see, not even the name stands on a chip.
        self.fields["measure"].queryset = Measure.objects.visible_to(by)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chips(self, asked: QueryDict) -> list[Chip]:
        """One for each filter in force; its link takes that one out."""
        found = []
        for name, value in self.chosen().items():
            if name == "sort":
                continue
            kept = asked.copy()
            for gone in (name, "page"):
                kept.pop(gone, None)
            word = dict(STATES).get(value, value) if name == "state" else value
            label = f"{self.fields[name].label}：{word}"
            found.append(Chip(label, f"?{kept.urlencode()}"))
        return found
