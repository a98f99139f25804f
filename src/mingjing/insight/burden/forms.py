from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Unit
from mingjing.cycle.duties.queries import month_of, months_from
from mingjing.insight.burden.models import Press


class PressForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("为什么是负担"),
        choices=Press._meta.get_field("reason").flatchoices,
        widget=forms.RadioSelect,
    )


class MonthField(forms.DateField):
    def to_python(self, value: Any) -> date | None:
        return super().to_python(f"{value}-01" if value else value)


class Month(forms.Form):
    """Half a year back to three months ahead; what is not understood filters nothing."""

    month = MonthField(label=_("月份"), required=False, widget=forms.Select)

    def __init__(self, asked: QueryDict, *, on: date) -> None:
        super().__init__(asked)
        self.is_valid()
        self.shown: date = self.cleaned_data.get("month") or month_of(on)
        start = on.year * 12 + on.month - 1 - 6
        months = months_from(date(start // 12, start % 12 + 1, 1), 10)
        words = [
            f"{each:%Y-%m}" for each in sorted({*months, self.shown}, reverse=True)
        ]
        field: Any = self.fields["month"]
        field.widget.choices = [(each, each) for each in words]
        # Without a wish the box stands at the month that the page shows.
        self.data = {**asked.dict(), "month": f"{self.shown:%Y-%m}"}

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name)


class County(Month):
    kind = forms.ChoiceField(
        label=_("单位类型"),
        required=False,
        choices=[("", _("全部")), *Unit._meta.get_field("kind").flatchoices],
    )
    over = forms.BooleanField(label=_("只看超过上限的"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
