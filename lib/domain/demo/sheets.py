"""From rows to the bytes of a file as an office would send it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pandas as pd

from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES, Column
from lib.domain.templates.kinds import Kind

_MARK = b"\xef\xbb\xbf"
"""Excel reads a CSV as UTF-8 only when it begins with this mark."""


def sheet_bytes(template: str, rows: pd.DataFrame) -> bytes:
    """The blank template's headers, then the rows; cells as people in the province write them.

    ``rows`` has columns by column key, at least the required ones; missing cells stay blank.
    """
    columns = [c for c in TEMPLATES[template].offered if c.key in rows]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([c.header for c in columns])
    writer.writerows(zip(*(_cells(c, rows[c.key]) for c in columns), strict=True))
    return _MARK + text.getvalue().encode("utf-8")


def _cells(column: Column, values: pd.Series) -> list[str]:
    say = _SAYINGS.get(column.kind, str)
    return [
        "" if gone else say(value)
        for value, gone in zip(values.tolist(), values.isna().tolist(), strict=True)
    ]


def _date(value: date) -> str:
    return value.strftime("%d/%m/%Y")


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _month(value: Period) -> str:
    return f"{value.month:02d}/{value.year}"


def _quarter(value: Period) -> str:
    return f"Q{value.quarter}/{value.year}"


def _yes_no(value: bool) -> str:
    return "Có" if value else "Không"


_SAYINGS: dict[Kind, Callable[..., str]] = {
    Kind.COUNT: lambda value: str(int(value)),
    Kind.DATE: _date,
    Kind.DECIMAL: _decimal,
    Kind.MONTH: _month,
    Kind.QUARTER: _quarter,
    Kind.YES_NO: _yes_no,
}
