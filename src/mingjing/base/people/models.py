from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.states import Role, UnitKind


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """An account. No dossier: no score, relatives, beliefs, health or whereabouts."""

    username = models.CharField(_("账号"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    # The office has seen this password: the next sign-in must replace it.
    password_is_temporary = models.BooleanField(_("一次性密码"), default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = _("人员")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Unit(models.Model):
    """An organ, school, hospital, village or enterprise."""

    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=40)
    kind = models.CharField(
        _("类型"),
        max_length=12,
        choices=[
            (UnitKind.PARTY.value, _("党委部门")),
            (UnitKind.ORGAN.value, _("机关")),
            (UnitKind.TOWNSHIP.value, _("乡镇")),
            (UnitKind.VILLAGE.value, _("村居")),
            (UnitKind.SCHOOL.value, _("学校")),
            (UnitKind.HOSPITAL.value, _("医院")),
            (UnitKind.SOE.value, _("国企")),
            (UnitKind.PRIVATE.value, _("民企")),
            (UnitKind.CENTRE.value, _("中心")),
        ],
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    peer_group = models.CharField(_("同类组"), max_length=40, blank=True)
    credit_code = models.CharField(
        _("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True
    )
    rank = models.PositiveIntegerField(_("排序号"), default=1000)
    # Promise 11: the minutes a month that all requests together may cost this unit.
    burden_limit_minutes = models.PositiveIntegerField(_("每月负担上限"), default=240)
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("单位")
        ordering = ["rank", "id"]
        # A list by unit stops at its fiftieth row: units come in order by themselves.
        indexes = [models.Index(fields=["rank", "id"], name="unit_rank")]

    def __str__(self) -> str:
        return self.short_name


class Post(models.Model):
    """A place that a person can hold. Duties are owed by posts, so they stay."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("岗位"), max_length=60)
    role = models.CharField(
        _("职责"),
        max_length=12,
        choices=[
            (Role.OFFICE.value, _("领导小组办公室")),
            (Role.CONTACT.value, _("单位专人")),
            (Role.SECRETARY.value, _("单位书记")),
            (Role.LEADER.value, _("县委书记")),
            (Role.INSPECTOR.value, _("督导员")),
            (Role.DISCIPLINE.value, _("纪检监察")),
            (Role.CENTRE.value, _("政务服务中心")),
            (Role.AUDITOR.value, _("审计")),
            (Role.ADMIN.value, _("系统管理员")),
        ],
    )

    class Meta:
        verbose_name = _("岗位")
        ordering = ["unit__rank", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="post_title_in_unit")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self) -> "AppointmentQuerySet":
        return self.filter(ended_on__isnull=True)


class Appointment(models.Model):
    """Who holds which post, from when, and as deputy or not."""

    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="appointments"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="appointments"
    )
    as_deputy = models.BooleanField(_("副手"), default=False)
    since_on = models.DateField(_("任职"))
    ended_on = models.DateField(_("离任"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        ordering = ["-since_on", "id"]
        constraints = [
            # Promise 2: one named post holder, with one deputy.
            models.UniqueConstraint(
                fields=["post", "as_deputy"],
                condition=Q(ended_on__isnull=True),
                name="one_holder_and_one_deputy",
            ),
            models.UniqueConstraint(
                fields=["post", "person"],
                condition=Q(ended_on__isnull=True),
                name="nobody_deputises_for_themselves",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(ended_on__gte=models.F("since_on")),
                name="appointment_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"


class FactorReset(models.Model):
    """A lost second factor: one keeper asks, another confirms."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="factor_resets"
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    done_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(_("确认时间"), null=True)

    class Meta:
        verbose_name = _("二次验证重置")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(done_at__isnull=True),
                name="one_open_factor_reset",
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | ~Q(done_by=models.F("asked_by")),
                name="factor_reset_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.asked_at:%Y-%m-%d}"
