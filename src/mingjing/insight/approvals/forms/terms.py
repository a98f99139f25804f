"""An item's terms; rules and pauses as lines that a person can read."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mingjing.base.people.models import Unit
from mingjing.insight.approvals.models import Item, Terms
from mingjing.insight.approvals.queries.words import told
from mingjing_analytics.process.conform.model import rule_of
from mingjing_analytics.process.reading.refusal import Unreadable


class TermsForm(forms.ModelForm):  # type: ignore[type-arg] # no such class at run time
    """Limits and rules; pauses and rules are lines a person can read."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("责任单位"), queryset=Unit.objects.all(), required=False
    )
    pauses = forms.CharField(
        label=gettext_lazy("不计入期限的环节"),
        help_text=gettext_lazy(
            "一行一对：开始环节 → 结束环节（如 听证通知 → 听证结束）。"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    risks = forms.CharField(
        label=gettext_lazy("风险点"),
        help_text=gettext_lazy(
            "一行一个：环节：风险 → 怎样防（如 现场核查：一个人说了算 → 两人同去，当场拍照）。"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    rules = forms.CharField(
        label=gettext_lazy("流程规则"),
        help_text=gettext_lazy(
            "一行一条：必有 决定；先 受理 后 决定；至多 补正 1；互斥 准予 不予；不同人 审查 决定。"
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )

    class Meta:
        model = Terms
        fields = [
            "unit",
            "since",
            "accepted",
            "decided",
            "legal_days",
            "legal_basis",
            "committed_days",
            "materials",
            "power",
            "risks",
            "pauses",
            "rules",
            "reason",
        ]
        widgets = {"since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: Any, item: Item, terms: Terms | None, on: Any) -> None:
        initial: dict[str, Any] = {"since": on, "unit": item.unit}
        if terms:
            initial |= {
                name: getattr(terms, name)
                for name in ("accepted", "decided", "legal_days", "legal_basis")
            }
            initial |= {
                "committed_days": terms.committed_days,
                "materials": terms.materials,
                "power": terms.power,
                "risks": "\n".join(
                    f"{step}：{risk} → {guard}" for step, risk, guard in terms.risks
                ),
                "pauses": "\n".join(" → ".join(pair) for pair in terms.pauses),
                "rules": "\n".join(map(line_of, terms.rules)),
            }
        super().__init__(data, initial=initial)
        self.instance.item = item

    def clean_pauses(self) -> list[list[str]]:
        pairs = []
        for line in _lines(self.cleaned_data["pauses"]):
            parts = [part.strip() for part in line.replace("->", "→").split("→")]
            if len(parts) != 2 or not all(parts):
                raise forms.ValidationError(
                    _("看不懂“%(line)s”，请写成：开始环节 → 结束环节。")
                    % {"line": line}
                )
            pairs.append(parts)
        return pairs

    def clean_risks(self) -> list[list[str]]:
        risks = []
        for line in _lines(self.cleaned_data["risks"]):
            step, colon, rest = line.replace(":", "：").partition("：")
            parts = [part.strip() for part in rest.replace("->", "→").split("→")]
            if not (colon and step.strip() and len(parts) == 2 and all(parts)):
                raise forms.ValidationError(
                    _("看不懂“%(line)s”，请写成：环节：风险 → 怎样防。")
                    % {"line": line}
                )
            risks.append([step.strip(), *parts])
        return risks

    def clean_rules(self) -> list[dict[str, Any]]:
        return [rule_from(line) for line in _lines(self.cleaned_data["rules"])]

    def clean(self) -> dict[str, Any]:
        """A limit needs its law, and the steps between which it runs."""
        cleaned = super().clean() or {}
        if cleaned.get("legal_days") is not None and not cleaned.get("legal_basis"):
            self.add_error("legal_basis", _("写明依据哪部法律哪一条。"))
        limited = {cleaned.get("legal_days"), cleaned.get("committed_days")} - {None}
        for name in ("accepted", "decided"):
            if limited and not cleaned.get(name):
                self.add_error(name, _("有期限就要写明从哪个环节到哪个环节。"))
        return cleaned


_WORDS = {
    "required": ("必有", "required"),
    "order": ("先", "first"),
    "at-most": ("至多", "at-most"),
    "exclusive": ("互斥", "exclusive"),
    "four-eyes": ("不同人", "four-eyes"),
}
_THEN = ("后", "then")


def rule_from(line: str) -> dict[str, Any]:
    """A rule as a clerk writes it, in either language.

    Raises ValidationError with the line.
    """
    word, *steps = line.split()
    kind = next((kind for kind, words in _WORDS.items() if word in words), "")
    found: dict[str, Any] = {"rule": kind}
    if kind == "required" and len(steps) == 1:
        found["step"] = steps[0]
    elif kind == "order" and len(steps) == 3 and steps[1] in _THEN:
        found |= {"first": steps[0], "then": steps[2]}
    elif kind == "at-most" and len(steps) == 2 and steps[1].isdecimal():
        found |= {"step": steps[0], "times": int(steps[1])}
    elif kind in {"exclusive", "four-eyes"}:
        found["steps"] = steps
    try:
        rule_of(found)
    except Unreadable as error:
        raise forms.ValidationError(
            _("看不懂“%(line)s”：%(why)s") % {"line": line, "why": told(error)}
        ) from error
    return found


def line_of(rule: dict[str, Any]) -> str:
    """The same as a line in the reader's language."""
    english = (get_language() or "").startswith("en")
    word, then = _WORDS[rule["rule"]][english], _THEN[english]
    if rule["rule"] == "order":
        return f"{word} {rule['first']} {then} {rule['then']}"
    if "steps" in rule:
        return " ".join([word, *rule["steps"]])
    times = [str(rule["times"])] if "times" in rule else []
    return " ".join([word, rule["step"], *times])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
