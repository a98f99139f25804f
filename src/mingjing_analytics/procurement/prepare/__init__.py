"""Releases corrected before they are measured, line by line and in input order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from mingjing_analytics.procurement.lines import Issues
from mingjing_analytics.procurement.numbers import OutOfRangeError, peer_float
from mingjing_analytics.procurement.prepare.edits import Edits, Row, correct
from mingjing_analytics.procurement.settings import Settings, piped

__all__ = ["Prepared", "edits_of", "prepare"]

_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=peer_float)


@dataclass(slots=True)
class Prepared:
    """One corrected line and what was wrong with it."""

    line: bytes
    rows: list[Row] = field(default_factory=list)

    def csv(self) -> str:
        """Give the issues as CSV: line, ocid, path, indexes, value, what is wrong."""
        return "".join(",".join(map(_cell, row)) + "\n" for row in self.rows)


def _cell(value: object) -> str:
    text = str(value)
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def edits_of(settings: Settings) -> Edits:
    """Give the corrections that the settings ask for."""
    amounts = set()
    for text in piped(settings.text("redactions", "amount")):
        try:
            amounts.add(float(text))
        except ValueError:  # the peer passes over what is no number
            continue
    return Edits(
        currency=settings.text("defaults", "currency"),
        scheme=settings.text("defaults", "item_classification_scheme"),
        bid_status=settings.text("defaults", "bid_status"),
        award_status=settings.text("defaults", "award_status"),
        roles=settings.switch("defaults", "party_roles"),
        amounts=frozenset(amounts),
        organizations=piped(settings.text("redactions", "organization_id")),
        by_contract=settings.switch("corrections", "award_status_by_contract_status"),
        auctions=settings.switch("modifications", "move_auctions"),
        buyer_prefix=settings.text(
            "modifications", "prefix_buyer_or_procuring_entity_id"
        )
        or "",
        bidder_prefix=settings.text("modifications", "prefix_tenderer_or_supplier_id")
        or "",
        split=settings.text("modifications", "split_procurement_method_details"),
        bid_statuses=settings.words("codelists.bid_status"),
        award_statuses=settings.words("codelists.award_status"),
    )


def prepare(
    lines: Iterable[tuple[int, bytes]], edits: Edits, issues: Issues
) -> Iterator[Prepared]:
    """Correct each line that is a JSON object, in input order."""
    for number, line in lines:
        try:
            release = _DECODER.decode(line)
        except (
            msgspec.DecodeError,
            OutOfRangeError,
            UnicodeDecodeError,
            RecursionError,
        ):
            issues.tell(number, "不是合法的 JSON，已跳过 not valid JSON, skipped")
            continue
        if not isinstance(release, dict):
            issues.tell(number, "不是 JSON 对象，已跳过 not a JSON object, skipped")
            continue
        rows = correct(release, edits, number, issues)
        yield Prepared(msgspec.json.encode(release), rows)
