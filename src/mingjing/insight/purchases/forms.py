"""What people type: a file's reason to be here, thresholds, the province's limit."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mingjing.base.people.models import Unit
from mingjing.insight.purchases.models import CATEGORIES
from mingjing.insight.supervision.forms import KeptForm, ReasonForm, Words
from mingjing_analytics.procurement.sound.indicator import Indicator

__all__ = ["AskForm", "LimitForm", "ReasonForm", "SourceForm", "ThresholdForm"]

_PLACES = 4


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(_FilesField, self).clean(one, initial) for one in given]


class SourceForm(KeptForm):
    ledgers = _FilesField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "公告、结果、合同、评审、支付的 Excel 或 CSV 一起选；也收 OCDS 的 JSON Lines。"
        ),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("数据单位"),
        help_text=gettext_lazy("谁交来的，一般是公共资源交易中心或采购办。"),
        queryset=Unit.objects.filter(ended_on__isnull=True),
    )
    field_order = ("ledgers", "unit")


class ThresholdForm(Words):
    """A field for each threshold of an indicator, within its range."""

    def __init__(
        self, data: Any, indicator: Indicator, numbers: dict[str, Decimal]
    ) -> None:
        super().__init__(data, initial=numbers)
        english = (get_language() or "").startswith("en")
        for one in indicator.parameters:
            told = {"low": one.low, "high": one.high, "default": one.default}
            self.fields[one.name] = forms.DecimalField(
                label=one.en if english else one.zh,
                help_text=_("%(low)s 到 %(high)s，一般用 %(default)s") % told,
                min_value=one.low,
                max_value=one.high,
                max_digits=14,
                decimal_places=_PLACES,
            )
        self.fields["reason"] = forms.CharField(
            label=_("理由"), max_length=300, help_text=_("为什么这样定。")
        )
        self.names = [one.name for one in indicator.parameters]

    def numbers(self) -> dict[str, Decimal]:
        return {name: self.cleaned_data[name] for name in self.names}


class LimitForm(Words):
    category = forms.ChoiceField(
        label=gettext_lazy("类别"),
        choices=CATEGORIES,
    )
    value = forms.DecimalField(
        label=gettext_lazy("数额（元）"), min_value=1, max_digits=14, decimal_places=2
    )
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        help_text=gettext_lazy("文件名和文号。"),
        max_length=300,
    )
    since = forms.DateField(
        label=gettext_lazy("施行日期"), widget=forms.DateInput(attrs={"type": "date"})
    )


class AskForm(Words):
    unit = forms.ModelChoiceField(
        label=gettext_lazy("问哪个单位"),
        queryset=Unit.objects.filter(ended_on__isnull=True),
    )
