from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.findings.states import FindingState, Point, Severity, SourceKind
from mingjing.cycle.findings.states.categories import Category, categories
from mingjing.cycle.inspection.models import Inspection
from mingjing.cycle.plan.models import Measure

SEVERITIES = [
    (Severity.MINOR.value, _("轻微")),
    (Severity.ORDINARY.value, _("一般")),
    (Severity.SERIOUS.value, _("较重")),
    (Severity.GRAVE.value, _("严重")),
]
# What each word means; whoever chooses one reads it, and so does whoever is told.
SEVERITY_MEANS = {
    Severity.MINOR: _("当场可以改正，没有造成后果。"),
    Severity.ORDINARY: _("要花时间整改，影响只在本单位内部。"),
    Severity.SERIOUS: _("违反法律或纪律的明文规定，或者影响到群众、企业的具体利益。"),
    Severity.GRAVE: _(
        "造成损失或者恶劣影响，或者整改之后又发生；涉嫌职务违法犯罪的另行移送。"
    ),
}
SOURCE_KINDS = [
    (SourceKind.SELF_CHECK.value, _("单位自查")),
    (SourceKind.INSPECTION.value, _("督导检查")),
    (SourceKind.SESSION.value, _("会议")),
    (SourceKind.AUDIT.value, _("审计")),
    (SourceKind.DISCIPLINE.value, _("纪检监察")),
    (SourceKind.PRESS.value, _("媒体")),
]
POINTS = [
    (Point.FACTS.value, _("事实")),
    (Point.LAW.value, _("依据")),
    (Point.CATEGORY.value, _("分类")),
    (Point.SEVERITY.value, _("程度")),
    (Point.OTHER.value, _("其他")),
]


class Look(NamedTuple):
    """A status as pages show it: a glyph of base/ui, and this room's own word."""

    glyph: str
    word: str | Promise


LOOKS: dict[str, Look] = {
    "draft": Look("draft", _("草稿")),
    "notified": Look("asked", _("待单位答复")),
    "no_reply": Look("soon", _("到期未答复")),
    "accepted": Look("open", _("单位认可，待确认")),
    "objected": Look("objected", _("单位有异议，待确认")),
    "confirmed": Look("offered", _("已确认，待定整改")),
    "curing": Look("open", _("整改中")),
    "cure_late": Look("late", _("整改逾期")),
    "claimed": Look("claimed", _("报称已整改，待复查")),
    "rechecked": Look("checked", _("复查通过，待销号")),
    "watched": Look("held", _("已销号，回看期")),
    "closed": Look("verified", _("办结")),
    "relapsed": Look("returned", _("复发")),
    "withdrawn": Look("withdrawn", _("已撤销")),
}


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, person: Person) -> "FindingQuerySet":
        """The county's hats see all but a stranger's draft; a unit what it was told.

        Whoever opened it or brought a source sees it too: an inspector nothing else.
        """
        standing = standing_of(person)
        if not standing.roles - {Role.ADMIN}:
            return self.none()
        brought = FindingSource.objects.filter(finding=OuterRef("pk"), added_by=person)
        mine = Q(opened_by=person) | Exists(brought)
        # A draft is nobody's business but its writer's and the office's, who weighs it.
        if standing.roles & {Role.OFFICE, Role.DISCIPLINE}:
            return self
        told = Q(notified_at__isnull=False)
        if standing.sees_county:
            return self.filter(told | mine)
        return self.filter(mine | (Q(unit__in=standing.units) & told))


class Finding(models.Model):
    """A fault that somebody says there is; it counts once it is confirmed."""

    code = models.CharField(_("编号"), max_length=16, unique=True)  # WT-2026-0001
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="findings")
    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        related_name="findings",
        verbose_name=_("责任岗位"),
    )
    title = models.CharField(_("问题"), max_length=120)
    category = models.CharField(_("分类"), max_length=40, db_index=True)
    severity = models.CharField(_("程度"), max_length=10, choices=SEVERITIES)
    facts = models.TextField(_("事实"), max_length=2000)
    law = models.CharField(_("违反的规定"), max_length=300)
    fact = models.CharField(_("法定依据编号"), max_length=60, blank=True)
    found_on = models.DateField(_("发现日期"))
    duty = models.ForeignKey(
        Duty, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
    )
    # Found by the unit itself before anybody else: shown beside it wherever it stands.
    self_reported = models.BooleanField(_("自查发现"), default=False)
    state = models.CharField(
        max_length=10,
        choices=[
            (each.value, LOOKS.get(each, LOOKS["watched"]).word)
            for each in FindingState
        ],
        default=FindingState.DRAFT.value,
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()

    notified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    notified_at = models.DateTimeField(null=True)
    reply_due_on = models.DateField(_("答复期限"), null=True)
    reply_provisional = models.BooleanField(default=False)
    reply_explanation_zh = models.TextField(blank=True)
    reply_explanation_en = models.TextField(blank=True)
    calendar_version = models.CharField(max_length=40, blank=True)

    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    confirm_note = models.CharField(_("确认意见"), max_length=1000, blank=True)

    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(_("撤销理由"), max_length=1000, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )

    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True)
    sign_off_note = models.CharField(_("销号意见"), max_length=1000, blank=True)
    watch_until = models.DateField(_("回看至"), null=True)
    relapse_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="relapses"
    )
    # An appeal is open: shown here; the appeal itself is a later room's.
    contested_on = models.DateField(null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("问题")
        ordering = ["-found_on", "-id"]
        constraints = [
            # Promise 1, held by the database itself.
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("opened_by")),
                name="nobody_confirms_their_own_finding",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by__isnull=True)
                | ~Q(signed_off_by=F("opened_by")),
                name="nobody_signs_off_their_own_finding",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="finding_withdrawn_with_reason",
            ),
            # Promise 7: nothing is established that was not told and could be answered.
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(notified_at__isnull=False),
                name="finding_told_before_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="finding_unit_state"),
            models.Index(fields=["state", "found_on"], name="finding_state_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def look(self) -> Look:
        """Of the day it was asked for (queries.with_status), else of the bare state."""
        shown: str = getattr(self, "status", self.state)
        return LOOKS.get(shown) or LOOKS["watched"]

    @property
    def category_word(self) -> str:
        return category_name(self.category)

    @property
    def facts_mark(self) -> str:
        """Short for the words as they stand: a page says which words it showed."""
        words = f"{self.title}|{self.facts}|{self.category}|{self.severity}|{self.law}"
        return sha256(words.encode()).hexdigest()[:16]

    @property
    def severity_means(self) -> str | Promise:
        return SEVERITY_MEANS[Severity(self.severity)]


def english() -> bool:
    return (get_language() or "").startswith("en")


def category_name(code: str) -> str:
    found: Category | None = categories().get(code)
    if found is None:
        return code
    return found.en if english() else found.zh


class FindingSource(models.Model):
    """Where it was found. The same fault from two sources is one finding with two."""

    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, related_name="sources"
    )
    kind = models.CharField(_("来源"), max_length=12, choices=SOURCE_KINDS)
    pointer = models.CharField(_("文号或编号"), max_length=300)
    said_on = models.DateField(_("日期"))
    # Promise 4: what an inspection found stands under its place in the programme.
    inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings_of",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("问题来源")
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "kind", "pointer"], name="one_source_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=SourceKind.INSPECTION, inspection__isnull=False)
                | (~Q(kind=SourceKind.INSPECTION) & Q(inspection__isnull=True)),
                name="inspection_source_has_its_inspection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pointer}"


class Reply(models.Model):
    """What the unit says, once, at the place where the claim stands (promise 7)."""

    finding = models.OneToOneField(
        Finding, on_delete=models.PROTECT, related_name="reply"
    )
    accepts = models.BooleanField()
    words = models.TextField(_("说明"), max_length=2000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    was_late = models.BooleanField()

    class Meta:
        verbose_name = _("单位答复")

    def __str__(self) -> str:
        return f"{self.finding.code} {self.at:%Y-%m-%d}"


class Objection(models.Model):
    """One point of a reply, and the answer that the confirmer owes it."""

    reply = models.ForeignKey(
        Reply, on_delete=models.PROTECT, related_name="objections"
    )
    point = models.CharField(max_length=10, choices=POINTS)
    words = models.TextField(_("异议"), max_length=2000)
    answer = models.TextField(_("对异议的答复"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("异议")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "point"], name="one_point_once")
        ]

    def __str__(self) -> str:
        return f"{self.reply} {self.point}"


class Amendment(models.Model):
    """A claim that was corrected: before, after, why. It stays where the claim stood."""

    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, related_name="amendments"
    )
    fields = models.JSONField()  # {"severity": ["serious", "minor"]}
    cause = models.CharField(
        max_length=10, choices=[("reply", _("采纳单位异议")), ("appeal", _("申诉变更"))]
    )
    reason = models.CharField(_("理由"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("问题变更")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.finding.code} {self.at:%Y-%m-%d}"


class Cure(models.Model):
    """What will be done, until when, how it shows; why it happened; which rule changes."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="cures")
    what = models.CharField(_("整改措施"), max_length=300)
    until_on = models.DateField(_("完成时限"))
    proof = models.CharField(_("怎样证明"), max_length=300)
    root_cause = models.TextField(_("原因"), max_length=1000)
    # MISSION row 66: closed only with a rule changed, or the reason why none.
    rule_change = models.CharField(_("制度怎样改"), max_length=500, blank=True)
    no_change_reason = models.CharField(_("不改制度的理由"), max_length=500, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    duty = models.OneToOneField(
        Duty, on_delete=models.PROTECT, null=True, related_name="cure"
    )
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    returned_note = models.CharField(_("退回意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("整改")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rule_change="") | ~Q(no_change_reason=""),
                name="cure_changes_a_rule_or_says_why_not",
            ),
            # A plan waits for its answer, or has one: never two waiting.
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(returned_by__isnull=True),
                name="one_living_cure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding.code} → {self.until_on}"
