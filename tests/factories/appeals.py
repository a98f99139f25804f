"""Appeals in stories: filed against a confirmed finding, taken in, given to somebody."""

from datetime import UTC, datetime

from mingjing.base.people.states import Role
from mingjing.cycle.appeals import actions
from tests.factories import findings
from tests.factories.duties import anew, holder
from tests.factories.people import person_with

NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)


def filed(finding=None, now=NOW, **more):
    finding = finding or findings.confirmed()
    return actions.file_appeal(
        "finding",
        anew(finding),
        ground="有比价，记录在财务室。",
        by=holder(finding.post),
        now=now,
        **more,
    )


def accepted(finding=None, decider=None, by=None):
    appeal = filed(finding)
    actions.accept_appeal(
        appeal,
        decider=decider or person_with(Role.LEADER),
        by=by or person_with(Role.OFFICE),
        now=NOW,
    )
    return anew(appeal)
