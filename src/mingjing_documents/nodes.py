"""What a piece says: its title, its own text, who is responsible and until when."""

import re

from mingjing_documents.deadlines import deadline_in, deadlines_in, stage_in
from mingjing_documents.markers import strip
from mingjing_documents.model import Deadline, Node
from mingjing_documents.notes import Note, notes_in
from mingjing_documents.pieces import Piece
from mingjing_documents.units import leaders_in, units_in

LONGEST_HEAD = 24  # of a heading that ends with a colon
_STOPS = {True: re.compile("[。；;！？：:]"), False: re.compile("[。：:]")}
# 六、生态环境　力争全年……。: a blank after a heading, before its sentence.
_GAP = re.compile(
    r"(?P<head>[^\s\u3000，,。；;：:、（(“《]{3,16})(?: {2,}|\u3000+)(?=[^\n]{8,}。)"
)
_NO_HEAD = re.compile("[，,；“《]")
LONGEST_PROSE = 20_000  # searched for a time limit


def make_node(
    text: str, piece: Piece, level: int, parent: int | None, year: int | None
) -> Node:
    notes = _own_notes(text, piece)
    title, rest = _title_and_text(text, piece, notes)
    cells = piece.row.cells if piece.row is not None else {}
    lead = _merged(*(note.lead for note in notes))
    responsible = _merged(*(note.responsible for note in notes))
    supporting = _merged(*(note.supporting for note in notes))
    if cells:
        named = cells.get("responsible", "")
        first = leaders_in(named)
        lead = units_in(cells.get("lead", "")) or first or lead
        responsible = [u for u in units_in(named) if u not in first] or responsible
        supporting = units_in(cells.get("supporting", "")) or supporting
    if piece.row is not None and not rest and "task" in cells:
        rest = cells.get("measures", "")
    due, others = _deadlines(title, rest, notes, cells.get("deadline", ""), year)
    return Node(
        level,
        piece.marker,
        title,
        rest,
        (piece.start, piece.end),
        parent,
        lead,
        responsible,
        supporting,
        due,
        others,
    )


def _merged(*lists: list[str]) -> list[str]:
    return list(dict.fromkeys(unit for units in lists for unit in units))


def _own_notes(text: str, piece: Piece) -> list[Note]:
    """Notes in a piece's own text, and the one that closes its last enumeration.

    At the end of a paragraph, after enumerated items that carry none of their own, a
    note speaks of the whole paragraph.
    """
    found = [note for a, b in piece.own for note in notes_in(text, a, b)]
    items = [child for child in piece.children if child.kind == "inline"]
    if len(items) < 2 or items[-1].children:
        return found
    last = [n for a, b in items[-1].own for n in notes_in(text, a, b)]
    if not last or last[-1].end == last[-1].start:
        return found
    closing = last[-1]
    tail = strip(text[closing.end : items[-1].end]).strip("。；;")
    earlier = (n for i in items[:-1] for a, b in i.own for n in notes_in(text, a, b))
    if not tail and not any(n.end > n.start for n in earlier):
        items[-1].own = [
            (a, min(b, closing.start)) for a, b in items[-1].own if a < closing.start
        ]
        found.append(closing)
    return found


def _title_and_text(text: str, piece: Piece, notes: list[Note]) -> tuple[str, str]:
    if piece.title is not None:
        rest = "\n".join(strip(text[a:b]) for a, b in piece.own)
        return piece.title, strip(rest)
    if not piece.own:
        return "", ""
    start, end = piece.own[0]
    if not strip(text[start:end]) and len(piece.own) > 1:
        start, end = piece.own[1]
    stop = text.find("\n", start, end)
    stop = end if stop < 0 else stop
    inside = [
        n for n in notes if start < n.start < n.end and strip(text[start : n.start])
    ]
    cut = _title_end(text, start, stop, inside, inline=piece.kind == "inline")
    title = _bare(text, start, cut, inside)
    after = cut + 1 if cut < end and text[cut] in "。：；:;\n" else cut
    parts = [text[after:end]]
    parts += [text[a:b] for a, b in piece.own if a > start]
    return title, strip("\n".join(strip(p) for p in parts if strip(p)))


def _title_end(
    text: str, start: int, stop: int, notes: list[Note], *, inline: bool
) -> int:
    """The first 。 outside a note; in an enumeration ；, in a short heading ： too."""
    brackets = [(n.start, n.end) for n in notes if n.end > n.start]
    if not inline and (gap := _GAP.match(text, start, stop)):
        return gap.end("head")
    for match in _STOPS[inline].finditer(text, start, stop):
        at = match.start()
        if any(a <= at < b for a, b in brackets) or _in_quotes(text, start, at):
            continue
        if match[0] not in "：:":
            return at
        rest = strip(text[at + 1 : stop])
        if not rest or (not inline and _heads(text[start:at])):
            return at
    opening = [
        a for a, b in brackets if start <= a < stop and text[a] not in "（(【[〔"
    ]
    return min(opening, default=stop)


def _heads(words: str) -> bool:
    return len(words) <= LONGEST_HEAD and not _NO_HEAD.search(words)


def _in_quotes(text: str, start: int, at: int) -> bool:
    """A full stop within “…” that closes later on the line is no end."""
    if "”" not in text[at : at + 60]:
        return False
    piece = text[max(start, at - 60) : at]
    return piece.count("“") > piece.count("”")


def _bare(text: str, start: int, end: int, notes: list[Note]) -> str:
    """The title without the notes that stand in it."""
    parts, at = [], start
    for note in sorted(notes, key=lambda n: n.start):
        if at <= note.start < note.end <= end:
            parts.append(text[at : note.start])
            at = note.end
    words = "".join([*parts, text[at:end]])
    words = "".join(strip(line) for line in words.split("\n"))
    return strip(words.rstrip("；;，,。：:、"))


def _deadlines(
    title: str, rest: str, notes: list[Note], cell: str, year: int | None
) -> tuple[Deadline, list[Deadline]]:
    """The one that counts, explicit before said in prose, and the others."""
    explicit = [cell, *(note.deadline for note in notes)]
    noted = [deadline_in(w, year=year, noted=True) for w in explicit if strip(w)]
    stage = stage_in(title, year=year)
    prose = f"{title}。{_without_notes(rest, notes)}"[:LONGEST_PROSE]
    said = deadlines_in(prose, year=year)
    clear = [d for d in noted if d.kind != "none"] or [d for d in noted if d.text]
    found = clear + said + ([stage] if stage.kind != "none" else [])
    if not found:
        return Deadline(), []
    others = [d for n, d in enumerate(found[1:], 1) if d not in found[:n]]
    return found[0], [d for d in others if d.kind != "none"]


def _without_notes(rest: str, notes: list[Note]) -> str:
    """Prose alone: what a note says of time was read from the note."""
    for note in notes:
        if note.deadline:
            rest = rest.replace(note.deadline, "")
    return rest
