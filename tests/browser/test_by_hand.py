"""Without a mouse, without a script, on paper."""

import pytest
from playwright.sync_api import expect

from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Due, Duty, Extension
from tests.factories.county import small_county

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    return small_county()


def focused(page, script):
    return page.evaluate(f"(e => {script})(document.activeElement)")


def tab_to(page, wanted, most=60):
    """Press Tab until the thing has the focus; say where it was lost if it never does."""
    passed = []
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.locator(wanted).first.evaluate("e => e === document.activeElement"):
            outline = focused(page, "getComputedStyle(e).outlineStyle")
            assert outline != "none", f"{wanted}: no focus to be seen"
            return
        passed.append(focused(page, "e.textContent.trim().slice(0, 20) || e.name"))
    pytest.fail(f"{wanted} not reached by Tab: {passed}")


def press_enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


# --- keyboard


def test_the_first_tab_leads_past_the_menu(world, open_page):
    page = open_page(world.hats[Role.OFFICE])
    page.goto("/board/")
    page.keyboard.press("Tab")
    assert focused(page, "e.className") == "mj-skip"
    expect(page.locator(".mj-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert focused(page, "e.id") == "main"
    page.keyboard.press("Tab")
    assert focused(page, "!!e.closest('main')")


def test_the_menu_opens_and_leads_on_by_keyboard_on_a_phone(world, open_page):
    page = open_page(world.hats[Role.CONTACT], width=390)
    page.goto("/week/")
    expect(page.locator("#menu")).to_be_hidden()
    tab_to(page, ".mj-menu-link")
    page.keyboard.press("Enter")
    expect(page.locator("#menu")).to_be_visible()
    tab_to(page, "#menu a[href='/duties/']")
    press_enter(page)
    assert page.url.endswith("/duties/")


def test_a_list_is_filtered_by_keyboard(world, open_page):
    page = open_page(world.hats[Role.OFFICE])
    page.goto("/board/")
    tab_to(page, "#id_q")
    page.keyboard.type("ZR-0002")
    press_enter(page)
    assert "q=ZR-0002" in page.url
    codes = page.locator("#rows tbody .mj-code").all_inner_texts()
    assert set(codes) == {"ZR-0002"}


def test_a_due_is_claimed_by_keyboard(world, open_page):
    due = world.dues.asking
    page = open_page(world.hats[Role.CONTACT])
    page.goto(f"/duties/due/{due.pk}/")
    tab_to(page, f"main a[href='/evidence/due/{due.pk}/prove/']")
    press_enter(page)
    tab_to(page, "#id_pointer")
    page.keyboard.type("澄教函〔2026〕41号")
    press_enter(page)
    tab_to(page, "main form .btn-primary")
    press_enter(page)
    expect(page.locator("[role=status]")).to_be_visible()
    due.refresh_from_db()
    assert (due.state, due.claimed_by) == ("claimed", world.hats[Role.CONTACT])


# --- paper


PAPER = {"/roadmap/": (1191, 842), "/duties/": (595, 842), "/week/": (595, 842)}
NOT_ON_PAPER = (
    ".mj-top",
    ".mj-side",
    ".mj-filter",
    ".mj-pager",
    ".mj-skip",
    "main .btn",
)


@pytest.mark.parametrize("address", PAPER)
def test_a_page_prints_without_its_controls(world, open_page, address):
    page = open_page(world.hats[Role.CONTACT])
    page.goto(address)
    page.emulate_media(media="print")
    seen = {
        css
        for css in NOT_ON_PAPER
        for one in page.locator(css).all()
        if one.is_visible()
    }
    assert seen == set()
    expect(page.locator("h1")).to_be_visible()

    paper = page.pdf(prefer_css_page_size=True)
    width, height = PAPER[address]
    boxes = {tuple(float(n) for n in box.split()) for box in media_boxes(paper)}
    assert {(round(w), round(h)) for _x, _y, w, h in boxes} == {(width, height)}


def media_boxes(paper):
    """`/MediaBox [0 0 595.92 842.88]`: the size of each page, in points."""
    import re

    return re.findall(r"/MediaBox\s*\[([^\]]+)\]", paper.decode("latin-1"))


# --- with script, a little comfort


def test_one_box_ticks_all_duties_that_wait_to_be_offered(world, open_page):
    page = open_page(world.hats[Role.OFFICE])
    page.goto("/duties/offers/")
    waiting = Duty.objects.filter(state__in=["draft", "objected"]).count()
    page.get_by_label("全选").check()
    assert page.locator("input[name=duties]:checked").count() == waiting == 2
    page.get_by_role("button", name="下达所选").click()
    page.wait_for_url("**/duties/offers/")
    assert not Duty.objects.filter(state__in=["draft", "objected"]).exists()


# --- without script


def test_a_unit_answers_an_offer_without_script(world, open_page):
    duty = Duty.objects.filter(state="offered").earliest("pk")
    page = open_page(world.hats[Role.CONTACT], script=False)
    page.goto(f"/duties/{duty.pk}/")
    page.click(f"a[href='/duties/{duty.pk}/accept/']")
    page.locator("main form .btn-primary").click()
    page.wait_for_url(f"**/duties/{duty.pk}/")
    duty.refresh_from_db()
    assert duty.state == "in_force"


def test_an_extension_is_decided_without_script(world, open_page):
    page = open_page(world.hats[Role.OFFICE], script=False)
    page.goto("/secretary/")
    asked = Extension.objects.get(state="asked")
    page.click(f"a[href='/duties/extension/{asked.pk}/']")
    page.check("input[value=refuse]")
    page.fill("[name=note]", "公示期不算在内，请按原日期。")
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/duties/due/**")
    asked.refresh_from_db()
    assert asked.state == "refused"


def test_what_was_typed_is_kept_when_a_form_is_refused(world, open_page):
    page = open_page(world.hats[Role.CONTACT], script=False)
    due = Due.objects.filter(state="open", unit=world.units.bureau).first()
    page.goto(f"/duties/due/{due.pk}/extend/")
    page.fill("[name=reason]", "公示期未满。")
    page.fill("[name=until]", "2020-01-01")
    page.locator("main form .btn-primary").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("[name=reason]")).to_have_value("公示期未满。")


# --- in place


def test_a_number_is_pasted_checked_and_sent_without_leaving_the_week(world, open_page):
    page = open_page(world.hats[Role.CONTACT])
    page.goto("/week/")
    card = page.locator("article").first
    due = Due.objects.get(pk=card.locator("h2").get_attribute("id")[1:])
    card.get_by_label("佐证").fill("澄教函〔2026〕77号")
    card.get_by_role("button", name="核对").click()
    expect(card.get_by_role("button", name="提交")).to_be_focused()
    assert page.url.endswith("/week/")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/week/")
    expect(page.get_by_role("status").first).to_contain_text("已提交，等对方核验")
    due.refresh_from_db()
    assert due.state == "claimed"


def test_what_cannot_be_is_told_in_the_card_and_stays_typed(world, open_page):
    page = open_page(world.hats[Role.CONTACT])
    page.goto("/week/")
    card = page.locator("article").first
    card.get_by_label("佐证").fill("澄教函\u200b〔2026〕77号")
    card.get_by_role("button", name="核对").click()
    expect(card.get_by_text("有看不见或认不出的字符（U+200B）").first).to_be_visible()
    expect(card.get_by_label("佐证")).to_have_value("澄教函\u200b〔2026〕77号")


def test_a_server_that_fails_is_answered_by_a_whole_page(world, open_page):
    page = open_page(world.hats[Role.CONTACT])
    page.goto("/week/")
    card = page.locator("article").first
    Due.objects.filter(pk=card.locator("h2").get_attribute("id")[1:]).update(
        unit=world.units.school, post=world.school.appointments.get().post
    )
    card.get_by_label("佐证").fill("澄教函〔2026〕77号")
    with page.expect_navigation():
        card.get_by_role("button", name="核对").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("没有")
