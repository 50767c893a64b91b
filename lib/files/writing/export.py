"""Workbooks that we write: tables with a title block, and blank templates."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pandas as pd
import xlsxwriter

from lib.domain.templates import Template

# A text that starts like a formula is written as text: xlsxwriter must not turn it into one.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_WIDEST = 42


def table_workbook(*, title: str, notes: Sequence[str], table: pd.DataFrame) -> bytes:
    """One sheet: title, notes, then the table. Missing cells stay blank."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _AS_TEXT) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "font_size": 13})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        number = book.add_format({"num_format": "#,##0.##"})
        sheet.write_string(0, 0, title, bold)
        for place, note in enumerate(notes, start=1):
            sheet.write_string(place, 0, note)
        top = len(notes) + 2
        for column, name in enumerate(table.columns):
            sheet.write_string(top, column, str(name), head)
            sheet.set_column(column, column, min(_WIDEST, max(12, len(str(name)))))
            for row, value in enumerate(table[name], start=top + 1):
                if value is None or pd.isna(value):
                    continue
                if isinstance(value, int | float):
                    sheet.write_number(row, column, float(value), number)
                else:
                    sheet.write_string(row, column, str(value))
        sheet.freeze_panes(top + 1, 0)
    return buffer.getvalue()


def blank_workbook(template: Template, *, guide_name: str, guide: Sequence[Sequence[str]]) -> bytes:
    """The blank template: its exact headers, and a sheet that explains every column."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _AS_TEXT) as book:
        sheet = book.add_worksheet("Biểu")
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDECEC", "border": 1}
        )
        text = book.add_format({"num_format": "@"})
        for place, column in enumerate(template.offered):
            sheet.write_string(0, place, column.header, head)
            sheet.set_column(place, place, min(_WIDEST, max(10, len(column.header) * 0.7)), None)
            if column.key.endswith("_code") or column.role.value == "period":
                sheet.set_column(place, place, 14, text)  # a code keeps its leading zero
        sheet.set_row(0, 48)
        sheet.freeze_panes(1, 0)
        help_sheet = book.add_worksheet(guide_name)
        for row, cells in enumerate(guide):
            for place, cell in enumerate(cells):
                help_sheet.write_string(row, place, cell, head if row == 0 else None)
        help_sheet.set_column(0, 0, _WIDEST)
        help_sheet.set_column(1, 4, 18)
    return buffer.getvalue()
