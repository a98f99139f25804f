"""Which column of a log is what: guessed from its names, shown, confirmed in a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mingjing_analytics.process.reading.refusal import Unreadable

ROLES = (
    "lifecycle",
    "department",
    "window",
    "item",
    "channel",
    "priority",
    "applicant",
    "trip",
)

# What case systems call these columns, compared without case, spaces, - and _.
_CALLED = {
    "case": (
        "case:concept:name",
        "caseid",
        "case",
        "caseno",
        "casenumber",
        "traceid",
        "办件编号",
        "办件号",
        "受理编号",
        "受理号",
        "业务流水号",
        "流水号",
        "事项编号",
        "申办流水号",
        "案号",
        "案件编号",
    ),
    "activity": (
        "concept:name",
        "activity",
        "activityname",
        "event",
        "eventname",
        "task",
        "环节",
        "环节名称",
        "办理环节",
        "步骤",
        "活动",
        "节点",
        "节点名称",
    ),
    "time": (
        "time:timestamp",
        "timestamp",
        "completetimestamp",
        "completetime",
        "endtime",
        "endtimestamp",
        "end",
        "time",
        "datetime",
        "eventtime",
        "结束时间",
        "完成时间",
        "办结时间",
        "办理时间",
        "操作时间",
        "时间",
    ),
    "start": (
        "start_timestamp",
        "starttime",
        "start",
        "begintime",
        "开始时间",
        "起始时间",
    ),
    "resource": (
        "org:resource",
        "resource",
        "user",
        "employee",
        "officer",
        "clerk",
        "经办人",
        "办理人",
        "经办",
        "操作人",
        "处理人",
    ),
    "lifecycle": ("lifecycle:transition", "lifecycle", "transition", "状态"),
    "department": (
        "org:group",
        "department",
        "orggroup",
        "group",
        "部门",
        "办理部门",
        "科室",
        "单位",
        "办理单位",
    ),
    "window": ("window", "counter", "窗口", "窗口号"),
    "item": ("item", "事项", "事项名称", "事项编码", "业务类型"),
    "channel": ("channel", "办理渠道", "渠道", "申请方式"),
    "priority": ("priority", "优先级", "是否加急", "加急"),
    "applicant": ("applicant", "申请人", "申请人编号", "申请单位"),
    "trip": ("trip", "visit", "到场", "跑动", "是否到场"),
    # No column: of a log of several types of objects, the type whose objects are cases.
    "object_type": ("object_type", "对象类型"),
}


@dataclass(frozen=True)
class Mapping:
    """Names of columns by what they are for; ``activity`` may join several.

    Only ``object_type`` is no column.
    """

    case: str = ""
    activity: tuple[str, ...] = ()
    time: str = ""
    start: str = ""
    resource: str = ""
    roles: dict[str, str] = field(default_factory=dict)
    object_type: str = ""  # of OCEL: whose objects are the cases

    @property
    def complete(self) -> bool:
        """Whether it says what every log must have."""
        return bool(self.case and self.activity and self.time)

    def lines(self) -> list[tuple[str, str]]:
        """What is taken for what, to be shown and confirmed."""
        told = [
            ("case", self.case),
            ("activity", " + ".join(self.activity)),
            ("time", self.time),
            ("start", self.start),
            ("resource", self.resource),
            *self.roles.items(),
            ("object_type", self.object_type),
        ]
        return [(role, name) for role, name in told if name]

    def columns(self) -> tuple[str, ...]:
        """Each column that is needed, once."""
        names = [self.case, *self.activity, self.time, self.start, self.resource]
        return tuple(dict.fromkeys(filter(None, [*names, *self.roles.values()])))

    def to_json(self) -> str:
        """The same as a file that `from_json` takes."""
        return json.dumps(dict(self.lines()), ensure_ascii=False, indent=2) + "\n"


XES = Mapping(
    case="case:concept:name",
    activity=("concept:name",),
    time="time:timestamp",
    resource="org:resource",
    roles={"lifecycle": "lifecycle:transition", "department": "org:group"},
)

# Nothing is said: all is guessed, or as the standard has it.
NOTHING = Mapping()


def guess(names: Sequence[str], given: Mapping = NOTHING) -> Mapping:
    """Complete what was given from the columns' names; each column serves one role."""
    used = {given.case, *given.activity, given.time, given.start, given.resource}
    used |= set(given.roles.values())
    plain = {_plain(name): name for name in reversed(names) if name not in used}

    def find(role: str) -> str:
        for called in _CALLED[role]:
            name = plain.pop(_plain(called), "")
            if name:
                return name
        return ""

    case = given.case or find("case")
    activity = given.activity or tuple(filter(None, [find("activity")]))
    time = given.time or find("time")
    start = given.start or find("start")
    resource = given.resource or find("resource")
    roles = {role: given.roles.get(role) or find(role) for role in ROLES}
    if not time:
        time, start = start, ""
    return replace(
        given,
        case=case,
        activity=activity,
        time=time,
        start=start,
        resource=resource,
        roles={role: name for role, name in roles.items() if name},
    )


def from_json(text: str) -> Mapping:
    """Read a mapping file: a JSON object of role and column name.

    For OCEL it may name the ``object_type`` whose objects are the cases. Takes the
    names of XES for the roles too. Raises Unreadable naming what is wrong.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, value in _object(text).items():
        role = _role(name)
        columns = value if isinstance(value, list) else [value]
        if not all(isinstance(column, str) and column for column in columns):
            raise Unreadable(
                f"列对应文件中“{name}”的值不是列名。",
                f"The mapping of “{name}” is not the name of a column.",
            )
        if len(columns) != 1 and role != "activity":
            raise Unreadable(
                f"列对应文件中“{name}”只能对应一列。",
                f"The mapping of “{name}” takes one column, not several.",
            )
        if role in found:
            raise Unreadable(
                f"列对应文件两次写了“{role}”。",
                f"The mapping file says twice what “{role}” is.",
            )
        found[role] = tuple(columns)
    first = {role: columns[0] for role, columns in found.items() if columns}
    return Mapping(
        case=first.get("case", ""),
        activity=found.get("activity", ()),
        time=first.get("time", ""),
        start=first.get("start", ""),
        resource=first.get("resource", ""),
        roles={role: first[role] for role in ROLES if role in first},
        object_type=first.get("object_type", ""),
    )


def _object(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            f"列对应文件不是 JSON：{error}。", f"The mapping file is not JSON: {error}."
        ) from None
    if not isinstance(given, dict):
        raise Unreadable(
            '列对应文件应是这样的 JSON 对象：{"case": "办件编号"}。',
            'The mapping file is not an object like {"case": "办件编号"}.',
        )
    return given


def _plain(name: str) -> str:
    return "".join(name.split()).replace("_", "").replace("-", "").lower()


def _role(name: str) -> str:
    plain = _plain(name)
    for role, called in _CALLED.items():
        if plain == role or plain in map(_plain, called):
            return role
    known = ", ".join(_CALLED)
    raise Unreadable(
        f"列对应文件里没有“{name}”这一项；可用的是 {known}。",
        f"The mapping file knows no “{name}”; it knows {known}.",
    )
