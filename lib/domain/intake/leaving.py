"""Communes that a file tells of and another one of its batch speaks for: their rows stay out.

A person says so commune by commune; the rest of the file is taken in, its original stays whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lib.domain.intake.resolving import Resolved
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.problems import Code, Problem, Severity

LEAVE, LEFT = "leave:", "1"
"""The key of the answer is this, the period and the commune: "leave:2026-08 04045"."""
_MOST_NAMED = 6


def left_to_others(scope: str) -> str:
    """The key under which stands that another file speaks for "2026-08 04045"."""
    return LEAVE + scope


def without_left(
    resolved: Resolved,
    problems: Iterable[Problem],
    answers: Mapping[str, str],
    *,
    gazetteer: Gazetteer,
) -> tuple[Resolved, tuple[Problem, ...]]:
    """The file without the rows left to others, and without what is to be said of these alone."""
    keys = [key for key in answers if key.startswith(LEAVE) and answers.get(key) == LEFT]
    found = tuple(problems)
    if not keys:
        return resolved, found
    rows, scopes = resolved.rows, {key.removeprefix(LEAVE) for key in keys}
    told = rows["period"].astype(str) + " " + rows["commune_code"].astype(str)
    gone = told.isin(scopes)
    if not gone.any():
        return resolved, found
    numbers = set(rows.index[gone])
    codes = sorted(set(rows.loc[gone, "commune_code"]))
    names = [gazetteer.communes[c].full_name for c in codes if c in gazetteer.communes]
    note = Problem(
        code=Code.COMMUNES_LEFT,
        severity=Severity.NOTE,
        given=", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else ""),
        values={"count": len(numbers)},
    )
    kept = replace(resolved, rows=rows[~gone], placed=None)
    return kept, (*(p for p in found if p.row not in numbers), note)
