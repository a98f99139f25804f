"""One's own views of the board: a name for a question, for oneself alone."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.insight.desk import actions
from mingjing.insight.desk.models import SavedView
from tests.factories.duties import anew, office
from tests.factories.people import Unit, person_with
from tests.mingjing.insight.desk.test_views import owed

pytestmark = pytest.mark.django_db
SAVE = "/board/views/save/"


def saved(person, name="本周到期的学校", query="status=week&kind=school"):
    return actions.save_view(name=name, query=query, by=person, now=now())


def text(response):
    return unescape(response.content.decode())


def chips_of(client, address="/board/"):
    """(address, name) of the views above the filters."""
    page = text(client.get(address))
    return re.findall(r'href="/board/\?([^"]*)"><bdi>([^<]*)</bdi>', page)


def test_a_view_is_the_filters_under_a_name_and_opens_them_again(client):
    client.force_login(office())
    board = client.get("/board/", {"status": "late", "kind": "school", "q": "食堂"})
    keep = re.search(r'href="(/board/views/save/[^"]+)">', text(board))[1]

    shown = text(client.get(keep))
    asked = re.search(r'name="asked" value="([^"]*)"', shown)[1]
    answer = client.post(SAVE, {"name": "逾期的学校", "asked": asked})

    assert "状态：逾期；单位类型：学校" in re.sub("</?bdi>", "", shown)
    assert answer.url == "/board/?" + SavedView.objects.get().query
    assert chips_of(client) == [(SavedView.objects.get().query, "逾期的学校")]
    assert client.get(answer.url).context["form"].said() == board.context["form"].said()


def test_the_view_one_looks_at_is_marked_and_not_offered_again(client):
    person = office()
    saved(person, query="q=%E9%A3%9F%E5%A0%82&status=late")
    client.force_login(person)

    here = text(client.get("/board/?status=late&q=食堂&page=1"))
    elsewhere = text(client.get("/board/?status=late"))

    assert 'aria-current="page" href="/board/?q=' in here
    assert "/board/views/save/" not in here
    assert 'aria-current="page" href="/board/?q=' not in elsewhere
    assert "/board/views/save/?status=late" in elsewhere


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", "status=owed"),
        ("status=", "status="),
        ("status=&sort=-due", "sort=-due&status="),
        ("status=late&page=3", "status=late"),
        ("next=https://example.com/&status=late", "status=late"),
        ("https://example.com/?status=late", "status="),
        ("//example.com", "status="),
        ("status=late\r\nLocation:x", "status="),
        ("unit=1 OR 1=1&kind=school&since=x&sort=password", "kind=school"),
        ("status=week&status=late", "status=late"),
        ("mine=on&measure=1", "measure=1&mine=on"),
        ("since=2026-01-02&q=%20甲&amp;", "q=%E7%94%B2&since=2026-01-02"),
        ("q=" + "长" * 101, "status="),
        ("q=a%00b&status=late", "status=late"),
        ("q=javascript:alert(1)", "q=javascript%3Aalert%281%29"),
    ],
)
def test_only_filters_that_the_board_knows_survive(client, asked, kept):
    client.force_login(office())

    answer = client.post(SAVE, {"name": "甲", "asked": asked})

    assert SavedView.objects.get().query == kept
    assert answer.url == f"/board/?{kept}"


def test_a_unit_that_one_may_not_see_is_no_filter(client):
    client.force_login(person_with(Role.CONTACT))

    client.post(SAVE, {"name": "甲", "asked": f"status=late&unit={Unit().pk}"})

    assert SavedView.objects.get().query == "status=late"


HOSTILE = {
    "direction": "到期\u202egpj",
    "zero width": "到\u200b期",
    "joined": "到\u2060期",
    "two hundred": "长" * 200,
    "twenty-one": "长" * 21,
    "nothing": "   ",
    "null": "到\x00期",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_name_that_nobody_can_read_is_refused_in_one_sentence(client, name):
    person = office()
    view = saved(person)
    client.force_login(person)

    rename = reverse("desk:rename-view", args=[view.pk])
    for address in (SAVE, rename):
        answer = client.post(address, {"name": name, "asked": "status=late"})
        form = answer.context["form"]

        assert len(form.errors["name"]) >= 1
        assert f'class="mj-wrong" id="id_name_error">{form.errors["name"][0]}' in text(
            answer
        )
        assert form["name"].value() == name
    assert text(client.post(SAVE, {"name": name, "asked": "q=甲"})).count(
        'name="asked" value="q=甲"'
    )
    assert list(SavedView.objects.values_list("name", flat=True)) == ["本周到期的学校"]


@pytest.mark.parametrize("name", ["<script>x</script>", "'\"><img src=x>", "شكوى"])
def test_other_words_are_kept_and_shown_as_words(client, name):
    client.force_login(office())

    client.post(SAVE, {"name": name, "asked": "status=late"})
    raw = client.get("/board/").content.decode()

    assert SavedView.objects.get().name == name
    assert "<script>x" not in raw
    assert "<img src=x" not in raw
    # A script that runs from right to left turns nothing around it.
    assert f"<bdi>{name}</bdi>" in unescape(raw)


def test_the_same_name_for_another_question_is_refused_at_its_field(client):
    person = office()
    view = saved(person, "甲")
    saved(person, "乙")
    client.force_login(person)

    for address in (SAVE, reverse("desk:rename-view", args=[view.pk])):
        answer = client.post(address, {"name": "乙", "asked": "status=late"})

        assert answer.status_code == 422
        assert answer.context["form"].errors["name"] == [
            "你已经有一个同名的视图，请换一个名称。"
        ]
        assert answer.context["form"]["name"].value() == "乙"
    saved(office(), "乙")  # another's names are their own

    assert SavedView.objects.filter(person=person, name="乙").count() == 1


def test_a_second_click_keeps_one_view(client):
    client.force_login(office())

    once, twice = (
        client.post(SAVE, {"name": "甲", "asked": "status=late"}).url for _ in "ab"
    )

    assert once == twice == "/board/?status=late"
    assert SavedView.objects.count() == 1


def test_the_thirteenth_is_refused_with_a_sentence(client):
    person = office()
    for n in range(actions.MOST_VIEWS):
        saved(person, f"第{n}个")
    client.force_login(person)

    answer = client.post(SAVE, {"name": "第十三个", "asked": "status=late"})

    assert answer.status_code == 422
    assert "最多存 12 个视图。先删去一个不用的，再存这一个。" in text(answer)
    assert answer.context["form"]["name"].value() == "第十三个"
    assert SavedView.objects.count() == 12


def test_removing_asks_first_and_takes_only_the_name(client):
    person = office()
    view = saved(person)
    due = owed(-1)
    client.force_login(person)
    address = reverse("desk:remove-view", args=[view.pk])

    assert "只删去这个名字" in text(client.get(address))
    assert SavedView.objects.count() == 1
    assert client.post(address).url == reverse("desk:views")
    assert client.post(address).status_code == 404
    assert SavedView.objects.count() == 0
    assert anew(due).state == "open"


def test_a_view_of_another_does_not_exist(client):
    view = saved(office(), "别人的")
    client.force_login(office())

    for name in ("rename-view", "remove-view"):
        address = reverse(f"desk:{name}", args=[view.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "我的"}).status_code == 404
    assert chips_of(client) == []
    assert "别人的" not in text(client.get(reverse("desk:views")))
    assert anew(view).name == "别人的"


def test_renaming_to_its_own_name_is_no_fault(client):
    person = office()
    view = saved(person, "甲")
    client.force_login(person)
    address = reverse("desk:rename-view", args=[view.pk])

    assert client.post(address, {"name": "甲"}).url == reverse("desk:views")
    assert client.post(address, {"name": "乙"}).url == reverse("desk:views")
    assert anew(view).name == "乙"


def test_what_one_looks_at_leaves_nothing_in_the_record(client):
    person = office()
    client.force_login(person)
    before = Entry.objects.count()

    client.post(SAVE, {"name": "甲", "asked": "status=late"})
    view = SavedView.objects.get()
    client.post(reverse("desk:rename-view", args=[view.pk]), {"name": "乙"})
    client.post(reverse("desk:remove-view", args=[view.pk]))

    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", ["views", "board"])
def test_three_views_cost_no_more_queries_than_one(client, name):
    person = office()
    client.force_login(person)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(f"desk:{name}"))
        return len(seen)

    saved(person, "甲")
    cost()
    one = cost()
    saved(person, "乙")
    saved(person, "丙")

    assert cost() == one <= 15
