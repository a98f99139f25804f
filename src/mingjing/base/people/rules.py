"""Who keeps the register, and what a well-formed entry of it is."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Appointment, FactorReset, Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import KEEPERS

# GB 32100-2015, 4.2: digits and capital letters without I, O, S, V and Z.
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# GB 32100-2015, table 1 and its amendments: the authority that registered the unit.
# N is the agriculture department: 农村集体经济组织登记赋码 (农经发〔2018〕4号).
_AUTHORITIES = frozenset("123456789ANY")
_CODE_LENGTH = 18


class Refused(Exception):
    """A fact stands against it; the words say which and what to do instead.

    ``field`` names what is to be corrected, where it is one thing.
    """

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class AlreadyMoved(Refused):
    """Somebody else was first."""


def demand_keeper(by: Person | None) -> None:
    if by is not None and not may_manage(by):
        raise PermissionDenied


def refuse_future(day: date, now: datetime) -> None:
    # A post changes hands the day it is entered here, so that day must have come.
    if day > localdate(now):
        words = _("日期不能晚于今天。到那一天再来登记。")
        raise Refused(words, field="since_on")


def code_check_character(first_17: str) -> str:
    """GB 32100-2015, 4.3.5: C18 = 31 - MOD(sum of Ci x 3^(i-1), 31).

    ``first_17`` are the 17 characters before it; raises ValueError when one of
    them is not of the alphabet.
    """
    total = sum(CODE_ALPHABET.index(c) * 3**i for i, c in enumerate(first_17))
    return CODE_ALPHABET[-total % 31]


def valid_credit_code(code: str) -> bool:
    """GB 32100-2015: whether the 18 characters are a unified social credit code.

    The N codes of rural collectives count; python-stdnum 2.2 refuses them because it
    wants eight digits in front.
    """
    return (
        len(code) == _CODE_LENGTH
        and set(code) <= set(CODE_ALPHABET)
        and code[0] in _AUTHORITIES
        and code[2:8].isdigit()
        and code_check_character(code[:17]) == code[17]
    )


def may_manage(person: Person) -> bool:
    """Units, persons and posts are kept by the office and the administrator."""
    return bool(standing_of(person).roles & KEEPERS)


def may_appoint(by: Person, to: Person) -> bool:
    # Nobody gives themselves a hat: the administrator, who may see no content,
    # would otherwise be one click from all of it.
    return may_manage(by) and by.pk != to.pk


def may_end(by: Person, appointment: Appointment) -> bool:
    return may_manage(by) and appointment.ended_on is None


def may_hand_over(by: Person, to: Person) -> bool:
    return may_appoint(by, to)


def may_open_account_of(by: Person, person: Person) -> bool:
    """See and change the account: the keepers. Everyone sees their own."""
    return may_manage(by) or by.pk == person.pk


def may_issue_password(by: Person, person: Person) -> bool:
    return may_manage(by) and by.pk != person.pk and person.is_active


def may_deactivate(by: Person, person: Person) -> bool:
    return may_manage(by) and by.pk != person.pk and person.is_active


def may_ask_factor_reset(by: Person, person: Person) -> bool:
    return may_manage(by) and by.pk != person.pk


def may_confirm_factor_reset(by: Person, reset: FactorReset) -> bool:
    """Two people: who asked cannot confirm, nor can the one whose factor it is."""
    return (
        may_manage(by)
        and reset.done_at is None
        and by.pk not in (reset.asked_by_id, reset.person_id)
    )
