"""The county's register and its plan, entered through the same actions as a user's."""

import random
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from mingjing.base.people import actions as people
from mingjing.base.people.models import Person, Post, Unit
from mingjing.base.people.states import Role, UnitKind
from mingjing.config.demo import county
from mingjing.config.demo.plan_file import plan_file
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.plan import actions as plans
from mingjing.cycle.plan.models import Clause, Measure, Plan
from mingjing.cycle.plan.states import Verdict

PASSWORD = "mingjing-demo"  # noqa: S105 -- printed at every start of the demonstration
SPECIAL = {
    "ye": Role.OFFICE, "su": Role.OFFICE, "gao": Role.LEADER, "jiang": Role.DISCIPLINE,
    "fang": Role.INSPECTOR, "shen": Role.AUDITOR, "ning": Role.CENTRE, "admin": Role.ADMIN, "lin": Role.SECRETARY,
}  # fmt: skip


class Settlers:
    """Units, posts and people; names are drawn by lot and none is used twice."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.on = now.date()
        self.dice = random.Random(20260101)
        self.units: dict[str, Unit] = {}
        self.people: dict[str, Person] = {}
        self.taken: set[str] = {name for _, name, _, _ in county.PERSONAS}

    @transaction.atomic
    def settle(self) -> None:
        for rank, (name, short, kind, peers, parent) in enumerate(county.UNITS, 1):
            facts = people.UnitFacts(
                name=name,
                short_name=short,
                kind=kind,
                parent=self.units.get(parent),
                peer_group=peers,
                rank=rank * 10,
                burden_limit_minutes=600
                if kind in (UnitKind.PARTY, UnitKind.ORGAN)
                else 240,
            )
            self.units[short] = people.add_unit(facts, by=None, now=self.now)
        for account, name, short, title in county.PERSONAS:
            self._persona(account, name, self.units[short], title)
        for unit in self.units.values():
            self._fill(unit)

    def _persona(self, account: str, name: str, unit: Unit, title: str) -> None:
        person = self._person(account, name)
        people.set_password(person, PASSWORD, by=None, now=self.now)
        self.people[account] = person
        deputy = title.endswith("（副手）")
        if deputy:
            post = Post.objects.get(unit=unit, title=title.removesuffix("（副手）"))
        else:
            role = SPECIAL.get(account, Role.CONTACT)
            post = people.add_post(unit, title=title, role=role, by=None, now=self.now)
        self._appoint(post, person, deputy=deputy)

    def _fill(self, unit: Unit) -> None:
        """A contact with, in larger units, a deputy, and a secretary."""
        for title, role in (("专人", Role.CONTACT), ("书记", Role.SECRETARY)):
            if unit.posts.filter(role=role).exists() or unit.kind == UnitKind.PRIVATE:
                continue
            if role == Role.SECRETARY and unit.posts.filter(role=Role.LEADER).exists():
                continue
            post = people.add_post(unit, title=title, role=role, by=None, now=self.now)
            self._appoint(post, self._stranger(), deputy=False)
            large = unit.kind in (UnitKind.ORGAN, UnitKind.TOWNSHIP, UnitKind.HOSPITAL)
            if role == Role.CONTACT and large:
                self._appoint(post, self._stranger(), deputy=True)

    def _stranger(self) -> Person:
        while True:
            name = self.dice.choice(county.SURNAMES) + "".join(
                self.dice.sample(county.GIVEN, self.dice.choice((1, 2)))
            )
            if name not in self.taken:
                self.taken.add(name)
                return self._person(f"p{len(self.taken):03d}", name)

    def _person(self, account: str, name: str) -> Person:
        facts = people.PersonFacts(username=account, name=name)
        return people.add_person(facts, by=None, now=self.now)

    def _appoint(self, post: Post, person: Person, *, deputy: bool) -> None:
        people.appoint(
            post,
            person,
            since_on=self.on - timedelta(days=400),
            as_deputy=deputy,
            by=None,
            now=self.now,
        )


def bring_in_plan(office: Person, *, year: int, now: datetime) -> Plan:
    """Import, review, correct, make verifiable, activate, offer: a week of the office."""
    upload = ContentFile(plan_file(year), name="清廉建设实施方案.docx")
    source = plans.import_source(upload, by=office, now=now)
    with transaction.atomic():
        _review(source.clauses.all(), office, now)
        made = plans.make_plan(
            source,
            title=source.title,
            starts_on=date(year, 1, 12),
            ends_on=date(year + 1, 12, 31),
            by=office,
            now=now + timedelta(hours=2),
        )
        live = _make_live(made.plan, office, now + timedelta(days=1))
        report = duties.draft_from_measures(
            live, by=office, now=now + timedelta(days=2)
        )
        duties.offer_duties(report.drafted, by=office, now=now + timedelta(days=2))
    return made.plan


def _review(clauses: "object", office: Person, now: datetime) -> None:
    for verdict in (Verdict.MEASURE, Verdict.HEADING, Verdict.REJECTED):
        chosen = Clause.objects.filter(pk__in=clauses, suggestion=verdict)  # type: ignore[misc]
        plans.judge_clauses(chosen, verdict, by=office, now=now)
    rest = Clause.objects.filter(pk__in=clauses, verdict=Verdict.PENDING)  # type: ignore[misc]
    plans.judge_clauses(rest, Verdict.REJECTED, by=office, now=now)


def _make_live(plan: Plan, office: Person, now: datetime) -> list[Measure]:
    for measure in plan.measures.filter(is_branch=False):
        plans.edit_measure(
            measure,
            {"result": f"县政务网可以查到：{measure.title}"[:300]},
            reason="补上别人看得见的结果。",
            version=measure.version,
            by=office,
            now=now,
        )
        plans.check_measure(measure, by=office, now=now)
    return plans.activate_measures(
        plan.measures.filter(is_branch=False), by=office, now=now
    )
