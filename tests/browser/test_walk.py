"""One walk through the main job: a document becomes duties that are accepted and proven."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Due, Duty
from tests.factories.people import Appointment, Person, Post, Unit, person_with

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN = Path(__file__).parents[2] / "src/mingjing/config/demo/plan.docx"


@pytest.fixture
def county():
    """The office, the education bureau with its contact, and a leader."""
    office = Appointment(post=Post(role=Role.OFFICE, unit=Unit(short_name="县清廉办")))
    contact = Appointment(
        post=Post(role=Role.CONTACT, unit=Unit(short_name="县教育局"))
    )
    other = Appointment(post=Post(role=Role.CONTACT, unit=Unit(short_name="县政府办")))
    leader = person_with(Role.LEADER)
    return {
        "office": office.person,
        "contact": contact.person,
        "other": other.person,
        "leader": leader,
    }


def import_and_judge(page):
    page.goto("/plan/sources/import/")
    page.set_input_files("input[type=file]", PLAN)
    page.locator("main form button[type=submit], main form button").first.click()
    page.wait_for_url("**/review/**")


def test_the_office_imports_the_plan_and_sees_its_clauses(county, open_page):
    page = open_page(county["office"])

    import_and_judge(page)

    expect(page.locator("main")).to_contain_text("建立动态责任清单")
    expect(page.locator("main")).to_contain_text("公开惠民补贴发放结果")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_contact_proves_a_due_and_another_checks_it(county, open_page, language):
    due = due_of(county)
    page = open_page(county["contact"], language=language, width=390)
    page.goto("/week/")
    page.fill("input[name=pointer]", "澄教函[2026]41号")
    page.locator("article form button").first.click()
    found = page.locator("article .mj-found")
    expect(found).to_be_visible()
    with page.expect_navigation(url="**/week/"):
        page.locator("article form button.btn-primary").first.click()
    due.refresh_from_db()
    assert (due.state, due.claimed_by) == ("claimed", county["contact"])

    checker = open_page(county["other"], language=language)
    checker.goto(f"/evidence/due/{due.pk}/check/")
    expect(checker.locator("main")).to_contain_text("澄教函〔2026〕41号")
    checker.locator("button[value=accept]").click()
    checker.wait_for_url("**/duties/due/**")
    due.refresh_from_db()
    assert (due.state, due.checked_by) == ("verified", county["other"])


def due_of(county):
    on = localdate()
    owing = county["contact"].appointments.get().post
    checking = county["other"].appointments.get().post
    duty = Duty.objects.create(
        code="ZR-0001", title="公布学校食堂大宗物资采购结果", unit=owing.unit, post=owing,
        checker_post=checking, clock={"kind": "once", "due_on": on.isoformat()},
        proof="公布网页", basis="《方案》第12条", starts_on=on, ends_on=on, state="in_force",
    )  # fmt: skip
    return Due.objects.create(
        duty=duty, period="once", unit=owing.unit, post=owing, checker_post=checking,
        opens_on=on - timedelta(days=3), due_on=on, raw_due_on=on, baseline_on=on,
        calendar_version="test", explanation_zh="今天到期。", explanation_en="Due today.",
    )  # fmt: skip


def test_the_week_works_without_script(county, open_page):
    due = due_of(county)
    page = open_page(county["contact"], script=False)
    page.goto("/week/")
    page.fill("input[name=pointer]", "澄教函〔2026〕42号")
    page.locator("article form button").first.click()
    page.wait_for_load_state()
    if "prove" in page.url and page.locator("main form button.btn-primary").count():
        page.locator("main form button.btn-primary").first.click()
    due.refresh_from_db()

    assert due.state == "claimed"


def test_a_stranger_is_led_to_sign_in(open_page):
    Person()
    page = open_page()
    page.goto("/board/")

    assert page.url.endswith("/accounts/login/?next=/board/")
