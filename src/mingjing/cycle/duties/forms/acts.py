"""The answers: yes, a reason, more time, support, an offer."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.cycle.duties.forms.widgets import Day, Words
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.states import DutyState
from mingjing.cycle.plan.models import Plan


class Confirm(forms.Form):
    """Yes to the words on this page: the version says which words those were."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Ask(forms.Form):
    """Nothing but a yes."""


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=Words)


class ReasonedAnswer(Confirm, Reason):
    """No to the words on this page, and why."""


class AskExtension(forms.Form):
    until = forms.DateField(label=_("延至"), widget=Day())
    reason = forms.CharField(label=_("理由"), max_length=500, widget=Words)


class DecideExtension(forms.Form):
    decision = forms.ChoiceField(
        label=_("决定"),
        choices=[("grant", _("同意延期")), ("refuse", _("不同意"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("决定说明"),
        help_text=_("不同意时要写明理由，以及可以怎么办。"),
        max_length=500,
        required=False,
        widget=Words,
    )


class CallForSupport(forms.Form):
    question = forms.CharField(
        label=_("困难"),
        help_text=_("写明卡在哪里、需要上级做什么决定。"),
        max_length=1000,
        widget=Words,
    )


class AnswerSupport(forms.Form):
    answer = forms.CharField(label=_("答复"), max_length=1000, widget=Words)


class OfferDuties(forms.Form):
    duties = forms.ModelMultipleChoiceField(
        label=_("责任事项"), queryset=Duty.objects.none()
    )
    over_budget_reason = forms.CharField(
        label=_("超负担理由"),
        help_text=_("只有超过负担上限时才要写，由起草人以外的一位写。"),
        max_length=500,
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self.fields["duties"].queryset = Duty.objects.filter(  # type: ignore[attr-defined]
            state__in=[DutyState.DRAFT, DutyState.OBJECTED]
        )


class DraftFromPlan(forms.Form):
    plan = forms.ModelChoiceField(label=_("方案"), queryset=Plan.objects.all())
