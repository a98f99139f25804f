"""Every page that any hat can reach: fits phone and screen, passes axe, speaks English.

The pages are found by following the links from each hat's own menu, so a new room is
looked at as soon as a link leads to it. Two pages of one door with the same build are
looked at once.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, TextField
from django.test import Client

from mingjing.base.people.states import Role
from tests.factories.county import small_county
from tests.support.pages import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = next((Path(__file__).parents[1] / "vendor").glob("axe-core-*/axe.min.js"))
RULES = "['wcag2a','wcag2aa','wcag21aa','wcag22aa']"
WIDTHS = (360, 1440)
# Doors that the small county must lead to: whoever closes one learns it here.
OURS = set(
    "desk:week desk:board desk:secretary desk:roadmap desk:calendar plan:list plan:plan "
    "plan:sources plan:source plan:import plan:review plan:make-plan plan:measure "
    "plan:edit-clause plan:edit-measure plan:close-measure plan:end-plan "
    "duties:list duties:duty duties:due duties:offers duties:draft-duty duties:load "
    "duties:moves duties:edit-duty duties:accept-duty duties:object-to-duty "
    "duties:end-duty duties:ask-extension duties:call-for-support duties:waive-due "
    "duties:void-due duties:decide-extension duties:withdraw-extension "
    "duties:answer-support evidence:list evidence:evidence evidence:prove-due "
    "evidence:check-due people:units people:unit people:post people:persons "
    "people:person people:add-unit people:edit-unit people:hand-over people:import "
    "record:list record:entry record:subject ledger:front ledger:check ledger:notice "
    "verify burden:county burden:unit "
    "sessions:list sessions:session inspection:list inspection:inspection "
    "inspection:programmes findings:list findings:finding findings:open-finding "
    "findings:reply-to-finding findings:write-cure appeals:list appeals:appeal "
    "reports:list reports:report sheets:home sheets:sheet reminders:settings "
    "approvals:list approvals:item approvals:terms approvals:logs approvals:log "
    "approvals:receive approvals:ratings approvals:order approvals:drawings "
    "approvals:forecast approvals:time approvals:times reforms:list reforms:reform "
    "reforms:propose reforms:decide reforms:stop reforms:suggestions "
    "reforms:suggestion reforms:suggest reforms:answers reforms:receipt "
    "supervision:list supervision:model supervision:values supervision:flag "
    "supervision:ask supervision:answer supervision:decide supervision:confirm "
    "supervision:questions supervision:data supervision:data-set "
    "supervision:receive supervision:withdraw supervision:sample "
    "usersessions_list ui:patterns".split()
)
LATIN = {"English"}  # what a Chinese page says in Latin letters
CHINESE = re.compile(r"[\u3400-\u9fff]+")


def build_of(page):
    """Which kinds of things stand on it: what the eye calls one design."""
    (main,) = page.xpath("//main")
    return frozenset(f"{e.tag}.{e.get('class', '')}" for e in main.iter())


def all_pages(world):
    """(hat, door, address) of what no hat before it has shown in the same build."""
    known = set()
    for hat in Role:
        client = Client()
        client.force_login(world.hats[hat])
        for door, address, page in pages_of(client, hat, world.dues.asking):
            if (door, build_of(page)) not in known:
                known.add((door, build_of(page)))
                yield hat, door, address


def test_every_page_fits_passes_axe_and_speaks_english(open_page):
    world, doors, faults = small_county(), set(), []
    data, desks = words_of_the_data(), {}
    for hat, door, address in list(all_pages(world)):
        if hat not in desks:
            person = world.hats[hat]
            desks[hat] = open_page(person), open_page(person, language="en")
        chinese, english = desks[hat]
        found = look_at(chinese, address) + english_on(chinese)
        if door not in doors:
            found += axe_on(chinese) + look_at(english, address)
            found += [it for it in chinese_on(english) if it not in data]
            doors.add(door)
        faults += [f"{hat} {address}: {it}" for it in found]
    assert not faults, "\n".join(faults)
    assert {door for door in OURS if door not in doors} == set()


def look_at(page, address):
    page.goto(address, wait_until="domcontentloaded")
    return list(misfits(page))


def misfits(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            yield f"{found} px wide at {width}"


def axe_on(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(
        f"axe.run(document,{{runOnly:{RULES},resultTypes:['violations']}})"
        ".then(r=>r.violations.filter(v=>['serious','critical'].includes(v.impact))"
        ".map(v=>v.id+': '+v.nodes[0].html.slice(0,120)))"
    )


def chinese_on(page):
    """Runs of Chinese in text and names, but for what says that it is Chinese."""
    said = page.evaluate(
        "[...document.querySelectorAll('body,[aria-label],[placeholder],[title]')]"
        ".map(e=>e.tagName=='BODY'?e.innerText:[e.ariaLabel,e.placeholder,e.title].join())"
        ".concat(document.title).join('\\n')"
    )
    own = page.locator("[lang^=zh]").all_inner_texts() if said else []
    return sorted(set(CHINESE.findall(said)) - {"中文", *own})


def english_on(page):
    """Labels, heads of columns and buttons of a Chinese page without a Chinese word."""
    said = page.locator("main :is(label, legend, th, button, .btn)").all_inner_texts()
    latin = (it.strip() for it in said if not CHINESE.search(it))
    return [it for it in latin if re.search("[A-Za-z]{3}", it) and it not in LATIN]


def words_of_the_data():
    """Every word that stands in the database: pages may quote it in any language."""
    words = [settings.MINGJING_COUNTY]
    for model in apps.get_models():
        names = [
            f.name
            for f in model._meta.fields
            if isinstance(f, CharField | TextField | JSONField)
            and not f.name.endswith("_zh")
        ]
        words += [
            str(v)
            for row in model._base_manager.values_list(*names or ["pk"])
            for v in row
        ]
    return "\n".join(words)
