from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Unit
from mingjing.cycle.plan.models import Measure, Source
from mingjing.cycle.plan.states import Verdict


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


class JudgeClauses(forms.Form):
    """One verdict for the ticked clauses."""

    verdict = forms.ChoiceField(
        choices=[
            (Verdict.MEASURE.value, _("是举措")),
            (Verdict.HEADING.value, _("是标题")),
            (Verdict.REJECTED.value, _("不是举措")),
            (Verdict.PENDING.value, _("再看看")),
        ]
    )


class EditClause(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("标题"), widget=forms.Textarea(attrs={"rows": 2}))
    text = forms.CharField(
        label=_("内容"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    lead_units = forms.CharField(
        label=_("牵头单位"), required=False, help_text=_("多个单位用顿号分开。")
    )
    responsible_units = forms.CharField(
        label=_("责任单位"),
        required=False,
        help_text=_("多个单位用顿号分开。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    deadline = forms.CharField(
        label=_("时限"),
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
    units = forms.ModelMultipleChoiceField(
        Unit.objects.filter(ended_on__isnull=True), label=_("责任单位"), required=False
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
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "result": forms.Textarea(attrs={"rows": 2}),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


class CloseMeasure(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500)
