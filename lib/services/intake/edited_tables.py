"""Rows in force as a table to edit on a page, and the edited table as a file of the template.

What is typed on a page goes the same way in as a file, never around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES, Column
from lib.domain.templates.kinds import NUMBERS, Kind
from lib.files.writing.export import table_workbook
from lib.services.installation import Installation
from lib.services.intake.current_workbook import in_force_table
from lib.services.intake.preview import preview, receive
from lib.services.intake.previewed import Preview, Received
from lib.text import say_date, say_moment, words


def headers(template: str) -> dict[str, str]:
    """The headers of a template by the key of the column."""
    return {c.key: c.header for c in TEMPLATES[template].columns}


def columns_by_header(template: str, keys: tuple[str, ...]) -> dict[str, Column]:
    """The columns of these keys, by header."""
    every = {c.key: c for c in TEMPLATES[template].columns}
    return {every[key].header: every[key] for key in keys}


def table_to_edit(installation: Installation, template: str, year: int) -> pd.DataFrame:
    """What is in force of a year under the template's headers; days as dates, counts as numbers."""
    table = in_force_table(installation, template, Period(year))
    for column in TEMPLATES[template].columns:
        if column.header not in table:
            continue
        if column.kind is Kind.DATE:
            days = [_day(v) for v in table[column.header]]
            table[column.header] = pd.Series(days, index=table.index, dtype=object)
        elif column.kind in NUMBERS:
            table[column.header] = pd.to_numeric(table[column.header])
    return table


def previewed(
    installation: Installation, template: str, table: pd.DataFrame, *, year: int, who: Person
) -> Preview:
    """What publishing the edited table would change; nothing is written."""
    who.must(Act.PLAN)
    say, rows = words("vi"), table.dropna(how="all").copy()
    for column in TEMPLATES[template].columns:
        if column.kind is Kind.DATE and column.header in rows:
            rows[column.header] = [_written(v) for v in rows[column.header]]
    title = f"{TEMPLATES[template].title} · {year}"
    note = say("planner_teams.entered", who=who.name, at=say_moment(installation.clock()))
    content = table_workbook(title=title, notes=[note], table=rows)
    name = f"nhap-tren-trang_{template}_{year}.xlsx"
    return preview(installation, receive(name, content, installation.settings), who=who)


def previewed_file(
    installation: Installation,
    template: str,
    received: Received,
    *,
    who: Person,
    answers: Mapping[str, str] | None = None,
) -> Preview:
    """What publishing a file of this template would change; nothing is written.

    ``answers`` are those to what the file asks. Raises ``NotAllowed`` for a file of another
    template, ``UnreadableFile`` for no table.
    """
    who.must(Act.PLAN)
    ready = preview(installation, received, answers, who=who)
    if ready.template and ready.template.code != template:
        wanted = TEMPLATES[template].title
        raise NotAllowed("another_template", found=ready.template.title, wanted=wanted)
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
