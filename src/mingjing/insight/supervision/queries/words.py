"""Flags, grounds and samples in words of the reader."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mingjing.base.files.queries import place_of
from mingjing.insight.supervision.models import DataSet, Flag, Run, Sample
from mingjing.insight.supervision.queries.cells import cells_of
from mingjing.insight.supervision.states import DataState
from mingjing_analytics.process.measures.shares import wilson
from mingjing_analytics.supervision import refusal
from mingjing_analytics.supervision.model import Model, catalogue
from mingjing_analytics.supervision.tables import dictionary
from mingjing_law.facts import facts


def in_words(error: refusal.Refused) -> str:
    """The library's refusal in the reader's language."""
    return error.en if (get_language() or "").startswith("en") else error.zh


def told_of(flag: Flag, model: Model, language: str) -> list[tuple[str, str]]:
    """Key and facts with their titles; a key that is kept as a hash is a number of rows."""
    titles = _key_titles(model, language)
    told = [
        (titles[name], _shown(value))
        for name, value in flag.key.items()
        if name in titles
    ]
    for name, fact in model.head.facts.items():
        if name in flag.facts:
            word = fact.en if language.startswith("en") else fact.zh
            told.append((word, _shown(flag.facts[name])))
    return told


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "—" if value is None else str(value)


def _key_titles(model: Model, language: str) -> dict[str, str]:
    """Titles of the key's columns that are no hashes."""
    found = {}
    for name in model.head.key:
        for table, columns in model.head.tables.items():
            if name in columns:
                column = dictionary().tables[table].columns[name]
                if column.minimise == "keep":
                    found[name] = column.title.in_(language)
                break
        else:
            found[name] = name
    return found


def grounds(model: Model, language: str) -> list[str]:
    """Each ground as it is cited; a fact whose source nobody read says so."""
    found = []
    for basis in model.head.basis:
        known = facts().get(basis.fact) if basis.fact else None
        if known is None:
            found.append(basis.en if language.startswith("en") else basis.zh)
            continue
        told = known.citation(language)
        found.append(told if known.checked else told + _("（来源未核对原文）"))
    return found


@dataclass(frozen=True)
class Sampled:
    """What a draw of unflagged rows says of what is missed."""

    waiting: list[Sample]
    judged: int
    missed: int

    @property
    def words(self) -> str:
        if not self.judged:
            return _("抽出的行还没有看。")
        _low, high = wilson(self.missed, self.judged)
        return _(
            "看了 %(n)d 行，该报没有报的 %(missed)d 行：没有报的行里，漏报的最多约 %(high)s%%（95%% 的把握）。"
        ) % {
            "n": self.judged,
            "missed": self.missed,
            "high": f"{100 * high:.0f}",
        }


def sampled(run: Run) -> Sampled | None:
    """The draw of a run, if there was one."""
    rows = run.samples.select_related("data_set")
    told = rows.aggregate(
        judged=Count("pk", filter=Q(missed__isnull=False)),
        missed=Count("pk", filter=Q(missed=True)),
    )
    waiting = list(rows.filter(missed__isnull=True))
    if not waiting and not told["judged"]:
        return None
    return Sampled(waiting, told["judged"], told["missed"])


def proof_of_row(sample: Sample, model: Model, language: str) -> list[tuple[str, str]]:
    """The cells of a drawn row with their titles."""
    table = dictionary().tables[sample.data_set.table]
    names = [
        name
        for name in model.head.tables[sample.data_set.table]
        if table.columns[name].minimise == "keep"
    ]
    place = (sample.sheet, sample.number)
    cells = cells_of(sample.data_set, names, [place]).get(place, ())
    titles = [table.columns[name].title.in_(language) for name in names]
    return list(zip(titles, cells, strict=False))


@dataclass(frozen=True)
class Wanted:
    """A table that models read, and whether somebody handed it in."""

    name: str
    models: int
    sets: int


def tables_wanted() -> list[Wanted]:
    """Every table of the dictionary that a model reads, those most wanted first."""
    known = dictionary().tables
    uses: dict[str, int] = {}
    for model in catalogue().values():
        for table in model.types:
            if not known[table].given:
                uses[table] = uses.get(table, 0) + 1
    there = dict(
        DataSet.objects.filter(state=DataState.IN_USE.value)
        .values_list("table")
        .annotate(Count("pk"))
    )
    rows = [Wanted(name, count, there.get(name, 0)) for name, count in uses.items()]
    return sorted(rows, key=lambda row: (-row.models, row.name))


def places_of(sets: Iterable[DataSet]) -> list[tuple[int, str, int]]:
    """Every row of data sets: (data set, sheet, line)."""
    found = []
    con = duckdb.connect(config={"threads": 1})
    try:
        for each in sets:
            if each.file is None:
                continue
            rows = con.execute(
                "select coalesce(_sheet, ''), _row from read_parquet(?)",
                [str(place_of(each.file.sha256))],
            ).fetchall()
            found += [(each.pk, sheet, number) for sheet, number in rows]
    finally:
        con.close()
    return found
