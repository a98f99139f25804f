"""The programme, what stands in it, who goes and to whom."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.inspection.states import (
    InspectionState,
    ProgrammeState,
    VisitState,
)
from mingjing.cycle.inspection.states.codes import shown
from mingjing.cycle.inspection.states.topics import Topic, topics
from mingjing.cycle.inspection.states.words import (
    INSPECTION_GLYPHS,
    INSPECTION_STATES,
    KINDS,
    PROGRAMME_GLYPHS,
    PROGRAMME_STATES,
    VISIT_GLYPHS,
    VISIT_STATES,
)

_PERSON = settings.AUTH_USER_MODEL


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, person: Person) -> "ProgrammeQuerySet":
        """What is approved is known to all; what is in work to the county's hats."""
        standing = standing_of(person)
        if not standing.roles - {Role.ADMIN}:
            return self.none()
        if standing.sees_county:
            return self
        return self.filter(state__in=[ProgrammeState.APPROVED, ProgrammeState.AMENDED])


class Programme(models.Model):
    """One version of a year's plan of inspections (政府督查工作条例 第十五条)."""

    year = models.PositiveIntegerField(_("年度"))
    version = models.PositiveIntegerField(_("版本"), default=1)
    title = models.CharField(_("名称"), max_length=120)
    reason = models.CharField(_("调整理由"), max_length=500, blank=True)
    state = models.CharField(
        max_length=10,
        choices=PROGRAMME_STATES,
        default=ProgrammeState.DRAFT.value,
    )
    drafted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    returned_note = models.CharField(_("退回意见"), max_length=500, blank=True)
    approved_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    # What the approver said to the clashes that stood on the page.
    approval_note = models.CharField(_("批准意见"), max_length=500, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查计划")
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "version"], name="one_programme_version"
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state__in=[ProgrammeState.DRAFT, ProgrammeState.SUBMITTED]),
                name="one_programme_in_work",
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state=ProgrammeState.APPROVED),
                name="one_programme_in_force",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("submitted_by")) & ~Q(approved_by=F("drafted_by"))),
                name="nobody_approves_their_own_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.year}.{self.version}）"

    @property
    def glyph(self) -> str:
        return PROGRAMME_GLYPHS[ProgrammeState(self.state)]


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, person: Person) -> "InspectionQuerySet":
        """The county's hats all; the team its own; a unit what it was told of or met."""
        standing = standing_of(person)
        if not standing.roles - {Role.ADMIN}:
            return self.none()
        if standing.sees_county:
            return self
        visits = Visit.objects.filter(
            inspection=OuterRef("pk"), unit__in=standing.units
        )
        # A visit without notice is known to the unit once it stands at the door.
        told = Q(notified_at__isnull=False) & Exists(visits)
        refused = Inspection.objects.filter(refusals__unit__in=standing.units)
        met = Exists(visits.exclude(arrived_on=None)) | (
            Exists(visits) & Q(pk__in=refused.values("pk"))
        )
        ours = Exists(Member.objects.filter(inspection=OuterRef("pk"), person=person))
        running = Q(run_by__in=standing.units)
        return self.filter(told | met | ours | running)


class Inspection(models.Model):
    """A matter looked into at named units within a window, scope locked at approval."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="inspections"
    )
    # Empty until the programme is approved: nothing runs without it (promise 4).
    code = models.CharField(  # noqa: DJ001 -- many have none yet; the others are unique
        _("编码"), max_length=8, null=True, unique=True
    )
    matter = models.CharField(_("督查事项"), max_length=120)
    kind = models.CharField(_("类别"), max_length=12, choices=KINDS)
    basis = models.CharField(_("依据"), max_length=300)
    goal = models.CharField(_("目的"), max_length=300)
    run_by = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="run_inspections",
        verbose_name=_("承担单位"),
    )
    # 第七条: 县级以上人民政府所属部门未经本级人民政府指定，不得开展政府督查。
    designation = models.CharField(_("指定文号"), max_length=120, blank=True)
    comprehensive = models.BooleanField(_("综合性检查"), default=False)
    scope = models.JSONField(_("范围"))  # topic codes
    period_from = models.DateField(_("检查时段起"))
    period_to = models.DateField(_("检查时段止"))
    opens_on = models.DateField(_("入户起"))
    closes_on = models.DateField(_("入户止"))
    state = models.CharField(
        max_length=14,
        choices=INSPECTION_STATES,
        default=InspectionState.PROPOSED.value,
    )
    units = models.ManyToManyField(Unit, through="Visit", related_name="inspections")
    team = models.ManyToManyField(Person, through="Member", related_name="+")
    proposed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    # Raised by each edit, so that nobody moves on from words they did not read.
    version = models.PositiveIntegerField(default=1)
    # A later version of the programme that takes it out, once that is approved.
    dropped_in = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, related_name="drops"
    )
    drop_reason = models.CharField(_("取消理由"), max_length=500, blank=True)
    notified_at = models.DateTimeField(null=True)
    notified_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )
    conclusion = models.TextField(_("督查结论"), max_length=2000, blank=True)
    concluded_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True)
    fed_back_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )
    fed_back_at = models.DateTimeField(null=True)
    # Until when a review can be asked for (第十七条), as it was told to the units.
    review_until = models.DateField(_("可申请复核至"), null=True)
    review_explanation_zh = models.TextField(blank=True)
    review_explanation_en = models.TextField(blank=True)
    review_provisional = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查")
        ordering = ["opens_on", "id"]
        constraints = [
            # Promise 4, held by the database itself.
            models.CheckConstraint(
                condition=Q(state=InspectionState.PROPOSED)
                | Q(state=InspectionState.DROPPED)
                | Q(code__isnull=False),
                name="nothing_runs_without_a_code",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="inspection_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="inspection_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(fed_back_by__isnull=True)
                | ~Q(fed_back_by=F("concluded_by")),
                name="nobody_releases_their_own_conclusion",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "opens_on"], name="inspection_state_day")
        ]

    def __str__(self) -> str:
        return f"{self.shown_code} {self.matter}".strip()

    @property
    def glyph(self) -> str:
        return INSPECTION_GLYPHS[InspectionState(self.state)]

    @property
    def shown_code(self) -> str:
        return shown(self.code or "")

    @property
    def topics(self) -> list[Topic]:
        return [topics()[code] for code in self.scope if code in topics()]

    @property
    def scope_words(self) -> list[str]:
        return [each.in_(get_language() or "") for each in self.topics]


class Member(models.Model):
    """One of the team. Who leads it answers for it (第八条)."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="members"
    )
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    leads = models.BooleanField(_("组长"), default=False)

    class Meta:
        verbose_name = _("检查组成员")
        ordering = ["-leads", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "person"], name="one_member_once"
            ),
            models.UniqueConstraint(
                fields=["inspection"], condition=Q(leads=True), name="one_team_leader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"


class Visit(models.Model):
    """One unit of an inspection: planned, arrived, or not made."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="visits"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="visits")
    state = models.CharField(
        max_length=10,
        choices=VISIT_STATES,
        default=VisitState.PLANNED.value,
    )
    drawn = models.BooleanField(_("抽取"), default=False)
    arrived_on = models.DateField(_("到访日期"), null=True)
    admitted_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Which of the team the unit saw at its door.
    came = models.ManyToManyField(Member, related_name="visits")
    # The unit has read the conclusion and asks for no review.
    agreed_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("到访")
        ordering = ["unit__rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "unit"], name="one_visit_a_unit"
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.ARRIVED) | Q(arrived_on__isnull=False),
                name="arrived_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} · {self.unit}"

    @property
    def glyph(self) -> str:
        return VISIT_GLYPHS[VisitState(self.state)]
