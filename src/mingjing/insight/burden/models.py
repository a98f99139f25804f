from django.db import models
from django.utils.translation import gettext_lazy as _

from mingjing.insight.burden.states import Reason


class Press(models.Model):
    """How often a request was called a burden in a month.

    A counter, and no rows behind it: what is not kept cannot be asked for later.
    """

    about = models.CharField(_("事由"), max_length=80)  # measure:12, fact:GIO-…, duty:5
    month = models.DateField(_("月份"))
    reason = models.CharField(
        _("原因"),
        max_length=10,
        choices=[
            (Reason.TWICE.value, _("同一件事已经报过")),
            (Reason.OFTEN.value, _("报得太勤")),
            (Reason.UNREAD.value, _("报了没人看、没人用")),
            (Reason.PROOF.value, _("要的佐证比事情本身还费时")),
            (Reason.UNCLEAR.value, _("不清楚要什么")),
        ],
    )
    count = models.PositiveIntegerField(_("次数"), default=0)

    class Meta:
        verbose_name = _("负担反映")
        ordering = ["-month", "about", "reason"]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "month", "reason"], name="one_counter_of_presses"
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.month:%Y-%m} {self.reason}: {self.count}"
