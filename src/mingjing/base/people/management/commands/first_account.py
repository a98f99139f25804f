"""The first account of an empty site: a system administrator, who opens all others."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.forms import Form
from django.utils.timezone import localdate, now

from mingjing.base.people import actions
from mingjing.base.people.forms import PersonForm, UnitForm
from mingjing.base.people.models import Person
from mingjing.base.people.states import Role, UnitKind


class Command(BaseCommand):
    help = "Open the first account and print its one-time password; once only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="to sign in with, as zhangsan")
        parser.add_argument("name", help="the person's name, as 张三")
        parser.add_argument(
            "unit",
            help="full name of the unit in which they serve, as 某某县政府办公室",
        )

    def handle(self, *, username: str, name: str, unit: str, **_options: Any) -> None:
        if not (username.strip() and name.strip() and unit.strip()):
            message = (
                "账号、姓名、单位都不能为空。 Account, name and unit must not be empty."
            )
            raise CommandError(message)
        _demand(PersonForm({"username": username, "name": name}))
        place = {"name": unit, "short_name": unit.strip()[:40], "kind": "organ"}
        _demand(UnitForm({**place, "rank": 0, "burden_limit_minutes": 240}))
        if Person._meta.db_table not in connection.introspection.table_names():
            call_command("migrate", verbosity=0)  # the very first command of a site
        moment = now()
        with transaction.atomic():
            # Whoever can run this owns the machine; whoever has an account uses the site.
            if Person.objects.select_for_update().exists():
                message = (
                    "已经有账号了：请登录后在“人员”里开。"
                    " There are accounts already: sign in and open others there."
                )
                raise CommandError(message)
            facts = actions.UnitFacts(
                name=unit.strip(), short_name=unit.strip()[:40], kind=UnitKind.ORGAN
            )
            office = actions.add_unit(facts, by=None, now=moment)
            post = actions.add_post(
                office, title="系统管理员", role=Role.ADMIN, by=None, now=moment
            )
            person, password = actions.open_account(
                actions.PersonFacts(username=username.strip(), name=name.strip()),
                by=None,
                now=moment,
            )
            actions.appoint(
                post, person, since_on=localdate(moment), by=None, now=moment
            )
        self.stdout.write(
            f"账号 account: {person.username}\n一次性密码 one-time password: {password}\n"
            "首次登录后改密码，并设置二次验证。"
            " Change it at the first sign-in, and set up the second factor."
        )


def _demand(form: Form) -> None:
    """The pages' own rules: what they refuse must not come in by the console."""
    for field, errors in form.errors.items():
        raise CommandError(f"{form.fields[field].label}：{errors[0]}")
