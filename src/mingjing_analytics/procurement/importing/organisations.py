"""Who is who: a unified social credit code where there is one, otherwise the name."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from mingjing_analytics.procurement.importing.issues import Issue, Place, issue
from mingjing_analytics.procurement.importing.kinds import known
from mingjing_analytics.procurement.importing.sheets import Row

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_AUTHORITIES = "123456789ANY"
_LENGTH = 18
SCHEME = "CN-USCC"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as releases name it."""

    id: str
    name: str
    code: str = ""

    @property
    def reference(self) -> dict[str, object]:
        return {"id": self.id, "name": self.name}


@lru_cache(maxsize=1 << 16)
def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a unified social credit code (GB 32100-2015, 4.3.5).

    Letters may stand in the first eight places: rural collectives have an N there.
    """
    if len(code) != _LENGTH or set(code) - set(_ALPHABET):
        return False
    total = sum(_ALPHABET.index(code[at]) * 3**at for at in range(_LENGTH - 1))
    return (
        code[0] in _AUTHORITIES
        and code[2:8].isdigit()
        and code[-1] == _ALPHABET[-total % 31]
    )


def id_of_name(name: str) -> str:
    """A name's stable id: the first 64 bits of its SHA-256."""
    return f"CN-NAME-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


@dataclass(slots=True)
class Register:
    """Names and codes that stand together in any row of the import.

    A name that stands with one code only is that organisation in rows without the
    code, too; a name with two codes is not.
    """

    issues: list[Issue]
    _codes: dict[str, dict[str, Place]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def learn(self, rows: Iterable[Row]) -> None:
        """Take the codes of all rows before anybody is asked for."""
        for row in rows:
            for column, names, codes in _pairs(row):
                if len(names) != len(codes):
                    self.issues.append(_uneven(row.place, column, codes))
                    continue
                for name, code in zip(names, codes, strict=True):
                    self._learn(row.place, column, name, code)

    def _learn(self, place: Place, column: str, name: str, code: str) -> None:
        if not is_credit_code(code):
            self.issues.append(
                issue(
                    place,
                    column,
                    code,
                    "不是统一社会信用代码（长度、字符或校验位不对），未采用。",
                    "No unified social credit code (length, characters or check "
                    "character); it was not used.",
                )
            )
            return
        known_codes = self._codes.setdefault(name, {})
        if known_codes and code not in known_codes:
            self.issues.append(
                issue(
                    place,
                    column,
                    code,
                    f"“{name}”在别处是另一个代码。",
                    f"{name} has another code elsewhere.",
                )
            )
        known_codes.setdefault(code, place)
        first = self._names.setdefault(code, name)
        if first != name:
            self.issues.append(
                issue(
                    place,
                    column,
                    code,
                    f"同一代码在别处的名称是“{first}”，取先出现的。",
                    f"The code's name elsewhere is {first}; the first one is kept.",
                )
            )

    def find(self, row: Row, name_column: str) -> tuple[Organisation, ...]:
        """The organisations that a row names in a column, in order."""
        names = _names(row, name_column)
        if not names:
            return ()
        codes: tuple[str, ...] = next(
            (given for _c, of, given in _pairs(row, name_column) if of == names), ()
        )
        if len(codes) != len(names):
            codes = ("",) * len(names)
        return tuple(
            self._organisation(row.place, name_column, name, code)
            for name, code in zip(names, codes, strict=True)
        )

    def _organisation(
        self, place: Place, column: str, name: str, code: str
    ) -> Organisation:
        if not is_credit_code(code):
            found = list(self._codes.get(name, {}))
            code = found[0] if len(found) == 1 else ""
        if code:
            return Organisation(f"{SCHEME}-{code}", self._names.get(code, name), code)
        if name not in self._told:
            self._told.add(name)
            self.issues.append(
                issue(
                    place,
                    known().columns[column].zh,
                    name,
                    "没有统一社会信用代码，按名称编号；改名或重名时会认错。",
                    "No unified social credit code: numbered by its name, so a new "
                    "or shared name will be mistaken.",
                )
            )
        return Organisation(id_of_name(name), name)


def _names(row: Row, column: str) -> tuple[str, ...]:
    told = row.text(column)
    return (told,) if told else row.texts(column)


def _pairs(
    row: Row, only: str = ""
) -> Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Columns of codes filled in a row: (its title, names, codes)."""
    for code_column, owner in _code_columns(row.kind):
        if only and owner != only:
            continue
        codes, names = _names(row, code_column), _names(row, owner)
        if codes and names:
            yield known().columns[code_column].zh, names, codes


@cache
def _code_columns(kind: str) -> list[tuple[str, str]]:
    columns = known().columns
    return [
        (name, columns[name].beside)
        for name in known().kinds[kind].columns
        if columns[name].beside
    ]


def _uneven(place: Place, column: str, codes: tuple[str, ...]) -> Issue:
    return issue(
        place,
        column,
        "；".join(codes),
        "代码与名称个数不同，未采用。",
        "Not as many codes as names; they were not used.",
    )
