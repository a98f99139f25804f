"""A duty that the law itself asks: of whom, from which day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Post, Unit
from mingjing.cycle.duties.forms.widgets import Day
from mingjing.cycle.duties.queries.legal import recurs
from mingjing_law.facts import Fact

# An event much older or further off is a slip of the pen.
OLDEST = timedelta(days=5 * 366)
FURTHEST = timedelta(days=5 * 366)
BOTH = ("title", "proof", "post", "unit_kind", "checker_post", "minutes", "side")


class FactFilter(forms.Form):
    q = forms.CharField(label=_("查找"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("怎样到期"),
        required=False,
        choices=[
            ("", _("全部")),
            ("event", _("从一件事起算")),
            ("recurring", _("按周期")),
        ],
    )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return self.cleaned_data


class LegalForm(forms.Form):
    title = forms.CharField(label=_("责任事项"), max_length=300)
    start = forms.DateField(label=_("起算日"), widget=Day())
    starts_on = forms.DateField(label=_("起算"), widget=Day())
    ends_on = forms.DateField(label=_("截止"), widget=Day())
    post = forms.ModelChoiceField(
        label=_("承办岗位"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=_("不选，按单位类型起草"),
    )
    unit_kind = forms.ChoiceField(
        label=_("或者一类单位，每个单位一项"), required=False, choices=[]
    )
    checker_post = forms.ModelChoiceField(
        label=_("核验岗位"), queryset=Post.objects.none()
    )
    proof = forms.CharField(label=_("佐证要求"), max_length=300)
    minutes = forms.IntegerField(label=_("预计分钟"), min_value=1, max_value=2400)
    side = forms.ChoiceField(
        label=_("责任类别"),
        choices=[("main", _("主体责任")), ("supervision", _("监督责任"))],
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, fact: Fact, language: str, on: date
    ) -> None:
        initial = {"title": fact.duty.zh, "minutes": 10, "starts_on": on}
        super().__init__(data, initial=initial)
        self.on = on
        if recurs(fact):
            del self.fields["start"]
        else:
            del self.fields["starts_on"], self.fields["ends_on"]
            self.fields["start"].help_text = fact.counting.event.in_(language)
        posts = Post.objects.select_related("unit").filter(
            appointments__ended_on__isnull=True, appointments__isnull=False
        )
        for name in ("post", "checker_post"):
            self.fields[name].queryset = posts.distinct()  # type: ignore[attr-defined]
        kinds = Unit._meta.get_field("kind").choices or ()
        self.fields["unit_kind"].choices = [("", "—"), *kinds]  # type: ignore[attr-defined]

    def clean_start(self) -> date:
        start: date = self.cleaned_data["start"]
        if not self.on - OLDEST <= start <= self.on + FURTHEST:
            raise forms.ValidationError(_("起算日离今天超过五年，请核对年份。"))
        return start

    def clean_ends_on(self) -> date:
        last: date = self.cleaned_data["ends_on"]
        first = self.cleaned_data.get("starts_on")
        if first and last < first:
            raise forms.ValidationError(_("截止不能早于起算。"))
        if last > self.on + FURTHEST:
            raise forms.ValidationError(_("截止离今天超过五年，请核对年份。"))
        return last

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "post" in data and bool(data["post"]) == bool(data.get("unit_kind")):
            self.add_error("post", _("请选一个岗位，或者选一类单位，二者选一。"))
        if data.get("post") and data["post"] == data.get("checker_post"):
            self.add_error("checker_post", _("核验岗位不能就是承办岗位。"))
        return data
