"""What differs between two states of a period: by commune, and in the totals people look at."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lib.domain.templates import Template

_KEYS = ("commune_code", "unit_key")
_ASIDE = frozenset({"upload_id", "row", "period", "unit_name", "reported_name", "former_code"})

Fact = tuple[str, str, str, object]


@dataclass(frozen=True)
class Turn:
    """One template in two states. ``totals``: sum before and after by headline column."""

    template: Template
    communes: tuple[str, ...]
    """Codes of the communes with other figures."""
    totals: dict[str, tuple[float | None, float | None]]


def turn_between(template: Template, now: pd.DataFrame, then: pd.DataFrame) -> Turn:
    """From the rows in force ``now`` to those of ``then``, as ``figures.in_force`` gives them."""
    other = _facts(now) ^ _facts(then)
    return Turn(
        template,
        tuple(sorted({commune for commune, *_ in other})),
        {key: (_sum(now, key), _sum(then, key)) for key in template.headline},
    )


def _facts(rows: pd.DataFrame) -> set[Fact]:
    """Every figure by commune, unit and column; a unit without figures is one of its own."""
    found: set[Fact] = set()
    values = [c for c in rows.columns if c not in _ASIDE and c not in _KEYS]
    keys = list(zip(*(rows[k] for k in _KEYS), strict=True)) if len(rows) else []
    found.update((commune, unit, "", True) for commune, unit in keys)
    for name in values:
        cells = rows[name].astype(object)
        told = cells.notna().tolist()
        for (commune, unit), cell, known in zip(keys, cells.tolist(), told, strict=True):
            if known:
                found.add((commune, unit, name, cell))
    return found


def _sum(rows: pd.DataFrame, key: str) -> float | None:
    if key not in rows or rows[key].isna().all():
        return None
    return float(rows[key].sum())
