from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LogKey(models.Model):
    """A key that signed, or signs, the heads. Old ones stay: old receipts need them."""

    verifier = models.CharField(max_length=300, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.verifier


class Checkpoint(models.Model):
    """A signed head. Triggers refuse to change or delete one, or to add a smaller."""

    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()  # of the tree of that size: the next one grows it
    origin = models.CharField(max_length=255)
    note = models.BinaryField()  # as the log signed it, without cosignatures
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("见证点")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "size"], name="one_head_a_size")
        ]
        indexes = [models.Index(fields=["size"], name="head_by_size")]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class Cosignature(models.Model):
    """A witness saw this head and that it continues the last one it saw."""

    checkpoint = models.ForeignKey(
        Checkpoint, on_delete=models.PROTECT, related_name="cosignatures"
    )
    verifier = models.CharField(max_length=4096)
    name = models.CharField(max_length=255)
    line = models.TextField()
    seen_at = models.DateTimeField()  # the witness's own clock

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "verifier"], name="a_witness_signs_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.checkpoint_id}"


class Recovery(models.Model):
    """The record was not what an outside head says; two people say how it goes on."""

    class Fault(models.TextChoices):
        SHORTER = "shorter", _("比外面的见证点短")
        OTHER = "other", _("与外面的见证点不同")

    opened_at = models.DateTimeField()
    fault = models.CharField(max_length=10, choices=Fault.choices)
    outside = models.BinaryField()  # the outside head, a signed note
    outside_size = models.PositiveBigIntegerField()
    found_size = models.PositiveBigIntegerField()
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    first_at = models.DateTimeField(null=True)
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    ended_at = models.DateTimeField(null=True)
    # The entries could not be brought back: the log goes on under a new origin, for
    # one that was signed can never be taken back.
    left_gap = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by__isnull=True)
                | ~Q(second_by=models.F("first_by")),
                name="two_people_reopen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fault} {self.found_size}/{self.outside_size}"
