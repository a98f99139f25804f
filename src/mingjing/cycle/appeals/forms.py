"""What the pages ask. Whether it may be is the rules' and the actions' matter."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Appointment, Person, Unit
from mingjing.cycle.appeals.models import KINDS, LOOKS
from mingjing.cycle.appeals.queries import Said
from mingjing.cycle.appeals.states import Outcome
from mingjing.cycle.findings.forms.fields import category_choices, severity_choices
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.rules import numbers_of_persons

_OUTCOMES = {
    Outcome.UPHELD: _("维持"),
    Outcome.VARIED: _("变更"),
    Outcome.REVOKED: _("撤销原认定"),
}
_ALL = ("", _("全部"))


class FileAppeal(forms.Form):
    ground = forms.CharField(
        label=_("申诉理由"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("哪里不对，应当怎样，凭什么。写岗位，不写姓名和个人号码。"),
    )
    late_reason = forms.CharField(
        label=_("超期理由"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, is_late: bool) -> None:
        super().__init__(data)
        if not is_late:
            del self.fields["late_reason"]

    def clean_ground(self) -> str:
        words: str = self.cleaned_data["ground"]
        if numbers_of_persons(words):
            raise forms.ValidationError(_("里面有身份证号、手机号或卡号，请删去。"))
        return words


class _Deciders(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        posts = "、".join(str(each.post) for each in obj.held)
        return f"{obj.name}（{posts}）"


class Accept(forms.Form):
    decider = _Deciders(
        label=_("由谁决定"),
        queryset=Person.objects.none(),
        help_text=_("名单里只有没有参与过这件事、也不是申诉单位的人。"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, among: Iterable[Person]
    ) -> None:
        super().__init__(data)
        held = Appointment.objects.current().select_related("post__unit")
        chosen = Person.objects.filter(
            pk__in=[each.pk for each in among]
        ).prefetch_related(Prefetch("appointments", held, to_attr="held"))
        self.fields["decider"].queryset = chosen.order_by("name", "pk")  # type: ignore[attr-defined]


class Reassign(Accept):
    reason = forms.CharField(
        label=_("更换理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class Reason(forms.Form):
    reason = forms.CharField(
        label=_("理由"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )


class Ask(forms.Form):
    """Nothing but a yes."""


class Decide(forms.Form):
    outcome = forms.ChoiceField(label=_("决定"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("决定理由"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "逐条回应申诉理由。撤销或者变更的，理由写在原认定的位置，原来看得到的人都看得到。"
        ),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        outcomes: Iterable[Outcome],
        finding: Finding | None,
    ) -> None:
        names = ("title", "facts", "category", "severity", "law")
        words = {name: getattr(finding, name) for name in names} if finding else {}
        super().__init__(data, initial=words)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (each.value, _OUTCOMES[each]) for each in outcomes
        ]
        if finding:
            self._add_changes()

    def _add_changes(self) -> None:
        self.fields |= {
            "title": forms.CharField(label=_("问题"), max_length=120),
            "facts": forms.CharField(
                label=_("事实"),
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 5}),
            ),
            "category": forms.ChoiceField(label=_("分类"), choices=category_choices),
            "severity": forms.ChoiceField(
                label=_("程度"), choices=severity_choices, widget=forms.RadioSelect
            ),
            "law": forms.CharField(label=_("违反的规定"), max_length=300),
        }

    @property
    def changes(self) -> list[forms.BoundField]:
        return [
            self[name] for name in self.fields if name not in ("outcome", "reasons")
        ]

    def changed(self) -> dict[str, Any]:
        names = [field.name for field in self.changes]
        return {name: self.cleaned_data[name] for name in names}


class Filter(forms.Form):
    q = forms.CharField(label=_("查找"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            _ALL,
            ("open", _("未决定")),
            *((k, look.word) for k, look in LOOKS.items()),
        ],
    )
    kind = forms.ChoiceField(
        label=_("申诉事项"), required=False, choices=[_ALL, *KINDS]
    )
    unit = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Unit.objects.all(),
        required=False,
        empty_label=_("全部"),
    )
    subject = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=1, max_value=2**53
    )

    def said(self) -> Said:
        self.is_valid()
        given = {k: v for k, v in self.cleaned_data.items() if v not in (None, "")}
        if "unit" in given:
            given["unit"] = given["unit"].pk
        return Said(**given)
