"""Cases laid out for comparison: mid-ranks within strata, and who has how many where."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_IN_STRATUM = 4
LEAST_STRATA = 3
LEAST_CASES = 15

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Design:
    """Rows by stratum and score, cells of one entity in one stratum, and entities.

    Entities are those with enough support, 0 to k - 1; ``names`` are their codes as
    given. Nothing but ``row_entity`` changes when labels are shuffled within strata.
    """

    row_entity: Codes  # shape (rows,); -1: none, or too little support
    score: Floats  # (mid-rank - mean) / (n + 1)
    first: Codes  # shape (strata + 1,): stratum s has the rows first[s] to first[s + 1]
    cell_entity: Codes
    cell_stratum: Codes
    cell_cases: Codes
    cell_weight: Floats  # the sum of a cell where all its cases stand before the others
    names: Codes
    cases: Codes  # those with others to compare with, shape (k,)
    strata: Codes
    variance: Floats
    weight: Floats
    kurtosis: Floats  # Lyapunov's ratio: about 1.8 / cases without ties
    unsupported: int

    def sums(self, score: Floats) -> Floats:
        """The weighted rank sums less their expectation, shape (k,)."""
        own = self.row_entity >= 0
        return _sum(self.row_entity[own], score[own], len(self.names))


def strata(*codes: Codes) -> Codes:
    """One code for each combination that occurs, from 0 on, shape (n,).

    Comparable are, as a rule, cases of one step, item, fortnight, kind of priority,
    channel and attempt.
    """
    found = np.zeros(len(codes[0]), np.int64)
    for column in codes:
        _, dense = np.unique(column, return_inverse=True)
        joined = found * (int(dense.max(initial=0)) + 1) + dense
        found = np.unique(joined, return_inverse=True)[1].astype(np.int64)
    return found


def in_batch(entity: Codes, stratum: Codes, came: Codes, apart: int) -> Flags:
    """Which rows came no more than ``apart`` after one of their entity that counts.

    Cases handed in together share their fate, so shuffling them one by one would take
    one piece of luck for many. Of each such batch in a stratum the first counts. Those
    of nobody (-1) are each their own. Shape (n,).
    """
    order = np.lexsort((came, stratum, entity))
    rows = order[entity[order] >= 0]
    who, where, when = entity[rows], stratum[rows], came[rows]
    new = np.ones(len(rows), bool)
    new[1:] = (np.diff(who) != 0) | (np.diff(where) != 0)
    again, until = [], 0
    for row, first, moment in zip(
        rows.tolist(), new.tolist(), when.tolist(), strict=True
    ):
        if first or moment > until:
            until = moment + apart
        else:
            again.append(row)
    found = np.zeros(len(entity), bool)
    found[again] = True
    return found


def _sum(code: Codes, value: Floats, codes: int) -> Floats:
    # Without a row NumPy's sum has no fractions.
    return np.bincount(code, value, codes).astype(np.float64)


def lay_out(entity: Codes, stratum: Codes, outcome: Floats) -> Design:
    """Rank the outcomes; rows without a stratum or outcome and small strata are out.

    Codes and outcomes of shape (n,); an entity of -1 is nobody to test, but its cases
    stand among the others.
    """
    rows = np.flatnonzero((stratum >= 0) & ~np.isnan(outcome))
    _, dense, size = np.unique(stratum[rows], return_inverse=True, return_counts=True)
    rows = rows[size[dense] >= LEAST_IN_STRATUM]
    _, dense = np.unique(stratum[rows], return_inverse=True)
    order = np.lexsort((outcome[rows], dense))
    rows, dense = rows[order], dense[order].astype(np.int64)
    size = np.bincount(dense)
    first = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    score = _scores(dense, outcome[rows], size, first)
    return _cells(entity[rows], dense, score, first)


def _scores(stratum: Codes, outcome: Floats, size: Codes, first: Codes) -> Floats:
    """Mid-ranks less their mean, over n + 1; the rows stand by stratum and outcome."""
    count = len(outcome)
    new = np.ones(count, bool)
    new[1:] = (np.diff(outcome) != 0) | (np.diff(stratum) != 0)
    begins = np.flatnonzero(new)
    ends = np.append(begins[1:], count)
    rank = np.repeat((begins + ends + 1) / 2, ends - begins)
    n = size[stratum]
    found: Floats = (rank - first[stratum] - (n + 1) / 2) / (n + 1)
    return found


def _cells(entity: Codes, stratum: Codes, score: Floats, first: Codes) -> Design:
    names, code = np.unique(entity, return_inverse=True)
    strata = len(first) - 1
    cell, cases = np.unique(code * strata + stratum, return_counts=True)
    who, where = cell // max(strata, 1), cell % max(strata, 1)
    n = np.diff(first)[where]
    alike = (cases < n) & (names[who] >= 0)  # somebody else to compare with
    total = np.bincount(who[alike], cases[alike], len(names))
    places = np.bincount(who[alike], minlength=len(names))
    enough = (total >= LEAST_CASES) & (places >= LEAST_STRATA)
    new = np.where(enough, np.cumsum(enough) - 1, -1)
    kept = alike & enough[who]
    who, where, cases, n = new[who[kept]], where[kept], cases[kept], n[kept]
    second, fourth = (_sum(stratum, score**p, strata) for p in (2, 4))
    spread = second[where] * cases * (n - cases) / (n * (n - 1))
    weight = cases * (n - cases) / (2 * (n + 1))
    k = int(enough.sum())
    variance = _sum(who, spread, k)
    fourths = _sum(who, fourth[where] * np.minimum(cases, n - cases) / n, k)
    square = np.where(variance > 0, variance, 1.0) ** 2
    return Design(
        row_entity=new[code],
        score=score,
        first=first,
        cell_entity=who,
        cell_stratum=where,
        cell_cases=cases,
        cell_weight=weight,
        names=names[enough],
        cases=total[enough].astype(np.int64),
        strata=places[enough],
        variance=variance,
        weight=_sum(who, weight, k),
        kurtosis=fourths / square,
        unsupported=int(((names >= 0) & ~enough).sum()),
    )
