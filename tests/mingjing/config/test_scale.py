"""The province of the benchmarks: as large as asked, and its record verifies."""

from datetime import UTC, date, datetime

import pytest

from mingjing.base.people.models import Unit as UnitModel
from mingjing.base.record.models import Entry
from mingjing.base.record.queries import verify
from mingjing.config.demo.scale import grow_to_province
from mingjing.cycle.duties.models import Due as DueModel
from tests.factories.duties import Duty

NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_a_province_is_as_large_as_asked_and_its_record_verifies():
    Duty(clock={"kind": "recurring", "every": "month"}, starts_on=date(2026, 1, 1))
    before = Entry.objects.count()
    said = []

    grow_to_province(now=NOW, say=said.append, units=6, dues=40)

    opened = Entry.objects.filter(index__gte=before).values_list("kind", "subject")
    assert UnitModel.objects.count() == 6
    assert 40 <= DueModel.objects.count() < 44
    assert sorted(opened) == sorted(
        ("DueOpened", f"due:{pk}")
        for pk in DueModel.objects.values_list("pk", flat=True)
    )
    assert verify().intact
    assert said == [f"    {DueModel.objects.count()} 件 dues"]
