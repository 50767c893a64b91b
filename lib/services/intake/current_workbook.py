"""What is in force, as a workbook of the template's own columns: to be corrected and sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from lib.domain.access.permissions import EVERYWHERE, Person
from lib.domain.periods import Period, written
from lib.domain.templates import TEMPLATES, Column, Role, Template
from lib.domain.templates.kinds import Kind
from lib.files.writing.export import table_workbook
from lib.services.installation import Installation
from lib.services.intake.prefilled_forms import FormFile, must_see_rows
from lib.store.engine import asking
from lib.store.figures.figures import in_force
from lib.text import say_date, say_moment, words


def in_force_file(
    installation: Installation, template: str, period: Period, *, commune: str = "", who: Person
) -> FormFile | None:
    """The figures in force of a template and period, of all communes or of one.

    Taken in again as it is, it changes nothing. ``None`` where nothing is in force.
    """
    must_see_rows(TEMPLATES[template], commune or EVERYWHERE, who=who)
    wanted, say = TEMPLATES[template], words("vi")  # offices write Vietnamese
    table = in_force_table(installation, template, period, commune=commune)
    if table.empty:
        return None
    notes = [say("workbook.in_force_note", at=say_moment(installation.clock()))]
    if installation.is_demo:
        notes.insert(0, say("app.demo").upper())
    title = f"{wanted.title} · {written(period)}"
    name = in_force_name(template, period, commune)
    return FormFile(name, table_workbook(title=title, notes=notes, table=table))


def in_force_table(
    installation: Installation, template: str, period: Period, *, commune: str = ""
) -> pd.DataFrame:
    """The same under the template's headers; columns not offered only where anything is in them."""
    wanted = TEMPLATES[template]
    rows = _rows(installation, template, period, commune=commune)
    if not rows.empty:
        rows = rows.sort_values(["commune_code", "unit_key"]).astype(object)
    found = [_cells(installation, wanted, row) for row in rows.to_dict("records")]
    table = pd.DataFrame(found, columns=[c.header for c in wanted.columns], dtype=object)
    shown = [c.offered or bool(table[c.header].notna().any()) for c in wanted.columns]
    return table.loc[:, shown]


def in_force_name(template: str, period: Period, commune: str = "") -> str:
    """How the file is called."""
    parts = (commune, template, str(period), "dang-dung")
    return "_".join(part for part in parts if part) + ".xlsx"


def is_in_force(
    installation: Installation, template: str, period: Period, *, commune: str = ""
) -> bool:
    """Whether there is such a file."""
    return not _rows(installation, template, period, commune=commune).empty


def _rows(
    installation: Installation, template: str, period: Period, *, commune: str
) -> pd.DataFrame:
    communes = {commune} if commune else None
    with asking(installation.engine) as connection:
        return in_force(connection, template, periods={str(period)}, communes=communes)


def _cells(installation: Installation, template: Template, row: Mapping[str, Any]) -> list[object]:
    keys = _keys(installation, row)
    return [
        keys[c.role] if c.role in keys else _written(c, row.get(c.key)) for c in template.columns
    ]


def _keys(installation: Installation, row: Mapping[str, Any]) -> dict[Role, object]:
    """The cells that say which row it is; an earlier unit goes by its own name and district."""
    former = installation.gazetteer.former_by_code(str(row["former_code"] or ""))
    commune = installation.gazetteer.communes.get(str(row["commune_code"]))
    place = former.full_name if former else commune.full_name if commune else None
    key = str(row["unit_key"])
    named = not key or key.startswith(("old:", "name:"))  # of what has no code of its own
    return {
        Role.ORDINAL: None,
        Role.PERIOD: written(Period.parse(str(row["period"]))),
        Role.COMMUNE_CODE: None if former else _code(row),
        Role.COMMUNE_NAME: place,
        Role.DISTRICT: former.district if former else None,
        # A drive is planned and carried out under one code: what follows it tells which.
        Role.UNIT_CODE: None if named else key.partition(":")[0],
        Role.UNIT_NAME: str(row["unit_name"]) or None,
    }


def _code(row: Mapping[str, Any]) -> str | None:
    """A team may be given several communes at once."""
    several = row.get("assigned_communes")
    return str(several) if several and not pd.isna(several) else str(row["commune_code"]) or None


def _written(column: Column, value: Any) -> object:
    """A value as offices write it, and as the check reads it back."""
    if value is None or pd.isna(value):
        return None
    if column.kind is Kind.DATE:
        return say_date(date.fromisoformat(str(value)))
    if column.kind is Kind.YES_NO:
        return words("vi")("map.yes" if value else "map.no")
    return value
