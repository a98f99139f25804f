from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One file by content: the same bytes twice are one row and one file."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    name = models.CharField(_("原文件名"), max_length=200)
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("文件")

    def __str__(self) -> str:
        return self.name
