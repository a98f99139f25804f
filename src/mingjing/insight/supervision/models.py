from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mingjing.base.files.models import StoredFile
from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.findings.models import Finding
from mingjing.insight.supervision.states import DataState, FlagState
from mingjing_analytics.supervision.tables import dictionary

_STATES = [
    (FlagState.NEW.value, _("待筛查")),
    (FlagState.ASKED.value, _("已询问")),
    (FlagState.ANSWERED.value, _("已答复")),
    (FlagState.EXPLAINED.value, _("已说明")),
    (FlagState.CONFIRMED.value, _("已查实")),
    (FlagState.TRANSFERRED.value, _("已移送")),
    (FlagState.DISMISSED.value, _("已排除")),
    (FlagState.EXPIRED.value, _("已过期")),
]


def table_title(name: str) -> str:
    """A table of the dictionary in the reader's language."""
    table = dictionary().tables.get(name)
    return table.title.in_(get_language() or "zh") if table else name


class DataSet(models.Model):
    """A file of one table, read once: why it is here, whose it is, until when."""

    table = models.CharField(_("数据表"), max_length=63)
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
    rows = models.PositiveBigIntegerField(_("行"))
    refused_rows = models.PositiveBigIntegerField(_("没有收下的行"))
    # {"rows": …, "columns": {name: {"filled": …, "total": …}}}: looked at before flags
    profile = models.JSONField(default=dict)
    # [{"row", "sheet", "column", "value", "zh", "en"}], the first ones
    issues = models.JSONField(default=list)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[
            (DataState.IN_USE.value, _("在用")),
            (DataState.REPLACED.value, _("已换新")),
            (DataState.WITHDRAWN.value, _("已撤回")),
            (DataState.DELETED.value, _("已删除")),
        ],
        default=DataState.IN_USE.value,
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(_("交来"))

    class Meta:
        verbose_name = _("数据集")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "unit"],
                condition=Q(state=DataState.IN_USE.value),
                name="one_data_set_in_use_of_a_table_and_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{table_title(self.table)} · {self.unit}"


class Card(models.Model):
    """What an office set of a model of the catalogue, and whether it may ask."""

    model = models.CharField(max_length=80, unique=True)
    values = models.JSONField(default=dict)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    suspended_at = models.DateTimeField(null=True)
    # Outcomes from before it was reworked say nothing of what it is now.
    counts_from = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("监督模型")
        ordering = ["model"]

    def __str__(self) -> str:
        return self.model


class Run(models.Model):
    """One run of a model: anyone with the same files gets the same root."""

    model = models.CharField(max_length=80)
    manifest = models.JSONField()
    root = models.CharField(max_length=64)
    flags = models.PositiveIntegerField(_("疑点"))
    new = models.PositiveIntegerField(_("新增"))
    gone = models.PositiveIntegerField(_("消除"))
    data_sets = models.ManyToManyField(DataSet, related_name="runs")
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    run_at = models.DateTimeField(_("运行"))

    class Meta:
        verbose_name = _("模型运行")
        ordering = ["-run_at", "-id"]

    def __str__(self) -> str:
        return f"{self.model} {self.run_at:%F}"


class FlagQuerySet(models.QuerySet["Flag"]):
    def visible_to(self, person: Person) -> "FlagQuerySet":
        """Discipline all; the office and the auditor what is about no person.

        A unit sees what it was asked, never what else was flagged.
        """
        roles = standing_of(person).roles
        if Role.DISCIPLINE in roles:
            return self
        if roles & {Role.OFFICE, Role.AUDITOR}:
            return self.filter(person=False)
        if roles & {Role.CONTACT, Role.SECRETARY}:
            asked = self.exclude(state__in=[FlagState.NEW, FlagState.DISMISSED])
            return asked.filter(
                unit__in=standing_of(person).units, asked_at__isnull=False
            )
        return self.none()


class Flag(models.Model):
    """A row or group of rows that a model asks about. 疑点, never 违规.

    Its identity is its key, so that it is new, continuing or gone from run to run.
    """

    model = models.CharField(max_length=80)
    identity = models.CharField(max_length=64)
    key = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    person = models.BooleanField(default=False)
    state = models.CharField(
        _("状态"), max_length=12, choices=_STATES, default=FlagState.NEW.value
    )
    first_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    last_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="found")
    gone = models.BooleanField(_("已消除"), default=False)
    expires_on = models.DateField(_("到期删除"))
    question = models.CharField(_("问题"), max_length=600, blank=True)
    asked_at = models.DateTimeField(_("询问"), null=True)
    answer_due_on = models.DateField(_("答复期限"), null=True)
    answer = models.CharField(_("答复"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("疑点")
        ordering = ["answer_due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "identity"], name="a_flag_is_its_key"
            ),
        ]

    def __str__(self) -> str:
        return _("疑点 %(n)d") % {"n": self.pk}


class Row(models.Model):
    """A row that proves a flag: which file, which sheet, which line."""

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="rows")
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveBigIntegerField(_("行"))

    class Meta:
        verbose_name = _("证据行")
        ordering = ["data_set", "sheet", "number"]

    def __str__(self) -> str:
        return f"{self.data_set.name} {self.sheet} {self.number}"


class Sample(models.Model):
    """A row that no flag rests on, drawn to estimate what a model misses."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="samples")
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveBigIntegerField(_("行"))
    missed = models.BooleanField(_("该报没有报"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("抽样行")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.data_set.name} {self.sheet} {self.number}"
