"""One proof for many dues; judged by somebody else, compared by person."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from mingjing.base.files.models import StoredFile
from mingjing.base.files.queries import open_file
from mingjing.base.files.rules import Refused
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry, Opening
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.evidence import actions, rules
from mingjing.cycle.evidence.models import Evidence, Use
from mingjing.cycle.evidence.queries import could_also_serve, proofs_of
from tests.factories import evidence as factories
from tests.factories.duties import Due, Duty, HeldPost, anew, deputy, holder
from tests.factories.people import Appointment, person_with

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)
LATER = datetime(2026, 9, 11, 2, tzinfo=UTC)
NUMBER = "澄教函〔2026〕41号"


@pytest.fixture(autouse=True)
def _root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def post():
    return HeldPost(role=Role.CONTACT)


def owed(post, **fields):
    return Due(duty=Duty(post=post), **fields)


def prove(*dues, pointer=NUMBER, by=None, now=NOW, **more):
    by = by or holder(dues[0].post)
    fresh = [anew(due) for due in dues]
    return actions.prove_dues(fresh, pointer=pointer, by=by, now=now, **more)


def check(due, *, accept=True, note="请补", by=None):
    by = by or holder(due.checker_post)
    actions.check_due(anew(due), accept=accept, note=note, by=by, now=LATER)


def states(*rows):
    return [anew(row).state for row in rows]


def kinds():
    return list(Entry.objects.values_list("kind", flat=True))


def test_one_number_proves_two_dues_in_one_act(post):
    first, second = owed(post), owed(post)

    evidence = prove(first, second, pointer=" 澄教函[2026]41号 ")

    assert states(first, second) == ["claimed", "claimed"]
    assert (evidence.pointer, evidence.kind, evidence.state) == (
        NUMBER,
        "document",
        "attached",
    )
    assert evidence.keep_until == date(2031, 9, 10)
    assert set(evidence.dues.all()) == {first, second}
    assert kinds() == ["DueClaimed", "DueClaimed", "EvidenceAttached"]


def test_the_pointer_stands_in_the_record_as_a_commitment_only(post):
    prove(owed(post))

    entry = Entry.objects.get(kind="EvidenceAttached")
    assert NUMBER.encode() not in bytes(entry.body)
    assert Opening.objects.get(entry=entry, field="pointer").value == NUMBER


def test_a_number_the_unit_registered_before_is_used_again(post):
    first, second = owed(post), owed(post)

    assert prove(first) == prove(second, pointer="澄教函［2026］ 41号", now=LATER)
    assert (Evidence.objects.count(), Use.objects.count()) == (1, 2)


def test_another_units_same_number_is_another_evidence(post):
    prove(owed(post))
    prove(owed(HeldPost(role=Role.CONTACT)))

    assert Evidence.objects.count() == 2


def test_of_several_dues_all_are_claimed_or_none(post):
    first, taken = owed(post), owed(post)
    prove(taken)

    with pytest.raises(duties.AlreadyMoved):
        prove(first, taken, pointer="澄教函〔2026〕42号")

    assert states(first) == ["open"]
    assert Evidence.objects.count() == 1


def test_a_due_of_another_unit_is_never_proven_along(post):
    mine, other = owed(post), owed(HeldPost(role=Role.CONTACT))

    for dues in ((mine, other), (other,)):
        with pytest.raises(PermissionDenied):
            prove(*dues, by=holder(post))
    with pytest.raises(PermissionDenied):
        actions.prove_dues([], pointer=NUMBER, by=holder(post), now=NOW)

    assert states(mine, other) == ["open", "open"]
    assert Evidence.objects.count() == 0


def test_a_colleagues_due_in_the_same_unit_is_not_ones_own(post):
    colleagues = owed(HeldPost(role=Role.CONTACT, unit=post.unit))

    with pytest.raises(PermissionDenied):
        prove(owed(post), colleagues, by=holder(post))


def test_a_second_click_changes_nothing(post):
    due = owed(post)
    prove(due)
    before = kinds()

    with pytest.raises(duties.AlreadyMoved):
        prove(due)

    assert kinds() == before


def test_a_file_is_taken_without_a_pointer_and_left_with_one(post):
    upload = SimpleUploadedFile("结果.pdf", b"%PDF-1.7 x")
    evidence = prove(owed(post), pointer="", upload=upload)

    assert (evidence.kind, evidence.title) == ("file", "结果.pdf")
    assert open_file(evidence.file) == b"%PDF-1.7 x"

    other = SimpleUploadedFile("b.pdf", b"%PDF-1.7 y")
    assert prove(owed(post), upload=other).file is None
    assert StoredFile.objects.count() == 1


def test_a_refused_file_leaves_the_due_owed(post):
    due = owed(post)

    with pytest.raises(Refused):
        prove(due, pointer="", upload=SimpleUploadedFile("a.docx", b"MZ\x90\x00"))

    assert states(due) == ["open"]
    assert kinds() == []


def test_the_checker_accepts_claim_and_evidence(post):
    due = owed(post)
    evidence = prove(due)

    check(due)

    assert states(due, evidence) == ["verified", "accepted"]
    assert kinds()[-2:] == ["DueVerified", "EvidenceAccepted"]


def test_the_checker_returns_both_and_a_better_proof_takes_the_place(post):
    due = owed(post)
    wrong = prove(due)
    check(due, accept=False)
    assert states(due, wrong) == ["returned", "returned"]

    right = prove(due, pointer="澄教函〔2026〕42号", now=LATER)
    assert [use.evidence for use in proofs_of(due)] == [right]
    check(due)

    assert states(due, wrong, right) == ["verified", "returned", "accepted"]


def test_a_proof_returned_and_offered_again_waits_for_a_new_look(post):
    due = owed(post)
    evidence = prove(due)
    check(due, accept=False)

    assert prove(due, now=LATER) == evidence
    assert states(due, evidence) == ["claimed", "attached"]
    assert [use.evidence for use in proofs_of(due)] == [evidence]


def test_wrong_for_one_due_it_may_be_right_for_the_other(post):
    first, second = owed(post), owed(post)
    evidence = prove(first, second)

    check(second)
    check(first, accept=False)
    assert states(first, second, evidence) == ["returned", "verified", "accepted"]


def test_a_return_needs_its_reason(post):
    due = owed(post)
    evidence = prove(due)

    with pytest.raises(duties.Refused):
        check(due, accept=False, note=" ")

    assert states(due, evidence) == ["claimed", "attached"]


def test_the_same_person_under_another_hat_cannot_check(post):
    due = owed(post)
    person = holder(post)
    Appointment(post=due.checker_post, person=person, as_deputy=True)
    prove(due, by=anew(person))

    assert rules.may_check(anew(person), anew(due)) is False
    with pytest.raises(PermissionDenied):
        check(due, by=anew(person))
    assert states(due) == ["claimed"]


def test_who_attached_it_once_and_changed_posts_cannot_check_it_later(post):
    """The deputy attached, was returned, moved to the checker; the holder claims now."""
    due = owed(post)
    mover = deputy(post)
    prove(due, by=anew(mover))
    check(due, accept=False)
    mover.appointments.update(ended_on=date(2026, 9, 10))
    due.checker_post.appointments.update(ended_on=date(2026, 9, 10))
    Appointment(post=due.checker_post, person=mover, since_on=date(2026, 9, 11))
    prove(due, pointer="澄教函〔2026〕43号", by=holder(post), now=LATER)

    assert rules.may_check(anew(mover), anew(due)) is False
    with pytest.raises(PermissionDenied):
        check(due, by=anew(mover))
    assert states(due) == ["claimed"]


def test_a_second_verdict_is_told_it_came_second(post):
    due = owed(post)
    prove(due)
    check(due)

    with pytest.raises(duties.AlreadyMoved):
        check(due, accept=False, by=holder(due.checker_post))
    assert states(due) == ["verified"]


def test_strangers_to_the_due_cannot_check_it(post):
    due = owed(post)
    prove(due)

    for person in (holder(post), person_with(Role.OFFICE), person_with(Role.LEADER)):
        with pytest.raises(PermissionDenied):
            check(due, by=person)


def test_evidence_is_withdrawn_by_its_unit_while_nobody_relies_on_it(post):
    due = owed(post)
    evidence = prove(due)
    with pytest.raises(PermissionDenied):
        actions.withdraw_evidence(
            anew(evidence), reason="错", by=holder(post), now=LATER
        )
    check(due, accept=False)
    stranger = person_with(Role.CONTACT)
    with pytest.raises(PermissionDenied):
        actions.withdraw_evidence(anew(evidence), reason="错", by=stranger, now=LATER)

    stale = anew(evidence)
    actions.withdraw_evidence(anew(evidence), reason="错", by=holder(post), now=LATER)
    assert states(evidence) == ["withdrawn"]
    with pytest.raises(actions.AlreadyMoved):
        actions.withdraw_evidence(stale, reason="错", by=holder(post), now=LATER)

    # The number is free to be registered anew.
    assert prove(due, now=LATER) != evidence


def test_the_database_holds_one_registration_a_pointer_and_only_real_pages(post):
    known = factories.Evidence(unit=post.unit)
    for wrong in (
        {"pointer": known.pointer},
        {"kind": "page", "pointer": "javascript:alert(1)"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.Evidence(unit=post.unit, **wrong)


def test_other_dues_it_could_serve_are_ones_own_and_of_other_duties(post):
    due = owed(post)
    own = owed(post, due_on=date(2026, 9, 30))
    Due(duty=due.duty)  # another period of the same duty
    owed(HeldPost(role=Role.CONTACT, unit=post.unit))  # a colleague's
    owed(HeldPost(role=Role.CONTACT))  # another unit's
    prove(owed(post), pointer="澄教函〔2026〕50号")  # claimed already

    assert list(could_also_serve(due, holder(post))) == [own]
