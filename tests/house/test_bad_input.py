"""What no form may take, typed into every text field of every form that a hat is led to.

Too long, a paste of ten thousand rows, signs that nobody sees, script: each is answered
with a sentence at its field and everything typed is still there, or it is kept as words
and shown as words. Nothing breaks.
"""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from tests.factories.county import small_county
from tests.support.pages import pages_of

pytestmark = pytest.mark.django_db
TOO_LONG = "长" * 20_000
ROWS = "\n".join(["公布采购结果\t县教育局"] * 10_000)
REFUSED = {
    "too long": TOO_LONG,
    "ten thousand rows": ROWS,
    "zero width": "公布\u200b结果",
    "direction": "公布\u202egpj.exe",
    "control": "公布\x08结果",
    "wrong encoding": "公布结果".encode("gb18030"),
}
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
ANSWERS = {200, 302, 400, 403, 404, 409, 422}
# What is not words: a password may hold any sign, a hidden field is no field to type in.
TYPES = {"text", "search", "email", "url", "tel", None}
# Forms of the sign-in library about one's own account, which has its own tests; samples.
NOT_OURS = ("/accounts/", "/i18n/", "/usersessions/", "/ui/patterns/")
# These leave no row behind that a page could show: the words are looked up, not kept.
SEARCHES = {"q"}


@dataclass
class Form:
    hat: str
    page: str
    action: str
    given: dict[str, list[str]]
    words: list[str] = field(default_factory=list)  # names of its text fields


def forms_of(hat, address, page):
    for form in page.xpath("//main//form[translate(@method,'POST','post')='post']"):
        action = (form.get("action") or address).partition("?")[0]
        if action.startswith(NOT_OURS):
            continue
        found = Form(hat, address, action, given_in(form))
        for node in form.xpath(".//textarea[@name] | .//input[@name]"):
            typed = node.tag == "textarea" or node.get("type") in TYPES
            if typed and node.get("name") not in SEARCHES:
                found.words.append(node.get("name"))
        yield found


def given_in(form):
    """As a browser would send it, with the first choice taken where one is asked."""
    given = {}
    for node in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        name, kind = node.get("name"), node.get("type")
        if node.tag == "select":
            chosen = node.xpath("./option[@selected and @value!='']/@value")
            given[name] = (chosen or node.xpath(".//option[@value!='']/@value"))[:1]
        elif kind in ("radio", "checkbox"):
            given.setdefault(name, [node.get("value", "on")])
        elif kind == "date":
            given[name] = [node.get("value") or "2026-12-15"]
        elif kind == "number":
            given[name] = [node.get("value") or node.get("min") or "1"]
        elif kind != "file":
            given[name] = [node.get("value") or node.text or "公布采购结果"]
    return given


def sent(client, form, name, words):
    """The answer, with whatever it did undone."""
    with transaction.atomic():
        answer = client.post(form.action, {**form.given, name: [words]})
        shown = client.get(answer.url) if answer.status_code == 302 else answer
        transaction.set_rollback(True)
    return answer, shown


@pytest.fixture(scope="module")
def every_form(django_db_setup, django_db_blocker):  # noqa: ARG001
    """Each form once, for the first hat that is led to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        world, found = small_county(), {}
        for hat in Role:
            client = Client(raise_request_exception=False)
            client.force_login(world.hats[hat])
            for door, address, page in pages_of(client, hat, world.dues.asking):
                for form in forms_of(hat, address, page):
                    key = (door, tuple(sorted(form.given)))
                    found.setdefault(key, (client, form))
        yield list(found.values())
        transaction.set_rollback(True)


def test_no_text_field_takes_what_it_should_not(every_form):
    faults = []
    for client, form in every_form:
        for name in form.words:
            for what, words in REFUSED.items():
                answer, _shown = sent(client, form, name, words)
                place = f"{form.hat} {form.page} → {form.action} {name}: {what}"
                if answer.status_code not in ANSWERS:
                    faults.append(f"{place}: {answer.status_code}")
                elif answer.status_code == 302:
                    faults.append(f"{place}: taken")
                elif answer.status_code in (200, 400, 409, 422):
                    faults += [f"{place}: {it}" for it in told(answer, name, words)]
    assert not faults, "\n".join(faults)


def told(answer, name, words):
    """Faults of a refusal: no sentence at the field, or something typed was lost."""
    form = (answer.context or {}).get("form")
    if form is None or name not in getattr(form, "fields", {}):
        return
    if name not in form.errors:
        yield "no sentence at the field"
    kept = words.decode(errors="replace") if isinstance(words, bytes) else words
    if form[name].value() != kept:
        yield "what was typed is gone"


def test_script_is_shown_as_words(every_form):
    faults = []
    for client, form in every_form:
        for name in form.words:
            answer, shown = sent(client, form, name, SCRIPT)
            page = shown.content.decode(errors="replace")
            if answer.status_code not in ANSWERS or "<script>alert" in page:
                faults.append(f"{form.hat} {form.action} {name}: {answer.status_code}")
            if "<img src=x" in page:
                faults.append(f"{form.hat} {form.action} {name}: an element")
    assert not faults, "\n".join(faults)


# A second time is a second act: each of these is asked for as often as it is sent.
AGAIN = {
    "people:issue-password": "a new secret; the one before it ends",
    "reminders:settings": "a new secret address; the one before it ends",
}


def test_a_second_click_does_nothing_twice(every_form):
    """The same bytes again: a nervous finger, a reload, somebody's replay."""
    done, twice = set(), {}
    for client, form in every_form:
        with transaction.atomic():
            before = Entry.objects.count()
            client.post(form.action, form.given)
            once = Entry.objects.count()
            if once > before:
                door = resolve(form.action).view_name
                done.add(door)
                answer = client.post(form.action, form.given)
                if Entry.objects.count() > once or answer.status_code >= 500:
                    last = Entry.objects.order_by("-index").values_list(
                        "kind", flat=True
                    )
                    twice[door] = list(last[: Entry.objects.count() - once])
            transaction.set_rollback(True)
    assert {door: kinds for door, kinds in twice.items() if door not in AGAIN} == {}
    assert len(done) >= 20


def test_the_walk_finds_the_forms_of_every_room(every_form):
    rooms = {form.action.split("/")[1] for _client, form in every_form}
    assert rooms >= {
        "plan", "duties", "evidence", "people", "sessions", "inspection", "findings",
        "appeals", "sheets",
    }  # fmt: skip
