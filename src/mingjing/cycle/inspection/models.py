from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.inspection.states import (
    DrawState,
    InspectionState,
    ProgrammeState,
    VisitState,
)
from mingjing.cycle.inspection.states.codes import shown
from mingjing.cycle.inspection.states.topics import Topic, topics
from mingjing.cycle.inspection.states.words import (
    DRAW_STATES,
    INSPECTION_STATES,
    KINDS,
    PROGRAMME_STATES,
    REFUSAL_KINDS,
    VISIT_STATES,
)

_PERSON = settings.AUTH_USER_MODEL


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
        refused = Refusal.objects.filter(
            inspection=OuterRef("pk"), unit__in=standing.units
        )
        met = Exists(visits.exclude(arrived_on=None)) | (
            Exists(visits) & Exists(refused)
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


class HelpNote(models.Model):
    """What the team left behind to help (MISSION row 92): advice, no verdict."""

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, related_name="help_notes"
    )
    topic = models.CharField(_("主题"), max_length=40)
    words = models.TextField(_("指导意见"), max_length=1000)
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("帮助单")
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.visit} {self.topic}"

    @property
    def topic_words(self) -> str:
        found = topics().get(self.topic)
        return found.in_(get_language() or "") if found else self.topic


class Refusal(models.Model):
    """A visit that a unit sent away, or a code that was refused. No harm to the unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="refusals")
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, related_name="refusals"
    )
    kind = models.CharField(_("原因"), max_length=14, choices=REFUSAL_KINDS)
    shown_code = models.CharField(_("出示的编码"), max_length=40, blank=True)
    # An organ's name, no person's: who came is for the organ to answer.
    who_came = models.CharField(_("来访单位"), max_length=120, blank=True)
    words = models.CharField(_("经过"), max_length=500, blank=True)
    refused_on = models.DateField(_("日期"))
    refused_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField()

    class Meta:
        verbose_name = _("拒绝记录")
        ordering = ["-refused_at", "-id"]

    def __str__(self) -> str:
        return f"{self.unit} {self.refused_on}"


class Draw(models.Model):
    """Two people and a list: which units are visited, so that anybody can recompute it."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="draws"
    )
    candidates = models.JSONField()  # [[number, unit id, name], …] in order
    list_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField(_("抽取数"))
    state = models.CharField(
        max_length=10,
        choices=DRAW_STATES,
        default=DrawState.COMMITTED.value,
    )
    commitment = models.CharField(_("种子承诺"), max_length=64)
    committed_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, related_name="+"
    )
    committed_at = models.DateTimeField()
    answer = models.CharField(_("应答"), max_length=200, blank=True)
    answered_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    # Kept by its owner until it is revealed: the site stores the commitment only.
    seed = models.CharField(_("种子"), max_length=200, blank=True)
    drawn = models.JSONField(null=True)  # numbers, in the order drawn
    revealed_at = models.DateTimeField(null=True)
    abandoned_reason = models.CharField(_("作废理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("抽取")
        ordering = ["-committed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | ~Q(answered_by=F("committed_by")),
                name="a_draw_takes_two",
            ),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=~Q(state=DrawState.ABANDONED),
                name="one_draw_an_inspection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection} {self.commitment[:8]}"

    @property
    def pairs(self) -> list[tuple[int, str]]:
        return [(number, name) for number, _unit, name in self.candidates]
