"""The menu: which hats find which room where. Counts are things owed, never badges."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mingjing.base.people.states import COUNTY_WIDE, KEEPERS, Role
from mingjing.base.ui.menu import Entry

_DESK, _CYCLE, _GROUND, _SELF = _("工作台"), _("循环"), _("底账"), _("我的账号")
# The administrator keeps accounts and sees no content (docs/map.md).
_CONTENT = frozenset(str(role) for role in Role if role != Role.ADMIN)
_OFFICE = frozenset({str(Role.OFFICE)})
_COUNTY = frozenset(str(role) for role in COUNTY_WIDE)

MENU = (
    Entry(_("工作台"), "desk:home", _DESK, _CONTENT),
    Entry(_("本周"), "desk:week", _DESK, _CONTENT - _COUNTY),
    Entry(_("责任看板"), "desk:board", _DESK, _COUNTY),
    Entry(
        _("待我决定"),
        "desk:secretary",
        _DESK,
        frozenset({str(Role.LEADER), str(Role.SECRETARY)}) | _OFFICE,
    ),
    Entry(_("路线图"), "desk:roadmap", _DESK, _CONTENT),
    Entry(_("到期日历"), "desk:calendar", _DESK, _CONTENT),
    Entry(_("基层负担"), "burden:county", _DESK, _COUNTY),
    Entry(_("审批"), "approvals:list", _DESK, _CONTENT),
    Entry(_("流程改革"), "reforms:list", _DESK, _CONTENT),
    Entry(
        _("数据监督"),
        "supervision:list",
        _DESK,
        frozenset({str(Role.OFFICE), str(Role.DISCIPLINE), str(Role.AUDITOR)}),
    ),
    Entry(
        _("采购疑点"),
        "purchases:list",
        _DESK,
        frozenset({str(Role.OFFICE), str(Role.DISCIPLINE), str(Role.AUDITOR)}),
    ),
    Entry(
        _("数据询问"),
        "supervision:questions",
        _DESK,
        frozenset({str(Role.CONTACT), str(Role.SECRETARY)}),
    ),
    Entry(_("半年报告"), "reports:list", _DESK, _COUNTY),
    Entry(
        _("单位事实清单"),
        "reports:facts-list",
        _DESK,
        _COUNTY | {str(Role.SECRETARY)},
    ),
    Entry(_("方案与举措"), "plan:list", _CYCLE, _CONTENT),
    Entry(_("依据文件"), "plan:sources", _CYCLE, _CONTENT),
    Entry(_("责任清单"), "duties:list", _CYCLE, _CONTENT),
    Entry(_("佐证"), "evidence:list", _CYCLE, _CONTENT),
    Entry(pgettext_lazy("menu", "会议"), "sessions:list", _CYCLE, _CONTENT),
    Entry(pgettext_lazy("menu", "督导检查"), "inspection:list", _CYCLE, _CONTENT),
    Entry(_("问题"), "findings:list", _CYCLE, _CONTENT),
    Entry(_("申诉"), "appeals:list", _CYCLE, _CONTENT),
    Entry(_("单位与任职"), "people:units", _GROUND),
    Entry(
        pgettext_lazy("menu", "人员"),
        "people:persons",
        _GROUND,
        frozenset(str(r) for r in KEEPERS),
    ),
    Entry(_("留痕"), "record:list", _GROUND, _CONTENT - {str(Role.LEADER)}),
    Entry(_("见证点"), "ledger:front", _GROUND),
    Entry(_("提醒"), "reminders:settings", _SELF, _CONTENT),
    Entry(_("登录设备"), "usersessions_list", _SELF),
)
