"""States as a shape, a word and a tone. The word is always said; colour comes third."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHAPES = {
    "ring": "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 2a4.5 4.5 0 1 1 0 9 "
    "4.5 4.5 0 0 1 0-9z",
    "triangle": "M8 1 15.5 14.5H.5zM7.1 6v4.2h1.8V6zm0 5.4v1.7h1.8v-1.7z",
    "diamond": "M8 .3 15.7 8 8 15.7.3 8zM7.1 3.8v5h1.8v-5zm0 6.4v1.9h1.8v-1.9z",
    "half": "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 2v9a4.5 4.5 0 0 1 0-9z",
    "tick": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3.7 4.2 1.2 1.2-6 6-3.4-3.4 1.2-1.2 "
    "2.2 2.2z",
    "back": "M6.5 2v3H10a4.5 4.5 0 0 1 0 9H4v-2h6a2.5 2.5 0 0 0 0-5H6.5v3L1.5 6z",
    "bars": "M2 2h4.5v12H2zM9.5 2H14v12H9.5z",
    "cross": "M6 1.5h4V6h4.5v4H10v4.5H6V10H1.5V6H6z",
    "broken": "M8 1.5a6.5 6.5 0 0 1 4.6 1.9l-1.4 1.4A4.5 4.5 0 0 0 8 3.5z"
    "M13.9 5.2A6.5 6.5 0 0 1 14.5 8h-2c0-.7-.2-1.3-.4-1.9z"
    "M14 10.5a6.5 6.5 0 0 1-3 3.3l-.9-1.8a4.5 4.5 0 0 0 2-2.2z"
    "M8.5 14.5a6.5 6.5 0 0 1-3.9-1l1.1-1.7c.8.5 1.7.7 2.6.7z"
    "M3 12.2A6.5 6.5 0 0 1 1.5 8.5l2-.1c.1 1 .5 1.8 1 2.5z"
    "M1.7 6.4a6.5 6.5 0 0 1 3-4l1 1.7a4.5 4.5 0 0 0-2.1 2.8z",
    "dash": "M2 6.8h12v2.4H2z",
    "square": "M2 2h12v12H2zm2 2v8h8V4z",
    "full": "M2 2h12v12H2z",
}


class Look(NamedTuple):
    word: str | Promise
    shape: str
    tone: str  # the class s-<tone>


# Words follow the domain's own; a state that two rooms share has one word for both.
LOOKS: dict[str, Look] = {
    # One due
    "open": Look(_("办理中"), "ring", "open"),
    "soon": Look(_("临期"), "triangle", "soon"),
    "late": Look(_("逾期"), "diamond", "late"),
    "claimed": Look(_("待核"), "half", "claim"),
    "verified": Look(_("已核"), "tick", "ok"),
    "returned": Look(_("退回"), "back", "late"),
    "waived": Look(_("免报"), "dash", "hold"),
    "void": Look(_("作废"), "dash", "hold"),
    "held": Look(_("停钟"), "bars", "hold"),
    "support": Look(_("需支持"), "cross", "help"),
    "provisional": Look(_("暂定"), "broken", "hold"),
    # A duty
    "draft": Look(_("草拟"), "square", "hold"),
    "offered": Look(_("待确认"), "half", "claim"),
    "accepted": Look(_("已确认"), "tick", "ok"),
    "objected": Look(_("有异议"), "back", "claim"),
    "in_force": Look(_("生效中"), "ring", "open"),
    "ended": Look(_("已结束"), "dash", "hold"),
    # A plan, a measure, a clause
    "checked": Look(_("已核对"), "tick", "ok"),
    "active": Look(_("施行中"), "ring", "open"),
    "reached": Look(_("已达成"), "tick", "ok"),
    "not_reached": Look(_("未达成"), "diamond", "late"),
    "dropped": Look(_("不再做"), "dash", "hold"),
    "extracted": Look(_("待核对"), "half", "claim"),
    "replaced": Look(_("已被替代"), "dash", "hold"),
    # Evidence
    "attached": Look(_("已附"), "half", "claim"),
    "withdrawn": Look(_("已撤回"), "dash", "hold"),
    # Asking and answering
    "pending": Look(_("待答复"), "half", "claim"),
    "asked": Look(_("待答复"), "half", "claim"),
    "granted": Look(_("已同意"), "tick", "ok"),
    "refused": Look(_("未同意"), "back", "hold"),
    "answered": Look(_("已答复"), "tick", "ok"),
    # A reform
    "proposed": Look(_("待决定"), "half", "claim"),
    "approved": Look(_("已同意"), "tick", "ok"),
    "stopped": Look(_("已停止"), "dash", "hold"),
    # Posts and accounts
    "current": Look(_("在任"), "full", "open"),
    "vacant": Look(_("空缺"), "broken", "soon"),
    "closed": Look(_("已停用"), "dash", "hold"),
}
UNKNOWN = Look("", "square", "hold")


def look(state: str) -> Look:
    """An unnamed state shows its own name rather than nothing."""
    return LOOKS.get(state, UNKNOWN._replace(word=state))
