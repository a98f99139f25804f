"""The words of states and kinds, as pages say them."""

from django.utils.translation import gettext_lazy as _

from mingjing.cycle.inspection.states import (
    DrawState,
    InspectionState,
    Kind,
    ProgrammeState,
    RefusalKind,
    VisitState,
)

KINDS = [
    (Kind.GOVERNMENT.value, _("政府督查")),
    (Kind.SPECIAL.value, _("专项检查")),
    (Kind.DEPARTMENT.value, _("部门检查")),
    (Kind.SELF.value, _("自查")),
]
REFUSAL_KINDS = [
    (RefusalKind.NO_CODE.value, _("没有编码")),
    (RefusalKind.UNKNOWN_CODE.value, _("编码不在计划内")),
    (RefusalKind.OTHER_UNIT.value, _("编码不是给本单位的")),
    (RefusalKind.WRONG_DAY.value, _("不在计划的日期内")),
    (RefusalKind.NOT_RUNNING.value, _("检查已经结束或取消")),
    (RefusalKind.NOT_ON_TEAM.value, _("来人不在名单上")),
    (RefusalKind.OUT_OF_SCOPE.value, _("超出范围")),
]
PROGRAMME_STATES = [
    (ProgrammeState.DRAFT.value, _("起草")),
    (ProgrammeState.SUBMITTED.value, _("报批")),
    (ProgrammeState.APPROVED.value, _("已批准")),
    (ProgrammeState.AMENDED.value, _("已有新版")),
]
INSPECTION_STATES = [
    (InspectionState.PROPOSED.value, _("拟列入")),
    (InspectionState.IN_PROGRAMME.value, _("已列入计划")),
    (InspectionState.NOTIFIED.value, _("已通知")),
    (InspectionState.ON_SITE.value, _("检查中")),
    (InspectionState.DRAFTED.value, _("已拟结论")),
    (InspectionState.FED_BACK.value, _("已反馈")),
    (InspectionState.FINAL.value, _("结论生效")),
    (InspectionState.CLOSED.value, _("办结")),
    (InspectionState.DROPPED.value, _("已取消")),
]
VISIT_STATES = [
    (VisitState.PLANNED.value, _("待到访")),
    (VisitState.ARRIVED.value, _("已到访")),
    (VisitState.NOT_MADE.value, _("未到访")),
]
DRAW_STATES = [
    (DrawState.COMMITTED.value, _("已承诺")),
    (DrawState.ANSWERED.value, _("已应答")),
    (DrawState.REVEALED.value, _("已揭示")),
    (DrawState.ABANDONED.value, _("已作废")),
]

# Glyphs of base/ui that say the same.
PROGRAMME_GLYPHS = {
    ProgrammeState.DRAFT: "draft",
    ProgrammeState.SUBMITTED: "pending",
    ProgrammeState.APPROVED: "in_force",
    ProgrammeState.AMENDED: "replaced",
}
INSPECTION_GLYPHS = {
    InspectionState.PROPOSED: "draft",
    InspectionState.IN_PROGRAMME: "checked",
    InspectionState.NOTIFIED: "offered",
    InspectionState.ON_SITE: "open",
    InspectionState.DRAFTED: "claimed",
    InspectionState.FED_BACK: "asked",
    InspectionState.FINAL: "verified",
    InspectionState.CLOSED: "verified",
    InspectionState.DROPPED: "dropped",
}
VISIT_GLYPHS = {
    VisitState.PLANNED: "draft",
    VisitState.ARRIVED: "verified",
    VisitState.NOT_MADE: "dropped",
}
