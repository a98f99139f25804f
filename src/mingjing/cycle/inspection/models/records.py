"""What visits leave behind: advice, refusals, and the draw that chose their units."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Unit
from mingjing.cycle.inspection.models.programme import Inspection, Visit
from mingjing.cycle.inspection.states import DrawState
from mingjing.cycle.inspection.states.topics import topics
from mingjing.cycle.inspection.states.words import DRAW_STATES, REFUSAL_KINDS

_PERSON = settings.AUTH_USER_MODEL


class HelpNote(models.Model):
    """What the team left behind to help (MISSION row 92): advice, no verdict."""

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, related_name="help_notes"
    )
    topic = models.CharField(_("主题"), max_length=40)
    words = models.TextField(_("指导意见"), max_length=1000)
    written_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("帮助单")
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.visit} {self.topic}"

    @property
    def topic_words(self) -> str:
        found = topics().get(self.topic)
        return found.in_(get_language() or "") if found else self.topic


class Refusal(models.Model):
    """A visit that a unit sent away, or a code that was refused. No harm to the unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="refusals")
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, related_name="refusals"
    )
    kind = models.CharField(_("原因"), max_length=14, choices=REFUSAL_KINDS)
    shown_code = models.CharField(_("出示的编码"), max_length=40, blank=True)
    # An organ's name, no person's: who came is for the organ to answer.
    who_came = models.CharField(_("来访单位"), max_length=120, blank=True)
    words = models.CharField(_("经过"), max_length=500, blank=True)
    refused_on = models.DateField(_("日期"))
    refused_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField()

    class Meta:
        verbose_name = _("拒绝记录")
        ordering = ["-refused_at", "-id"]

    def __str__(self) -> str:
        return f"{self.unit} {self.refused_on}"


class Draw(models.Model):
    """Two people and a list: which units are visited, so that anybody can recompute it."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="draws"
    )
    candidates = models.JSONField()  # [[number, unit id, name], …] in order
    list_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField(_("抽取数"))
    state = models.CharField(
        max_length=10,
        choices=DRAW_STATES,
        default=DrawState.COMMITTED.value,
    )
    commitment = models.CharField(_("种子承诺"), max_length=64)
    committed_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, related_name="+"
    )
    committed_at = models.DateTimeField()
    answer = models.CharField(_("应答"), max_length=200, blank=True)
    answered_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    # Kept by its owner until it is revealed: the site stores the commitment only.
    seed = models.CharField(_("种子"), max_length=200, blank=True)
    drawn = models.JSONField(null=True)  # numbers, in the order drawn
    revealed_at = models.DateTimeField(null=True)
    abandoned_reason = models.CharField(_("作废理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("抽取")
        ordering = ["-committed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | ~Q(answered_by=F("committed_by")),
                name="a_draw_takes_two",
            ),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=~Q(state=DrawState.ABANDONED),
                name="one_draw_an_inspection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection} {self.commitment[:8]}"

    @property
    def pairs(self) -> list[tuple[int, str]]:
        return [(number, name) for number, _unit, name in self.candidates]
