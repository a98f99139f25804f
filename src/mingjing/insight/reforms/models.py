from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Person
from mingjing.cycle.duties.models import Duty
from mingjing.insight.approvals.models import Item
from mingjing.insight.reforms.states import (
    EFFECT_AFTER_DAYS,
    Kind,
    ReformState,
    Verdict,
)

VERDICTS = [
    (Verdict.ADOPTED.value, _("采纳")),
    (Verdict.PARTLY.value, _("部分采纳")),
    (Verdict.DECLINED.value, _("不采纳")),
]
KINDS = [
    (Kind.CANCELLED.value, _("取消环节")),
    (Kind.MERGED.value, _("合并环节")),
    (Kind.DELEGATED.value, _("下放")),
    (Kind.FASTER.value, _("压缩时限")),
]


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, person: Person) -> "SuggestionQuerySet":
        """Whoever sees the item sees what is said of it."""
        return self.filter(item__in=Item.objects.visible_to(person))


class Suggestion(models.Model):
    """Somebody says that a step adds nothing. No name, no address, no account.

    Whoever sent it finds the answer by a receipt of which only the hash is kept.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="suggestions")
    step = models.CharField(_("环节"), max_length=100)
    text = models.TextField(_("为什么可以取消"), max_length=500)
    receipt_sha256 = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("收到"))
    answer_due_on = models.DateField(_("答复期限"))
    verdict = models.CharField(
        _("结果"),
        max_length=10,
        blank=True,
        choices=VERDICTS,
    )
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("取消环节的建议")
        ordering = ["answer_due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", answered_at__isnull=True)
                | (~Q(verdict="") & ~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answer_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.step}"


class ReformQuerySet(models.QuerySet["Reform"]):
    def visible_to(self, person: Person) -> "ReformQuerySet":
        """Whoever sees the item sees what is to change in it."""
        return self.filter(item__in=Item.objects.visible_to(person))


class Reform(models.Model):
    """A change in how an item is dealt with, and when its effect is looked at."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="reforms")
    kind = models.CharField(
        _("怎样改"),
        max_length=10,
        choices=KINDS,
    )
    step = models.CharField(_("哪个环节"), max_length=100)
    what = models.CharField(_("改成什么"), max_length=300)
    basis = models.CharField(_("依据"), max_length=300)
    risk = models.CharField(_("改了以后风险怎样管住"), max_length=300)
    claim_percent = models.PositiveSmallIntegerField(
        _("预计快多少（%）"), null=True, blank=True
    )
    starts_on = models.DateField(_("自何日起"))
    suggestion = models.ForeignKey(
        Suggestion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reforms",
    )
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[
            (ReformState.PROPOSED.value, _("待决定")),
            (ReformState.APPROVED.value, _("已同意")),
            (ReformState.REFUSED.value, _("不同意")),
            (ReformState.WITHDRAWN.value, _("已撤回")),
            (ReformState.STOPPED.value, _("已停止")),
        ],
        default=ReformState.PROPOSED.value,
    )
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    duty = models.ForeignKey(
        Duty, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = ReformQuerySet.as_manager()

    class Meta:
        verbose_name = _("改革")
        ordering = ["-starts_on", "-id"]
        constraints = [
            # Cancelling a control takes two people.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="nobody_decides_their_own_reform",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReformState.APPROVED.value) | Q(duty__isnull=False),
                name="an_approved_reform_has_its_check",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.get_kind_display()} · {self.step}"

    @property
    def measured_from(self) -> date:
        """The day from which its effect can be looked at."""
        return self.starts_on + timedelta(days=EFFECT_AFTER_DAYS)
