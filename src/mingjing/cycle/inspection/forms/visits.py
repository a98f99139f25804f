"""At the door, on site, afterwards; and the draw."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Unit
from mingjing.cycle.inspection.actions import RefusalNote
from mingjing.cycle.inspection.forms.programme import (
    Many,
    Words,
    topic_choices,
    unit_choices,
)
from mingjing.cycle.inspection.models import Inspection, Member
from mingjing.cycle.inspection.states import RefusalKind
from mingjing.cycle.inspection.states.codes import is_code, tidy_code
from mingjing.cycle.inspection.states.words import REFUSAL_KINDS

_SEED_BYTES = 16


class _AtUnit(forms.Form):
    """Most people answer for one unit's door; then nothing is asked."""

    unit = forms.TypedChoiceField(label=_("单位"), coerce=int)

    def __init__(self, units: Iterable[Unit], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {unit.pk: unit for unit in units}
        field: Any = self.fields["unit"]
        field.choices = [(pk, unit.short_name) for pk, unit in self.units.items()]
        if len(self.units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.units))

    @property
    def said_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class CodeForm(_AtUnit):
    code = forms.CharField(
        label=_("来人出示的编码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("七位，例如 K7Q4-XMR；大小写、横线都不要紧。"),
    )

    @property
    def is_miscopied(self) -> bool:
        """The check sign does not fit: most likely one sign was copied wrongly."""
        return not is_code(tidy_code(self.cleaned_data["code"]))


class AdmitForm(forms.Form):
    came = forms.TypedMultipleChoiceField(
        label=_("来了哪些人"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("对照工作证件勾选。名单以外的人不在此列，可以拒绝。"),
    )

    def __init__(self, members: Iterable[Member], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = {each.pk: each for each in members}
        field: Any = self.fields["came"]
        field.choices = [(pk, str(each.person)) for pk, each in self.members.items()]

    def said(self) -> list[Member]:
        return [self.members[pk] for pk in self.cleaned_data["came"]]


class RefuseForm(_AtUnit):
    kind = forms.ChoiceField(label=_("原因"), choices=REFUSAL_KINDS)
    shown_code = forms.CharField(label=_("出示的编码"), max_length=40, required=False)
    who_came = forms.CharField(
        label=_("来访单位"),
        max_length=120,
        required=False,
        help_text=_("写单位，不写姓名。"),
    )
    words = forms.CharField(label=_("经过"), max_length=500, widget=Words)

    def said(self) -> RefusalNote:
        data = self.cleaned_data
        return RefusalNote(
            kind=RefusalKind(data["kind"]),
            shown_code=data["shown_code"],
            who_came=data["who_came"],
            words=data["words"],
        )


class HelpNoteForm(forms.Form):
    topic = forms.ChoiceField(label=_("主题"))
    words = forms.CharField(
        label=_("指导意见"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("怎么改、照哪个办法、找谁问。不是问题，也不计入考评。"),
    )

    def __init__(self, inspection: Inspection, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["topic"]
        field.choices = topic_choices(inspection.scope)


class ConclusionForm(forms.Form):
    words = forms.CharField(
        label=_("督查结论"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "事实清楚，证据充分，客观公正（第十六条）。写单位和岗位，不写姓名。"
        ),
    )


class FeedBackForm(forms.Form):
    """Which draft was on the page."""

    concluded_at = forms.CharField(widget=forms.HiddenInput)

    def clean_concluded_at(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["concluded_at"])
        except ValueError as wrong:
            raise forms.ValidationError(_("请重新打开这一页。")) from wrong


class CommitForm(forms.Form):
    units = Many(
        _("候选单位"),
        size=14,
        help_text=_("按列出的顺序编号。按住 Ctrl 可以多选。"),
    )
    count = forms.IntegerField(label=_("抽几个"), min_value=1, max_value=200)
    seed = forms.CharField(
        label=_("种子"),
        min_length=16,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "请抄下来自己保管：系统只存它的指纹，揭示时要原样输入。可以换成自己写的。"
        ),
    )

    def __init__(self, units: list[Unit], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.candidates = units
        field: Any = self.fields["units"]
        field.choices = list(unit_choices(units))
        if not self.is_bound:
            self.initial["seed"] = new_seed()

    def said_units(self) -> list[Unit]:
        chosen = set(self.cleaned_data["units"])
        return [unit for unit in self.candidates if unit.pk in chosen]


def new_seed() -> str:
    """In groups of four, so that it can be copied by hand."""
    plain = secrets.token_hex(_SEED_BYTES)
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("应答"),
        max_length=200,
        help_text=_("任何一句话都可以，例如当天报纸的一句标题。它和种子一起决定结果。"),
    )


class RevealForm(forms.Form):
    seed = forms.CharField(
        label=_("种子"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("承诺时抄下来的原文。"),
    )


class Abandon(forms.Form):
    reason = forms.CharField(label=_("作废理由"), max_length=500, widget=Words)
