"""Drives arranged beforehand (template 05) entered on the page, as a file would bring them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

import pandas as pd

from lib.domain.access.permissions import Act, Person
from lib.domain.figures.snapshot import DRIVES
from lib.domain.stages import DriveStage
from lib.domain.templates import Column
from lib.services.installation import Installation
from lib.services.intake.edited_tables import columns_by_header, headers, previewed, table_to_edit
from lib.services.intake.previewed import Preview

EDITED = (
    "drive_code", "team_code", "commune_code", "starts_on", "ends_on", "households_helped",
    "content",
)  # fmt: skip
"""Columns of template 05 that the page offers; the others keep what they hold."""


def drive_columns() -> dict[str, Column]:
    """The columns offered on the page, by header."""
    return columns_by_header(DRIVES, EDITED)


def drive_table(installation: Installation, year: int) -> pd.DataFrame:
    """The planned drives in force of a year under the template's headers; days as dates."""
    table = table_to_edit(installation, DRIVES, year)
    planned = table[headers(DRIVES)["stage"]] == DriveStage.PLANNED
    return table[planned].reset_index(drop=True)


def preview_drives(
    installation: Installation, table: pd.DataFrame, year: int, *, who: Person
) -> Preview:
    """What publishing the edited drives would change; nothing is written.

    Only drives that differ are handed in. A drive that is no longer in the table, or is now in
    another commune, is cancelled where it stood; a drive without a code gets the next free one.
    """
    who.must(Act.PLAN)
    head, before = headers(DRIVES), drive_table(installation, year)
    wanted = table.dropna(how="all").assign(**{head["stage"]: DriveStage.PLANNED})
    taken = {str(c) for c in table_to_edit(installation, DRIVES, year)[head["drive_code"]]}
    wanted[head["drive_code"]] = _coded(wanted[head["drive_code"]], taken, year)
    known, place = set(_cells(before)), [head["drive_code"], head["commune_code"]]
    cells = _cells(wanted.reindex(columns=before.columns))
    differ = wanted[[row not in known for row in cells]]
    there = set(wanted[place].itertuples(index=False, name=None))
    gone = [spot not in there for spot in before[place].itertuples(index=False, name=None)]
    cancelled = before[gone].assign(**{head["stage"]: DriveStage.CANCELLED})
    return previewed(installation, DRIVES, pd.concat([differ, cancelled]), year=year, who=who)


def _coded(codes: Iterable[object], taken: set[str], year: int) -> list[object]:
    free = _free_codes(taken | {str(c) for c in codes}, year)
    return [next(free) if pd.isna(c) or not str(c).strip() else c for c in codes]


def _free_codes(taken: set[str], year: int) -> Iterator[str]:
    codes = (f"DR{year % 100:02d}-{n:04d}" for n in count(1))
    return (code for code in codes if code not in taken)


def _cells(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """The rows as texts that can be compared, whatever the editor made of blanks and numbers."""
    return [
        tuple("" if pd.isna(v) else f"{v:g}" if isinstance(v, float) else str(v) for v in row)
        for row in table.astype(object).itertuples(index=False)
    ]
