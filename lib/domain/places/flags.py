"""Priority flags as staff enter them in template 07."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from lib.domain.places.gazetteer import Flag, PriorityFlag

_LOW, _MIDDLE, _HIGH = 1, 2, 3


def flags_from_rows(rows: pd.DataFrame) -> list[PriorityFlag]:
    """The flags that the rows in force of template 07 set, with basis and dates."""
    return [flag for row in rows.to_dict("records") for flag in _flags(row)]


def _flags(row: dict[str, object]) -> Iterator[PriorityFlag]:
    special = _number(row, "special_villages")
    for flag, grade in (
        (Flag.BORDER, _MIDDLE if _number(row, "border") else 0),
        (Flag.REMOTE, _MIDDLE if _number(row, "remote") else 0),
        (Flag.SPECIAL_DIFFICULTY, special_grade(int(special))),
    ):
        if grade:
            yield PriorityFlag(
                commune_code=str(row["commune_code"]),
                flag=flag,
                grade=grade,
                basis=str(row["basis"]),
                valid_from=date.fromisoformat(str(row["valid_from"])),
                valid_to=_day(row.get("valid_to")),
            )


def special_grade(villages: int) -> int:
    """Grade by the number of villages in special difficulty: none 0, up to 9, up to 19, more.

    A proposal of the product: no legal grading exists, and a flag that nearly every commune of
    the province carries would tell nothing.
    """
    if villages <= 0:
        return 0
    return _LOW if villages < 10 else _MIDDLE if villages < 20 else _HIGH


def _number(row: dict[str, object], key: str) -> float:
    value = row.get(key)
    return 0.0 if value is None or pd.isna(value) else float(str(value))


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None
