import pytest
from django.core.checks import run_checks
from django.urls import reverse
from lxml import html

from mingjing.base.people.states import Role
from mingjing.base.ui.menu import Entry, shown
from tests.factories import people

pytestmark = pytest.mark.django_db

HERE = Entry("甲", "ui:patterns", "一")
THERE = Entry("乙", "people:units", "一", frozenset({"office"}))
NOWHERE = Entry("丙", "no:such", "二")


def labels(groups):
    return {str(g.label): [e.label for e in g.entries] for g in groups}


def test_the_menu_shows_what_the_hat_finds_and_skips_what_is_not_there():
    menu = (HERE, THERE, NOWHERE)

    assert labels(shown(menu, frozenset(), "/")) == {"一": ["甲"]}
    assert labels(shown(menu, frozenset({"office"}), "/")) == {"一": ["甲", "乙"]}


def test_the_entry_above_a_page_is_the_current_one():
    below = reverse("people:units") + "7/"
    (group,) = shown((HERE, THERE), frozenset({"office"}), below)

    assert [entry.current for entry in group.entries] == [False, True]


def test_a_menu_entry_without_a_page_is_reported(settings):
    settings.MINGJING_MENU = f"{__name__}.MENU"

    found = [m for m in run_checks() if m.id == "ui.W001"]
    assert len(found) == 1
    assert "no:such" in found[0].msg


MENU = (HERE, NOWHERE)


def test_every_entry_of_the_site_leads_somewhere():
    assert not [m.msg for m in run_checks() if m.id == "ui.W001"]


@pytest.fixture
def office(client):
    person = people.person_with(Role.OFFICE)
    client.force_login(person)
    return person


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_patterns_are_drawn_in_both_languages(client, language):
    client.cookies["django_language"] = language
    answer = client.get(reverse("ui:patterns"))
    page = html.fromstring(answer.content)

    assert answer.status_code == 200
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//a[@class='mj-skip']/@href") == ["#main"]
    assert page.xpath("//main/@id") == ["main"]
    assert not page.xpath("//*[@style] | //style | //script[not(@src)]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("office")
def test_every_control_has_a_name(client):
    page = html.fromstring(client.get(reverse("ui:patterns")).content)
    labelled = set(page.xpath("//label/@for"))

    for control in page.xpath("//main//input[@type!='hidden'] | //select | //textarea"):
        assert control.get("id") in labelled


@pytest.mark.usefixtures("office")
def test_the_language_changes_by_a_form_and_comes_back(client):
    here = reverse("ui:patterns")
    answer = client.post(reverse("set_language"), {"language": "en", "next": here})

    assert answer.url == here
    assert 'lang="en"' in client.get(here).content.decode()


@pytest.mark.usefixtures("office")
def test_a_missing_page_says_what_to_do(client):
    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()


@pytest.mark.usefixtures("office")
def test_demonstration_data_says_so(client, settings):
    assert "演示数据" not in client.get(reverse("ui:patterns")).content.decode()
    settings.MINGJING_DEMO = True
    assert "演示数据" in client.get(reverse("ui:patterns")).content.decode()
