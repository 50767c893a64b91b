"""A plan of volunteer teams as a workbook: one sheet a table, ready to be printed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | None

# Texts that look like formulas or links stay texts.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_A4 = 9
_NARROWEST, _WIDEST = 9, 52
_MOST_TEXT = 32_767
"""What one cell of Excel holds."""


@dataclass(frozen=True, kw_only=True)
class PlanSheet:
    """One table with what stands above it."""

    name: str
    title: str
    notes: Sequence[str]
    """The first says that the figures are made up, where they are."""
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def plan_workbook(sheets: Sequence[PlanSheet]) -> bytes:
    """The workbook; blank cells stay blank, dates are dates, codes are texts."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _AS_TEXT) as book:
        formats = {
            "title": book.add_format({"bold": True, "font_size": 13}),
            "head": book.add_format(
                {"bold": True, "border": 1, "text_wrap": True, "valign": "top",
                 "bg_color": "#DDECEC"}
            ),
            "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
            "whole": book.add_format({"border": 1, "num_format": "#,##0", "valign": "top"}),
            "number": book.add_format({"border": 1, "num_format": "#,##0.00##", "valign": "top"}),
            "day": book.add_format(
                {"border": 1, "num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}
            ),
        }  # fmt: skip
        for told in sheets:
            _write(book.add_worksheet(told.name), told, formats)
    return buffer.getvalue()


def _write(sheet: Worksheet, told: PlanSheet, formats: dict[str, Format]) -> None:
    sheet.write_string(0, 0, told.title, formats["title"])
    for place, note in enumerate(told.notes, start=1):
        sheet.write_string(place, 0, note)
    top = len(told.notes) + 2
    for column, head in enumerate(told.columns):
        sheet.write_string(top, column, head, formats["head"])
        sheet.set_column(column, column, _width(told, column))
    for row, cells in enumerate(told.rows, start=top + 1):
        for column, cell in enumerate(cells):
            _put(sheet, (row, column), cell, formats=formats)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def _width(told: PlanSheet, column: int) -> float:
    longest = max((len(str(row[column])) for row in told.rows if row[column] is not None),
                  default=0)  # fmt: skip
    return min(_WIDEST, max(_NARROWEST, longest + 2, len(told.columns[column]) * 0.8))


def _put(
    sheet: Worksheet, place: tuple[int, int], cell: Cell, *, formats: dict[str, Format]
) -> None:
    if cell is None:
        sheet.write_blank(*place, None, formats["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(*place, cell, formats["day"])
    elif isinstance(cell, int):
        sheet.write_number(*place, cell, formats["whole"])
    elif isinstance(cell, float):
        sheet.write_number(*place, cell, formats["number"])
    else:
        sheet.write_string(*place, cell[:_MOST_TEXT], formats["text"])
