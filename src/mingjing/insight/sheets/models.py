from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person
from mingjing.insight.sheets.states import SheetState


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, person: Person) -> "SheetQuerySet":
        """Whoever sent it: what is not yet done is nobody else's business."""
        return self.filter(by=person)


class Sheet(models.Model):
    """A file that came back. Of it only the rows are kept that say something new.

    A row leaves as soon as it is done: when none is left, nothing of the file is.
    """

    # Of what was read in it: a file that was only saved once more is the same.
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("文件"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(_("收到"))
    # [{"sheet": "list", "row": 7, "key": "ZR-0003", "version": 2, "hidden": false,
    #   "given": {"proof": "公布网页"}}, …]: the cells that differ from what went out
    rows = models.JSONField()
    same_rows = models.PositiveIntegerField(_("没有变化的行"))
    unread_heads = models.JSONField(_("没有读的列"), default=list)
    edited = models.PositiveIntegerField(default=0)
    drafted = models.PositiveIntegerField(default=0)
    proven = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=10,
        choices=[
            (SheetState.RECEIVED.value, _("待核对")),
            (SheetState.DONE.value, _("已办完")),
            (SheetState.SET_ASIDE.value, _("已放弃")),
        ],
        default=SheetState.RECEIVED.value,
    )

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("Excel 清单")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "sha256"],
                condition=Q(state=SheetState.RECEIVED),
                name="one_open_sheet_of_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.name
