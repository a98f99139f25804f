"""Looking at everything in use; setting what is asked from which number on."""

import hashlib
import io
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mingjing.base.files import rules as files
from mingjing.base.files.actions import store_made
from mingjing.base.files.queries import place_of
from mingjing.base.people.models import Person
from mingjing.insight.purchases import rules
from mingjing.insight.purchases.events import (
    OwnLimitSet,
    PurchasesMeasured,
    ThresholdSet,
)
from mingjing.insight.purchases.models import (
    Measurement,
    OwnLimit,
    Source,
    Threshold,
)
from mingjing.insight.purchases.queries import (
    asking,
    last_measurement,
    survey_of,
)
from mingjing.insight.purchases.states import SourceState
from mingjing.insight.supervision.actions import Refused
from mingjing.insight.supervision.actions.telling import tell
from mingjing_analytics.procurement.sound import read
from mingjing_analytics.procurement.sound.indicator import Indicator
from mingjing_analytics.procurement.sound.survey import Survey, survey

_SURVEY = "application/json"


def measure_all(*, by: Person, now: datetime) -> Measurement:
    """Ask every indicator about every purchase in use. Raises Refused without data."""
    if not rules.may_write(by):
        raise PermissionDenied
    sources = list(
        Source.objects.filter(state=SourceState.IN_USE)
        .select_related("file")
        .order_by("data_date", "pk")
    )
    lines = b"".join(
        place_of(one.file.sha256).read_bytes() for one in sources if one.file
    )
    if not lines:
        raise Refused(_("还没有采购数据，先交数据。"))
    given = asking()
    found = survey(read(io.BytesIO(lines), given.choices), given)
    data = found.to_bytes()
    root = hashlib.sha256(data).hexdigest()
    last = last_measurement()
    if last is not None and last.root == root:
        return last  # a second click: nothing has changed, and nothing new is said
    try:
        stored = store_made(
            data, content_type=_SURVEY, name="survey.json", by=by, now=now
        )
    except files.Refused as error:
        raise Refused(str(error)) from error
    before = survey_of(last) if last is not None else None
    with transaction.atomic():
        made = _kept(found, before, by=by, now=now, file=stored, root=root)
        made.sources.set(sources)
    return made


def _kept(
    found: Survey,
    before: Survey | None,
    *,
    by: Person,
    now: datetime,
    **more: object,
) -> Measurement:
    ids = {flag.id for flag in found.flags}
    old = {flag.id for flag in before.flags} if before is not None else set()
    made = Measurement.objects.create(
        numbers={
            code: {name: str(number) for name, number in one.numbers.items()}
            for code, one in found.indicators.items()
            if one.numbers
        },
        purchases=len(found.purchases),
        flags=len(ids),
        new=len(ids - old),
        gone=len(old - ids),
        made_by=by,
        made_at=now,
        **more,
    )
    event = PurchasesMeasured(
        measurement=made.pk,
        root=made.root,
        purchases=made.purchases,
        flags=made.flags,
        new=made.new,
        gone=made.gone,
    )
    tell(event, "purchases", by=by, now=now)
    return made


@transaction.atomic
def set_threshold(
    indicator: Indicator,
    numbers: dict[str, Decimal],
    *,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    """From which number on an indicator asks, within its range. Raises Refused."""
    if not rules.may_write(by):
        raise PermissionDenied
    kept: dict[str, str] = {}
    for parameter in indicator.parameters:
        number = numbers.get(parameter.name, parameter.default)
        if not parameter.low <= number <= parameter.high:
            raise Refused(
                _("%(name)s应在 %(low)s 到 %(high)s 之间。")
                % {"name": parameter.zh, "low": parameter.low, "high": parameter.high}
            )
        if number != parameter.default:
            kept[parameter.name] = str(number)
    row, fresh = Threshold.objects.select_for_update().get_or_create(
        code=indicator.code, defaults={"numbers": {}, "reason": reason}
    )
    if row.numbers == kept and not (fresh and kept):
        return
    row.numbers, row.reason = kept, reason
    row.save(update_fields=["numbers", "reason"])
    told = "、".join(f"{name}={text}" for name, text in sorted(kept.items()))
    event = ThresholdSet(code=indicator.code, numbers=told, reason=reason)
    tell(event, f"indicator:{indicator.code}", by=by, now=now)


@transaction.atomic
def set_limit(
    *,
    category: str,
    value: Decimal,
    basis: str,
    since: date,
    by: Person,
    now: datetime,
) -> OwnLimit:
    """The province's threshold of open tender, from a day on. Raises Refused."""
    if not rules.may_write(by):
        raise PermissionDenied
    try:
        with transaction.atomic():
            made = OwnLimit.objects.create(
                category=category,
                value=value,
                basis=basis,
                since=since,
                set_by=by,
                set_at=now,
            )
    except IntegrityError as error:
        raise Refused(_("这一天已经有一条，改日期再交。")) from error
    event = OwnLimitSet(category=category, value=str(value), since=since, basis=basis)
    tell(event, "purchases", by=by, now=now)
    return made
