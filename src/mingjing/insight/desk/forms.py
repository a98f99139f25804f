from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties.forms.widgets import Words
from mingjing.cycle.plan.models import Plan
from mingjing.insight.desk.queries import STATUSES, Said

_KINDS = Unit._meta.get_field("kind").flatchoices


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class BoardFilter(forms.Form):
    """What the board's address may say; anything else is passed over."""

    q = forms.CharField(label=_("事项或编号"), max_length=100, required=False)
    status = forms.ChoiceField(
        label=_("状态"), choices=[("", _("全部")), *STATUSES], required=False
    )
    kind = forms.ChoiceField(
        label=_("单位类型"), choices=[("", _("全部")), *_KINDS], required=False
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("单位"), required=False, empty_label=_("全部")
    )
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label=_("方案"), required=False, empty_label=_("全部")
    )
    since = forms.DateField(label=_("到期不早于"), required=False, widget=_Day())
    until = forms.DateField(label=_("到期不晚于"), required=False, widget=_Day())
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[
            ("", _("先到期的在前")),
            ("-due", _("后到期的在前")),
            ("unit", _("按单位")),
            ("-unit", _("按单位倒序")),
            ("-slip", _("较基线晚得多的在前")),
            ("slip", _("较基线晚得少的在前")),
        ],
    )
    measure = forms.IntegerField(widget=forms.HiddenInput, required=False)
    mine = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, person: Person, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        units = Unit.objects.filter(ended_on=None)
        standing = standing_of(person)
        if not standing.sees_county:
            units = units.filter(pk__in=standing.units)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["plan"].queryset = Plan.objects.visible_to(person)  # type: ignore[attr-defined]

    def said(self) -> Said:
        """Only what is well-formed; a forged value filters nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("unit", "plan"):
            if name in data:
                data[name] = data[name].pk
        return Said(**data)

    def kept(self) -> str:
        """The same question in one spelling: what the form knows and understood.

        A view is stored by this alone, so no key of anybody else's and no address
        outside can be in it. Every status is said only where nothing else is.
        """
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if not data.keys() - {"sort"}:
            data["status"] = ""
        query = QueryDict(mutable=True)
        for name, value in data.items():
            query[name] = "on" if value is True else str(getattr(value, "pk", value))
        return query.urlencode()


class ViewName(forms.Form):
    name = forms.CharField(
        label=_("名称"),
        help_text=_("最多二十个字，例如：本周到期的学校。只有你自己看得到。"),
        max_length=20,
    )
    # The question, as the board's own address says it; BoardFilter reads it again.
    asked = forms.CharField(widget=forms.HiddenInput, required=False)


class Rename(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=20)


class Remove(forms.Form):
    """Nothing but a yes."""


def as_asked(query: QueryDict) -> QueryDict:
    """Without a question the board shows what is owed."""
    asked = query.copy()
    asked.setdefault("status", "owed" if not set(asked) - {"page", "sort"} else "")
    return asked


class Settle(forms.Form):
    reason = forms.CharField(
        label=_("共同的理由"),
        help_text=_("每一件都留下这同一个理由，承办单位看得到。"),
        max_length=500,
        widget=Words,
    )


def ticked(data: QueryDict) -> list[int]:
    """The dues ticked, each once; what is no number was ticked by nobody."""
    found = (value for value in data.getlist("due") if value.isascii())
    return list(dict.fromkeys(int(v) for v in found if v.isdecimal() and len(v) < 19))
