"""Who may prove, check and take back; what was pasted."""

import re
import unicodedata
from collections.abc import Iterable

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties import rules as duty_rules
from mingjing.cycle.duties.models import Due
from mingjing.cycle.evidence.models import Evidence
from mingjing.cycle.evidence.states import EvidenceKind, EvidenceState

_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,20}〔\d{4}〕\s*第?\d{1,5}号$")
_PAGE = re.compile(r"^https?://[^\s<>\"']{3,480}$")
_MINUTE = re.compile(r"纪要|会议记录|第\d+次(?:会议|常委会|办公会)")


def may_prove(person: Person, dues: Iterable[Due]) -> bool:
    """Each due is the person's post's, and all are one unit's."""
    chosen = list(dues)
    return (
        bool(chosen)
        and len({due.unit_id for due in chosen}) == 1
        and all(duty_rules.may_claim(person, due) for due in chosen)
    )


def may_check(person: Person, due: Due) -> bool:
    """Promise 1, by person and not by hat: whoever attached any of it never judges it."""
    return (
        duty_rules.may_verify(person, due)
        and not due.uses.filter(added_by=person).exists()
    )


def may_withdraw(person: Person, evidence: Evidence) -> bool:
    """Its own unit, as long as nobody is looking at it or relies on it."""
    return (
        evidence.unit_id in standing_of(person).units
        and evidence.state in (EvidenceState.ATTACHED, EvidenceState.RETURNED)
        and not evidence.dues.filter(state__in=("claimed", "verified")).exists()
    )


def tidy(pointer: str) -> str:
    """One form for a pointer, so that the same document is found again.

    >>> tidy(" 澄教函[2026]41号 ")
    '澄教函〔2026〕41号'
    """
    words = unicodedata.normalize("NFC", pointer).strip()
    if _PAGE.match(words):
        return words
    words = re.sub(r"[\[［【(（]\s*(\d{4})\s*[\]］】)）]", r"〔\1〕", words)
    return (
        re.sub(r"\s+", "", words) if _NUMBER.match(re.sub(r"\s+", "", words)) else words
    )


def kind_of(pointer: str) -> EvidenceKind:
    """What was pasted; shown to the person, who may choose otherwise."""
    words = tidy(pointer)
    if _PAGE.match(words):
        return EvidenceKind.PAGE
    if _MINUTE.search(words):
        return EvidenceKind.MINUTE
    return EvidenceKind.DOCUMENT if _NUMBER.match(words) else EvidenceKind.SYSTEM
