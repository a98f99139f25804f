"""Who may do what to a finding. Pages, buttons and actions all ask here.

Promise 1 compares persons, not hats: whoever had any part in a finding, under whatever
post, neither confirms what they opened nor signs off what they claimed or wrote.
"""

import re
from datetime import date

from django.db.models import QuerySet

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.base.record.models import Opening
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import DueState, DutyState
from mingjing.cycle.findings.models import Cure, Finding
from mingjing.cycle.findings.states import (
    CLAIMED,
    MOVES,
    STANDING,
    FindingState,
    SourceKind,
)
from mingjing.cycle.inspection import rules as inspection_rules
from mingjing.cycle.inspection.models import Inspection
from mingjing.cycle.inspection.states import RECORDING

# Which hats may bring a finding from which source. A unit reports only itself.
OPENERS: dict[Role, frozenset[SourceKind]] = {
    Role.OFFICE: frozenset({SourceKind.SESSION, SourceKind.AUDIT, SourceKind.DISCIPLINE, SourceKind.PRESS}),
    Role.DISCIPLINE: frozenset({SourceKind.SESSION, SourceKind.AUDIT, SourceKind.DISCIPLINE, SourceKind.PRESS}),
}  # fmt: skip
_JUDGES = frozenset({Role.OFFICE, Role.DISCIPLINE})
_OF_UNIT = frozenset({Role.CONTACT, Role.SECRETARY})


def _roles(person: Person) -> frozenset[Role]:
    return standing_of(person).roles


def _of_unit(person: Person, finding: Finding) -> bool:
    return finding.unit_id in standing_of(person).units


def _judges(person: Person, finding: Finding) -> bool:
    """Office or discipline, and not of the unit that it is about."""
    return bool(_roles(person) & _JUDGES) and not _of_unit(person, finding)


def _answers_for(person: Person, finding: Finding) -> bool:
    """The responsible post, or the unit's own secretary."""
    standing = standing_of(person)
    return (
        finding.post_id in standing.posts or finding.unit_id in standing.secretary_units
    )


# --- opening


def kinds_open_to(person: Person) -> frozenset[SourceKind]:
    roles = _roles(person)
    return frozenset().union(*(OPENERS.get(role, frozenset()) for role in roles))


def inspections_of(person: Person) -> QuerySet[Inspection]:
    """Those that run now and have this person on their team."""
    return Inspection.objects.filter(
        state__in=RECORDING, code__isnull=False, members__person=person
    ).order_by("opens_on", "pk")


def may_open(person: Person) -> bool:
    return bool(kinds_open_to(person)) or inspections_of(person).exists()


def may_record(person: Person, inspection: Inspection, unit: Unit) -> bool:
    """Promise 4: one of its team, with no post in that unit."""
    return inspection_rules.may_inspect(person, inspection, unit)


def inspection_refusal(
    inspection: Inspection, unit: Unit, category: str, found_on: date
) -> str:
    """Out of the programme, its scope, its units or its window: why, in a sentence."""
    return inspection_rules.record_refusal(inspection, unit, category, found_on)


def may_report_own(person: Person) -> bool:
    """A unit's contact or secretary says what they found at home."""
    return bool(_roles(person) & _OF_UNIT)


def may_report_for(person: Person, unit_id: int) -> bool:
    return may_report_own(person) and unit_id in standing_of(person).units


def may_edit(person: Person, finding: Finding) -> bool:
    return finding.state == FindingState.DRAFT and finding.opened_by_id == person.pk


def may_notify(person: Person, finding: Finding) -> bool:
    """Whoever wrote it, or the office once it has read it."""
    return finding.state == FindingState.DRAFT and (
        finding.opened_by_id == person.pk or _judges(person, finding)
    )


def may_withdraw(person: Person, finding: Finding) -> bool:
    if finding.state == FindingState.DRAFT:
        return may_notify(person, finding)
    return finding.state in MOVES["withdraw"].sources and _judges(person, finding)


def may_merge(person: Person, finding: Finding) -> bool:
    return finding.state in MOVES["withdraw"].sources and may_withdraw(person, finding)


# --- answering


def may_reply(person: Person, finding: Finding) -> bool:
    """Late or not: until it is confirmed the unit is heard."""
    return finding.state == FindingState.NOTIFIED and _answers_for(person, finding)


def brought_it(person: Person, finding: Finding) -> bool:
    """Opened it, brought a source, or was on the team of the inspection that did."""
    sources = finding.sources
    return (
        finding.opened_by_id == person.pk
        or sources.filter(added_by=person).exists()
        or sources.filter(inspection__members__person=person).exists()
    )


def may_confirm(person: Person, finding: Finding) -> bool:
    """Somebody else than who opened it or brought a source, and not of the unit.

    Whether the unit's term has run out is a question of the day: the action asks it.
    """
    return (
        finding.state in CLAIMED
        and _judges(person, finding)
        and not brought_it(person, finding)
    )


# --- curing


def may_write_cure(person: Person, finding: Finding) -> bool:
    return (
        finding.state == FindingState.CONFIRMED
        and (_answers_for(person, finding) or Role.OFFICE in _roles(person))
        and not finding.cures.filter(returned_by=None).exists()
    )


def may_agree_to_cures(person: Person) -> bool:
    return Role.OFFICE in _roles(person)


def may_start_cure(person: Person, finding: Finding) -> bool:
    """The office agrees to what another wrote, or sends it back."""
    cure = finding.cures.filter(returned_by=None, duty=None).first()
    return (
        finding.state == FindingState.CONFIRMED
        and Role.OFFICE in _roles(person)
        and cure is not None
        and cure.written_by_id != person.pk
    )


def cure_of(finding: Finding) -> Cure | None:
    return (
        finding.cures.filter(returned_by=None)
        .select_related("duty", "written_by")
        .first()
    )


def due_of(finding: Finding) -> Due | None:
    """The one due of the living cure: its state is the cure's."""
    return (
        Due.objects.filter(
            duty__cure__finding=finding, duty__cure__returned_by__isnull=True
        )
        .select_related("duty", "claimed_by", "checked_by", "checker_post__unit")
        .order_by("-id")
        .first()
    )


def may_redo_cure(person: Person, finding: Finding) -> bool:
    """Its duty ended, or its due was waived or voided: nothing will be claimed."""
    if finding.state != FindingState.CURING or Role.OFFICE not in _roles(person):
        return False
    due = due_of(finding)
    if due is not None:
        return due.state in (DueState.WAIVED, DueState.VOID)
    cure = cure_of(finding)
    return bool(cure and cure.duty and cure.duty.state == DutyState.ENDED)


def may_sign_off(person: Person, finding: Finding) -> bool:
    """销号: by one who neither opened, nor claimed, nor wrote the cure, nor proved it."""
    due = due_of(finding)
    cure = cure_of(finding)
    return (
        finding.state == FindingState.CURING
        and finding.contested_on is None
        and _judges(person, finding)
        and due is not None
        and cure is not None
        and due.state == DueState.VERIFIED
        and not brought_it(person, finding)
        and person.pk not in {due.claimed_by_id, cure.written_by_id}
        and person.pk not in acted_on([f"due:{due.pk}"], kinds=("DueClaimed",))
        and not due.uses.filter(added_by=person).exists()
    )


# --- appeals: the later room asks here who had a part


# What deciding an appeal leaves on the finding: no part in what was appealed against.
_OF_AN_APPEAL = ("ContestEnded", "FindingVaried", "FindingRevoked", "RelapseUndone")


def acted_on(subjects: list[str], *, kinds: tuple[str, ...] = ()) -> frozenset[int]:
    """Persons whom the record names as actors of these subjects."""
    found = Opening.objects.filter(
        field="actor", person__isnull=False, entry__subject__in=subjects
    )
    found = found.exclude(entry__kind__in=_OF_AN_APPEAL)
    if kinds:
        found = found.filter(entry__kind__in=kinds)
    return frozenset(found.values_list("person_id", flat=True))


def part_takers(finding: Finding) -> frozenset[int]:
    """Everybody with any part in it: by its fields, by the record, by its cure.

    政府督查工作条例 第十七条: 参与作出督查结论的工作人员在复核中应当回避。
    """
    subjects = [f"finding:{finding.pk}"]
    persons = {
        finding.opened_by_id,
        finding.notified_by_id,
        finding.confirmed_by_id,
        finding.signed_off_by_id,
        *finding.sources.values_list("added_by", flat=True),
    }
    for duty, *by in finding.cures.values_list("duty", "written_by", "returned_by"):
        persons |= set(by)
        subjects.append(f"duty:{duty}")
    # 参与作出督查结论的工作人员: the whole team, and who wrote and released it.
    inspections = Inspection.objects.filter(findings_of__finding=finding)
    team = inspections.values_list("concluded_by", "fed_back_by", "members__person")
    for whole in team:
        persons |= set(whole)
    for due in Due.objects.filter(duty__cure__finding=finding):
        persons |= {due.claimed_by_id, due.checked_by_id}
        subjects.append(f"due:{due.pk}")
    return frozenset(pk for pk in persons if pk) | acted_on(subjects)


def took_no_part(person: Person, finding: Finding) -> bool:
    return not _of_unit(person, finding) and person.pk not in part_takers(finding)


def may_contest(person: Person, finding: Finding) -> bool:
    """The unit's own people, once, while the finding stands."""
    return (
        finding.state in STANDING
        and finding.contested_on is None
        and _answers_for(person, finding)
    )


def may_revise(person: Person, finding: Finding) -> bool:
    """Vary or revoke what stands: only under an open appeal, by one without a part."""
    return (
        finding.state in STANDING
        and finding.contested_on is not None
        and bool(_roles(person) & (_JUDGES | {Role.LEADER}))
        and took_no_part(person, finding)
    )


# --- what may not stand in the text (promise 6)

_ID = re.compile(
    r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"
)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:62|60|43|45|52|55)\d{13,17}(?!\d)")
_TITLES = "同志|先生|女士|局长|主任|书记|校长|院长|老师|科长|股长|村民|所长|经理|镇长|乡长|会计"
_NAMES = re.compile(
    r"[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻苏潘葛范"
    r"彭鲁韦马苗方俞任袁柳史唐费薛雷贺倪汤罗毕郝安常乐于傅齐康伍余元顾孟黄穆萧尹姚邵汪"
    r"毛高林叶宋江夏钟徐邱田胡霍万丁邓洪左石崔龚程邢陆翁段侯武刘龙曾廖赖谭温梁]"
    rf"[\u4e00-\u9fff]{{1,2}}(?:{_TITLES})"
)  # fmt: skip


def numbers_of_persons(text: str) -> list[str]:
    """Identity, phone and card numbers: never needed to say what went wrong."""
    plain = text.translate(str.maketrans("０１２３４５６７８９Ｘ", "0123456789X"))
    return [hit for each in (_ID, _PHONE, _CARD) for hit in each.findall(plain)]


def names_of_persons(text: str) -> list[str]:
    """What looks like a name with a title: a warning, the writer decides."""
    return list(dict.fromkeys(_NAMES.findall(text)))
