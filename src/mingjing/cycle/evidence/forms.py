from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.cycle.duties.models import Due
from mingjing.cycle.evidence.rules import tidy


class ProveDue(forms.Form):
    pointer = forms.CharField(
        label=_("佐证：粘贴文号、网址或系统编号"),
        max_length=500,
        required=False,
        help_text=_("只要文号，不要照片。文件留在原来的地方，这里只记文号。"),
    )
    upload = forms.FileField(label=_("没有文号或网页时，才上传文件"), required=False)
    title = forms.CharField(
        label=_("文件名称（可不填）"), max_length=300, required=False
    )
    note = forms.CharField(label=_("说明（可不填）"), max_length=500, required=False)
    also = forms.ModelMultipleChoiceField(
        Due.objects.none(),
        label=_("同一份佐证还能用于"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_pointer(self) -> str:
        return tidy(self.cleaned_data["pointer"])

    def clean(self) -> dict[str, object]:
        found = super().clean() or {}
        if not found.get("pointer") and not found.get("upload") and not self.errors:
            self.add_error(
                "pointer", _("请粘贴文号、网址或系统编号；都没有时再上传文件。")
            )
        return found


class CheckDue(forms.Form):
    note = forms.CharField(
        label=_("核验意见"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("退回时必须写明缺什么、怎么补。"),
    )


class Withdraw(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500)
