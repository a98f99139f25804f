from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Unit
from mingjing.cycle.plan.models import Measure, Plan, Source
from mingjing.cycle.plan.states import MeasureState


class ImportSource(forms.Form):
    file = forms.FileField(
        label=_("文件"), help_text=_(".docx、.txt 或 .md，最大 20 MB。原文件原样保存。")
    )
    amends = forms.ModelChoiceField(
        Source.objects.all(),
        label=_("修订哪份文件"),
        required=False,
        help_text=_("如果是修订稿，选上原来那份，只需要看有变化的条款。"),
    )

    def __init__(self, *args: Any, to: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amends = self.fields["amends"]
        amends.queryset = Source.objects.visible_to(to)  # type: ignore[attr-defined]


# A paragraph of a long document has some 3 000 characters; a paste has more.
LONGEST_TEXT, LONGEST_LINE = 10_000, 2_000


class EditClause(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("标题"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=_("内容"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    lead_units = forms.CharField(
        label=_("牵头单位"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("多个单位用顿号分开。"),
    )
    responsible_units = forms.CharField(
        label=_("责任单位"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("多个单位用顿号分开。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    deadline = forms.CharField(
        label=_("时限"),
        max_length=200,
        required=False,
        help_text=_("照公文写法，例如：2026年6月底前、每季度、每月15日前、长期坚持。"),
    )


class SplitClause(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    at = forms.IntegerField(min_value=1)


class Version(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class MakePlan(forms.Form):
    title = forms.CharField(label=_("方案名称"), max_length=300)
    starts_on = forms.DateField(
        label=_("开始"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=_("结束"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("结束日期早于开始日期，请改其中一个。"))
        return found


class EditMeasure(forms.ModelForm):  # type: ignore[type-arg]
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("内容"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    result = forms.CharField(
        label=_("别人看得见的结果"),
        max_length=LONGEST_LINE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.filter(ended_on__isnull=True), label=_("责任单位"), required=False
    )
    day = forms.IntegerField(
        label=_("每月几日前"), required=False, min_value=1, max_value=31
    )
    reason = forms.CharField(
        label=_("修改理由"), max_length=500, help_text=_("会记入版本，别人看得到。")
    )

    class Meta:
        model = Measure
        fields = (
            "title", "text", "result", "lead_unit", "units",
            "clock_kind", "every", "day", "due_on",
        )  # fmt: skip
        labels: ClassVar = {"lead_unit": _("牵头单位"), "clock_kind": _("时限类型")}
        widgets = {
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


class FilterMeasures(forms.Form):
    """The plan tree's filters; they stand in the address."""

    q = forms.CharField(label=_("关键词"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("单位"), required=False, empty_label=_("全部")
    )
    missing = forms.BooleanField(label=_("只看缺东西的"), required=False)

    def __init__(self, data: Any, *, plan: Plan) -> None:
        super().__init__(data)
        states = [(s, Measure(state=s).get_state_display()) for s in MeasureState]
        self.fields["state"].choices = [("", _("全部")), *states]  # type: ignore[attr-defined]
        named = Unit.objects.filter(led_measures__plan=plan) | Unit.objects.filter(
            measures__plan=plan
        )
        self.fields["unit"].queryset = named.distinct()  # type: ignore[attr-defined]


class CloseMeasure(forms.Form):
    reason = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
