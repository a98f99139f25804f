from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person
from mingjing.cycle.duties.models import Due
from mingjing.cycle.evidence import rules
from mingjing.cycle.evidence.models import Evidence
from mingjing.cycle.evidence.queries import could_also_serve
from mingjing.cycle.evidence.states import EvidenceKind

_KINDS = [
    (value, label)
    for value, label in Evidence._meta.get_field("kind").flatchoices
    if value != EvidenceKind.FILE
]


class _Dues(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.duty.title} {obj.period_label}（{obj.due_on:%Y-%m-%d}）"


class ProveDue(forms.Form):
    """First the pointer alone; then what was found about it, to be confirmed."""

    pointer = forms.CharField(
        label=_("佐证：粘贴文号、网址或系统编号"),
        max_length=500,
        required=False,
        help_text=_("只要文号，不要照片。文件留在原来的地方，这里只记文号。"),
    )
    # The pointer that the page below has looked up; another one is looked up first.
    looked = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("这是"), choices=_KINDS, required=False)
    also = _Dues(
        Due.objects.none(),
        label=_("同一份佐证还能用于"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    note = forms.CharField(label=_("说明"), max_length=500, required=False)
    upload = forms.FileField(
        label=_("上传文件"),
        required=False,
        help_text=_("没有文号或网页时才上传。收 Word、Excel、PDF、OFD、文本和图片。"),
    )
    title = forms.CharField(label=_("文件名称"), max_length=300, required=False)

    def __init__(self, due: Due, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A forged number of another unit's due is no choice here.
        self.fields["also"].queryset = could_also_serve(due, person)  # type: ignore[attr-defined]

    def clean_pointer(self) -> str:
        return rules.tidy(self.cleaned_data["pointer"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        pointer = found.get("pointer")
        if not pointer and not found.get("upload") and not self.errors:
            self.add_error(
                "pointer", _("请粘贴文号、网址或系统编号；都没有时再上传文件。")
            )
        if found.get("kind") == EvidenceKind.PAGE and not rules.is_page(pointer or ""):
            self.add_error("kind", _("网页要以 http:// 或 https:// 开头。"))
        return found

    @property
    def confirmed(self) -> bool:
        """The person has seen what the site made of this pointer, or gives a file."""
        pointer = self.cleaned_data["pointer"]
        return not pointer or (
            bool(self.cleaned_data["kind"]) and self.cleaned_data["looked"] == pointer
        )


class CheckDue(forms.Form):
    # Which claim was on the page: another one made meanwhile was not looked at.
    claim = forms.CharField()
    verdict = forms.ChoiceField(choices=[("accept", ""), ("return", "")])
    note = forms.CharField(
        label=_("核验意见"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("退回时写明缺什么、怎么补；通过时可不填。"),
    )


class Withdraw(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500)


class Filter(forms.Form):
    q = forms.CharField(label=_("文号或名称"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("类型"),
        choices=[("", _("全部")), *_KINDS, (EvidenceKind.FILE.value, _("文件"))],
        required=False,
    )
    state = forms.ChoiceField(
        label=_("状态"),
        choices=[
            ("", _("全部")),
            *Evidence._meta.get_field("state").flatchoices,
        ],
        required=False,
    )
    due = forms.IntegerField(widget=forms.HiddenInput, required=False)
