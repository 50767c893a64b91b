"""A pre-filled form as a workbook: what is known is locked, what is asked for is open."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from lib.domain.intake.prefilled_form import Form, FormRow, allowed
from lib.domain.templates import REFERENCE, Column
from lib.domain.templates.kinds import Kind

# A text that starts like a formula is written as text: xlsxwriter must not turn it into one.
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_LISTS = "Danh mục"
_HINT, _HINT_TITLE = 255, 32
"""Excel's own limits of the note beside a cell."""
_LARGEST = 10**9
_BANNER = 3
"""Lines above the header: title, rule, demo mark or blank."""


@dataclass(frozen=True, kw_only=True)
class FormWords:
    """The sentences of the workbook, in the reader's language."""

    sheet: str
    guide_sheet: str
    title: str
    rule: str
    mark: str
    """Said on every sheet of a demo store, else ""."""
    before: str
    """The period of the last figures, said in the grey heading."""
    hints: dict[str, str]
    """What to write, by column key."""
    wrong: str
    guide: Sequence[Sequence[str]]


def form_workbook(form: Form, words: FormWords) -> bytes:
    """The workbook of one commune."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _PLAIN) as book:
        _Writer(book, form, words).write()
    return buffer.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, form: Form, words: FormWords) -> None:
        self._book, self._form, self._words = book, form, words
        self._sheet: Worksheet = book.add_worksheet(words.sheet)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def write(self) -> None:
        """All sheets."""
        self._banner()
        for place, (column, grey) in enumerate(self._columns):
            self._head(place, column, grey=grey)
            for index, row in enumerate(self._form.rows, start=_BANNER + 1):
                if grey:
                    self._before(index, place, row, column=column)
                else:
                    self._cell(index, place, row, column=column)
            if not grey:
                self._rule(place, column)
        self._layout()
        self._guide()
        self._write_lists()

    @cached_property
    def _columns(self) -> list[tuple[Column, bool]]:
        """The columns from left to right; a grey one with the last figures before its own."""
        found = []
        for column in self._form.template.offered:
            if column.key in self._form.shown_before:
                found.append((column, True))
            found.append((column, False))
        return found

    def _format(self, **looks: Any) -> Format:
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
            self._formats[key] = self._book.add_format(base | looks)
        return self._formats[key]

    def _banner(self) -> None:
        self._sheet.write_string(
            0, 0, self._words.title, self._format(bold=True, font_size=13, locked=True)
        )
        self._sheet.write_string(1, 0, self._words.rule, self._format(italic=True, locked=True))
        if self._words.mark:
            mark = self._format(bold=True, font_color="#A4481A", locked=True)
            self._sheet.write_string(2, 0, self._words.mark, mark)

    def _head(self, place: int, column: Column, *, grey: bool) -> None:
        looks: dict[str, Any] = {"bold": True, "text_wrap": True, "border": 1, "locked": True}
        text = f"{REFERENCE} {self._words.before}: {column.header}" if grey else column.header
        colours = {"bg_color": "#EDEDED", "font_color": "#6B6B6B"} if grey else {}
        looks |= colours or {"bg_color": "#FBE3C0" if column.required else "#DDECEC"}
        self._sheet.write_string(_BANNER, place, text, self._format(**looks))

    def _cell(self, index: int, place: int, row: FormRow, *, column: Column) -> None:
        """What is known of the unit stands locked; everything else is open and blank."""
        value = row.filled.get(column.key)
        locked = value is not None and column.key != self._form.template.period_from
        looks = {"border": 1, "locked": locked, "num_format": _NUMBER_FORMATS[column.kind]}
        if locked:
            looks["bg_color"] = "#F4F6F6"
        shape = self._format(**looks)
        if value is None:
            self._sheet.write_blank(index, place, None, shape)
        elif isinstance(value, date):
            self._sheet.write_datetime(index, place, value, shape)
        elif isinstance(value, int):
            self._sheet.write_number(index, place, value, shape)
        else:
            self._sheet.write_string(index, place, value, shape)

    def _before(self, index: int, place: int, row: FormRow, *, column: Column) -> None:
        looks = {"border": 1, "locked": True, "font_color": "#6B6B6B", "bg_color": "#EDEDED"}
        value = row.before.get(column.key)
        if isinstance(value, int | float) and not pd.isna(value):
            number = self._format(num_format=_NUMBER_FORMATS[column.kind], **looks)
            self._sheet.write_number(index, place, float(value), number)
        elif isinstance(value, str):
            self._sheet.write_string(index, place, value, self._format(num_format="@", **looks))
        else:
            self._sheet.write_blank(index, place, None, self._format(**looks))

    def _rule(self, place: int, column: Column) -> None:
        """What the cells of the column may hold, said beside the cell that is chosen."""
        if not self._form.rows:
            return
        rule = self._validation(column) | {
            "ignore_blank": True,
            "input_title": column.header[:_HINT_TITLE],
            "input_message": self._words.hints[column.key][:_HINT],
            "error_title": column.header[:_HINT_TITLE],
            "error_message": self._words.wrong[:_HINT],
        }
        last = _BANNER + len(self._form.rows)
        self._sheet.data_validation(_BANNER + 1, place, last, place, rule)

    def _validation(self, column: Column) -> dict[str, Any]:
        if choices := allowed(column):
            top = xl_rowcol_to_cell(0, self._listed(column), row_abs=True, col_abs=True)
            end = xl_rowcol_to_cell(
                len(choices) - 1, self._listed(column), row_abs=True, col_abs=True
            )
            return {"validate": "list", "source": f"='{_LISTS}'!{top}:{end}"}
        match column.kind:
            case Kind.COUNT:
                whole = {"criteria": "between", "minimum": 0, "maximum": _LARGEST}
                return {"validate": "integer"} | whole
            case Kind.DECIMAL:
                return {"validate": "decimal", "criteria": ">=", "value": 0}
            case Kind.DATE:
                days = {"minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
                # Typed the English way it would be refused outright: a warning leaves the choice.
                return {
                    "validate": "date",
                    "criteria": "between",
                    "error_type": "warning",
                } | days
        return {"validate": "any"}

    @cached_property
    def _lists(self) -> list[Column]:
        return [c for c in self._form.template.offered if allowed(c)]

    def _listed(self, column: Column) -> int:
        """The place of the column's list on the hidden sheet."""
        return self._lists.index(column)

    def _write_lists(self) -> None:
        if not self._lists:
            return
        sheet = self._book.add_worksheet(_LISTS)
        for place, column in enumerate(self._lists):
            for index, choice in enumerate(allowed(column)):
                sheet.write_string(index, place, choice)
        sheet.very_hidden()

    def _layout(self) -> None:
        sheet = self._sheet
        names = [i for i, (c, grey) in enumerate(self._columns) if not grey and c.required]
        named = next((i for i in names if i < 6), 0)
        for place, (column, grey) in enumerate(self._columns):
            wide = 24 if column.kind is Kind.TEXT and not grey else 13
            sheet.set_column(place, place, 11 if column.key.endswith("_code") else wide)
        sheet.set_row(_BANNER, 62)
        sheet.freeze_panes(_BANNER + 1, named + 1)
        sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_BANNER)
        if self._words.mark:
            sheet.set_footer(f"&L{self._words.mark}&R&P/&N")

    def _guide(self) -> None:
        sheet = self._book.add_worksheet(self._words.guide_sheet)
        wrapped = self._format(text_wrap=True, border=1)
        head = self._format(bold=True, text_wrap=True, bg_color="#DDECEC", border=1)
        top = self._format(bold=True, font_size=13)
        sheet.write_string(0, 0, self._words.title, top)
        sheet.write_string(1, 0, self._words.rule)
        if self._words.mark:
            sheet.write_string(2, 0, self._words.mark)
        for index, cells in enumerate(self._words.guide, start=_BANNER):
            for place, cell in enumerate(cells):
                sheet.write_string(index, place, cell, head if index == _BANNER else wrapped)
        for place, width in enumerate((34, 70, 12, 11, 30, 24)):
            sheet.set_column(place, place, width)
        sheet.protect()
        sheet.fit_to_pages(1, 0)


_NUMBER_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.DECIMAL: "#,##0.##",
    Kind.DATE: "dd/mm/yyyy",
    Kind.YES_NO: "General",
    Kind.CHOICE: "General",
    Kind.ORDINAL: "General",
    # A code keeps its leading zero, and a text that is typed never becomes a formula.
    Kind.TEXT: "@",
    Kind.MONTH: "@",
    Kind.QUARTER: "@",
    Kind.YEAR: "@",
}
