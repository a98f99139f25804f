"""The form of a finding: what, whose, how grave, against which rule, found where."""

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Post
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.findings import rules
from mingjing.cycle.findings.forms.fields import (
    Day,
    category_choices,
    held_posts,
    severity_choices,
)
from mingjing.cycle.findings.models import SOURCE_KINDS
from mingjing.cycle.findings.queries import Alike, alike
from mingjing.cycle.findings.states import SourceKind
from mingjing.cycle.inspection.models import Inspection
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.plan.states import MeasureState
from mingjing_law.facts import UnknownFact
from mingjing_law.facts import fact as legal_fact

NEW = "new"


class _OwnWords(forms.Form):
    post = forms.ModelChoiceField(label=_("责任岗位"), queryset=Post.objects.none())
    title = forms.CharField(
        label=_("问题"), max_length=120, help_text=_("一句话说清哪件事没有做到。")
    )
    facts = forms.CharField(
        label=_("事实"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "时间、地点、哪件事、看到了什么。写岗位，不写姓名、身份证号、手机号。"
        ),
    )
    names_ok = forms.BooleanField(
        label=_("已经看过，事实里没有个人姓名，或者确有必要。"), required=False
    )
    category = forms.ChoiceField(label=_("分类"), choices=category_choices)
    severity = forms.ChoiceField(
        label=_("程度"), choices=severity_choices, widget=forms.RadioSelect
    )
    law = forms.CharField(
        label=_("违反的规定"),
        max_length=300,
        required=False,
        help_text=_("文件名称和条款；填了法定依据编号的可以不写。"),
    )
    fact = forms.CharField(
        label=_("法定依据编号"),
        max_length=60,
        required=False,
        help_text=_("例如 GIO-33-answer。"),
    )
    found_on = forms.DateField(label=_("发现日期"), widget=Day())
    pointer = forms.CharField(
        label=_("文号或编号"),
        max_length=300,
        help_text=_("只要文号，文件留在原来的地方。"),
    )
    duty_code = forms.CharField(
        label=_("涉及的责任"),
        max_length=16,
        required=False,
        help_text=_("责任清单里的编号，例如 ZR-0012。"),
    )
    measure = forms.ModelChoiceField(
        label=_("涉及的举措"), queryset=Measure.objects.none(), required=False
    )
    same = forms.ChoiceField(
        label=_("已经有类似的问题"), required=False, widget=forms.RadioSelect
    )

    def __init__(
        self, person: Person, data: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        self.person = person
        self.on: date = options.pop("on")
        self.but: int = options.pop("but", 0)
        super().__init__(data, **options)
        measures = Measure.objects.filter(state=MeasureState.ACTIVE, is_branch=False)
        self.fields["measure"].queryset = measures.order_by("plan", "order")  # type: ignore[attr-defined]
        self.alike: list[Alike] = []
        del self.fields["names_ok"], self.fields["same"]
        self._reveal(data)

    def _reveal(self, data: Mapping[str, Any] | None) -> None:
        """Two questions are asked only where there is something to ask."""
        if data is None:
            return
        words = f"{data.get('title', '')} {data.get('facts', '')}"
        if rules.names_of_persons(words):
            self._insert("names_ok", after="facts")

    def _insert(self, name: str, *, after: str = "") -> None:
        field = copy.deepcopy(self.base_fields[name])
        order = list(self.fields)
        self.fields[name] = field
        place = order.index(after) + 1 if after else 0
        self.order_fields([*order[:place], name, *order[place:]])

    def clean_duty_code(self) -> Duty | None:
        code = self.cleaned_data["duty_code"].strip().upper()
        if not code:
            return None
        duty = Duty.objects.visible_to(self.person).filter(code=code).first()
        if duty is None:
            raise forms.ValidationError(_("没有这个编号的责任，请在责任清单里查。"))
        return duty

    def clean_fact(self) -> str:
        code: str = self.cleaned_data["fact"].strip()
        if code:
            try:
                legal_fact(code)
            except UnknownFact as unknown:
                raise forms.ValidationError(str(unknown)) from unknown
        return code

    def clean_found_on(self) -> Any:
        found_on = self.cleaned_data["found_on"]
        if found_on > self.on:
            raise forms.ValidationError(_("发现日期不能晚于今天。"))
        return found_on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._check_words(data)
        if not data.get("law"):
            if data.get("fact"):
                data["law"] = legal_fact(data["fact"]).basis("zh")[:300]
            elif "fact" not in self.errors:
                self.add_error("law", _("写明违反哪一条规定，或者填法定依据编号。"))
        duty, post = data.get("duty_code"), data.get("post")
        if duty and post and duty.unit_id != post.unit_id:
            self.add_error("duty_code", _("这项责任是别的单位的。"))
        if not self.errors:
            self._check_alike(data)
        return data

    def _check_words(self, data: dict[str, Any]) -> None:
        words = f"{data.get('title', '')} {data.get('facts', '')}"
        if rules.numbers_of_persons(words):
            self.add_error("facts", _("事实里有身份证号、手机号或卡号，请删去。"))
        names = rules.names_of_persons(words)
        if names and not data.get("names_ok"):
            self.add_error(
                "names_ok",
                _("这些像是人名：%(names)s。请改写岗位；确有必要的，勾选这一项。")
                % {"names": "、".join(names)},
            )

    def _check_alike(self, data: dict[str, Any]) -> None:
        self.alike = alike(
            unit_id=data["post"].unit_id,
            category=data["category"],
            found_on=data["found_on"],
            person=self.person,
            but=self.but,
        )
        if not self.alike:
            return
        self._insert("same")
        field: Any = self.fields["same"]
        field.choices = [*(self._choice(row) for row in self.alike), (NEW, _("都不是，另立一个问题"))]  # fmt: skip
        said = self.data.get(self.add_prefix("same"), "")
        if said not in dict(field.choices):
            self.add_error(
                "same", _("同一单位、同一分类、时间相近。请选一项，再提交。")
            )
        data["same"] = said

    def _choice(self, row: Alike) -> tuple[str, str]:
        shown = row.finding.title if row.may_read else row.finding.category_word
        place = {
            "code": row.finding.code,
            "shown": shown,
            "day": row.finding.found_on,
        }
        if row.again:
            words = _("%(code)s %(shown)s（%(day)s）：已经销号，这是复发")
        else:
            words = _("%(code)s %(shown)s（%(day)s）：就是这个问题，作为又一个来源")
        return str(row.finding.pk), str(words % place)

    @property
    def same_as(self) -> Alike | None:
        said = self.cleaned_data.get("same", "")
        return next((row for row in self.alike if str(row.finding.pk) == said), None)

    def words(self) -> dict[str, Any]:
        """The fields of a FindingDraft."""
        names = ("post", "title", "facts", "category", "severity", "law", "fact", "found_on", "measure")  # fmt: skip
        said = {name: self.cleaned_data[name] for name in names}
        return {**said, "duty": self.cleaned_data["duty_code"]}


class FindingForm(_OwnWords):
    source = forms.ChoiceField(label=_("来源"), choices=SOURCE_KINDS)
    inspection = forms.ModelChoiceField(
        label=_("哪一次检查"),
        queryset=Inspection.objects.none(),
        required=False,
        help_text=_("只列出批准了的、正在进行的、你参加的检查。"),
    )
    said_on = forms.DateField(label=_("文件日期"), widget=Day())

    field_order = (
        "post",
        "source",
        "inspection",
        "pointer",
        "said_on",
        "found_on",
        "title",
        "facts",
        "category",
        "severity",
        "law",
        "fact",
        "duty_code",
        "measure",
    )

    def __init__(self, person: Person, *args: Any, **options: Any) -> None:
        super().__init__(person, *args, **options)
        self.fields["post"].queryset = held_posts((Role.CONTACT, Role.SECRETARY))  # type: ignore[attr-defined]
        allowed = set(rules.kinds_open_to(person))
        inspections = rules.inspections_of(person)
        self.fields["inspection"].queryset = inspections  # type: ignore[attr-defined]
        if inspections.exists():
            allowed.add(SourceKind.INSPECTION)
        else:
            del self.fields["inspection"]
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (kind, word) for kind, word in SOURCE_KINDS if kind in allowed
        ]
        self.fields["pointer"].required = not inspections.exists()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        of_inspection = data.get("source") == SourceKind.INSPECTION
        inspection = data.get("inspection")
        if of_inspection and not inspection and "inspection" in self.fields:
            self.add_error("inspection", _("请选是哪一次检查。"))
        if inspection and not of_inspection:
            self.add_error("inspection", _("来源不是督导检查的，这里不选。"))
        if of_inspection and inspection:
            data["pointer"] = data.get("pointer") or str(inspection)
            self._check_scope(inspection, data)
        elif not data.get("pointer") and "pointer" not in self.errors:
            self.add_error("pointer", _("请填文号或编号。"))
        return data

    def _check_scope(self, inspection: Inspection, data: dict[str, Any]) -> None:
        if {"post", "category", "found_on"} <= data.keys():
            refusal = rules.inspection_refusal(
                inspection, data["post"].unit, data["category"], data["found_on"]
            )
            if refusal:
                self.add_error("inspection", refusal)


class OwnForm(_OwnWords):
    """What a unit found at home; its own posts only."""

    def __init__(self, person: Person, *args: Any, **options: Any) -> None:
        super().__init__(person, *args, **options)
        own = held_posts((Role.CONTACT, Role.SECRETARY))
        units = standing_of(person).units
        self.fields["post"].queryset = own.filter(unit__in=units)  # type: ignore[attr-defined]
        self.fields["pointer"].label = _("自查记录的文号或编号")
