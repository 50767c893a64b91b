"""Teams of a season entered on the page: the same way in as a file, never around it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd

from lib.domain.access import Act, Person
from lib.domain.cells import Kind
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.snapshot import TEAMS
from lib.domain.templates import TEMPLATES, Column
from lib.files.export import table_workbook
from lib.services.house import House
from lib.services.in_force_files import in_force_table
from lib.services.intake import Preview, preview, receive
from lib.text import say_date, say_moment, words

_SAME_WEEKDAY = timedelta(days=364)
_OF_A_YEAR = re.compile(r"^TN\d\d-")
EDITED = (
    "team_code", "team_name", "founded_by", "members", "minority_speakers", "languages",
    "starts_on", "ends_on", "base_commune", "travel_limit_hours", "status",
)  # fmt: skip
"""Columns of template 04 that the page offers; the others keep what they hold."""


def team_columns() -> dict[str, Column]:
    """The columns offered on the page, by header."""
    by_key = TEMPLATES[TEAMS].by_key
    every = by_key | {c.key: c for c in TEMPLATES[TEAMS].columns}
    return {every[key].header: every[key] for key in EDITED}


def team_table(house: House, year: int) -> pd.DataFrame:
    """The teams in force of a year under the template's headers, for editing; days as dates."""
    table = in_force_table(house, TEAMS, Period(year))
    for column in TEMPLATES[TEAMS].columns:
        if column.header not in table:
            continue
        if column.kind is Kind.DATE:
            days = [_day(v) for v in table[column.header]]
            table[column.header] = pd.Series(days, index=table.index, dtype=object)
        elif column.kind in (Kind.COUNT, Kind.DECIMAL):
            table[column.header] = pd.to_numeric(table[column.header])
    return table


def teams_of_last_year(house: House, year: int) -> pd.DataFrame:
    """Last year's teams as proposals: days a year on, approved by nobody, assigned nowhere."""
    table = team_table(house, year - 1)
    headers = {c.key: c.header for c in TEMPLATES[TEAMS].columns}
    table = table[table[headers["status"]] != "Hủy"].reset_index(drop=True)
    code = headers["team_code"]
    table[code] = [_OF_A_YEAR.sub(f"TN{year % 100}-", str(v)) for v in table[code]]
    table[headers["period"]] = str(year)
    table[headers["status"]] = "Dự kiến"
    table[headers["commune_code"]] = None
    for key in ("starts_on", "ends_on"):
        later = [v + _SAME_WEEKDAY if v else None for v in table[headers[key]]]
        table[headers[key]] = pd.Series(later, index=table.index, dtype=object)
    return table


def preview_teams(house: House, table: pd.DataFrame, year: int, *, who: Person) -> Preview:
    """What publishing the edited table would change; nothing is written."""
    who.must(Act.PLAN)
    say = words("vi")
    headers = {c.key: c.header for c in TEMPLATES[TEAMS].columns}
    rows = table.dropna(how="all").copy()
    rows[headers["period"]] = str(year)
    for key in ("starts_on", "ends_on"):
        rows[headers[key]] = [_written(v) for v in rows[headers[key]]]
    title = f"{TEMPLATES[TEAMS].title} · {year}"
    note = say("planner_teams.entered", who=who.name, at=say_moment(house.clock()))
    content = table_workbook(title=title, notes=[note], table=rows)
    name = f"nhap-tren-trang_{TEAMS}_{year}.xlsx"
    return preview(house, receive(name, content, house.settings), who=who)


def preview_team_file(house: House, name: str, content: bytes, *, who: Person) -> Preview:
    """What publishing a file of teams would change; nothing is written.

    Raises ``NotAllowed`` for a file of another template, ``UnreadableFile`` for no table.
    """
    who.must(Act.PLAN)
    ready = preview(house, receive(name, content, house.settings), who=who)
    if ready.template and ready.template.code != TEAMS:
        raise NotAllowed("not_a_team_list", found=ready.template.title)
    return ready


def _day(text: object) -> date | None:
    if not isinstance(text, str):
        return None
    day, month, year = (int(part) for part in text.split("/"))
    return date(year, month, day)


def _written(value: object) -> str | None:
    if value is None or pd.isna(value):
        return None
    return say_date(pd.Timestamp(str(value)).date())
