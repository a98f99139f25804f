"""Who is responsible and until when, as documents note it.

（牵头单位：…；责任单位：…；完成时限：…）, 【责任单位：…】, （县教育局牵头，县财政局配合）,
（县教育局、县财政局负责）, or the same on a line of its own.
"""

import re
from dataclasses import dataclass, field

LEAD = [
    "牵头责任单位",
    "牵头单位",
    "牵头部门",
    "牵头责任部门",
    "主办单位",
    "主责单位",
    "主责部门",
    "主要责任单位",
    "牵头",
]
RESPONSIBLE = [
    "责任单位",
    "责任部门",
    "承办单位",
    "落实单位",
    "实施单位",
    "责任主体",
    "责任科室",
    "承办部门",
    "责任处室",
    "责任股室",
    "实施主体",
    "执行单位",
]
SUPPORTING = [
    "配合单位",
    "配合部门",
    "协办单位",
    "参与单位",
    "参加单位",
    "协同单位",
    "协助单位",
    "协作单位",
    "配合",
]
DEADLINE = [
    "完成时限",
    "完成时间",
    "时限要求",
    "办结时限",
    "完成期限",
    "时间节点",
    "整改时限",
    "时间要求",
    "进度安排",
    "时间安排",
    "完成时间节点",
    "时限",
]
OTHER = [
    "责任领导",
    "牵头领导",
    "分管领导",
    "联系领导",
    "责任人",
    "联系人",
    "包保领导",
    "牵头人",
    "责任县领导",
    "牵头县领导",
    "县级领导",
    "联系电话",
    "备注",
]
_ROLE = (
    dict.fromkeys(LEAD, "lead")
    | dict.fromkeys(RESPONSIBLE, "responsible")
    | dict.fromkeys(SUPPORTING, "supporting")
    | dict.fromkeys(DEADLINE, "deadline")
    | dict.fromkeys(OTHER, "other")
)
_WORDS = "|".join(sorted(map(re.escape, _ROLE), key=len, reverse=True))
_KEY = re.compile(rf"({_WORDS})(?:为|及责任人)?\s*[：:]\s*")
_SUFFIX = (
    r"(?:局|委|办|部|镇|乡|中心|院|校|园|集团|公司|室|会|处|科|队|政府|单位|部门|街道|社区|村|组|站|"
    r"所|厅|银行|大队|支队|法院|检察院|人大|政协|监委|工委|党委|党组|企业|机关|学校|医院|联|县|区|市)"
)
_UNIT = re.compile(
    rf"[^，,。；;：:、\s]{{1,40}}{_SUFFIX}(?:[（(][^（()）]{{1,20}}[)）])?$"
)
_CUT = re.compile(r"[、，,；;\n\t/|]|\s{1,}|　+")
_JOIN = re.compile(r"以及|和|及|与")
_TAIL = re.compile(
    r"(?:等(?:单位|部门|相关单位|有关单位|有关部门)?)?(?:按(?:照)?(?:各自)?职责(?:分工)?)?"
    r"(?:分别|共同|具体)?(?:负责落实|牵头负责|负责|落实|配合|参与|参加|协同|牵头|组织实施)?$"
)
_LEADS = re.compile(
    r"^(?:由)?(?P<lead>[^。]{2,120}?)(?:共同)?牵头(?:负责|组织|实施)?"
    r"(?:[，,；;、](?P<rest>[^。]{2,400}))?$"
)
_DUTY = re.compile(
    r"^(?:由)?(?P<units>[^。：:]{2,400}?)(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:分别|共同|具体)?负责(?:落实)?$"
)
_PROSE = re.compile(
    r"由(?P<lead>[^，。；：由]{2,60}?)牵头(?:负责)?(?:[，,](?P<rest>[^。；]{2,200}?)(?P<verb>配合|参与|协同|负责))?"
)
_OPEN = "（(【["
_BRACKET = re.compile(r"[（(【\[）)】\]\n]")
LONGEST_NOTE = 1200


@dataclass
class Note:
    """One note: whose it is, until when, and where it stands."""

    start: int
    end: int
    lead: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    supporting: list[str] = field(default_factory=list)
    deadline: str = ""


def units_in(words: str) -> list[str]:
    """Names in a list as printed: cut at 、，； and at 和/及/与 between whole names.

    >>> units_in("县发展和改革局、县财政局和县审计局等部门")
    ['县发展和改革局', '县财政局', '县审计局']
    """
    found: list[str] = []
    for piece in _CUT.split(_shield(words)):
        for name in _apart(piece.strip("。. \u3000")):
            clean = _unshield(_TAIL.sub("", name).strip())
            if clean and clean not in found and not clean.isdigit():
                found.append(clean)
    return found


def _shield(words: str) -> str:
    """A list inside a bracket of a name must not cut it: 各乡镇（街道、园区）."""
    return re.sub(
        r"[（(][^（()）]{1,40}[)）]",
        lambda m: m[0].replace("、", "\x01").replace("，", "\x02").replace(" ", "\x03"),
        words,
    )


def _unshield(words: str) -> str:
    return words.replace("\x01", "、").replace("\x02", "，").replace("\x03", " ")


def _apart(piece: str) -> list[str]:
    for match in _JOIN.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if _UNIT.match(left) and (
            _UNIT.match(_TAIL.sub("", right)) or right[:1] in "各有相"
        ):
            return [left, *_apart(right)]
    return [piece]


def notes_in(text: str, start: int, end: int) -> list[Note]:
    """Every note between two places, bracketed or open, in order."""
    found = []
    for left, right in _brackets(text, start, end):
        note = read_note(text[left + 1 : right], left, right + 1)
        if note:
            found.append(note)
    covered = [(n.start, n.end) for n in found]
    key = _KEY.search(text, start, end)
    while key and any(a <= key.start() < b for a, b in covered):
        key = _KEY.search(text, key.end(), end)
    if key and _begins_a_note(text, start, key.start()):
        stop = text.find("\n", key.start(), end)
        stop = stop if stop >= 0 else end
        note = read_note(text[key.start() : stop], key.start(), stop)
        if note:
            found.append(note)
    if not found and (said := _said_in_prose(text, start, end)):
        found.append(said)
    return sorted(found, key=lambda n: n.start)


def _begins_a_note(text: str, start: int, at: int) -> bool:
    while at > start and text[at - 1] in " \t\u3000":
        at -= 1
    return at == start or text[at - 1] in "。；;\n）)："


def _said_in_prose(text: str, start: int, end: int) -> Note | None:
    match = _PROSE.search(text, start, end)
    if not match or not all(_UNIT.match(u) for u in units_in(match["lead"])):
        return None
    note = Note(match.start(), match.start(), lead=units_in(match["lead"]))
    rest = [u for u in units_in(match["rest"] or "") if _UNIT.match(u)]
    if match["verb"] == "负责":
        note.responsible = rest
    else:
        note.supporting = rest
    return note


def read_note(words: str, start: int, end: int) -> Note | None:
    """Read one note's words, or None when they are no note."""
    note = Note(start, end)
    keys = list(_KEY.finditer(words))
    if not keys:
        return _short_note(words.strip(), note)
    for at, key in enumerate(keys):
        stop = keys[at + 1].start() if at + 1 < len(keys) else len(words)
        value = words[key.end() : stop].strip(" \u3000；;，,。\n")
        role = _ROLE[key[1]]
        if role == "deadline":
            note.deadline = note.deadline or value
        elif role != "other":
            _add(note, role, value)
    return note


def _add(note: Note, role: str, value: str) -> None:
    """A value may say more than its key: 责任单位：县教育局牵头，县财政局配合."""
    if role == "responsible" and "牵头" in value:
        inner = _short_note(value, Note(0, 0))
        if inner:
            note.lead += inner.lead
            note.responsible += inner.responsible
            note.supporting += inner.supporting
            return
    getattr(note, role).extend(
        u for u in units_in(value) if u not in getattr(note, role)
    )


def _short_note(words: str, note: Note) -> Note | None:
    leads = _LEADS.match(words.rstrip("。"))
    if leads:
        note.lead = units_in(leads["lead"])
        rest = leads["rest"] or ""
        names = units_in(rest)
        if re.search(r"(?:配合|参与|参加|协同|协助)$", rest):
            note.supporting = names
        else:
            note.responsible = names
    elif duty := _DUTY.match(words.rstrip("。")):
        note.responsible = units_in(duty["units"])
    names = note.lead + note.responsible + note.supporting
    return (
        note
        if names and all(_UNIT.match(u) or u[0] in "各有相" for u in names)
        else None
    )


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
