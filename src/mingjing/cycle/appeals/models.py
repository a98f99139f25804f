from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.appeals.states import DECIDED, AppealState
from mingjing.cycle.findings.models import Look

LOOKS: dict[str, Look] = {
    "filed": Look("asked", _("待受理")),
    "accepted": Look("open", _("复核中")),
    "decide_late": Look("late", _("复核逾期")),
    "refused": Look("refused", _("不予受理")),
    "withdrawn": Look("withdrawn", _("申诉人撤回")),
    "upheld": Look("verified", _("维持")),
    "varied": Look("checked", _("变更")),
    "revoked": Look("verified", _("撤销原认定")),
}
KINDS = [
    ("finding", _("问题认定")),
    ("due", _("逾期标记")),
    ("return", _("佐证退回")),
]


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, person: Person) -> "AppealQuerySet":
        """The county's hats, the unit that filed, and whoever decides."""
        standing = standing_of(person)
        if standing.sees_county:
            return self
        if not standing.roles - {Role.ADMIN}:
            return self.none()
        return self.filter(Q(unit__in=standing.units) | Q(decider=person))


class Appeal(models.Model):
    """Against one act, once. ``kind`` says which adapter knows what ``subject`` is."""

    code = models.CharField(_("编号"), max_length=16, unique=True)  # SS-2026-0001
    kind = models.CharField(_("申诉事项"), max_length=10, choices=KINDS)
    subject = models.PositiveBigIntegerField()
    # One appeal per act, for ever: "finding:12", "return:5@2026-09-10T02:00".
    act = models.CharField(max_length=80, unique=True)
    title = models.CharField(_("标题"), max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appeals")
    ground = models.TextField(_("申诉理由"), max_length=3000)
    late_reason = models.CharField(_("超期理由"), max_length=1000, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(each.value, LOOKS[each].word) for each in AppealState],
        default=AppealState.FILED.value,
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    filed_at = models.DateTimeField()
    noticed_on = models.DateField(_("得知之日"))
    file_due_on = models.DateField(_("申诉期限"))
    file_explanation_zh = models.TextField()
    file_explanation_en = models.TextField()
    was_late = models.BooleanField()
    decide_due_on = models.DateField(_("决定期限"))
    decide_provisional = models.BooleanField(default=False)
    decide_explanation_zh = models.TextField()
    decide_explanation_en = models.TextField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="appeals_to_decide",
    )
    # Why it was refused, or what was decided: the answer that stands beside the ground.
    reasons = models.TextField(_("决定理由"), max_length=3000, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("申诉")
        ordering = ["-filed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("filed_by")),
                name="nobody_decides_their_own_appeal",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED)
                | (Q(ended_by=F("decider")) & ~Q(reasons="")),
                name="appeal_decided_by_its_decider_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppealState.REFUSED)
                | (Q(was_late=True) & ~Q(reasons="")),
                name="appeal_refused_only_as_late",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject"], name="appeal_subject"),
            models.Index(fields=["state", "decide_due_on"], name="appeal_state_day"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def look(self) -> Look:
        shown: str = getattr(self, "status", self.state)
        return LOOKS[shown]
