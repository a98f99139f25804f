from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.files.models import StoredFile
from mingjing.base.people.models import Unit
from mingjing.insight.purchases.states import SourceState

CATEGORIES = [
    ("goods", _("货物")),
    ("services", _("服务")),
    ("works", _("工程")),
]


class Source(models.Model):
    """A file of purchases, as releases: why it is here, whose it is, until when."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("数据单位")
    )
    name = models.CharField(_("文件"), max_length=200)
    purpose = models.CharField(_("用途"), max_length=300)
    basis = models.CharField(_("依据"), max_length=300)
    data_date = models.DateField(_("数据截至"))
    keep_until = models.DateField(_("保存到"))
    raw_sha256 = models.CharField(max_length=64)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    purchases = models.PositiveIntegerField(_("采购项目"))
    issue_count = models.PositiveIntegerField(_("数据问题"))
    # [{"line", "path", "value", "sentence"}], the first ones
    issues = models.JSONField(default=list)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[
            (SourceState.IN_USE.value, _("在用")),
            (SourceState.WITHDRAWN.value, _("已撤回")),
            (SourceState.DELETED.value, _("已删除")),
        ],
        default=SourceState.IN_USE.value,
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(_("交来"))

    class Meta:
        verbose_name = _("采购数据")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "raw_sha256"],
                condition=Q(state=SourceState.IN_USE.value),
                name="a_file_of_purchases_is_in_use_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.unit}"


class Threshold(models.Model):
    """What an office set of an indicator, within its range, and why."""

    code = models.CharField(max_length=10, unique=True)
    # {name: the number as text}; empty where the default was put back
    numbers = models.JSONField(default=dict)
    reason = models.CharField(_("理由"), max_length=300)

    class Meta:
        verbose_name = _("疑点界限")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class OwnLimit(models.Model):
    """The threshold of open tender that the province set, on from a day (政府采购法第二十七条)."""

    category = models.CharField(
        _("类别"),
        max_length=10,
        choices=CATEGORIES,
    )
    value = models.DecimalField(_("数额（元）"), max_digits=14, decimal_places=2)
    basis = models.CharField(_("依据"), max_length=300)
    since = models.DateField(_("施行日期"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("本省限额")
        ordering = ["category", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "since"], name="one_own_limit_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} {self.value}"


class Measurement(models.Model):
    """One look at everything in use: the same files and thresholds give the same root."""

    sources = models.ManyToManyField(Source, related_name="measurements")
    numbers = models.JSONField(default=dict)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # SHA-256 of the survey's bytes
    root = models.CharField(max_length=64)
    purchases = models.PositiveIntegerField(_("采购项目"))
    flags = models.PositiveIntegerField(_("疑点"))
    new = models.PositiveIntegerField(_("新增"))
    gone = models.PositiveIntegerField(_("消除"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("测算"))

    class Meta:
        verbose_name = _("采购测算")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.made_at:%F}"
