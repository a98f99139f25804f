"""The register's filters, as they stand in the address."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Unit
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.findings.forms.fields import Day, category_choices
from mingjing.cycle.findings.models import LOOKS, SEVERITIES, SOURCE_KINDS, english
from mingjing.cycle.findings.queries import AGES, REACHED, SORTS, Said
from mingjing.cycle.findings.states.categories import category_lists
from mingjing.cycle.inspection.models import Inspection
from mingjing.cycle.plan.models import Measure

_ALL = ("", _("全部"))
AGE_WORDS = {
    "0-30": _("30天以内"),
    "31-60": _("31至60天"),
    "61-90": _("61至90天"),
    "91-180": _("91至180天"),
    "181-": _("180天以上"),
}
REACHED_WORDS = {
    "told": _("送达"),
    "answered": _("单位答复"),
    "confirmed": _("确认"),
    "curing": _("整改"),
    "signed_off": _("销号"),
    "closed": _("回看期满"),
    "relapsed": _("复发"),
}
_GROUPS = [
    ("open", _("未了结")),
    ("late", _("到期未办")),
    ("standing", _("已确认的全部")),
]
_SHOWN = ("q", "status", "unit", "kind", "group", "category", "severity", "source", "own", "measure", "since", "until")  # fmt: skip


def _lists() -> Iterator[tuple[str, Any]]:
    yield _ALL
    for of in category_lists():
        yield of.code, of.en if english() else of.zh


class Filter(forms.Form):
    q = forms.CharField(label=_("查找"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[_ALL, *_GROUPS, *((key, look.word) for key, look in LOOKS.items())],
    )
    unit = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Unit.objects.all(),
        required=False,
        empty_label=_("全部"),
    )
    kind = forms.ChoiceField(
        label=_("单位类型"),
        required=False,
        choices=[_ALL, *Unit._meta.get_field("kind").flatchoices],
    )
    group = forms.ChoiceField(label=_("分类清单"), required=False, choices=_lists)
    category = forms.ChoiceField(
        label=_("分类"), required=False, choices=category_choices
    )
    severity = forms.ChoiceField(
        label=_("程度"), required=False, choices=[_ALL, *SEVERITIES]
    )
    source = forms.ChoiceField(
        label=_("来源"), required=False, choices=[_ALL, *SOURCE_KINDS]
    )
    own = forms.BooleanField(label=_("自查发现"), required=False)
    measure = forms.ModelChoiceField(
        label=_("涉及的举措"),
        queryset=Measure.objects.all(),
        required=False,
        empty_label=_("全部"),
    )
    since = forms.DateField(label=_("发现于"), required=False, widget=Day())
    until = forms.DateField(label=_("至"), required=False, widget=Day())
    # Reached by the numbers of other pages; shown as chips.
    duty = forms.ModelChoiceField(
        label=_("涉及的责任"),
        queryset=Duty.objects.all(),
        required=False,
        empty_label=_("全部"),
    )
    inspection = forms.ModelChoiceField(
        label=_("哪一次检查"),
        queryset=Inspection.objects.all(),
        required=False,
        empty_label=_("全部"),
    )
    reached = forms.ChoiceField(
        label=_("到过"),
        required=False,
        choices=[_ALL, *((key, REACHED_WORDS[key]) for key in REACHED)],
    )
    age = forms.ChoiceField(
        label=_("发现以来"),
        required=False,
        choices=[_ALL, *((key, AGE_WORDS[key]) for key in AGES)],
    )
    contested = forms.BooleanField(label=_("申诉中"), required=False)
    watched = forms.IntegerField(
        label=_("销号满天数"), required=False, min_value=1, max_value=3650
    )
    relapsed = forms.IntegerField(
        label=_("销号后多少天内复发"), required=False, min_value=1, max_value=3650
    )
    sort = forms.ChoiceField(
        required=False, choices=[("", ""), *((key, key) for key in SORTS)]
    )

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in _SHOWN]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the visible fields do not ask, carried along by hidden ones."""
        names = (
            "duty",
            "inspection",
            "reached",
            "age",
            "contested",
            "watched",
            "relapsed",
            "sort",
        )
        return [(name, self.data[name]) for name in names if self.data.get(name)]

    def said(self) -> Said:
        """A wrong filter is no filter; its error stands at its field."""
        self.is_valid()
        given = {k: v for k, v in self.cleaned_data.items() if v not in (None, "")}
        for name in ("unit", "measure", "duty", "inspection"):
            if name in given:
                given[name] = given[name].pk
        return Said(**given)

    def chips(self, query: Any, path: str) -> list[dict[str, str]]:
        chips = []
        for name, value in self.cleaned_data.items():
            if value in (None, "", False) or name == "sort":
                continue
            rest = query.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            words = f"{self.fields[name].label}：{self._word(name, value)}"
            if value is True:
                words = str(self.fields[name].label)
            chips.append({"label": words, "url": f"{path}?{rest.urlencode()}"})
        return chips

    def _word(self, name: str, value: Any) -> Any:
        choices = getattr(self.fields[name], "choices", None)
        if choices is None or name in ("unit", "measure", "duty", "inspection"):
            return value
        flat: dict[str, Any] = {}
        for key, word in choices:
            flat |= dict(word) if isinstance(word, list) else {key: word}
        return flat.get(value, value)
