"""Choosing one question out of many to be put to a unit."""

from datetime import datetime

from django.db import transaction

from mingjing.base.people.models import Person, Unit
from mingjing.insight.purchases.models import Measurement
from mingjing.insight.purchases.queries import named, survey_of
from mingjing.insight.supervision import actions as supervision
from mingjing.insight.supervision.models import Flag
from mingjing.insight.supervision.queries import PURCHASES
from mingjing_analytics.procurement.sound.indicator import all_indicators
from mingjing_analytics.procurement.sound.run import in_words
from mingjing_analytics.procurement.sound.survey import Raised

# What a page and a letter can show; the measurement holds all.
_MOST_RECORDS = 200


@transaction.atomic
def put_up(
    raised: Raised, measurement: Measurement, *, unit: Unit, by: Person, now: datetime
) -> Flag:
    """Take a question into the queue of supervision. Raises Refused."""
    survey = survey_of(measurement)
    share = all_indicators()[raised.code].share
    sources = "、".join(one.name for one in measurement.sources.all())
    note = supervision.FlagNote(
        model=f"{PURCHASES}{raised.code}",
        identity=raised.id,
        key={"subject": raised.subject},
        facts={
            "named": named(survey, raised.subject),
            "value": in_words(raised.value, share=share),
            "threshold": in_words(raised.threshold, share=share),
            "basis": raised.basis,
            "source": sources,
            "records": [
                [one.ocid, one.line, one.path, one.value]
                for one in raised.records[:_MOST_RECORDS]
            ],
        },
        unit=unit,
        root=measurement.root,
        source_sha256=measurement.root,
        manifest={"measurement": measurement.pk, "parameters": {}},
    )
    return supervision.put_up_flag(note, by=by, now=now)
