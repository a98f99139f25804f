"""A file and its columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingjing.insight.approvals.models import Log
from mingjing.insight.approvals.queries import pending_place
from mingjing_analytics.process.reading.mapping import Mapping, guess
from mingjing_analytics.process.reading.tabular import columns_of

COLUMNS = {
    "case": gettext_lazy("办件编号"),
    "activity": gettext_lazy("环节"),
    "time": gettext_lazy("完成时间"),
    "start": gettext_lazy("开始时间"),
    "resource": gettext_lazy("经办"),
    "department": gettext_lazy("部门"),
    "item": gettext_lazy("事项"),
    "priority": gettext_lazy("加急"),
    "applicant": gettext_lazy("申请人"),
    "object_type": gettext_lazy("哪一类对象是办件"),
}
OCEL = frozenset({"ocel-json", "ocel-xml", "sqlite"})
NEEDED = ("case", "activity", "time")
PLAIN = ("case", "activity", "time", "start", "resource", "object_type")


class ReceiveForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("办件日志"),
        help_text=gettext_lazy(
            "从办件系统导出的事件明细，一行一个环节：.xes、.csv、.xlsx、.parquet，OCEL 2.0 也可以，可压缩成 .gz。"
        ),
    )


class ColumnsForm(forms.Form):
    """Which column is what: guessed, and confirmed by whoever sends it."""

    item_name = forms.CharField(
        label=gettext_lazy("这是哪一个事项"),
        help_text=gettext_lazy("日志里没有事项这一列时填写。"),
        max_length=200,
        required=False,
    )

    def __init__(self, data: Any, log: Log) -> None:
        super().__init__(data)
        fixed = log.kind == "xes" or log.kind in OCEL
        self.names = () if fixed else columns_of(pending_place(log.aside), log.kind)
        guessed = guess(self.names)
        fields: dict[str, Any] = {}
        for role, label in COLUMNS.items():
            if not self.names:
                # The standard names the columns; what is left is anyone's.
                if role == "item" and log.kind == "xes":
                    told = _("办件（trace）的属性写作 case:名称。")
                    fields[role] = _free(label, told)
                if role == "object_type" and log.kind in OCEL:
                    told = _("不填就取多数事件只属于一个的那一类；读完会写明取了哪类。")
                    fields[role] = _free(label, told)
                continue
            if role == "object_type":
                continue
            initial = dict(guessed.lines()).get(role, "")
            fields[role] = forms.ChoiceField(
                label=label,
                choices=[("", _("没有这一列")), *((n, n) for n in self.names)],
                required=role in NEEDED,
                initial=initial,
            )
        self.fields = {**fields, **self.fields}

    def mapping(self) -> Mapping:
        """The columns as they were confirmed."""
        given = {role: self.cleaned_data.get(role, "") for role in COLUMNS}
        return Mapping(
            case=given["case"],
            activity=(given["activity"],) if given["activity"] else (),
            time=given["time"],
            start=given["start"],
            resource=given["resource"],
            object_type=given["object_type"],
            roles={r: name for r, name in given.items() if name and r not in PLAIN},
        )

    def clean(self) -> dict[str, Any]:
        """One column is one thing."""
        cleaned = super().clean() or {}
        used: dict[str, str] = {}
        for role in COLUMNS:
            name = cleaned.get(role)
            if name and name in used:
                self.add_error(
                    role,
                    _("“%(name)s”已经选作“%(role)s”。")
                    % {"name": name, "role": COLUMNS[used[name]]},
                )
            elif name:
                used[name] = role
        return cleaned


def _free(label: Any, told: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=told, required=False)
