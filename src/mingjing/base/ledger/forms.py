from django import forms
from django.utils.translation import gettext_lazy as _


class FirstConfirmation(forms.Form):
    reason = forms.CharField(
        label=_("事由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("为什么账本可以重新开放：查到了什么，找过哪些备份。"),
    )
