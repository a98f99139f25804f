from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
    month = MonthField(required=False)
