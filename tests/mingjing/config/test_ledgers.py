"""What is planted in the demonstration's ledgers is found, and its look-alikes are not."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mingjing.base.people.states import Role
from mingjing.config.demo.ledgers import hand_in_ledgers
from mingjing.insight.supervision.models import Flag, Run
from tests.factories import people

pytestmark = pytest.mark.django_db
UNTIL = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
PLANTED = {
    "subsidy.deceased": 3,
    "subsidy.payroll": 2,
    "subsidy.shared_account": 1,
    "expense.same_invoice": 1,
    "expense.next_number": 1,
    "expense.no_letter": 1,
    "expense.too_much_company": 1,
    "contract.late_to_small_firms": 2,
    "contract.late_signature": 1,
    "contract.additions": 1,
}


def test_the_planted_are_found_and_nothing_else():
    for name in ("县民政局", "县教育局"):
        contact = people.person_with(Role.CONTACT)
        unit = people.post_of(contact).unit
        unit.name = unit.short_name = name
        unit.save()
    hand_in_ledgers(people.person_with(Role.DISCIPLINE), UNTIL)
    found = {}
    for flag in Flag.objects.all():
        found[flag.model] = found.get(flag.model, 0) + 1
    assert found == PLANTED
    assert Run.objects.count() > len(PLANTED)
