"""A duty as the office writes it, by hand or again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Post, Unit
from mingjing.cycle.duties.forms.widgets import Day, Words
from mingjing.cycle.duties.models import Duty


class DutyForm(forms.Form):
    """A duty's words; its clock as three plain questions."""

    title = forms.CharField(label=_("责任事项"), max_length=300)
    post = forms.ModelChoiceField(label=_("承办岗位"), queryset=Post.objects.none())
    checker_post = forms.ModelChoiceField(
        label=_("核验岗位"), queryset=Post.objects.none()
    )
    kind = forms.ChoiceField(
        label=_("怎样到期"),
        choices=[
            ("once", _("一次")),
            ("week", _("每周")),
            ("month", _("每月")),
            ("quarter", _("每季度")),
            ("half_year", _("每半年")),
            ("year", _("每年")),
            ("fact", _("法定期限")),
        ],
    )
    due_on = forms.DateField(label=_("到期日"), required=False, widget=Day())
    month = forms.IntegerField(
        label=_("第几个月"),
        required=False,
        min_value=1,
        max_value=12,
        help_text=_("季度、半年、年度中的第几个月；不填就是最后一个月。"),
    )
    day = forms.IntegerField(
        label=_("几日（周几）"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=_("不填就是期末最后一天。"),
    )
    proof = forms.CharField(label=_("佐证要求"), max_length=300)
    basis = forms.CharField(label=_("依据"), max_length=300)
    minutes = forms.IntegerField(label=_("预计分钟"), min_value=1, max_value=2400)
    side = forms.ChoiceField(
        label=_("责任类别"),
        choices=[("main", _("主体责任")), ("supervision", _("监督责任"))],
    )
    starts_on = forms.DateField(label=_("起算"), widget=Day())
    ends_on = forms.DateField(label=_("截止"), widget=Day())

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        self.kept: dict[str, Any] = options.pop("kept_clock", {})
        unit: Unit | None = options.pop("unit", None)
        super().__init__(data, **options)
        posts = Post.objects.select_related("unit")
        held = posts.filter(
            Q(appointments__ended_on__isnull=True, appointments__isnull=False)
        ).distinct()
        owing = held.filter(unit=unit) if unit else held
        self.fields["post"].queryset = owing  # type: ignore[attr-defined]
        self.fields["checker_post"].queryset = held  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("截止不能早于起算。"))
        if data.get("kind"):
            data["clock"] = self._clock(data)
        if data.get("post") and data["post"] == data.get("checker_post"):
            self.add_error("checker_post", _("核验岗位不能就是承办岗位。"))
        return data

    def _clock(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["kind"] == "fact":
            if self.kept.get("kind") != "fact":
                self.add_error("kind", _("法定期限请从“按法定期限起草”新设。"))
            return self.kept
        if data["kind"] == "once":
            if not data.get("due_on"):
                self.add_error("due_on", _("一次到期的事项要写到期日。"))
                return {}
            return {"kind": "once", "due_on": data["due_on"].isoformat()}
        named = {name: data[name] for name in ("day", "month") if data.get(name)}
        self._check_period(data["kind"], named)
        return {"kind": "recurring", "every": data["kind"], **named}

    def _check_period(self, every: str, named: dict[str, int]) -> None:
        longest = {"week": 0, "month": 1, "quarter": 3, "half_year": 6, "year": 12}
        if named.get("month", 0) > longest[every]:
            self.add_error("month", _("这个周期里没有那么多个月。"))
        if every == "week" and named.get("day", 0) > 7:
            self.add_error("day", _("周几写1到7，7是周日。"))


class EditDuty(DutyForm):
    reason = forms.CharField(label=_("修改理由"), max_length=500, widget=Words)
    effective_on = forms.DateField(label=_("生效"), widget=Day())
    version = forms.IntegerField(widget=forms.HiddenInput)


def initial_of(duty: Duty, *, on: date) -> dict[str, Any]:
    """What the edit page shows first."""
    clock = duty.clock
    names = ("title", "post", "checker_post", "proof", "basis", "minutes", "side")
    return {
        **{name: getattr(duty, name) for name in names},
        "kind": clock.get("every", clock["kind"]),
        "due_on": clock.get("due_on"),
        "day": clock.get("day"),
        "month": clock.get("month"),
        "starts_on": duty.starts_on,
        "ends_on": duty.ends_on,
        "effective_on": on,
        "version": duty.version,
    }
