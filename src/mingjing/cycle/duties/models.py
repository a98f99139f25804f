from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.base.people.queries import Standing, standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties.states import AskState, DueState, DutyState
from mingjing.cycle.plan.models import Measure


def _reads_nothing(standing: Standing) -> bool:
    """An account keeper sees no content; somebody without a post sees nothing."""
    return not standing.roles - {Role.ADMIN}


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, person: Person) -> "DutyQuerySet":
        """The county's hats see all; a unit sees its own and what it must check."""
        standing = standing_of(person)
        if standing.sees_county:
            return self
        if _reads_nothing(standing):
            return self.none()
        return self.filter(
            Q(unit__in=standing.units) | Q(checker_post__in=standing.posts)
        ).exclude(state=DutyState.DRAFT)


class Duty(models.Model):
    """The rule: who owes what, on which clock, proved how, checked by whom, and why."""

    code = models.CharField(_("编号"), max_length=16, unique=True)  # ZR-0001
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    title = models.CharField(_("责任事项"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="duties")
    checker_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="checked_duties"
    )
    # {"kind": "once", "due_on": "2026-06-30"}, or {"kind": "recurring",
    # "every": "month", "day": 15}, or a law's own, from an event or by itself:
    # kind "fact", with "fact": "GIO-33-answer" and "start": "2026-08-20"
    clock = models.JSONField(_("期限规则"))
    proof = models.CharField(_("佐证要求"), max_length=300)
    basis = models.CharField(_("依据"), max_length=300)
    fact = models.CharField(_("法定依据编号"), max_length=60, blank=True)
    minutes = models.PositiveIntegerField(_("预计分钟"), default=10)
    side = models.CharField(
        _("责任类别"),
        max_length=12,
        choices=[("main", _("主体责任")), ("supervision", _("监督责任"))],
        default="main",
    )
    starts_on = models.DateField(_("起算"))
    ends_on = models.DateField(_("截止"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[
            (DutyState.DRAFT.value, _("起草")),
            (DutyState.OFFERED.value, _("待认领")),
            (DutyState.ACCEPTED.value, _("已认领")),
            (DutyState.OBJECTED.value, _("有异议")),
            (DutyState.IN_FORCE.value, _("生效")),
            (DutyState.ENDED.value, _("终止")),
        ],
        default=DutyState.DRAFT.value,
    )
    objection = models.TextField(_("异议理由"), blank=True)
    end_reason = models.CharField(_("终止原因"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    # What it was drafted from ("measure:12/unit:5"); the same is never drafted twice.
    origin = models.CharField(  # noqa: DJ001 -- many have none; the others are unique
        max_length=60, null=True, unique=True
    )
    # Occurrences are open up to this day; later ones wait for the next tick.
    opened_until = models.DateField(null=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    over_budget_reason = models.CharField(_("超负担理由"), max_length=500, blank=True)
    over_budget_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("责任")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(post=F("checker_post")),
                name="duty_checked_by_another_post",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="duty_ends_after_start"
            ),
            # Promise 11: what is over budget needs a second named person.
            models.CheckConstraint(
                condition=Q(over_budget_by__isnull=True)
                | (
                    ~Q(over_budget_reason="")
                    & (Q(drafted_by__isnull=True) | ~Q(over_budget_by=F("drafted_by")))
                ),
                name="nobody_approves_their_own_burden",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class DutyVersion(models.Model):
    """What a duty said before one change, what it says since, and why."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    fields = models.JSONField()
    reason = models.CharField(_("理由"), max_length=500)
    effective_on = models.DateField(_("生效"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("责任版本")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "number"], name="one_duty_version")
        ]

    def __str__(self) -> str:
        return f"{self.duty.code} v{self.number}"


class DueQuerySet(models.QuerySet["Due"]):
    def visible_to(self, person: Person) -> "DueQuerySet":
        """Also whoever was asked for support sees what they were asked about."""
        standing = standing_of(person)
        if standing.sees_county:
            return self
        if _reads_nothing(standing):
            return self.none()
        called = SupportCall.objects.filter(to_post__in=standing.posts).order_by()
        # Each of the three by an index: a correlated EXISTS among them reads every row.
        return self.filter(
            Q(unit__in=standing.units)
            | Q(checker_post__in=standing.posts)
            | Q(pk__in=called.values("due"))
        )


class Due(models.Model):
    """One occurrence. Late is a question of the date, never a column (promise 3)."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="dues")
    period = models.CharField(_("期次"), max_length=20)  # 2026-09, 2026-H1, once
    period_label = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="dues")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="dues")
    checker_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="checked_dues"
    )
    opens_on = models.DateField(_("开始"))
    due_on = models.DateField(_("到期"))
    raw_due_on = models.DateField()
    baseline_on = models.DateField(
        _("基线")
    )  # the first promise; extensions do not move it
    provisional = models.BooleanField(_("暂定"), default=False)
    calendar_version = models.CharField(max_length=40)
    explanation_zh = models.TextField()
    explanation_en = models.TextField()
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[
            (DueState.OPEN.value, _("办理中")),
            (DueState.CLAIMED.value, _("待核")),
            (DueState.VERIFIED.value, _("已核")),
            (DueState.RETURNED.value, _("退回")),
            (DueState.WAIVED.value, _("免办")),
            (DueState.VOID.value, _("作废")),
        ],
        default=DueState.OPEN.value,
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    claim_note = models.CharField(_("办理说明"), max_length=500, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    check_note = models.CharField(_("核验意见"), max_length=500, blank=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        verbose_name = _("责任事项")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "period"], name="one_due_a_period"),
            # Promise 1, held by the database itself.
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | Q(claimed_by__isnull=True)
                | ~Q(checked_by=F("claimed_by")),
                name="nobody_verifies_their_own_claim",
            ),
            models.CheckConstraint(
                condition=~Q(post=F("checker_post")), name="due_checked_by_another_post"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="due_unit_state"),
            models.Index(fields=["post", "state", "due_on"], name="due_post_state"),
            models.Index(fields=["checker_post", "state"], name="due_checker_state"),
            models.Index(fields=["state", "due_on"], name="due_state_day"),
            # The calendar, the list by unit and the roadmap count every row there is:
            # each finds all it counts in its index and leaves the table alone.
            models.Index(fields=["due_on", "state"], name="due_day_state"),
            models.Index(fields=["unit", "due_on", "state"], name="due_unit_day"),
            models.Index(
                fields=["duty", "state", "due_on", "baseline_on", "opens_on"],
                name="due_duty_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty.code} {self.period}"


class DueMove(models.Model):
    """A due day that moved: from, to and why. The baseline never moves."""

    due = models.ForeignKey(Due, on_delete=models.PROTECT, related_name="moves")
    from_on = models.DateField(_("原到期日"))
    to_on = models.DateField(_("新到期日"))
    cause = models.CharField(
        _("原因"),
        max_length=10,
        choices=[
            ("calendar", _("日历更新")),
            ("extension", _("同意延期")),
            ("edit", _("责任修改")),
        ],
    )
    calendar_before = models.CharField(max_length=40)
    calendar_after = models.CharField(max_length=40)
    moved_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("期限变动")
        ordering = ["-moved_at", "-id"]
        indexes = [models.Index(fields=["cause", "-moved_at"], name="move_cause_time")]

    def __str__(self) -> str:
        return f"{self.due}: {self.from_on} → {self.to_on}"


class Extension(models.Model):
    """A wish for more time, asked before the day and decided by somebody else."""

    due = models.ForeignKey(Due, on_delete=models.PROTECT, related_name="extensions")
    asked_until = models.DateField(_("延至"))
    reason = models.CharField(_("理由"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    was_due_on = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=[
            (AskState.ASKED.value, _("待决定")),
            (AskState.GRANTED.value, _("同意")),
            (AskState.REFUSED.value, _("不同意")),
            (AskState.WITHDRAWN.value, _("撤回")),
        ],
        default=AskState.ASKED.value,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(_("决定说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("延期申请")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["due"],
                condition=Q(state=AskState.ASKED),
                name="one_open_extension",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="nobody_extends_their_own_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due} → {self.asked_until}"


class SupportCall(models.Model):
    """“Needs support”: a question upward, with a clock on the superior's answer."""

    due = models.ForeignKey(Due, on_delete=models.PROTECT, related_name="support_calls")
    question = models.CharField(_("困难"), max_length=1000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    to_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="support_calls"
    )
    answer_due_on = models.DateField(_("答复期限"))
    explanation_zh = models.TextField()
    explanation_en = models.TextField()
    answer = models.CharField(_("答复"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("支持请求")
        ordering = ["answer_due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["due"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_support_call",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="nobody_answers_their_own_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due} ?"
