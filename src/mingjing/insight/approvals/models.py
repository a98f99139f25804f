from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.files.models import StoredFile
from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.insight.approvals.states import LogState

# The kinds of a county's 权力清单 that people come for.
POWERS = [
    ("licence", _("行政许可")),
    ("confirm", _("行政确认")),
    ("grant", _("行政给付")),
    ("register", _("行政登记")),
    ("other", _("其他权力")),
    ("service", _("公共服务")),
]


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, person: Person) -> "ItemQuerySet":
        """The county and the service centre all; a unit what it answers for."""
        standing = standing_of(person)
        if standing.sees_county or Role.CENTRE in standing.roles:
            return self
        return self.filter(unit__in=standing.units)


class Item(models.Model):
    """A matter that people come for, as the case system calls it."""

    name = models.CharField(_("事项"), max_length=200, unique=True)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("责任单位"),
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("政务服务事项")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Terms(models.Model):
    """What an item promises from a day on; a change is another row with its reason."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField(_("版本"))
    since = models.DateField(_("自何日起"))
    accepted = models.CharField(_("受理环节"), max_length=100, blank=True)
    decided = models.CharField(_("决定环节"), max_length=100, blank=True)
    legal_days = models.PositiveSmallIntegerField(
        _("法定期限（工作日）"), null=True, blank=True
    )
    legal_basis = models.CharField(_("法定依据"), max_length=200, blank=True)
    committed_days = models.PositiveSmallIntegerField(
        _("承诺期限（工作日）"), null=True, blank=True
    )
    materials = models.PositiveSmallIntegerField(
        _("要交的材料（份）"), null=True, blank=True
    )
    power = models.CharField(
        _("权力类型"), max_length=10, choices=POWERS, blank=True, default=""
    )
    # [["现场核查", "看不看得过全凭一人", "两人同去，当场拍照"], …]: step, risk, guard
    risks = models.JSONField(_("风险点"), default=list, blank=True)
    # [["听证通知", "听证结束"], …]: days between them are not counted
    pauses = models.JSONField(_("不计入期限的环节"), default=list, blank=True)
    # Rules as `mingjing_analytics.process.conform.model` reads them
    rules = models.JSONField(_("流程规则"), default=list, blank=True)
    reason = models.CharField(_("为什么改"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("办理要求")
        ordering = ["item", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="one_version_of_an_items_terms"
            ),
            models.CheckConstraint(
                condition=Q(legal_days=None) | ~Q(legal_basis=""),
                name="a_legal_limit_names_its_law",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.number}"


class Log(models.Model):
    """An event log that was handed in. Kept is the table, never the file as it came.

    Clerks and applicants are numbers in the table before it is kept: the case number
    finds them in the case system, where whoever may look up does.
    """

    name = models.CharField(_("文件"), max_length=200)
    raw_sha256 = models.CharField(max_length=64)
    # Under which name the file waits to be read; two people may send the same file.
    aside = models.CharField(max_length=32)
    kind = models.CharField(max_length=10)
    mapping = models.JSONField(_("列对应"), default=dict)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[
            (LogState.PENDING.value, _("待确认")),
            (LogState.READ.value, _("已读入")),
            (LogState.DROPPED.value, _("已放弃")),
        ],
        default=LogState.PENDING.value,
    )
    table = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cases = models.PositiveIntegerField(_("办件"), default=0)
    events = models.PositiveIntegerField(_("事件"), default=0)
    first_on = models.DateField(_("最早"), null=True)
    last_on = models.DateField(_("最晚"), null=True)
    # [{"kind": "ties", "place": "whole file", "text": "…", "count": 3}, …]
    issues = models.JSONField(_("读入时发现"), default=list)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(_("收到"))

    class Meta:
        verbose_name = _("办件日志")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=LogState.READ.value) | Q(table__isnull=False),
                name="a_log_that_was_read_has_its_table",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """The cases of one item in one log."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="parts")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="parts")
    # The name as the log writes it: an item may have been renamed since.
    written = models.CharField(max_length=200)
    cases = models.PositiveIntegerField(_("办件"))

    class Meta:
        verbose_name = _("日志中的事项")
        ordering = ["log", "-cases"]
        constraints = [
            models.UniqueConstraint(
                fields=["log", "item"], name="one_part_of_a_log_for_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.item}"


class Rating(models.Model):
    """好差评 of one item in one month: counts only, never who rated or what they said."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="ratings")
    month = models.DateField(_("月份"))  # its first day
    very_good = models.PositiveIntegerField(_("非常满意"))
    good = models.PositiveIntegerField(_("满意"))
    fair = models.PositiveIntegerField(_("基本满意"))
    bad = models.PositiveIntegerField(_("不满意"))
    very_bad = models.PositiveIntegerField(_("非常不满意"))
    called_back = models.PositiveIntegerField(_("差评已回访"))
    mended = models.PositiveIntegerField(_("差评已整改"))

    class Meta:
        verbose_name = _("好差评")
        ordering = ["item", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "month"], name="one_count_of_a_months_ratings"
            ),
            models.CheckConstraint(
                condition=Q(called_back__lte=F("bad") + F("very_bad"))
                & Q(mended__lte=F("bad") + F("very_bad")),
                name="no_more_mended_than_bad",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.month:%Y-%m}"
