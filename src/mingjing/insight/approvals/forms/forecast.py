"""Which step, and what to do with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

CHANGES = [
    ("remove", gettext_lazy("取消这个环节")),
    ("merge", gettext_lazy("和前一个环节并作一次办")),
    ("window", gettext_lazy("这个环节加一个窗口")),
]


class ForecastForm(forms.Form):
    change = forms.ChoiceField(label=gettext_lazy("怎样改"), choices=CHANGES)
    step = forms.ChoiceField(label=gettext_lazy("哪个环节"))

    def __init__(self, data: Any, steps: list[str]) -> None:
        super().__init__(data)
        self.fields["step"] = forms.ChoiceField(
            label=gettext_lazy("哪个环节"), choices=[(step, step) for step in steps]
        )
