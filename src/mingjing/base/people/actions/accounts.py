import secrets
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people import rules
from mingjing.base.people.actions.outcomes import tell
from mingjing.base.people.events import (
    PasswordIssued,
    PasswordSet,
    PersonAdded,
    PersonDeactivated,
    PersonEdited,
    SecondFactorReset,
    SecondFactorResetAsked,
)
from mingjing.base.people.models import FactorReset, Person
from mingjing.base.people.rules import AlreadyMoved, Refused, demand_keeper

# Without 0 O 1 l I: it is read aloud or copied by hand once.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    username: str
    name: str
    email: str = ""


@transaction.atomic
def add_person(facts: PersonFacts, *, by: Person | None, now: datetime) -> Person:
    """Enter a person who cannot sign in until a password is issued or set."""
    demand_keeper(by)
    _refuse_twin(facts, besides=None)
    person = Person(username=facts.username, name=facts.name, email=facts.email)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as twin:  # opened by somebody else a moment ago
        raise _taken(facts) from twin
    event = PersonAdded(person=str(person.pk), name=person.name)
    tell(event, subject="", by=by, now=now)
    return person


@transaction.atomic
def open_account(
    facts: PersonFacts, *, by: Person | None, now: datetime
) -> tuple[Person, str]:
    """The person and their one-time password, which is shown once and kept nowhere."""
    person = add_person(facts, by=by, now=now)
    return person, issue_password(person, by=by, now=now)


@transaction.atomic
def edit_person(
    person: Person, facts: PersonFacts, *, by: Person | None, now: datetime
) -> None:
    demand_keeper(by)
    _refuse_twin(facts, besides=person)
    new = {"username": facts.username, "name": facts.name, "email": facts.email}
    changed = tuple(sorted(k for k, v in new.items() if getattr(person, k) != v))
    if not changed:
        return
    for name, value in new.items():
        setattr(person, name, value)
    person.save(update_fields=changed)
    event = PersonEdited(fields=changed, person=str(person.pk))
    tell(event, subject="", by=by, now=now)


@transaction.atomic
def deactivate_person(
    person: Person, *, note: str = "", by: Person | None, now: datetime
) -> None:
    """Close the account, end what the person holds, and sign them out everywhere."""
    if by is not None and not rules.may_deactivate(by, person):
        raise PermissionDenied
    here = Person.objects.filter(pk=person.pk, is_active=True)
    if not here.update(is_active=False):
        raise AlreadyMoved(_("这个账号已经停用。"))
    person.is_active = False
    ended = person.appointments.current().update(ended_on=localdate(now))
    _sign_out(person)
    event = PersonDeactivated(
        ended_appointments=ended, person=str(person.pk), note=note
    )
    tell(event, subject="", by=by, now=now)


@transaction.atomic
def issue_password(person: Person, *, by: Person | None, now: datetime) -> str:
    """A one-time password: returned here, never stored or recorded in clear."""
    if by is not None and not rules.may_issue_password(by, person):
        raise PermissionDenied
    password = "-".join(
        "".join(secrets.choice(_LETTERS) for _i in range(_GROUP))
        for _g in range(_GROUPS)
    )
    _store(person, password, temporary=True)
    tell(PasswordIssued(person=str(person.pk)), subject="", by=by, now=now)
    return password


@transaction.atomic
def set_password(
    person: Person, password: str, *, by: Person | None, now: datetime
) -> None:
    """One's own password, or from the console. The caller has validated it."""
    if by is not None and by.pk != person.pk:
        raise PermissionDenied
    _store(person, password, temporary=False)
    tell(PasswordSet(person=str(person.pk)), subject="", by=by, now=now)


@transaction.atomic
def ask_factor_reset(
    person: Person, *, reason: str, by: Person, now: datetime
) -> FactorReset:
    if not rules.may_ask_factor_reset(by, person):
        raise PermissionDenied
    if person.factor_resets.filter(done_at__isnull=True).exists():
        raise AlreadyMoved(_("已有人提出重置，正等另一人确认。"))
    reset = FactorReset.objects.create(person=person, asked_by=by, asked_at=now)
    event = SecondFactorResetAsked(reset=reset.pk, person=str(person.pk), reason=reason)
    tell(event, subject="", by=by, now=now)
    return reset


@transaction.atomic
def confirm_factor_reset(reset: FactorReset, *, by: Person, now: datetime) -> None:
    """The second person removes the factor and signs the account out everywhere."""
    if not rules.may_confirm_factor_reset(by, reset):
        raise PermissionDenied
    here = FactorReset.objects.filter(pk=reset.pk, done_at__isnull=True)
    if not here.update(done_by=by, done_at=now):
        raise AlreadyMoved(_("已由他人确认。"))
    Authenticator.objects.filter(user=reset.person).delete()
    _sign_out(reset.person)
    event = SecondFactorReset(reset=reset.pk, person=str(reset.person_id))
    tell(event, subject="", by=by, now=now)


def _store(person: Person, password: str, *, temporary: bool) -> None:
    person.set_password(password)
    person.password_is_temporary = temporary
    person.save(update_fields=["password", "password_is_temporary"])


def _sign_out(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()


def _refuse_twin(facts: PersonFacts, *, besides: Person | None) -> None:
    others = Person.objects.exclude(pk=besides.pk) if besides else Person.objects.all()
    # Sign-in ignores case, so two names that differ in case only are one.
    if others.filter(username__iexact=facts.username).exists():
        raise _taken(facts)


def _taken(facts: PersonFacts) -> Refused:
    words = _("账号“%(username)s”已有人用，请另起一个。")
    return Refused(words % {"username": facts.username}, field="username")
