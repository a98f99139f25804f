from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """One's own name for a question to the board: its filters, and nothing else.

    Not in the record: the record holds what the programme did to somebody, so that
    anyone can check it, for ever. A bookmark does nothing to anybody; kept there, it
    would tell what a person looks at, and for longer than that person wants it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views"
    )
    name = models.CharField(_("名称"), max_length=20)
    # Written by BoardFilter.kept alone: known filters of this site, never an address.
    query = models.TextField()
    named_at = models.DateTimeField()

    class Meta:
        verbose_name = _("我的视图")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_view_a_name")
        ]

    def __str__(self) -> str:
        return self.name
