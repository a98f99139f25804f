"""What people type: a data set's reason to be here, parameters, questions, answers."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mingjing.base.people.models import Unit
from mingjing.base.ui.forms import unseen_in
from mingjing.cycle.findings.forms.fields import category_choices, severity_choices
from mingjing.insight.supervision.models import table_title
from mingjing_analytics.supervision.head import Param
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.tables import dictionary


class Words(forms.Form):
    """Every text as typed, without signs that nobody sees."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, value in given.items():
            if isinstance(value, str) and unseen_in(value):
                self.add_error(name, _("有看不见的字符，请重新输入。"))
        return given


class KeptForm(Words):
    """Why data are here and until when (个人信息保护法第六条、第十九条)."""

    purpose = forms.CharField(
        label=gettext_lazy("用途"),
        help_text=gettext_lazy("为什么要这份数据，一句话。"),
        max_length=300,
    )
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        help_text=gettext_lazy("哪部法律或者哪个文件允许用它。"),
        max_length=300,
    )
    data_date = forms.DateField(
        label=gettext_lazy("数据截至"), widget=forms.DateInput(attrs={"type": "date"})
    )
    keep_until = forms.DateField(
        label=gettext_lazy("保存到"),
        help_text=gettext_lazy("到这一天就删。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("data_date"), given.get("keep_until")
        if first and last and last <= first:
            self.add_error("keep_until", _("要晚于数据截至的日期。"))
        return given


class DataForm(KeptForm):
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "Excel、CSV 或 Parquet。身份证号、账号、姓名读入时就变成密文，原文件不留。"
        ),
    )
    table = forms.ChoiceField(label=gettext_lazy("数据表"))
    unit = forms.ModelChoiceField(
        label=gettext_lazy("数据单位"),
        help_text=gettext_lazy("谁的台账；有疑点时先问它。"),
        queryset=Unit.objects.filter(ended_on__isnull=True),
    )
    field_order = ("file", "table", "unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = [
            (name, table_title(name))
            for name, table in dictionary().tables.items()
            if not table.given
        ]
        self.fields["table"] = forms.ChoiceField(
            label=self.fields["table"].label,
            choices=[("", _("请选择")), *sorted(tables, key=lambda each: each[1])],
        )


class ReasonForm(Words):
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ValuesForm(Words):
    """A field for each parameter of a model, within its range."""

    def __init__(self, data: Any, model: Model, values: dict[str, Any]) -> None:
        super().__init__(data, initial=values)
        for name, param in model.head.params.items():
            self.fields[name] = _field(param)
        self.fields["reason"] = forms.CharField(
            label=_("理由"), max_length=300, help_text=_("为什么这样定。")
        )
        self.names = list(model.head.params)

    def values(self) -> dict[str, int | str]:
        given = {name: self.cleaned_data[name] for name in self.names}
        return {
            name: value if isinstance(value, int) else str(value)
            for name, value in given.items()
        }


def _field(param: Param) -> forms.Field:
    label = param.label.in_(get_language() or "zh")
    if param.type == "integer":
        low = int(param.min) if param.min is not None else None
        high = int(param.max) if param.max is not None else None
        return forms.IntegerField(label=label, min_value=low, max_value=high)
    if param.type == "decimal":
        return forms.DecimalField(label=label, max_digits=14, decimal_places=4)
    if param.type == "date":
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, widget=widget)
    return forms.CharField(label=label, max_length=200)


class AskForm(Words):
    question = forms.CharField(
        label=gettext_lazy("问题"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("问哪个单位"),
        queryset=Unit.objects.filter(ended_on__isnull=True),
    )


class AnswerForm(Words):
    answer = forms.CharField(
        label=gettext_lazy("答复"),
        help_text=gettext_lazy(
            "说清是什么情况、凭证在哪里。1000 字以内；不要写身份证号和银行账号。"
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ConfirmForm(Words):
    title = forms.CharField(label=gettext_lazy("问题是什么"), max_length=200)
    category = forms.ChoiceField(label=gettext_lazy("分类"))
    severity = forms.ChoiceField(label=gettext_lazy("程度"))
    facts = forms.CharField(
        label=gettext_lazy("事实"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    law = forms.CharField(label=gettext_lazy("依据"), max_length=300)
    reason = forms.CharField(
        label=gettext_lazy("凭什么查实"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"] = forms.ChoiceField(
            label=self.fields["category"].label, choices=category_choices()
        )
        self.fields["severity"] = forms.ChoiceField(
            label=self.fields["severity"].label, choices=severity_choices()
        )


class SampleForm(Words):
    missed = forms.ChoiceField(
        label=gettext_lazy("这一行该不该报"),
        choices=[("no", gettext_lazy("不该报")), ("yes", gettext_lazy("该报没有报"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=300)
