"""Every write to duties and dues, by the verb's name; who and when come by name."""

from mingjing.cycle.duties.actions.claims import (
    claim_due,
    return_due,
    verify_due,
    withdraw_claim,
)
from mingjing.cycle.duties.actions.drafting import (
    DraftReport,
    DutyDraft,
    draft_duty,
    draft_from_measures,
)
from mingjing.cycle.duties.actions.duty import (
    EDITABLE,
    DutyEdit,
    OfferReport,
    accept_duty,
    edit_duty,
    end_duty,
    object_to_duty,
    offer_duties,
    offer_duty,
)
from mingjing.cycle.duties.actions.extensions import (
    ask_extension,
    decide_extension,
    withdraw_extension,
)
from mingjing.cycle.duties.actions.legal import LegalReport, LegalTerms, draft_legal
from mingjing.cycle.duties.actions.moves import AlreadyMoved, Refused
from mingjing.cycle.duties.actions.opening import (
    OpenReport,
    open_dues,
    recompute_dues,
)
from mingjing.cycle.duties.actions.settling import void_due, waive_due
from mingjing.cycle.duties.actions.support import (
    answer_support,
    call_for_support,
    withdraw_support_call,
)

__all__ = [
    "EDITABLE",
    "AlreadyMoved",
    "DraftReport",
    "DutyDraft",
    "DutyEdit",
    "LegalReport",
    "LegalTerms",
    "OfferReport",
    "OpenReport",
    "Refused",
    "accept_duty",
    "answer_support",
    "ask_extension",
    "call_for_support",
    "claim_due",
    "decide_extension",
    "draft_duty",
    "draft_from_measures",
    "draft_legal",
    "edit_duty",
    "end_duty",
    "object_to_duty",
    "offer_duties",
    "offer_duty",
    "open_dues",
    "recompute_dues",
    "return_due",
    "verify_due",
    "void_due",
    "waive_due",
    "withdraw_claim",
    "withdraw_extension",
    "withdraw_support_call",
]
