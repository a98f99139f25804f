"""Numbers that repeat or skip: kept as printed, and told."""

from mingjing_documents.model import Warned
from mingjing_documents.pieces import Piece

_WORDS = ("首先", "其次", "再次", "再者", "然后", "最后")
_FREE = ("circle", "category", "row")  # begin anew without saying so


def slips_in(pieces: list[tuple[Piece, int, int | None]]) -> list[Warned]:
    last: dict[tuple[int | None, str], int] = {}
    found = []
    for piece, _, parent in pieces:
        if not piece.number or piece.marker in _WORDS or piece.kind in _FREE:
            continue
        kind = piece.kind
        if kind == "inline":
            kind += piece.marker.strip(
                "一二三四五六七八九十0123456789０１２３４５６７８９"
            )
        before = last.get((parent, kind))
        last[parent, kind] = piece.number
        anew = piece.number == 1 and (before != 1 or parent is None)
        if before is None or anew or piece.number == before + 1:
            continue
        found.append(_odd(piece, before))
    return found


def _odd(piece: Piece, before: int) -> Warned:
    span = (piece.start, piece.end)
    if piece.number <= before:
        return Warned(
            "number_repeated",
            f"序号重复或倒退：“{piece.marker}”前面已有 {before}，照原文保留。",
            f"The number “{piece.marker}” repeats or goes back from {before}; kept.",
            span,
        )
    return Warned(
        "number_skipped",
        f"序号跳过：“{piece.marker}”前面是 {before}，照原文保留。",
        f"A number is skipped before “{piece.marker}” (after {before}); kept.",
        span,
    )
