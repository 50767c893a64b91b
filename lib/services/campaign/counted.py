"""How many households there are in a commune, as far as anybody has told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lib.domain.figures.snapshot import SUMMARY
from lib.services.installation import Installation
from lib.services.intake.village_register import register_rows
from lib.store.engine import asking
from lib.store.figures.figures import in_force


@dataclass(frozen=True, kw_only=True)
class Households:
    """Of one commune."""

    names: Mapping[str, str]
    """Villages of the register, by code."""
    by_village: Mapping[str, float]
    """Households of the register; villages nobody counted are left out."""
    all_of_them: float | None
    """Of the whole commune: of its newest summary or its whole register, whichever says more."""


def households_there(installation: Installation, commune: str) -> Households:
    """What register and newest summary tell, for use cases that have asked who is acting."""
    with asking(installation.engine) as connection:
        register = register_rows(connection, {commune})
        summaries = in_force(connection, SUMMARY, communes={commune})
    names = {str(r.unit_key): str(r.unit_name) for r in register.itertuples()}
    known = _known(register, "unit_key")
    whole = list(_known(summaries.sort_values("period"), "period").values())
    told = whole[-1:] + ([sum(known.values())] if known and len(known) == len(names) else [])
    return Households(names=names, by_village=known, all_of_them=max(told, default=None))


def _known(rows: pd.DataFrame, key: str) -> dict[str, float]:
    if rows.empty or "households" not in rows:
        return {}
    told = rows.set_index(key)["households"].dropna()
    return {str(code): float(count) for code, count in told.items()}
