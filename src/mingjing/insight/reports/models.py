from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.insight.reports.states import ReportState


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person: Person) -> "ReportQuerySet":
        """The county's hats; a unit reads its own facts on a page of their own."""
        return self if standing_of(person).sees_county else self.none()


class Report(models.Model):
    """What the county committee hears each half-year: numbers, frozen with their rows.

    A correction is a further number of the same period; nothing is overwritten.
    """

    period = models.CharField(_("期间"), max_length=7)  # 2026-H2
    number = models.PositiveIntegerField(_("稿次"))
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))
    as_of = models.DateField(_("截至"))
    # [{"key": "late", "kind": "due", "ids": [3, 7]}, …] in the order of the sections
    figures = models.JSONField(_("数字"))
    data_hash = models.CharField(_("数据指纹"), max_length=64)
    state = models.CharField(
        max_length=10,
        choices=[
            (ReportState.COMPILED.value, _("汇总稿")),
            (ReportState.ISSUED.value, _("已定稿")),
        ],
        default=ReportState.COMPILED.value,
    )
    compiled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    compiled_at = models.DateTimeField(_("汇总时间"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField(_("定稿时间"), null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("半年报告")
        ordering = ["-period", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "number"], name="one_report_a_number"
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("compiled_by")),
                name="nobody_issues_the_report_they_compiled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} #{self.number}"

    @property
    def half(self) -> str:
        """2026年上半年: the period as one says it."""
        told = (
            _("%(year)s年上半年") if self.period[5:] == "H1" else _("%(year)s年下半年")
        )
        return str(told) % {"year": self.period[:4]}
