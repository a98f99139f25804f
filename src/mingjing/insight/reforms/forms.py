"""A suggestion, its answer, a reform, and the decision on it."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingjing.base.ui.forms import unseen_in
from mingjing.insight.reforms.models import KINDS, VERDICTS

# Letters and digits that nobody takes for one another when they copy them by hand.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
RECEIPT_LENGTH = 16  # 79 bits


def new_receipt() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(RECEIPT_LENGTH))


def shown_receipt(receipt: str) -> str:
    """In groups of four, as it is copied."""
    return "-".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))


def _plain(text: str) -> str:
    if unseen_in(text):
        raise forms.ValidationError(_("有看不见的字符，请重新输入。"))
    return text


class SuggestForm(forms.Form):
    step = forms.ChoiceField(label=gettext_lazy("哪个环节"))
    text = forms.CharField(
        label=gettext_lazy("为什么可以取消"),
        help_text=gettext_lazy(
            "500 字以内。不要写姓名、电话、身份证号：没有人需要知道你是谁。写的内容不公开，答复公开。"
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    receipt = forms.RegexField(
        rf"\A[{ALPHABET}]{{{RECEIPT_LENGTH}}}\Z", widget=forms.HiddenInput
    )

    def __init__(self, data: Any, steps: list[str]) -> None:
        super().__init__(data, initial={"receipt": new_receipt()})
        choices = [("", _("请选择")), *((step, step) for step in steps)]
        self.fields["step"] = forms.ChoiceField(
            label=self.fields["step"].label, choices=choices
        )

    def clean_text(self) -> str:
        return _plain(self.cleaned_data["text"])


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label=gettext_lazy("回执号"),
        help_text=gettext_lazy("16 位，提交建议时给出的。"),
        max_length=40,
    )


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("答复"),
        help_text=gettext_lazy("公开给所有人看：采纳了什么时候改，不采纳为什么。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_answer(self) -> str:
        return _plain(self.cleaned_data["answer"])


class ReformForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("怎样改"), choices=KINDS)
    step = forms.CharField(label=gettext_lazy("哪个环节"), max_length=100)
    what = forms.CharField(
        label=gettext_lazy("改成什么"),
        help_text=gettext_lazy("例：收件时由系统核对，不再单独核验。"),
        max_length=300,
    )
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        help_text=gettext_lazy("哪个文件允许这样改；没有依据的环节本来就不该有。"),
        max_length=300,
    )
    risk = forms.CharField(label=gettext_lazy("改了以后风险怎样管住"), max_length=300)
    claim_percent = forms.IntegerField(
        label=gettext_lazy("预计快多少（%）"),
        help_text=gettext_lazy(
            "90 天后用办件日志核对：这个数站不站得住，会写在页面上。"
        ),
        min_value=1,
        max_value=99,
        required=False,
    )
    starts_on = forms.DateField(
        label=gettext_lazy("自何日起"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in ("step", "what", "basis", "risk"):
            if unseen_in(given.get(name, "")):
                self.add_error(name, _("有看不见的字符，请重新输入。"))
        return given


class DecideForm(forms.Form):
    agree = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=[("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        help_text=gettext_lazy("依据查过没有、风险管得住没有。"),
        max_length=300,
    )

    def clean_reason(self) -> str:
        return _plain(self.cleaned_data["reason"])


class StopForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("为什么停止"), max_length=300)

    def clean_reason(self) -> str:
        return _plain(self.cleaned_data["reason"])
