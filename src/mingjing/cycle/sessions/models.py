from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.sessions.states import SessionKind, SessionState

KINDS = [
    (SessionKind.HEARING.value, _("县委听取汇报")),
    (SessionKind.LEADING_GROUP.value, _("领导小组会议")),
    (SessionKind.COMMITTEE.value, _("党委（党组）会议")),
    (SessionKind.LIFE.value, _("民主生活会、组织生活会")),
    (SessionKind.STUDY.value, _("专题学习")),
    (SessionKind.DEPLOY.value, _("领导部署")),
    (SessionKind.URGE.value, _("领导督办")),
    (SessionKind.TEST.value, _("领导检验成效")),
]
STATES = [
    (SessionState.PLANNED.value, _("待召开")),
    (SessionState.HELD.value, _("已召开，待纪要")),
    (SessionState.MINUTED.value, _("有纪要，待下达")),
    (SessionState.ISSUED.value, _("已下达")),
    (SessionState.CANCELLED.value, _("已取消")),
]
# Glyphs of base/ui that say the same.
GLYPHS = {
    SessionState.PLANNED: "draft",
    SessionState.HELD: "open",
    SessionState.MINUTED: "claimed",
    SessionState.ISSUED: "verified",
    SessionState.CANCELLED: "withdrawn",
}


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, person: Person) -> "SessionQuerySet":
        """The county's hats see all; a unit its own."""
        standing = standing_of(person)
        if not standing.roles - {Role.ADMIN}:
            return self.none()
        if standing.sees_county:
            return self
        return self.filter(unit__in=standing.units)


class Session(models.Model):
    """A meeting or a leader's act. What was said stays in the minutes, under a number."""

    code = models.CharField(_("编号"), max_length=16, unique=True)  # HY-2026-0001
    kind = models.CharField(_("类别"), max_length=14, choices=KINDS)
    title = models.CharField(_("名称"), max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sessions")
    chair_post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        related_name="chaired_sessions",
        verbose_name=_("主持岗位"),
    )
    planned_on = models.DateField(_("计划日期"))
    held_on = models.DateField(_("召开日期"), null=True)
    # Which earlier session's decisions a leader urges or tests.
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("督的是哪次会议"),
    )
    state = models.CharField(
        max_length=10, choices=STATES, default=SessionState.PLANNED.value
    )
    minutes_number = models.CharField(_("纪要文号"), max_length=120, blank=True)
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    minuted_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(_("取消原因"), max_length=500, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # Raised by each change: nobody issues decisions that they did not read.
    version = models.PositiveIntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("会议")
        ordering = ["-planned_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[SessionState.MINUTED, SessionState.ISSUED])
                | ~Q(minutes_number=""),
                name="minuted_under_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.CANCELLED) | ~Q(cancel_reason=""),
                name="session_cancelled_with_reason",
            ),
            # One number, one session of a unit: a basis leads to one place.
            models.UniqueConstraint(
                fields=["unit", "minutes_number"],
                condition=~Q(minutes_number=""),
                name="one_session_a_minutes_number",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "planned_on"], name="session_state_day")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def glyph(self) -> str:
        return GLYPHS[SessionState(self.state)]


class AgendaItem(models.Model):
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="agenda"
    )
    number = models.PositiveIntegerField(_("序号"))
    title = models.CharField(_("议题"), max_length=200)
    # MISSION row 16: yes or no by reference; no hours, no photographs.
    first_topic = models.BooleanField(_("第一议题"), default=False)

    class Meta:
        verbose_name = _("议题")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"], name="one_agenda_number"
            ),
            models.CheckConstraint(
                condition=Q(first_topic=False) | Q(number=1),
                name="the_first_topic_comes_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Decision(models.Model):
    """What was decided: a duty to be, or, with a reason, for information only."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="decisions"
    )
    number = models.PositiveIntegerField(_("序号"))
    text = models.CharField(_("决定事项"), max_length=300)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    checker_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="checked_decisions"
    )
    clock: "models.JSONField[Any, Any]" = models.JSONField(_("期限规则"), null=True)
    ends_on = models.DateField(_("截止"), null=True)
    proof = models.CharField(_("佐证要求"), max_length=300, blank=True)
    minutes = models.PositiveIntegerField(_("预计分钟"), default=30)
    no_duty_reason = models.CharField(_("不立责任的理由"), max_length=300, blank=True)
    duty = models.OneToOneField(
        Duty, on_delete=models.PROTECT, null=True, related_name="decision"
    )

    class Meta:
        verbose_name = _("决定")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"], name="one_decision_number"
            ),
            # Either somebody owes it by a day, or it is said why nobody does.
            models.CheckConstraint(
                condition=Q(
                    post__isnull=False,
                    checker_post__isnull=False,
                    clock__isnull=False,
                    ends_on__isnull=False,
                    no_duty_reason="",
                )
                | (Q(post__isnull=True, duty__isnull=True) & ~Q(no_duty_reason="")),
                name="a_decision_is_owed_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=True) | ~Q(post=F("checker_post")),
                name="decision_checked_by_another_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session.code}-{self.number}"
