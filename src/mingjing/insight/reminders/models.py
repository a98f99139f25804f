from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Feed(models.Model):
    """A secret address from which a calendar fetches one person's dues.

    Only the address's fingerprint is kept: who reads the database cannot fetch.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feeds"
    )
    fingerprint = models.CharField(max_length=64, unique=True)
    english = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("订阅地址")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_at__isnull=True),
                name="one_open_feed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.opened_at:%Y-%m-%d}"


class Digest(models.Model):
    """Somebody wants a mail on working days on which something waits."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digest"
    )
    wanted = models.BooleanField(_("每日邮件"))
    english = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("每日邮件")

    def __str__(self) -> str:
        return f"{self.person}: {self.wanted}"
