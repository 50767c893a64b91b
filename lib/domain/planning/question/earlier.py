"""Who was where in earlier summers: teams get new codes every year, their union and name stay."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from lib.domain.planning.question.instance import Team
from lib.domain.stages import DriveStage
from lib.text import fold

_YEAR = re.compile(r"\b20[0-9]{2}\b")
_Who = tuple[str, str]


def with_earlier_summers(
    teams: Iterable[Team], rows: pd.DataFrame, drives: pd.DataFrame, *, year: int
) -> list[Team]:
    """The teams of ``year`` with the communes where they worked before, once for each summer.

    ``rows`` and ``drives``: templates 04 and 05 of all years. Only what was held counts.
    """
    who, before = _names(rows, str(year)), _places(rows, drives, str(year))
    return [
        t.model_copy(update={"earlier": tuple(sorted(before[who[t.code]]))})
        if who.get(t.code) in before
        else t
        for t in teams
    ]


def _places(rows: pd.DataFrame, drives: pd.DataFrame, year: str) -> Mapping[_Who, list[str]]:
    found: dict[_Who, list[str]] = defaultdict(list)
    if drives.empty or "stage" not in drives:
        return found
    held = drives[(drives["stage"] == DriveStage.HELD) & (drives["period"] < year)]
    for season, mine in held.groupby("period"):
        who = _names(rows, str(season))
        pairs = mine[["team_code", "commune_code"]].dropna().drop_duplicates()
        for code, commune in pairs.itertuples(index=False):
            if code in who:
                found[who[code]].append(str(commune))
    return found


def _names(rows: pd.DataFrame, season: str) -> dict[str, _Who]:
    """Founder and name without the year, by code; names that two teams share tell nobody apart."""
    if rows.empty:
        return {}
    mine = rows[rows["period"] == season]
    named = {
        str(row["unit_key"]): (
            fold(str(row.get("founded_by"))),
            fold(_YEAR.sub(" ", str(row["unit_name"]))),
        )
        for row in mine.to_dict("records")
    }
    times = Counter(named.values())
    return {code: who for code, who in named.items() if times[who] == 1}
