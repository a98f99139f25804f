from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.files.models import StoredFile
from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Due
from mingjing.cycle.evidence.states import EvidenceKind, EvidenceState


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, person: Person) -> "EvidenceQuerySet":
        """The unit itself, and whoever may see a due that it proves.

        Conditions, not joins: a list counts uses beside it.
        """
        standing = standing_of(person)
        if standing.sees_county:
            return self
        if not standing.roles - {Role.ADMIN}:
            return self.none()
        served = Due.objects.visible_to(person).filter(uses__evidence=OuterRef("pk"))
        return self.filter(Q(unit__in=standing.units) | Exists(served))


class Evidence(models.Model):
    """One proof; it may serve many dues, so that nobody is asked twice."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(
        max_length=10,
        choices=[
            (EvidenceKind.DOCUMENT.value, _("文号")),
            (EvidenceKind.PAGE.value, _("公开网页")),
            (EvidenceKind.SYSTEM.value, _("系统记录")),
            (EvidenceKind.MINUTE.value, _("会议纪要")),
            (EvidenceKind.FILE.value, _("文件")),
        ],
    )
    pointer = models.CharField(_("文号、网址或编号"), max_length=500, blank=True)
    title = models.CharField(_("名称"), max_length=300, blank=True)
    dated_on = models.DateField(_("日期"), null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sensitivity = models.CharField(
        max_length=10,
        choices=[("open", _("可公开")), ("internal", _("内部"))],
        default="internal",
    )
    keep_until = models.DateField(_("保存至"))
    state = models.CharField(
        max_length=10,
        choices=[
            (EvidenceState.ATTACHED.value, _("已附")),
            (EvidenceState.ACCEPTED.value, _("已采信")),
            (EvidenceState.RETURNED.value, _("退回")),
            (EvidenceState.WITHDRAWN.value, _("撤回")),
        ],
        default=EvidenceState.ATTACHED.value,
    )
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    attached_at = models.DateTimeField()
    dues = models.ManyToManyField(Due, through="Use", related_name="evidence")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("佐证")
        ordering = ["-attached_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FILE, file__isnull=False)
                | (~Q(kind=EvidenceKind.FILE) & ~Q(pointer="")),
                name="evidence_points_or_holds",
            ),
            # Only what a browser opens as a page ever becomes a link.
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.PAGE)
                | Q(pointer__startswith="https://")
                | Q(pointer__startswith="http://"),
                name="evidence_page_is_a_page",
            ),
            # Registered once, used many times.
            models.UniqueConstraint(
                fields=["unit", "pointer"],
                condition=~Q(pointer="") & ~Q(state=EvidenceState.WITHDRAWN),
                name="evidence_registered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.pointer or self.title


class Use(models.Model):
    """One evidence serving one due, until it is returned or another takes its place."""

    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, related_name="uses"
    )
    due = models.ForeignKey(Due, on_delete=models.PROTECT, related_name="uses")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("佐证使用")
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "due"], name="evidence_used_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence} → {self.due}"
