"""Who is responsible and until when, as documents note it.

（牵头单位：…；责任单位：…；完成时限：…）, 【责任单位：…】, （县教育局牵头，县财政局配合）,
（县教育局、县财政局负责）, or the same on a line of its own, or said in prose.
"""

import re
from dataclasses import dataclass, field

from mingjing_documents.tails import split_time
from mingjing_documents.units import (
    BARE_UNIT,
    UNIT,
    leaders_in,
    units_in,
)

__all__ = ["NOTED", "Note", "is_note_line", "notes_in", "read_note", "units_in"]

_SUF = (
    r"(?:单位(?:和部门|、部门|（部门）|\(部门\))?|部门(?:和单位|、单位|（单位）|\(单位\))?|科室|股室|处室|主体|机构|地区)"
    r"(?:[及和与、]?(?:责任人|负责人|时限))?"
)
_LEAD = rf"(?:总?牵头(?:[（(]责任[）)]|责任)?|主办|主责|主要责任|主要负责|第一责任|责任单位[（(]牵头[）)]){_SUF}?|责任单位[（(]牵头[）)]"
_RESPONSIBLE = (
    rf"(?:具体)?(?:责任(?:落实)?|承办|落实|实施|执行|完成|组织实施){_SUF}|责任分工"
)
_SUPPORTING = rf"(?:责任)?(?:配合|协办|参与|参加|协同|协助|协作|协调)(?:责任)?{_SUF}?|其他责任{_SUF}"
_DEADLINE = (
    r"(?:完成|办结|整改|时间|时限|工作|推进|落实|任务完成|整改完成)?(?:时限|时间节点|期限|时间要求|时限要求|进度要求)(?:要求|安排)?|"
    r"[\u4e00-\u9fff]{2,4}时限|完成时间|整改时间|时间安排|进度安排|时间进度|实施时间|办理时限|完成日期"
)
_OTHER = (
    r"(?:责任|牵头|分管|联系|包保|挂点|挂联|包案|县级|市级|责任县|牵头县|负责|主管|主要)(?:县|市|区)?领导|"
    r"(?:直接|具体|主要|第一|包保)?责任人|联系人|联系电话|牵头人|负责人|电话|邮箱"
)
_ROLES = ("lead", "responsible", "supporting", "deadline", "other")
_NAMED = "|".join(
    f"(?P<{role}>{words})"
    for role, words in zip(
        _ROLES, (_LEAD, _RESPONSIBLE, _SUPPORTING, _DEADLINE, _OTHER), strict=True
    )
)
_BEFORE = r"(?<![\u4e00-\u9fff])"
_KEY = re.compile(
    rf"{_BEFORE}(?:{_NAMED})(?:(?:为|是)?\s*[：:][ \t\u3000]*|为(?=[省市县区各国中乡镇]))"
)
# A key without a colon opens a bracketed note: （责任单位 县教育局）.
_LOOSE_KEY = re.compile(
    rf"{_BEFORE}(?:{_NAMED})(?:为)?(?:\s*[：:][ \t\u3000]*|[ \t\u3000]+)"
)
_STRONG = rf"(?:{_LEAD}|{_RESPONSIBLE}|{_SUPPORTING}|{_DEADLINE}|{_OTHER})"
NOTED = re.compile(
    rf"{_BEFORE}(?:{_LEAD}|{_RESPONSIBLE}|{_SUPPORTING}|{_DEADLINE})(?:为|是)?\s*[：:]|"
    r"[（(【\[〔][^（()）】〕\]\n]{2,200}(?:牵头|负责|配合|落实|参与)[^（()）】〕\]\n]{0,60}[)）】\]〕]"
)
_KEY_HINT = re.compile("[：:]|[位门体时限]为")
_HINT = re.compile("[：:]|牵头|负责|配合|落实|参与")
_LINE = re.compile(
    rf"[\s\u3000]*(?:[（(【\[〔——]*\s*{_STRONG}(?:为|是)?\s*[：:]|[（(【\[〔][^\n]{{2,400}}(?:牵头|负责|配合|落实|参与)[^\n]{{0,60}}[)）】\]〕][。；;]?\s*$)"
)
_LEADS = re.compile(
    r"^(?:此项工作|该项工作|具体|以上工作)?(?:由)?(?P<lead>[^。]{2,400}?)(?:联合|共同|分别)?(?:牵头(?:负责|组织|实施|落实|抓总|推进)?|主办)"
    r"(?:[，,；;、]?(?P<rest>[^。]{2,600}))?$"
)
_DUTY = re.compile(
    r"^(?:此项工作|该项工作|以上工作)?(?:由)?(?P<units>[^。：:]{2,600}?)(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?)?(?:分别|共同|具体|分工|分头)?"
    r"(?:负责|组织实施|抓好落实|落实)(?:落实|实施|组织实施|推进)?$"
)
_HELPS = re.compile(r"(?:配合|参与|参加|协同|协助|协办|支持)(?:实施|落实|做好)?$")
_UNKNOWN = re.compile(
    r"[ \u3000；;，,。]+[\u4e00-\u9fff]{2,6}[：:]"
)  # a key of another kind
_DOES = re.compile(r"(?:负责|落实|实施|承办|推进)$")
_OPENING = re.compile(r"^(?:此项工作|该项工作|以上工作|具体)?(?:由)?")
_PROSE = re.compile(
    r"由(?P<lead>[^，。；：由\n]{2,80}?)牵头(?:负责|组织|实施)?(?:[，,](?P<rest>[^。；\n]{2,200}?)(?P<verb>配合|参与|参加|协同|协助|支持|负责|落实))?"
)
_CHARGED = re.compile(
    r"由(?P<units>[^，。；：由\n]{2,80}?)(?:具体|分别|共同|按职责分工)?负责(?!人|同志|制|任|解释)"
)
_SENTENCE = re.compile(r"[^。；\n]{2,300}牵头[^。；\n]{0,300}")
_OPEN = "（(【[〔"
_BRACKET = re.compile(r"[（(【\[〔)）】\]〕\n]")
LONGEST_NOTE = 1200
LONGEST_PIECE = 20_000  # of prose searched for units said in passing


@dataclass(slots=True)
class Note:
    """One note: whose it is, until when, and where it stands."""

    start: int
    end: int
    lead: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    supporting: list[str] = field(default_factory=list)
    deadline: str = ""


def is_noted(text: str, start: int, end: int) -> bool:
    """Whether a note stands anywhere in the line."""
    hint = _HINT.search(text, start, end)
    return hint is not None and NOTED.search(text, start, end) is not None


def is_note_line(words: str) -> bool:
    """Whether a line is nothing but a note on the item above it."""
    return _HINT.search(words) is not None and _LINE.match(words) is not None


def notes_in(text: str, start: int, end: int) -> list[Note]:
    """Every note between two places, bracketed or open, in order."""
    found: list[Note] = []
    for left, right in _brackets(text, start, end):
        note = read_note(
            text[left + 1 : right],
            left,
            right + 1,
            bare=_closes(text, left, right, end),
        )
        if note:
            found.append(note)
    for key, stop in _open_notes(text, start, end, found):
        note = read_note(text[key:stop], key, stop)
        if note:
            found.append(note)
    if not any(n.lead or n.responsible or n.supporting for n in found) and (
        said := _said_in_prose(text, start, min(end, start + LONGEST_PIECE))
    ):
        found.append(said)
    return sorted(found, key=lambda n: n.start)


def _open_notes(
    text: str, start: int, end: int, brackets: list[Note]
) -> list[tuple[int, int]]:
    """Notes without brackets: from a key that begins a clause to the end of its line."""
    if not _KEY_HINT.search(text, start, end):
        return []
    covered, at, found = 0, start, []
    while key := _KEY.search(text, at, end):
        at = key.end()
        while covered < len(brackets) and brackets[covered].end <= key.start():
            covered += 1
        inside = covered < len(brackets) and brackets[covered].start < key.start()
        if inside or not _begins_a_note(text, start, key.start()):
            continue
        stop = text.find("\n", key.start(), end)
        stop = stop if stop >= 0 else end
        if stop - key.start() <= LONGEST_NOTE:
            found.append((key.start(), stop))
        at = stop
    return found


def _begins_a_note(text: str, start: int, at: int) -> bool:
    while at > start and text[at - 1] in " \t\u3000—*":
        at -= 1
    return at == start or text[at - 1] in "。；;\n）)：:】〕"


def _closes(text: str, left: int, right: int, end: int) -> bool:
    """Whether a bracket stands where a note does: after a stop, or closing its line."""
    before = text[left - 1 : left]
    after = text[right + 1 : min(end, right + 3)].lstrip("。；; \u3000")
    return before in ("。", "；") or after[:1] in ("", "\n")


def _said_in_prose(text: str, start: int, end: int) -> Note | None:
    leads = text.find("牵头", start, end) >= 0
    match = _PROSE.search(text, start, end) if leads else None
    if match and _all_units(units_in(match["lead"])):
        note = Note(match.start(), match.start(), lead=units_in(match["lead"]))
        rest = [u for u in units_in(match["rest"] or "") if UNIT.match(u)]
        if match["verb"] in ("负责", "落实"):
            note.responsible = rest
        else:
            note.supporting = rest
        return note
    for sentence in _SENTENCE.finditer(text, start, end) if leads else ():
        short = _short_note(sentence[0].strip(" \u3000"), Note(0, 0))
        if short and short.lead and _all_units(short.lead):
            short.start = short.end = sentence.start()
            return short
    if text.find("负责", start, end) < 0:
        return None
    charged = _CHARGED.search(text, start, end)
    if charged and _all_units(units_in(charged["units"])):
        at = charged.start()
        return Note(at, at, responsible=units_in(charged["units"]))
    return None


def _all_units(names: list[str]) -> bool:
    return bool(names) and all(UNIT.match(name) for name in names)


def read_note(words: str, start: int, end: int, *, bare: bool = False) -> Note | None:
    """Read one note's words, or None when they are no note.

    `bare`: units alone may be one, as in 。（县教育局、县财政局）.
    """
    note = Note(start, end)
    keys = list(_KEY.finditer(words))
    if not keys and (loose := _LOOSE_KEY.match(words)):
        keys = [loose]
    if not keys:
        return _short_note(words.strip(), note, bare=bare)
    if keys[0].start() > 0:
        _lead_in(note, words[: keys[0].start()])
    for at, key in enumerate(keys):
        stop = keys[at + 1].start() if at + 1 < len(keys) else len(words)
        value = _UNKNOWN.split(words[key.end() : stop], maxsplit=1)[0]
        value = value.strip(" \u3000；;，,。\n")
        role = key.lastgroup or "other"
        if role == "deadline":
            note.deadline = note.deadline or value
        elif role != "other":
            value, time = split_time(value)
            note.deadline = note.deadline or time
            _add(note, role, value)
    return note


def _lead_in(note: Note, words: str) -> None:
    """（县教育局牵头；完成时限：…）: what stands before the first key."""
    found = _short_note(words.strip(" \u3000；;，,。\n"), Note(0, 0))
    if found:
        note.lead += found.lead
        note.responsible += found.responsible
        note.supporting += found.supporting


def _add(note: Note, role: str, value: str) -> None:
    """A value may say more than its key: 责任单位：县教育局牵头，县财政局配合."""
    if role == "responsible" and "牵头" in value:
        marked = leaders_in(value)
        inner = None if marked else _short_note(value, Note(0, 0))
        if marked:
            note.lead += [u for u in marked if u not in note.lead]
        elif inner:
            note.lead += inner.lead
            note.responsible += inner.responsible
            note.supporting += inner.supporting
            return
        value = "，".join(u for u in units_in(value) if u not in marked)
    for clause in re.split("[，,；;]", value):
        helps = role == "responsible" and _HELPS.search(clause)
        known = note.supporting if helps else getattr(note, role)
        known.extend(u for u in units_in(clause) if u not in known)


def _short_note(words: str, note: Note, *, bare: bool = False) -> Note | None:
    if len(words) > LONGEST_NOTE:
        return None
    plain, note.deadline = split_time(words.rstrip("。；;"))
    leads = _LEADS.match(plain) if "牵头" in plain or "主办" in plain else None
    if leads:
        note.lead = units_in(leads["lead"])
        _share(note, leads["rest"] or "")
    elif _DUTY.match(plain) or _HELPS.search(plain):
        _share(note, _OPENING.sub("", plain))
    elif bare:
        names = units_in(plain)
        return _bare_note(note, names)
    names = note.lead + note.responsible + note.supporting
    fits = names and all(UNIT.match(u) or u[0] in "各有相" for u in names)
    return note if fits else None


def _share(note: Note, words: str) -> None:
    """县教育局负责，县财政局、各乡镇配合: each clause by the verb that closes it."""
    waiting: list[str] = []
    for clause in re.split("[，,；;]", words):
        waiting += units_in(clause)
        if _HELPS.search(clause):
            note.supporting, waiting = note.supporting + waiting, []
        elif _DOES.search(clause):
            note.responsible, waiting = note.responsible + waiting, []
    note.responsible += waiting


def _bare_note(note: Note, names: list[str]) -> Note | None:
    form = UNIT if note.deadline else BARE_UNIT  # a time beside them says what they are
    if not names or not all(form.fullmatch(name) for name in names):
        return None
    note.responsible = names
    return note


def _brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Outermost bracket pairs, in one pass."""
    found, depth, left = [], 0, -1
    for match in _BRACKET.finditer(text, start, end):
        if match[0] == "\n":
            depth = 0
        elif match[0] in _OPEN:
            left = match.start() if depth == 0 else left
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and match.start() - left < LONGEST_NOTE:
                found.append((left, match.start()))
    return found
