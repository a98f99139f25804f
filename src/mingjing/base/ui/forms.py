"""A form with one of each control, for the page of patterns."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Sample(forms.Form):
    number = forms.CharField(
        label=_("文号"),
        help_text=_("只要文号。文件留在原来的地方。"),
        max_length=40,
    )
    due_on = forms.DateField(
        label=_("到期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    kind = forms.ChoiceField(
        label=_("种类"), choices=[("a", _("文件")), ("b", _("网页"))]
    )
    way = forms.ChoiceField(
        label=_("办法"),
        choices=[("a", _("一次")), ("b", _("每月"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label=_("我已核对"))
