from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.record.events import WORDS


class EntriesFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("事件"), required=False, choices=[("", _("全部")), *WORDS.items()]
    )
    subject = forms.CharField(
        label=_("对象"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "due:12"}),
    )
    day = forms.DateField(
        label=_("日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
