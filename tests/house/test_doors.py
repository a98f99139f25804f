"""Every URL × method × hat, generated from the URL conf.

A new door needs a line here only if strangers may open it or it shows a unit's thing.
A list page gets a line in LISTS; a page of one thing gets one in FOREIGN.
"""

import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.timezone import now

from mingjing.base.people.states import COUNTY_WIDE, Role
from mingjing.insight.desk.models import SavedView
from tests.factories import (
    appeals,
    duties,
    findings,
    inspection,
    people,
    reforms,
    sessions,
)

# Doors that open before sign-in, and why each must.
PUBLIC = {
    "account_login",  # the door itself
    "account_logout",  # sends on to the door
    "account_inactive",  # tells who is locked out why
    "set_language",  # the door in one's own language
    "mfa_authenticate",  # the second half of the door
    "reminders:feed",  # a calendar program cannot sign in; the address is the key
    # Whoever checks the record has no account: heads, hashes, keys, and the means.
    "ledger:front",
    "ledger:checkpoint",
    "ledger:tile",
    "ledger:sm2",
    "ledger:sm3",
    "ledger:keys",
    "ledger:auditor",
    "ledger:notice",
    "verify",
    # How long things really take is for whoever has to come.
    "approvals:times",
    "approvals:time",
    # Whoever suggests that a step goes has no account and leaves no name.
    "reforms:suggest",
    "reforms:receipt",
    "reforms:answers",
}
EVERYONE = frozenset(Role)
KEEPERS = frozenset({Role.OFFICE, Role.ADMIN})
# The administrator opens accounts and sees nothing that is done with them.
CONTENT = EVERYONE - {Role.ADMIN}
# List pages and who gets them; everyone else is refused with 403 or 404.
LISTS = {
    "people:units": EVERYONE,
    "people:persons": KEEPERS,
    "people:add-unit": KEEPERS,
    "people:add-person": KEEPERS,
    "people:import": KEEPERS,
    "people:template": KEEPERS,
    "people:export": KEEPERS,
    "record:list": EVERYONE,
    "ledger:recovery": COUNTY_WIDE,
    "desk:views": CONTENT,
    "desk:settle": frozenset({Role.OFFICE, Role.LEADER}),
    "desk:settled": frozenset({Role.OFFICE, Role.LEADER}),
    "desk:save-view": CONTENT,
    "duties:list": CONTENT,
    "duties:legal": frozenset({Role.OFFICE}),
    "evidence:list": CONTENT,
    "plan:list": CONTENT,
    "inspection:list": CONTENT,
    "inspection:programmes": CONTENT,
    "inspection:refusals": CONTENT,
    "inspection:drawing-program": CONTENT,
    "inspection:draft-programme": frozenset({Role.OFFICE}),
    "inspection:door": frozenset({Role.CONTACT, Role.SECRETARY, Role.CENTRE}),
    "inspection:refuse-visit": frozenset({Role.CONTACT, Role.SECRETARY, Role.CENTRE}),
    "sessions:list": CONTENT,
    "sessions:plan-session": frozenset({Role.OFFICE, Role.SECRETARY}),
    "burden:county": COUNTY_WIDE,
    "burden:overlaps": CONTENT,
    "reports:list": COUNTY_WIDE,
    "reports:facts-list": COUNTY_WIDE | {Role.SECRETARY},
    "reminders:settings": CONTENT,
    "approvals:list": CONTENT,
    "approvals:logs": CONTENT,
    "reforms:list": CONTENT,
    "reforms:suggestions": CONTENT,
    "approvals:receive": frozenset({Role.OFFICE, Role.CENTRE}),
    "approvals:ratings": frozenset({Role.OFFICE, Role.CENTRE}),
    "approvals:rating-template": frozenset({Role.OFFICE, Role.CENTRE}),
    "sheets:home": CONTENT,
    "sheets:download": CONTENT,
    "findings:list": CONTENT,
    "appeals:list": CONTENT,
    "findings:loop": CONTENT,
    "findings:open-finding": frozenset({Role.OFFICE, Role.DISCIPLINE}),
    "findings:report-own": frozenset({Role.CONTACT, Role.SECRETARY}),
}
# Rooms whose pages are content: closed to the administrator, whatever the door.
CONTENT_ROOMS = tuple(
    f"{room}:"
    for room in "plan duties evidence sessions inspection findings appeals reports burden reminders sheets approvals reforms".split()
)
# What these hats may not know of another unit. Its door says 404, not 403.
OWN_UNIT_ONLY = (Role.CONTACT, Role.SECRETARY)
FOREIGN = {
    "desk:rename-view": "view",
    "desk:remove-view": "view",
    "duties:duty": "duty",
    "duties:edit-duty": "duty",
    "duties:accept-duty": "duty",
    "duties:object-to-duty": "duty",
    "duties:end-duty": "duty",
    "duties:due": "due",
    "duties:ask-extension": "due",
    "duties:call-for-support": "due",
    "duties:waive-due": "due",
    "duties:void-due": "due",
    "evidence:prove-due": "due",
    "evidence:check-due": "due",
    "burden:unit": "unit",
    "burden:press": "duty",
    "reports:facts": "unit",
    "reports:facts-rows": "unit",
    "reports:facts-word": "unit",
    "people:person": "person",
    "ledger:check": "due",
    "ledger:receipt": "due",
    "inspection:inspection": "inspection",
    "inspection:edit-inspection": "inspection",
    "inspection:drop-inspection": "inspection",
    "inspection:notify-units": "inspection",
    "inspection:commit-draw": "inspection",
    "inspection:draft-conclusion": "inspection",
    "inspection:feed-back": "inspection",
    "inspection:finish-inspection": "inspection",
    "inspection:close-inspection": "inspection",
    "inspection:sheet": "visit",
    "inspection:leave-help-note": "visit",
    "inspection:agree-to-conclusion": "visit",
    "inspection:draw": "draw",
    "inspection:draw-record": "draw",
    "inspection:answer-draw": "draw",
    "inspection:reveal-draw": "draw",
    "inspection:abandon-draw": "draw",
    "sessions:session": "session",
    "sessions:replan-session": "session",
    "sessions:hold-session": "session",
    "sessions:minute-session": "session",
    "sessions:issue-session": "session",
    "sessions:cancel-session": "session",
    "sessions:prove-by": "session",
    "findings:finding": "finding",
    "findings:edit-finding": "finding",
    "findings:notify-finding": "finding",
    "findings:withdraw-finding": "finding",
    "findings:merge-finding": "finding",
    "findings:reply-to-finding": "finding",
    "findings:confirm-finding": "finding",
    "findings:write-cure": "finding",
    "findings:start-cure": "finding",
    "findings:redo-cure": "finding",
    "findings:sign-off": "finding",
    "appeals:appeal": "appeal",
    "appeals:accept-appeal": "appeal",
    "appeals:assign-decider": "appeal",
    "appeals:refuse-appeal": "appeal",
    "appeals:withdraw-appeal": "appeal",
    "appeals:decide-appeal": "appeal",
    "appeals:file-appeal": "due",
    "appeals:of-subject": "due",
    "approvals:item": "item",
    "approvals:terms": "item",
    "approvals:order": "item",
    "approvals:drawings": "item",
    "approvals:forecast": "item",
    "reforms:reform": "reform",
    "reforms:decide": "reform",
    "reforms:withdraw": "reform",
    "reforms:stop": "reform",
    "reforms:propose": "item",
    "reforms:suggestion": "suggestion",
}
SAMPLES = {
    "int": 424242,
    "slug": "due",
    "day": "2026-03-10",
    "str": "a",
    "uuid": "6837d6ec-fc08-4da5-a67f-08a9ed1ccf62",
}


@dataclass(frozen=True)
class Door:
    name: str
    kinds: tuple[tuple[str, str], ...]

    def url(self, known):
        samples = {key: SAMPLES.get(kind, "a") for key, kind in self.kinds}
        thing = FOREIGN.get(self.name)
        if thing in known:
            samples["pk"] = known[thing]
        return reverse(self.name, kwargs=samples)


def doors(resolver=None, space="", above=()):
    for item in (resolver or get_resolver()).url_patterns:
        kinds = above + tuple(
            (key, re.sub("Converter$", "", type(c).__name__).lower())
            for key, c in item.pattern.converters.items()
        )
        if hasattr(item, "url_patterns"):
            inner = f"{item.namespace}:" if item.namespace else space
            yield from doors(item, inner, kinds)
        elif item.name:
            yield Door(space + item.name, kinds)


DOORS = sorted(set(doors()), key=lambda door: door.name)
METHODS = ("get", "post", "put", "delete")


@pytest.fixture
def foreign(db):  # noqa: ARG001 -- pytest's own way to ask for the database
    """Things of a unit in which nobody who knocks has a post."""
    due = duties.Due()
    person = people.Person()
    visit = inspection.visited()
    centre = people.person_with(Role.CENTRE)
    item = reforms.item(by=centre)
    return {
        "item": item.pk,
        "reform": reforms.reform(item, by=centre).pk,
        "suggestion": reforms.suggestion(item).pk,
        "due": due.pk,
        "duty": due.duty_id,
        "person": person.pk,
        "unit": due.unit_id,
        "finding": findings.Finding().pk,
        "inspection": visit.inspection_id,
        "visit": visit.pk,
        "draw": inspection.Draw().pk,
        "session": sessions.Minuted().pk,
        "appeal": appeals.filed().pk,
        "view": SavedView.objects.create(
            person=people.Person(), name="甲", query="status=late", named_at=now()
        ).pk,
    }


def knock(client, door, method, known):
    """The answer, with whatever it did undone."""
    with transaction.atomic():
        response = getattr(client, method)(door.url(known))
        transaction.set_rollback(True)
    return response


def as_role(role):
    client = Client(raise_request_exception=False)
    client.force_login(people.person_with(role))
    return client


@pytest.mark.parametrize("method", METHODS)
def test_strangers_are_sent_to_sign_in(foreign, method):
    opened = {}
    for door in DOORS:
        client = Client(raise_request_exception=False)
        response = knock(client, door, method, foreign)
        sent = response.status_code == 302 and response.url.startswith(
            reverse("account_login")
        )
        if not sent and door.name not in PUBLIC and response.status_code != 405:
            opened[door.name] = response.status_code

    assert opened == {}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("role", list(Role))
def test_no_door_breaks(foreign, role, method):
    client = as_role(role)

    broken = [
        door.name
        for door in DOORS
        if door.name != "account_logout"
        and knock(client, door, method, foreign).status_code >= 500
    ]

    assert broken == []


@pytest.mark.parametrize("role", list(Role))
def test_who_gets_which_list(foreign, role):
    client = as_role(role)
    found = {}
    for door in DOORS:
        if door.name in LISTS:
            found[door.name] = knock(client, door, "get", foreign).status_code

    wrong = {
        name: status
        for name, status in found.items()
        if (status == 200) != (role in LISTS[name]) or status not in (200, 403, 404)
    }
    assert wrong == {}


def test_every_list_of_the_matrix_is_a_door():
    names = {door.name for door in DOORS}

    assert PUBLIC - names == set()
    assert set(LISTS) - names == set()
    assert set(FOREIGN) - names == set()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_administrator_sees_no_content(foreign, method):
    client = as_role(Role.ADMIN)

    opened = {
        door.name: status
        for door in DOORS
        if door.name.startswith(CONTENT_ROOMS)
        and door.name not in PUBLIC
        and (status := knock(client, door, method, foreign).status_code)
        not in (403, 404, 405)
    }

    assert opened == {}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", OWN_UNIT_ONLY)
def test_another_units_things_do_not_exist(foreign, role, method):
    client = as_role(role)

    known = {
        door.name: status
        for door in DOORS
        if door.name in FOREIGN
        and (status := knock(client, door, method, foreign).status_code)
        not in (404, 405)
    }

    assert known == {}
