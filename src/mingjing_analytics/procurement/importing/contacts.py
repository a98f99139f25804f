"""How organisations are reached, from tables of them and from results."""

from collections.abc import Sequence

from mingjing_analytics.procurement.importing.draft import Json, only
from mingjing_analytics.procurement.importing.issues import issue
from mingjing_analytics.procurement.importing.kinds import known
from mingjing_analytics.procurement.importing.organisations import Register
from mingjing_analytics.procurement.importing.sheets import Row, Taken


def leave_row(taken: Taken, row: Row, column: str, zh: str, en: str) -> None:
    """Tell why a row is not taken, and keep it among those left out."""
    title, value = known().columns[column].zh, row.text(column)
    taken.issues.append(issue(row.place, title, value, zh, en))
    taken.leave(row)


def contacts_of(taken: Taken, register: Register) -> dict[str, Json]:
    """Id → how to reach an organisation; a second table that says otherwise is told."""
    found: dict[str, Json] = {}
    firsts: dict[str, Row] = {}
    for row in taken.rows:
        if row.kind == "party":
            one = register.find(row, "party")[0]
            if one.id in firsts and _reach(firsts[one.id]) != _reach(row):
                leave_row(
                    taken,
                    row,
                    "party",
                    "这一单位前面已有不同的联系信息，取先出现的。",
                    "Other contact details stand before; the first are kept.",
                )
                continue
            firsts.setdefault(one.id, row)
            found[one.id] = _reach(row)
    for row in taken.rows:
        if row.kind == "result" and row.text("supplier_address"):
            suppliers = register.find(row, "supplier")
            if len(suppliers) == 1:
                address = {"streetAddress": row.text("supplier_address")}
                found.setdefault(suppliers[0].id, {}).setdefault("address", address)
    return found


def _reach(row: Row) -> Json:
    return only(
        [
            ("address", only([("streetAddress", row.text("address"))])),
            (
                "contactPoint",
                only(
                    [
                        ("name", row.text("contact")),
                        ("telephone", row.text("phone")),
                        ("email", row.text("email")),
                    ]
                ),
            ),
            (
                "details",
                only(
                    [
                        ("scale", row.text("scale")),
                        ("x_legalRepresentative", row.text("legal_representative")),
                    ]
                ),
            ),
        ]
    )


def leave_strangers(
    taken: Taken,
    register: Register,
    contacts: dict[str, Json],
    releases: Sequence[Json],
) -> None:
    """Contacts of an organisation that no release names are left out."""
    if not contacts:
        return
    named: set[object] = set()
    for release in releases:
        parties = release["parties"]
        if isinstance(parties, list):
            named |= {party["id"] for party in parties}
    for row in taken.rows:
        if row.kind == "party" and register.find(row, "party")[0].id not in named:
            leave_row(
                taken,
                row,
                "party",
                "各项目中没有这个单位。",
                "No project names this organisation.",
            )
