"""Teams of a season entered on the page: the same way in as a file, never around it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta

import pandas as pd

from lib.domain.access.permissions import Act, Person
from lib.domain.figures.snapshot import TEAMS
from lib.domain.stages import TeamState
from lib.domain.templates import Column
from lib.services.installation import Installation
from lib.services.intake.edited_tables import columns_by_header, headers, previewed, table_to_edit
from lib.services.intake.previewed import Preview

_SAME_WEEKDAY = timedelta(days=364)
_OF_A_YEAR = re.compile(r"^TN\d\d-")
EDITED = (
    "team_code", "team_name", "founded_by", "members", "minority_speakers", "languages",
    "starts_on", "ends_on", "base_commune", "travel_limit_hours", "status",
)  # fmt: skip
"""Columns of template 04 that the page offers; the others keep what they hold."""


def team_columns() -> dict[str, Column]:
    """The columns offered on the page, by header."""
    return columns_by_header(TEAMS, EDITED)


def team_table(installation: Installation, year: int) -> pd.DataFrame:
    """The teams in force of a year under the template's headers, for editing; days as dates."""
    return table_to_edit(installation, TEAMS, year)


def teams_of_last_year(installation: Installation, year: int) -> pd.DataFrame:
    """Last year's teams as proposals: days a year on, approved by nobody, assigned nowhere."""
    table, head = team_table(installation, year - 1), headers(TEAMS)
    table = table[table[head["status"]] != TeamState.CANCELLED].reset_index(drop=True)
    code = head["team_code"]
    table[code] = [_OF_A_YEAR.sub(f"TN{year % 100}-", str(v)) for v in table[code]]
    table[head["period"]] = str(year)
    table[head["status"]] = "Dự kiến"
    table[head["commune_code"]] = None
    for key in ("starts_on", "ends_on"):
        later = [v + _SAME_WEEKDAY if v else None for v in table[head[key]]]
        table[head[key]] = pd.Series(later, index=table.index, dtype=object)
    return table


def preview_without(
    installation: Installation, codes: Collection[str], year: int, *, who: Person
) -> Preview:
    """What cancelling these teams would change; nothing is written."""
    who.must(Act.PLAN)
    head, table = headers(TEAMS), team_table(installation, year)
    gone = table[table[head["team_code"]].isin(list(codes))]
    return preview_teams(
        installation, gone.assign(**{head["status"]: TeamState.CANCELLED}), year, who=who
    )


def preview_teams(
    installation: Installation, table: pd.DataFrame, year: int, *, who: Person
) -> Preview:
    """What publishing the edited table would change; nothing is written."""
    who.must(Act.PLAN)
    rows = table.dropna(how="all").assign(**{headers(TEAMS)["period"]: str(year)})
    return previewed(installation, TEAMS, rows, year=year, who=who)
