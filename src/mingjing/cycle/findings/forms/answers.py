"""Replying, confirming, curing, signing off."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Post
from mingjing.base.people.states import Role
from mingjing.cycle.findings import rules
from mingjing.cycle.findings.forms.fields import (
    Day,
    Words,
    category_choices,
    held_posts,
    severity_choices,
)
from mingjing.cycle.findings.models import POINTS, Finding, Reply
from mingjing.cycle.findings.states import FindingState, Point


class Note(forms.Form):
    """``seen``: the state that the page showed; another is not what was judged."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("意见"), max_length=1000, widget=Words)


class Seen(forms.Form):
    """A yes to the words on this page; the mark says which words those were."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class Reason(forms.Form):
    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=Words,
        help_text=_("理由会写在问题原来的位置，看得到问题的人都看得到。"),
    )


class ReplyForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("单位意见"),
        choices=[("accept", _("认可，着手整改")), ("object", _("有异议"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("说明"), max_length=2000, required=False, widget=Words
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for point, word in POINTS:
            self.fields[f"on_{point}"] = forms.CharField(
                label=_("异议：%(point)s") % {"point": word},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def points(self) -> list[forms.BoundField]:
        return [self[f"on_{point}"] for point, _word in POINTS]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        said = any(data.get(f"on_{point}") for point, _word in POINTS)
        if data.get("answer") == "object" and not said:
            self.add_error(
                "answer", _("有异议的，请在下面至少写明一点：哪里不对，应当怎样。")
            )
        if data.get("answer") == "accept" and said:
            self.add_error(
                "answer", _("下面写了异议，请选“有异议”；认可的，请清空异议。")
            )
        return data


def objections_of(data: dict[str, Any]) -> dict[Point, str]:
    return {Point(point): data[f"on_{point}"] for point, _word in POINTS}


class Confirm(Note):
    """An answer to each objection; and what changes where one is right."""

    def __init__(
        self, finding: Finding, reply: Reply | None, data: Mapping[str, Any] | None
    ) -> None:
        self.finding = finding
        words = {name: getattr(finding, name) for name in ("title", "facts", "category", "severity", "law")}  # fmt: skip
        super().__init__(data, initial={"seen": finding.state, **words})
        self.answers: list[tuple[Any, forms.BoundField]] = []
        if reply is None:
            return
        for objection in reply.objections.all():
            name = f"answer_{objection.point}"
            self.fields[name] = forms.CharField(
                label=_("对“%(point)s”异议的答复")
                % {"point": objection.get_point_display()},
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.answers.append((objection, self[name]))
        if finding.state == FindingState.OBJECTED:
            self._add_changes()

    def _add_changes(self) -> None:
        self.fields["title"] = forms.CharField(label=_("问题"), max_length=120)
        self.fields["facts"] = forms.CharField(
            label=_("事实"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
        )
        self.fields["category"] = forms.ChoiceField(
            label=_("分类"), choices=category_choices
        )
        self.fields["severity"] = forms.ChoiceField(
            label=_("程度"), choices=severity_choices, widget=forms.RadioSelect
        )
        self.fields["law"] = forms.CharField(label=_("违反的规定"), max_length=300)

    def clean_facts(self) -> str:
        words: str = self.cleaned_data["facts"]
        if rules.numbers_of_persons(words):
            raise forms.ValidationError(_("事实里有身份证号、手机号或卡号，请删去。"))
        return words

    @property
    def changes(self) -> list[forms.BoundField]:
        names = ("title", "facts", "category", "severity", "law")
        return [self[name] for name in names if name in self.fields]


def answers_of(data: dict[str, Any]) -> dict[str, str]:
    return {
        name.removeprefix("answer_"): words
        for name, words in data.items()
        if name.startswith("answer_")
    }


def changes_of(data: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "facts", "category", "severity", "law")
    return {name: data[name] for name in names if name in data}


class CureForm(forms.Form):
    what = forms.CharField(
        label=_("整改措施"), max_length=300, help_text=_("做什么，做到什么程度。")
    )
    until_on = forms.DateField(label=_("完成时限"), widget=Day())
    proof = forms.CharField(
        label=_("怎样证明"),
        max_length=300,
        help_text=_("别人看什么能知道已经改了：文号、网页或者系统记录。"),
    )
    root_cause = forms.CharField(label=_("原因"), max_length=1000, widget=Words)
    rule_change = forms.CharField(
        label=_("制度怎样改"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("改哪个制度的哪一条，防止再发生。"),
    )
    no_change_reason = forms.CharField(
        label=_("不改制度的理由"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, on: date) -> None:
        super().__init__(data)
        self.on = on

    def clean_until_on(self) -> Any:
        until_on = self.cleaned_data["until_on"]
        if until_on < self.on:
            raise forms.ValidationError(_("完成时限不能早于今天。"))
        return until_on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not (data["rule_change"] or data["no_change_reason"]):
            self.add_error(
                "rule_change", _("写明制度怎样改；不改的，写明为什么不用改。")
            )
        return data


class StartCure(forms.Form):
    decision = forms.ChoiceField(
        label=_("决定"),
        choices=[("agree", _("同意，下达整改责任")), ("return", _("退回重写"))],
        widget=forms.RadioSelect,
    )
    checker_post = forms.ModelChoiceField(
        label=_("复查岗位"),
        queryset=Post.objects.none(),
        required=False,
        help_text=_("同意时要选：由谁复查，不能是被查单位自己。"),
    )
    note = forms.CharField(
        label=_("意见"),
        max_length=500,
        required=False,
        widget=Words,
        help_text=_("退回时写明缺什么、怎么补。"),
    )

    def __init__(self, finding: Finding, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        posts = held_posts((Role.OFFICE, Role.INSPECTOR, Role.DISCIPLINE, Role.CONTACT))
        self.fields["checker_post"].queryset = posts.exclude(unit=finding.unit_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == "agree" and not data.get("checker_post"):
            self.add_error("checker_post", _("请选由谁复查。"))
        if data.get("decision") == "return" and not data.get("note"):
            self.add_error("note", _("退回要写明缺什么、怎么补。"))
        return data


class Merge(forms.Form):
    into = forms.CharField(
        label=_("并入哪个问题"), max_length=16, help_text=_("编号，例如 WT-2026-0003。")
    )

    def __init__(self, finding: Finding, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self.finding = finding

    def clean_into(self) -> Finding:
        code = self.cleaned_data["into"].strip().upper()
        rows = Finding.objects.filter(unit=self.finding.unit_id, code=code)
        found = rows.exclude(pk=self.finding.pk).first()
        if found is None:
            raise forms.ValidationError(_("这个单位没有这个编号的问题。"))
        return found
