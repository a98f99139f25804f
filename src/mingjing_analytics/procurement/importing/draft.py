"""A release while it is written: its parties, its instants, what is wrong in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mingjing_analytics.procurement.importing.issues import Place, issue
from mingjing_analytics.procurement.importing.kinds import known
from mingjing_analytics.procurement.importing.organisations import (
    SCHEME,
    Organisation,
    Register,
)
from mingjing_analytics.procurement.importing.sheets import Row, Taken
from mingjing_analytics.procurement.importing.values import Moment, Money, Value

Json = dict[str, object]
_ROLES = (
    "buyer", "procuringEntity", "tenderer", "supplier", "payer", "payee",
)  # fmt: skip

# Whether a bid was late is asked to the second; of a notice the day is enough.
_HOURS_COUNT = (
    "tender/tenderPeriod", "tender/enquiryPeriod", "tender/awardPeriod",
    "tender/milestones", "bids/",
)  # fmt: skip


def value_of(money: Money | None) -> Json | None:
    """An amount as OCDS writes it; nothing stays nothing."""
    return {"amount": money.amount, "currency": money.currency} if money else None


def slug(number: str) -> str:
    """A number as it may stand in an id: letters, digits and characters, hyphens between."""
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]+", "-", number).strip("-").upper()


@dataclass(slots=True)
class Project:
    """All rows of one project number, by kind, in the order of the files."""

    number: str
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Row]:
        return [row for kind in kinds for row in self.rows.get(kind, ())]

    @property
    def defining(self) -> list[Row]:
        """The rows that may bring a project into being."""
        return self.of("tender", "single_source")


@dataclass(slots=True)
class Draft:
    """One release under way."""

    ocid: str
    project: Project
    register: Register
    taken: Taken
    happened: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    _contradicted: set[tuple[Place, str]] = field(default_factory=set)
    _roles: dict[str, set[str]] = field(default_factory=dict)
    _parties: dict[str, Organisation] = field(default_factory=dict)

    def refer(self, organisation: Organisation, *roles: str) -> Json:
        """Name an organisation and note its part in the process."""
        self._parties.setdefault(organisation.id, organisation)
        self._roles.setdefault(organisation.id, set()).update(roles)
        return organisation.reference

    def refer_all(self, row: Row, column: str, role: str) -> list[Json]:
        """Name all organisations of a cell."""
        found = self.register.find(row, column)
        return [self.refer(organisation, role) for organisation in found]

    def when(
        self, moment: Moment | None, path: str, *, happened: bool = True
    ) -> str | None:
        """Give an instant as text; note it when it has happened, or lacks its hour."""
        if moment is None:
            return None
        if moment.day_only and path.startswith(_HOURS_COUNT):
            self.days.append(path)
        if happened:
            self.happened.append(moment.text)
        return moment.text

    def say(self, row: Row, column: str, zh: str, en: str) -> None:
        """Tell an issue of a row's cell."""
        value = row.values.get(column, "")
        title = known().columns[column].zh if column else ""
        self.taken.issues.append(issue(row.place, title, shown(value), zh, en))

    def leave(self, row: Row, column: str, zh: str, en: str) -> None:
        """Tell why a row is not taken, and keep it among those left out."""
        self.say(row, column, zh, en)
        self.taken.leave(row)

    def of_lots(self, kind: str, lots: Sequence[str]) -> list[Row]:
        """Rows of a kind, without those of a lot that nobody announced."""
        kept: list[Row] = []
        for row in self.project.of(kind):
            if row.text("lot") and row.text("lot") not in lots:
                zh, en = "项目没有这个包。", "The project has no such lot."
                self.leave(row, "lot", zh, en)
            else:
                kept.append(row)
        return kept

    def first(self, rows: Iterable[Row], column: str) -> tuple[Value, Row] | None:
        """The first value of a column; rows that contradict it are told."""
        kept: tuple[Value, Row] | None = None
        for row in rows:
            value = row.values.get(column)
            if value is None:
                continue
            if kept is None or _more_exact(value, kept[0]):
                kept = (value, row)
            elif value != kept[0] and not _more_exact(kept[0], value):
                if (row.place, column) in self._contradicted:
                    continue
                self._contradicted.add((row.place, column))
                place = kept[1].place
                where = f"{place.file} {place.sheet} {place.row}".replace("  ", " ")
                self.say(
                    row,
                    column,
                    f"与 {where} 行的“{shown(kept[0])}”不一致，取先出现的。",
                    f"Contradicts {shown(kept[0])} in row {where}; the first is kept.",
                )
        return kept

    def moment(self, rows: Iterable[Row], column: str) -> Moment | None:
        """The first instant of a column, see `first`."""
        found = self.first(rows, column)
        return found[0] if found and isinstance(found[0], Moment) else None

    def money(self, rows: Iterable[Row], column: str) -> Money | None:
        """The first amount of a column, see `first`."""
        found = self.first(rows, column)
        return found[0] if found and isinstance(found[0], Money) else None

    def parties(self, contacts: dict[str, Json]) -> list[Json]:
        """Everybody named, with the parts they had and how to reach them."""
        return [
            _party(one, self._roles[one.id], contacts.get(one.id, {}))
            for one in self._parties.values()
        ]


def _more_exact(one: Value, other: Value) -> bool:
    """An hour on the same day says more than the day."""
    return (
        isinstance(one, Moment)
        and isinstance(other, Moment)
        and other.day_only
        and not one.day_only
        and one.text[:10] == other.text[:10]
    )


def shown(value: Value) -> str:
    """A value in a sentence."""
    if isinstance(value, Money):
        return f"{value.amount:f} {value.currency}"
    if isinstance(value, Moment):
        return value.text[:10] if value.day_only else value.text
    if isinstance(value, tuple):
        return "；".join(value)
    return str(value)


def _party(one: Organisation, roles: set[str], contact: Json) -> Json:
    party: Json = {"id": one.id, "name": one.name}
    if one.code:
        party["identifier"] = {
            "scheme": SCHEME,
            "id": one.code,
            "legalName": one.name,
        }
    party |= contact
    party["roles"] = [role for role in _ROLES if role in roles]
    return party


def only(values: Sequence[tuple[str, object]]) -> Json:
    """A JSON object of what is not empty."""
    return {key: value for key, value in values if value not in (None, "", [], {})}
