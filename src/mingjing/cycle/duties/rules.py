"""Who may do what to a duty, a due, an extension or a call. Everyone asks here.

A post is held by its holder and its deputy alike. Promise 1 compares persons, not hats:
whoever claimed a due, or holds the post that owes it, never judges it, whatever other
post they hold besides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.duties.states import (
    ASK_MOVES,
    DUE_MOVES,
    DUTY_MOVES,
    OWED,
    DueState,
    DutyState,
)

# House rules of the register, not law: a due without a legal term moves at most this
# far past its first promise, and at most this often.
LONGEST_EXTENSION = timedelta(days=90)
MOST_EXTENSIONS = 2


def _is_office(person: Person) -> bool:
    return Role.OFFICE in standing_of(person).roles


def _holds(person: Person, post_id: int) -> bool:
    return post_id in standing_of(person).posts


# --- the duty


def may_draft(person: Person) -> bool:
    return _is_office(person)


def may_edit(person: Person, duty: Duty) -> bool:
    return _is_office(person) and duty.state != DutyState.ENDED


def may_offer(person: Person, duty: Duty) -> bool:
    return _is_office(person) and duty.state in DUTY_MOVES["offer"].sources


def may_approve_burden(person: Person, duty: Duty) -> bool:
    """Promise 11: over budget needs a second named person, not whoever drafted it."""
    roles = standing_of(person).roles
    return bool(roles & {Role.OFFICE, Role.LEADER}) and person.pk != duty.drafted_by_id


def may_answer_offer(person: Person, duty: Duty) -> bool:
    """Accept or object: the post that would owe it, or the unit's own secretary."""
    return duty.state == DutyState.OFFERED and (
        _holds(person, duty.post_id)
        or duty.unit_id in standing_of(person).secretary_units
    )


def may_end(person: Person, duty: Duty) -> bool:
    return _is_office(person) and duty.state in DUTY_MOVES["end"].sources


# --- one due: claim and check


def may_claim(person: Person, due: Due) -> bool:
    return due.state in OWED and _holds(person, due.post_id)


def may_withdraw_claim(person: Person, due: Due) -> bool:
    return due.state == DueState.CLAIMED and _holds(person, due.post_id)


def may_verify(person: Person, due: Due) -> bool:
    """Verify or return. Never one's own claim, under whichever hat."""
    return (
        due.state == DueState.CLAIMED
        and _holds(person, due.checker_post_id)
        and person.pk != due.claimed_by_id
        and not _holds(person, due.post_id)
    )


def _stands_apart(person: Person, due: Due) -> bool:
    """Of the deciding hats, and neither of the owing unit nor the one who claimed."""
    standing = standing_of(person)
    return (
        bool(standing.roles & {Role.OFFICE, Role.LEADER})
        and due.unit_id not in standing.units
        and person.pk != due.claimed_by_id
    )


def may_waive(person: Person, due: Due) -> bool:
    return due.state in DUE_MOVES["waive"].sources and _stands_apart(person, due)


def may_void(person: Person, due: Due) -> bool:
    return due.state in DUE_MOVES["void"].sources and _stands_apart(person, due)


# --- the mark that an appeal may be filed against: the later room asks here


def may_contest(person: Person, due: Due) -> bool:
    """The unit's own people: the post that owes it, or the unit's own secretary."""
    standing = standing_of(person)
    return due.post_id in standing.posts or due.unit_id in standing.secretary_units


def marked_late(due: Due, on: date) -> bool:
    """Late and still owed, or claimed only after its day."""
    late_owed = due.state in OWED and due.due_on < on
    late_claim = due.claimed_at is not None and localdate(due.claimed_at) > due.due_on
    return (late_owed or late_claim) and due.state not in (
        DueState.WAIVED,
        DueState.VOID,
    )


# --- more time


def may_ask_extension(person: Person, due: Due) -> bool:
    return due.state in OWED and _holds(person, due.post_id)


def may_decide_extension(person: Person, extension: Extension) -> bool:
    """The checker's post or the office; never the asker or the owing post."""
    due = extension.due
    return (
        extension.state in ASK_MOVES["grant"].sources
        and (_holds(person, due.checker_post_id) or _is_office(person))
        and person.pk != extension.asked_by_id
        and not _holds(person, due.post_id)
    )


def may_withdraw_extension(person: Person, extension: Extension) -> bool:
    return extension.state in ASK_MOVES["withdraw"].sources and _holds(
        person, extension.due.post_id
    )


@dataclass(frozen=True)
class Ceiling:
    """The last day to which a due can be extended, and the rule that says so."""

    latest_on: date | None  # None: the rule knows no extension at all
    ground: str  # a whole sentence, shown to the asker


def house_ceiling(due: Due) -> Ceiling:
    latest = due.baseline_on + LONGEST_EXTENSION
    return Ceiling(
        latest,
        _(
            "没有法定延长期的事项，从基线日%(baseline)s起累计最多延%(days)s天，最多两次。"
        )
        % {"baseline": due.baseline_on, "days": LONGEST_EXTENSION.days},
    )


def extension_refusal(
    due: Due, until: date, *, on: date, granted_count: int, ceiling: Ceiling
) -> str:
    """Why this wish cannot be asked or granted; empty when it can."""
    if until <= due.due_on or until < on:
        return _("延至的日期要晚于现在的到期日%(day)s，也不能早于今天。") % {
            "day": due.due_on
        }
    if granted_count >= MOST_EXTENSIONS:
        return _("已经延过两次，不能再延。可以说明困难，请上级支持。")
    if ceiling.latest_on is None:
        return ceiling.ground
    if until > ceiling.latest_on:
        return _("最晚只能延到%(day)s。%(ground)s") % {
            "day": ceiling.latest_on,
            "ground": ceiling.ground,
        }
    return ""


# --- support from above


def may_call_for_support(person: Person, due: Due) -> bool:
    return due.state in OWED and _holds(person, due.post_id)


CallRule = Callable[[Person, SupportCall], bool]


def _is_open(call: SupportCall) -> bool:
    return call.answered_at is None and call.withdrawn_at is None


def may_answer_support(person: Person, call: SupportCall) -> bool:
    return (
        _is_open(call)
        and _holds(person, call.to_post_id)
        and person.pk != call.asked_by_id
    )


def may_withdraw_support(person: Person, call: SupportCall) -> bool:
    return _is_open(call) and _holds(person, call.due.post_id)


# --- pages


def may_see_load(person: Person, unit_id: int) -> bool:
    """Minutes per post: the unit's own people and the office, nobody else."""
    standing = standing_of(person)
    if not standing.roles - {Role.ADMIN}:
        return False
    return _is_office(person) or unit_id in standing.units
