"""An empty site gets one administrator from the console, and never a second."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry

pytestmark = pytest.mark.django_db


def opened(*arguments):
    call_command("first_account", *(arguments or ("kang", "康宁", "澄溪县政府办公室")))


def test_it_can_sign_in_once_with_the_printed_password_and_keeps_accounts(
    client, capsys
):
    opened()
    password = re.search(r"password: (\S+)", capsys.readouterr().out)[1]

    sent = client.post(
        reverse("account_login"), {"login": "kang", "password": password}, follow=True
    )

    person = Person.objects.get()
    assert standing_of(person).roles == {Role.ADMIN}
    assert sent.redirect_chain[-1][0] == reverse("account_change_password")
    kinds = list(Entry.objects.order_by("index").values_list("kind", flat=True))
    assert kinds == [
        "UnitAdded",
        "PostAdded",
        "PersonAdded",
        "PasswordIssued",
        "Appointed",
    ]


def test_it_opens_no_second_one():
    opened()

    with pytest.raises(CommandError, match="已经有账号了"):
        opened("other", "他人", "另一单位")
    assert Person.objects.count() == 1


def test_an_empty_name_is_refused_and_leaves_nothing():
    with pytest.raises(CommandError, match="不能为空"):
        opened("kang", " ", "澄溪县政府办公室")
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("张 三", "康宁", "某办"), "账号："),
        (("kang'--", "康宁", "某办"), "账号："),
        (("kang", "康\u200b宁", "某办"), "姓名：有看不见或认不出的字符"),
        (("kang", "康" * 61, "某办"), "姓名："),
        (("kang", "康宁", "办" * 121), "名称："),
    ],
)
def test_what_the_pages_refuse_does_not_come_in_by_the_console(arguments, said):
    with pytest.raises(CommandError, match=said):
        opened(*arguments)
    assert not Entry.objects.exists()
