"""What an action tells the record. Each subclass is one line of its grammar."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, get_type_hints

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_PRIVATE = "private"

# A field of this type may hold words about or from a person. The ledger gets a
# salted commitment of it; words and salt stay where they can lawfully be deleted.
Private = Annotated[str, _PRIVATE]


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened. The fields of each subclass are the schema of its record."""

    version: ClassVar[int] = 1
    # Whoever may see the thing may read its entries, except those that would tell
    # where a suspicion came from: of these only the hash is shown (base/ledger).
    withheld: ClassVar[bool] = False
    registry: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        Event.registry[cls.__name__] = cls

    def open_fields(self) -> dict[str, Any]:
        """What anyone may read, as JSON values."""
        private = self._private_names()
        return {
            f.name: _plain(getattr(self, f.name))
            for f in fields(self)
            if f.name not in private
        }

    def private_fields(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in sorted(self._private_names())}

    @classmethod
    @cache
    def _private_names(cls) -> set[str]:
        hints = get_type_hints(cls, include_extras=True)
        return {
            name
            for name, hint in hints.items()
            if _PRIVATE in getattr(hint, "__metadata__", ())
        }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


# What a reader sees instead of the class's name. The rooms above are known here by
# name alone; an event without a line shows its own name, and a house test misses it.
WORDS: dict[str, str | Promise] = {
    "FileStored": _("存入文件"),
    "FileForgotten": _("到期删除文件"),
    "Appointed": _("任命"),
    "AppointmentEnded": _("结束任职"),
    "PasswordIssued": _("重发一次性密码"),
    "PasswordSet": _("设定密码"),
    "PersonAdded": _("新增人员"),
    "PersonDeactivated": _("停用账号"),
    "PersonEdited": _("修改人员"),
    "PostAdded": _("新增岗位"),
    "PostHandedOver": _("移交岗位"),
    "RegisterImported": _("导入单位册"),
    "SecondFactorReset": _("重置二次验证"),
    "SecondFactorResetAsked": _("请求重置二次验证"),
    "UnitAdded": _("新增单位"),
    "UnitEdited": _("修改单位"),
    "UnitEnded": _("撤销单位"),
    "SourceImported": _("导入依据文件"),
    "ClauseEdited": _("修改条款"),
    "ClauseMerged": _("合并条款"),
    "ClauseSplit": _("拆分条款"),
    "ClausesJudged": _("审阅条款"),
    "PlanMade": _("生成方案"),
    "PlanActivated": _("方案开始施行"),
    "PlanEnded": _("方案结束"),
    "MeasureEdited": _("修改举措"),
    "MeasureChecked": _("核对举措"),
    "MeasureActivated": _("施行举措"),
    "MeasureReached": _("举措达成"),
    "MeasureMissed": _("举措未达成"),
    "MeasureDropped": _("取消举措"),
    "LogReceived": _("收到办件日志"),
    "LogRead": _("读入办件日志"),
    "LogDropped": _("放弃办件日志"),
    "TermsSet": _("改办理要求"),
    "RatingsImported": _("导入好差评"),
    "DataSetReceived": _("交来数据集"),
    "DataSetWithdrawn": _("撤回数据集"),
    "DataSetDeleted": _("数据集到期删除"),
    "ModelRun": _("运行监督模型"),
    "ModelSet": _("改监督模型参数"),
    "ModelSuspended": _("停用监督模型"),
    "ModelResumed": _("恢复监督模型"),
    "FlagAsked": _("就疑点询问单位"),
    "FlagAnswered": _("答复疑点"),
    "FlagDecided": _("判断疑点"),
    "FlagsExpired": _("疑点到期删除"),
    "SampleDrawn": _("抽取未报的行"),
    "SampleJudged": _("判断抽样行"),
    "PurchasesReceived": _("交来采购数据"),
    "PurchasesWithdrawn": _("撤回采购数据"),
    "PurchasesDeleted": _("采购数据到期删除"),
    "PurchasesMeasured": _("测算采购疑点"),
    "ThresholdSet": _("改疑点界限"),
    "OwnLimitSet": _("填本省限额"),
    "ReformProposed": _("提出改革"),
    "ReformApproved": _("同意改革"),
    "ReformRefused": _("不同意改革"),
    "ReformWithdrawn": _("撤回改革"),
    "ReformStopped": _("停止改革"),
    "SuggestionReceived": _("收到取消环节的建议"),
    "SuggestionAnswered": _("答复取消环节的建议"),
    "SheetReceived": _("收到 Excel 清单"),
    "SheetApplied": _("按 Excel 清单办理"),
    "SheetSetAside": _("放弃 Excel 清单"),
    "DutyDrafted": _("起草责任"),
    "DutyEdited": _("修改责任"),
    "DutyOffered": _("下达责任"),
    "DutyAccepted": _("认领责任"),
    "DutyObjected": _("对责任提出异议"),
    "DutyStarted": _("责任生效"),
    "DutyEnded": _("终止责任"),
    "DueOpened": _("列出到期事项"),
    "DueMoved": _("期限变动"),
    "DueReassigned": _("改由新岗位承办"),
    "DueClaimed": _("申报办结"),
    "ClaimWithdrawn": _("撤回申报"),
    "DueVerified": _("核验通过"),
    "DueReturned": _("退回申报"),
    "DueWaived": _("免办"),
    "DueVoided": _("作废"),
    "ExtensionAsked": _("申请延期"),
    "ExtensionGranted": _("同意延期"),
    "ExtensionRefused": _("不同意延期"),
    "ExtensionWithdrawn": _("撤回延期申请"),
    "SupportCalled": _("请求上级支持"),
    "SupportAnswered": _("答复支持请求"),
    "SupportCallWithdrawn": _("撤回支持请求"),
    "EvidenceAttached": _("登记佐证"),
    "EvidenceAccepted": _("佐证被采信"),
    "EvidenceReturned": _("佐证被退回"),
    "EvidenceWithdrawn": _("撤回佐证"),
    "SessionPlanned": _("计划会议"),
    "SessionReplanned": _("改会议计划"),
    "SessionHeld": _("召开会议"),
    "SessionMinuted": _("登记纪要"),
    "SessionIssued": _("下达会议决定"),
    "SessionCancelled": _("取消会议"),
    "ProgrammeDrafted": _("起草督导计划"),
    "ProgrammeSubmitted": _("报批督导计划"),
    "ProgrammeApproved": _("批准督导计划"),
    "ProgrammeReturned": _("退回督导计划"),
    "ProgrammeAmended": _("调整督导计划"),
    "InspectionProposed": _("提出督导检查"),
    "InspectionEdited": _("修改督导检查"),
    "InspectionDropProposed": _("提议取消督导检查"),
    "InspectionDropped": _("取消督导检查"),
    "InspectionCoded": _("督导检查编码"),
    "InspectionNotified": _("通知督导检查"),
    "InspectionFinished": _("督导检查结束"),
    "InspectionClosed": _("督导检查办结"),
    "VisitAdmitted": _("接受检查"),
    "VisitRefused": _("拒绝检查"),
    "ConclusionDrafted": _("起草检查结论"),
    "ConclusionAgreed": _("议定检查结论"),
    "ConclusionFedBack": _("反馈检查结论"),
    "HelpNoteLeft": _("留下帮助意见"),
    "DrawCommitted": _("抽签封存"),
    "DrawRevealed": _("抽签公布"),
    "DrawAnswered": _("答复抽签"),
    "DrawAbandoned": _("放弃抽签"),
    "FindingOpened": _("登记问题"),
    "FindingEdited": _("修改问题"),
    "FindingSourceAdded": _("补充问题来源"),
    "FindingSelfReported": _("报告自查问题"),
    "FindingNotified": _("问题送达"),
    "FindingAccepted": _("单位认可问题"),
    "FindingObjected": _("单位对问题有异议"),
    "FindingContested": _("质疑问题"),
    "ContestEnded": _("质疑了结"),
    "FindingConfirmed": _("确认问题"),
    "FindingWithdrawn": _("撤回问题"),
    "FindingVaried": _("变更问题"),
    "FindingRevoked": _("撤销问题"),
    "ReplyDayMoved": _("答复期限变动"),
    "CureWritten": _("写明整改"),
    "CureStarted": _("开始整改"),
    "CureReturned": _("退回整改"),
    "FindingSignedOff": _("问题销号"),
    "FindingRelapsed": _("问题复发"),
    "RelapseUndone": _("撤销复发认定"),
    "AppealFiled": _("提出申诉"),
    "AppealAccepted": _("受理申诉"),
    "AppealRefused": _("不予受理申诉"),
    "AppealDecided": _("决定申诉"),
    "AppealWithdrawn": _("撤回申诉"),
    "DeciderChanged": _("更换申诉决定人"),
    "BurdenNamed": _("反映负担"),
    "FeedOpened": _("开通日历订阅"),
    "FeedClosed": _("停用日历订阅"),
    "DigestChosen": _("选择邮件提醒"),
    "MeasureDropAsked": _("提出取消举措"),
    "MeasureDropTakenBack": _("不再取消举措"),
    "ReportCompiled": _("汇总半年报告"),
    "ReportIssued": _("半年报告定稿"),
    "LedgerKeyTaken": _("启用账本密钥"),
    "LedgerKeyRetired": _("停用账本密钥"),
    "RecordReopened": _("账本重新开放"),
}

# The kinds of things that entries are about, as they stand in "due:305".
SUBJECTS: dict[str, str | Promise] = {
    "unit": pgettext_lazy("one", "单位"),
    "post": pgettext_lazy("one", "岗位"),
    "person": pgettext_lazy("one", "人员"),
    "file": pgettext_lazy("one", "文件"),
    "source": pgettext_lazy("one", "依据文件"),
    "plan": pgettext_lazy("one", "方案"),
    "measure": pgettext_lazy("one", "举措"),
    "duty": pgettext_lazy("one", "责任"),
    "due": pgettext_lazy("one", "到期事项"),
    "evidence": pgettext_lazy("one", "佐证"),
    "session": pgettext_lazy("one", "会议"),
    "decision": pgettext_lazy("one", "会议决定"),
    "programme": pgettext_lazy("one", "督导计划"),
    "inspection": pgettext_lazy("one", "督导检查"),
    "draw": pgettext_lazy("one", "抽签"),
    "finding": pgettext_lazy("one", "问题"),
    "appeal": pgettext_lazy("one", "申诉"),
    "report": pgettext_lazy("one", "半年报告"),
    "sheet": pgettext_lazy("one", "Excel 清单"),
    "log": pgettext_lazy("one", "办件日志"),
    "item": pgettext_lazy("one", "政务服务事项"),
    "reform": pgettext_lazy("one", "改革"),
    "suggestion": pgettext_lazy("one", "建议"),
    "feed": pgettext_lazy("one", "日历订阅"),
}
