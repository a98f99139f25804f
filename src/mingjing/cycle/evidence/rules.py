"""Who may prove, check and take back; what was pasted."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties import rules as duty_rules
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import DueState
from mingjing.cycle.evidence.models import Evidence
from mingjing.cycle.evidence.states import MOVES, EvidenceKind

# A pointer outlives the round it proves and the next plan, which reviews this one;
# the document itself is kept where it was made, under its own archive term
# (机关文件材料归档范围和文书档案保管期限规定: 10 or 30 years, or for ever).
KEEP_YEARS = 5

_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,20}〔\d{4}〕第?\d{1,5}号$")
_PAGE = re.compile(r"^https?://[^\s<>\"']{3,480}$")
_MINUTE = re.compile(
    r"纪要|会议记录|第[\d一二三四五六七八九十]+次(?:会议|常委会|办公会)"
)
_BRACKETS = re.compile(r"[\[【({〔](\d{4})[\]】)}〕]")


def of_one_unit(dues: Iterable[Due]) -> bool:
    return len({due.unit_id for due in dues}) == 1


def may_prove(person: Person, dues: Iterable[Due]) -> bool:
    """Each due is owed by a post that the person holds, and all by one unit."""
    chosen = list(dues)
    return of_one_unit(chosen) and all(
        duty_rules.may_claim(person, due) for due in chosen
    )


def attached_any(person: Person, due: Due) -> bool:
    return due.uses.filter(added_by=person).exists()


def may_check(person: Person, due: Due) -> bool:
    """Promise 1, by person and not by hat: whoever attached any of it never judges."""
    return duty_rules.may_verify(person, due) and not attached_any(person, due)


def may_withdraw(person: Person, evidence: Evidence) -> bool:
    """Its own unit, as long as nobody is looking at it or relies on it."""
    relied_on = evidence.uses.filter(
        ended_at=None, due__state__in=[DueState.CLAIMED, DueState.VERIFIED]
    )
    return (
        evidence.unit_id in standing_of(person).units
        and evidence.state in MOVES["withdraw"][0]
        and not relied_on.exists()
    )


def tidy(pointer: str) -> str:
    """One form for a pointer, so that the same document is found again.

    >>> tidy(" 澄教函［２０２６］ 41 号")
    '澄教函〔2026〕41号'
    """
    words = unicodedata.normalize("NFC", pointer).strip()
    if _PAGE.match(words):
        return words
    number = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
    number = _BRACKETS.sub(r"〔\1〕", number)
    return number if _NUMBER.match(number) else words


def is_page(pointer: str) -> bool:
    return bool(_PAGE.match(pointer))


def kind_of(pointer: str) -> EvidenceKind:
    """What was pasted; shown to the person, who may choose otherwise."""
    words = tidy(pointer)
    if is_page(words):
        return EvidenceKind.PAGE
    if _MINUTE.search(words):
        return EvidenceKind.MINUTE
    return EvidenceKind.DOCUMENT if _NUMBER.match(words) else EvidenceKind.SYSTEM


def keep_until(on: date) -> date:
    return on.replace(year=on.year + KEEP_YEARS, day=min(on.day, 28))
