"""What was published about a tender: notices, their changes, days for documents."""

from collections.abc import Sequence

from mingjing_analytics.procurement.importing.draft import Draft, Json, only, shown
from mingjing_analytics.procurement.importing.sheets import Row

_NOTICES = (
    ("tender", "tenderNotice", "采购公告", "tender_notice", ""),
    ("single_source", "plannedProcurementNotice", "单一来源公示", "public_from", ""),
    ("termination", "cancellationDetails", "终止废标公告", "ended_on", "ended_why"),
)


def changes_of(draft: Draft) -> list[Row]:
    """Notices of change by date, those without one last."""
    return sorted(draft.project.of("change"), key=lambda row: _day(row, "changed_on"))


def _day(row: Row, column: str) -> str:
    moment = row.moment(column)
    return moment.text if moment else "9999"


def milestones_of(draft: Draft, rows: Sequence[Row]) -> list[Json]:
    until = draft.moment(rows, "documents_until")
    if until is None:
        return []
    path = "tender/milestones/documents/dueDate"
    return [
        {
            "id": "documents",
            "title": "获取采购文件截止",
            "dueDate": draft.when(until, path, happened=False),
        }
    ]


def documents_of(draft: Draft) -> list[Json]:
    documents: list[Json] = []
    for kind, code, title, day, words in _NOTICES:
        rows = draft.project.of(kind)
        kept: set[tuple[str, str, str]] = set()
        for row in rows:
            when = row.moment(day)
            key = (when.text if when else "", row.text("url"), row.text(words))
            if not any(key) or key in kept or (kind == "tender" and kept):
                continue
            kept.add(key)
            name = f"{code}-{len(kept)}"
            path = f"tender/documents/{name}/datePublished"
            documents.append(
                only(
                    [
                        ("id", name),
                        ("documentType", code),
                        ("title", title),
                        ("description", row.text(words)),
                        ("url", row.text("url")),
                        ("datePublished", draft.when(when, path)),
                    ]
                )
            )
    return documents


def amendments_of(draft: Draft) -> list[Json]:
    amendments: list[Json] = []
    for row in changes_of(draft):
        name = f"change-{len(amendments) + 1}"
        when = row.moment("changed_on")
        said = [row.text("change_text")]
        if (deadline := row.moment("new_deadline")) is not None:
            said.append(f"投标截止时间改为 {shown(deadline)}")
        if (budget := row.money("new_budget")) is not None:
            said.append(f"预算金额改为 {shown(budget)}")
        path = f"tender/amendments/{name}/date"
        amendments.append(
            only(
                [
                    ("id", name),
                    ("date", draft.when(when, path)),
                    ("description", "；".join(part for part in said if part)),
                ]
            )
        )
    return amendments
