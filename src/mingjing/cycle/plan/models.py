from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.files.models import StoredFile
from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.plan.states import MeasureState, PlanState, Verdict


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, person: Person) -> "SourceQuerySet":
        """Documents are internal: everyone with a working hat, no bare administrator."""
        return self if standing_of(person).roles - {Role.ADMIN} else self.none()


class Source(models.Model):
    """A document as it came in: its file, its text, and what it amends."""

    title = models.CharField(_("标题"), max_length=300)
    doc_number = models.CharField(_("文号"), max_length=80, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=200, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("正文"))
    warnings = models.JSONField(default=list)
    amends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amended_by",
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("依据文件")
        ordering = ["-imported_at", "-id"]

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One addressable piece of a source, with the exact place it stands in."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="children"
    )
    level = models.PositiveSmallIntegerField()
    marker = models.CharField(max_length=40, blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    lead_units = models.JSONField(default=list)
    responsible_units = models.JSONField(default=list)
    deadline = models.JSONField(default=dict)  # as mingjing_documents prints it
    verdict = models.CharField(
        max_length=12,
        choices=[
            (Verdict.PENDING.value, _("待审阅")),
            (Verdict.MEASURE.value, _("举措")),
            (Verdict.HEADING.value, _("标题")),
            (Verdict.REJECTED.value, _("不是举措")),
            (Verdict.MERGED.value, _("已并入")),
            (Verdict.UNCHANGED.value, _("未变")),
        ],
        default=Verdict.PENDING.value,
    )
    suggestion = models.CharField(max_length=12, blank=True)  # what the reader proposes
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="absorbed"
    )
    earlier = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="later"
    )  # the clause of the amended document that this one repeats or changes
    version = models.PositiveIntegerField(default=1)  # of the row: stale forms are told

    class Meta:
        verbose_name = _("条款")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="clause_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.marker}{self.title}"[:80]


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person) -> "PlanQuerySet":
        roles = standing_of(person).roles
        if Role.OFFICE in roles:
            return self
        if roles - {Role.ADMIN}:
            return self.exclude(state=PlanState.DRAFT)
        return self.none()

    def with_counts(self) -> "PlanQuerySet":
        owed = Q(measures__is_branch=False)
        return self.annotate(
            measure_count=models.Count("measures", filter=owed),
            active_count=models.Count(
                "measures", filter=owed & Q(measures__state=MeasureState.ACTIVE)
            ),
        )


class Plan(models.Model):
    """The programme's working drawing: a tree of measures under one title."""

    title = models.CharField(_("方案"), max_length=300)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, related_name="plans"
    )
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))
    state = models.CharField(
        max_length=8,
        choices=[
            (PlanState.DRAFT.value, _("起草中")),
            (PlanState.ACTIVE.value, _("实施中")),
            (PlanState.ENDED.value, _("已结束")),
        ],
        default=PlanState.DRAFT.value,
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("方案")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="plan_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, person: Person) -> "MeasureQuerySet":
        """Drafts are the office's; what is active is the whole county's."""
        roles = standing_of(person).roles
        if Role.OFFICE in roles:
            return self
        if roles - {Role.ADMIN}:
            unfinished = [MeasureState.DRAFT, MeasureState.CHECKED]
            # A heading has no life of its own: it shows with its plan.
            return self.exclude(plan__state=PlanState.DRAFT).exclude(
                is_branch=False, state__in=unfinished
            )
        return self.none()


class Measure(models.Model):
    """Something the county will do. It goes live only when others can see it done."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="measures"
    )
    order = models.PositiveIntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=1)
    is_branch = models.BooleanField(default=False)  # a heading: groups, owes nothing
    number = models.CharField(_("序号"), max_length=40, blank=True)
    title = models.CharField(_("举措"), max_length=300)
    text = models.TextField(_("内容"), blank=True)
    result = models.TextField(_("别人看得见的结果"), blank=True)
    lead_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_measures",
    )
    units = models.ManyToManyField(Unit, blank=True, related_name="measures")
    # How it falls due: "date" with due_on, "recurring" with every, or "continuous".
    clock_kind = models.CharField(
        max_length=10,
        choices=[
            ("date", _("定期限")),
            ("recurring", _("周期")),
            ("continuous", _("长期")),
            ("none", _("未定")),
        ],
        default="none",
    )
    every = models.CharField(
        _("周期"),
        max_length=12,
        blank=True,
        choices=[
            ("week", _("每周")),
            ("month", _("每月")),
            ("quarter", _("每季度")),
            ("half_year", _("每半年")),
            ("year", _("每年")),
        ],
    )
    day = models.PositiveSmallIntegerField(_("每月几日前"), null=True, blank=True)
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    deadline_text = models.CharField(_("原文时限"), max_length=120, blank=True)
    baseline_on = models.DateField(_("基线"), null=True, blank=True)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=12,
        choices=[
            (MeasureState.DRAFT.value, _("起草")),
            (MeasureState.CHECKED.value, _("可核验")),
            (MeasureState.ACTIVE.value, _("实施")),
            (MeasureState.REACHED.value, _("达成")),
            (MeasureState.NOT_REACHED.value, _("未达成")),
            (MeasureState.DROPPED.value, _("取消")),
        ],
        default=MeasureState.DRAFT.value,
    )
    # Asked by one, confirmed by another; empty again when taken back.
    drop_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    drop_reason = models.CharField(_("取消理由"), max_length=500, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("举措")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_by__isnull=True)
                | Q(drop_asked_by__isnull=True)
                | ~Q(dropped_by=F("drop_asked_by")),
                name="nobody_confirms_their_own_drop",
            )
        ]

    def __str__(self) -> str:
        return self.title


class MeasureVersion(models.Model):
    """What a measure said before and after one change, and why it changed."""

    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    fields = models.JSONField()
    reason = models.CharField(_("理由"), max_length=500)
    effective_on = models.DateField(_("生效"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("举措版本")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "number"], name="one_measure_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} v{self.number}"
