"""The second factor attacked: skipped by address, guessed, used twice, taken off."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from mingjing.base.people.states import Role
from tests.factories import people
from tests.house.test_doors import PUBLIC, doors

PASSWORD = "青石板路-雨后-2026"
REQUIRED = ["office", "leader", "discipline", "auditor", "admin"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_failed_before(settings):
    cache.clear()
    settings.MFA_TOTP_TOLERANCE = 1  # a test may begin at the end of a half minute


@pytest.fixture
def person():
    person = people.person_with(Role.OFFICE)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def secret(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_of(secret):
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def half_way(person, client=None):
    """After the password, before the code."""
    client = client or Client()
    given = {"login": person.username, "password": PASSWORD}
    client.post(reverse("account_login"), given)
    return client


def give(client, code):
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


def rooms():
    """Every door of ours that needs no number, so that it can be tried by its address."""
    names = (door for door in doors(get_resolver()) if not door.kinds)
    return [d.name for d in names if ":" in d.name and d.name not in PUBLIC]


def test_the_hats_that_must_have_one_are_named_for_a_real_county():
    text = (site.PACKAGE / "config/settings.py").read_text(encoding="utf-8")

    (named,) = re.findall(r"if MINGJING_DEMO else (\[.*?\])", text)

    assert sorted(re.findall(r"\w+", named)) == sorted(REQUIRED)


@pytest.mark.parametrize("role", [Role(value) for value in REQUIRED])
def test_without_a_factor_no_address_of_the_site_opens(settings, role):
    settings.MFA_REQUIRED_ROLES = REQUIRED
    client = Client()
    client.force_login(people.person_with(role))

    opened = {
        (method, name): (answer.status_code, answer.get("Location"))
        for name in rooms()
        for method in ("get", "post")
        if (answer := getattr(client, method)(reverse(name))).get("Location")
        != reverse("mfa_index")
    }

    assert opened == {}


def test_after_the_password_alone_no_address_opens(person, secret):
    client = half_way(person)

    opened = [
        name
        for name in rooms()
        if not client.get(reverse(name))["Location"].startswith(
            reverse("account_login")
        )
    ]

    assert secret
    assert opened == []


@pytest.mark.parametrize(
    "door",
    [
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "usersessions_list",
    ],
)
def test_after_the_password_alone_the_factor_cannot_be_taken_off(person, secret, door):
    client = half_way(person)

    for method in (client.get, client.post):
        answer = method(reverse(door))
        assert answer["Location"].startswith(reverse("account_login"))
    assert secret
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_the_right_code_opens_and_a_wrong_one_does_not(person, secret):
    client = half_way(person)
    code = code_of(secret)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"

    assert not give(client, wrong)
    assert give(client, code)


def test_a_code_seen_over_the_shoulder_opens_nothing_a_second_time(person, secret):
    code = code_of(secret)

    assert give(half_way(person), code)
    assert not give(half_way(person), code)


def test_codes_cannot_be_guessed_without_end(person, secret):
    code = code_of(secret)
    wrong = [f"{(int(code) + n) % 1_000_000:06d}" for n in range(1, 6)]
    for guess in wrong:
        assert not give(half_way(person), guess)

    assert not give(half_way(person), code)


def test_a_recovery_code_opens_once_and_the_others_still_do(person, secret):
    first, second, *_more = RecoveryCodes.activate(person).generate_codes()

    assert give(half_way(person), first)
    assert not give(half_way(person), first)
    assert give(half_way(person), second)
    assert secret


def test_another_persons_recovery_code_opens_nothing(person, secret):
    other = people.person_with(Role.OFFICE)
    TOTP.activate(other, generate_totp_secret())
    theirs = RecoveryCodes.activate(other).generate_codes()[0]
    RecoveryCodes.activate(person)

    assert not give(half_way(person), theirs)
    assert secret


def test_recovery_codes_alone_are_no_second_factor(settings, person):
    settings.MFA_REQUIRED_ROLES = REQUIRED
    client = half_way(person)

    client.post(reverse("mfa_generate_recovery_codes"))

    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get(reverse("people:units"))["Location"] == reverse("mfa_index")


def test_who_takes_their_factor_off_is_asked_for_one_at_the_next_click(
    settings, person, secret
):
    settings.MFA_REQUIRED_ROLES = REQUIRED
    client = half_way(person)
    give(client, code_of(secret))
    assert client.get(reverse("people:units")).status_code == 200

    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(
        user=person
    ).exists()  # the password again first
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get(reverse("people:units"))["Location"] == reverse("mfa_index")


def test_a_hat_given_today_asks_for_the_factor_at_the_next_click(settings):
    settings.MFA_REQUIRED_ROLES = REQUIRED
    person = people.person_with(Role.CONTACT)
    client = Client()
    client.force_login(person)
    assert client.get(reverse("people:units")).status_code == 200

    people.Appointment(person=person, post__role=Role.AUDITOR)

    assert client.get(reverse("people:units"))["Location"] == reverse("mfa_index")


def test_signing_out_elsewhere_touches_nobody_else(person):
    other = people.person_with(Role.OFFICE)
    here, theirs = Client(), Client()
    for client, who in ((here, person), (theirs, other)):
        client.force_login(who)
        client.get(reverse("people:units"))
    session = UserSession.objects.get(user=other)

    shown = here.get(reverse("usersessions_list")).content.decode()
    here.post(reverse("usersessions_list"), {"session": session.pk})

    assert other.username not in shown
    assert theirs.get(reverse("people:units")).status_code == 200
