from django.conf import settings
from django.db import models


class Head(models.Model):
    """Size and frontier of the tree: the one row that every append locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")
    # The record was found shorter than, or other than, an outside checkpoint: nothing
    # is added until two people decided how it goes on (base/ledger).
    closed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_head_only")
        ]

    def __str__(self) -> str:
        return f"head of {self.size}"


class Entry(models.Model):
    """One thing that happened. Written by record(); triggers refuse any change."""

    index = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60, db_index=True)
    happened_at = models.DateTimeField(db_index=True)
    subject = models.CharField(max_length=60, db_index=True)
    body = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["index"]

    def __str__(self) -> str:
        return f"#{self.index} {self.kind}"


class Opening(models.Model):
    """Words and salt behind one commitment of an entry; may lawfully be deleted."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="openings")
    field = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=16)
    value = models.TextField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "field"], name="one_opening")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.field}"
