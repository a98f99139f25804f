"""What every page of purchases begins with: may this person see, and what was measured."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.purchases import queries, rules
from mingjing.insight.purchases.models import Measurement
from mingjing_analytics.procurement.sound.indicator import Indicator, all_indicators
from mingjing_analytics.procurement.sound.survey import Survey


def demand(request: SignedInRequest) -> None:
    if not rules.may_see(request.user):
        raise PermissionDenied


def measured_or_404(request: SignedInRequest) -> tuple[Measurement, Survey]:
    demand(request)
    made = queries.last_measurement()
    if made is None:
        raise Http404
    return made, queries.survey_of(made)


def indicator_or_404(code: str) -> Indicator:
    found = all_indicators().get(code)
    if found is None:
        raise Http404
    return found
