"""A workbook built of the same cells as a file of another kind, with the faulty ones marked."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.marks import Listing, Mark
from lib.domain.problems import Severity

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
FILLS = {Severity.ERROR: "FFF4B183", Severity.ASK: "FFFFD966", Severity.WARN: "FFFFF2CC"}
"""Colours of marks, as Excel writes them."""
MOST_NOTES = 2_000
"""More notes on one sheet than anybody opens make a workbook slow; the list holds them all."""
_LONGEST_CELL = 32_767


def built_anew(
    sheets: Sequence[Sheet], *, sheet: str, marks: Sequence[Mark], listing: Listing
) -> bytes:
    """All sheets with their cells as values; no formula can come alive."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _PLAIN) as book:
        writer = _Writer(book)
        names: set[str] = {listing.sheet.casefold()}
        for each in sheets:
            page = book.add_worksheet(_name(each.name, names))
            writer.sheet(page, each, marks if each.name == sheet else ())
            if each.hidden:
                page.hide()
        writer.listing(book.add_worksheet(listing.sheet), listing)
    return buffer.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._known: dict[tuple[str, str], Format] = {}

    def _format(self, shape: str, fill: str = "") -> Format:
        if (shape, fill) not in self._known:
            looks: dict[str, object] = {"num_format": shape}
            if fill:
                looks |= {"bg_color": f"#{fill[2:]}", "border": 1}
            self._known[shape, fill] = self._book.add_format(looks)
        return self._known[shape, fill]

    def sheet(self, page: Worksheet, sheet: Sheet, marks: Sequence[Mark]) -> None:
        """One sheet with its marks."""
        marked = {(m.row - 1, m.column): m for m in marks}
        for first_row, first, last_row, last in sheet.merges:
            if (first_row, first) != (last_row, last):
                try:
                    page.merge_range(first_row, first, last_row, last, "")
                except OverlappingRange:
                    continue
        for index, row in enumerate(sheet.rows):
            for place, value in enumerate(row):
                mark = marked.get((index, place))
                if value is not None or mark:
                    self._cell(page, (index, place), value, mark=mark)
        width = max((len(row) for row in sheet.rows), default=0)
        for (index, place), mark in marked.items():
            outside = index >= len(sheet.rows) or place >= len(sheet.rows[index])
            if outside and place <= width:
                self._cell(page, (index, place), None, mark=mark)
        for mark in marks[:MOST_NOTES]:
            page.write_comment(mark.row - 1, mark.column, mark.text, {"x_scale": 2, "y_scale": 1.6})

    def _cell(self, page: Worksheet, at: tuple[int, int], value: Raw, *, mark: Mark | None) -> None:
        fill = FILLS.get(mark.severity, "") if mark else ""
        if value is None or value == "":
            page.write_blank(*at, None, self._format("General", fill))
        elif isinstance(value, bool):
            page.write_boolean(*at, value, self._format("General", fill))
        elif isinstance(value, int | float):
            page.write_number(*at, value, self._format("General", fill))
        elif isinstance(value, datetime | date):
            page.write_datetime(*at, value, self._format("dd/mm/yyyy", fill))
        else:
            page.write_string(*at, str(value)[:_LONGEST_CELL], self._format("@", fill))

    def listing(self, page: Worksheet, listing: Listing) -> None:
        """The list of all problems."""
        bold = self._book.add_format({"bold": True, "bg_color": "#DDECEC", "border": 1})
        wrapped = self._book.add_format({"text_wrap": True, "num_format": "@", "valign": "top"})
        for index, note in enumerate(listing.notes):
            page.write_string(index, 0, note)
        top = len(listing.notes)
        for place, text in enumerate(listing.head):
            page.write_string(top, place, text, bold)
        for index, row in enumerate(listing.rows, start=top + 1):
            for place, text in enumerate(row):
                page.write_string(index, place, text, wrapped)
        for place, width in enumerate((13, 9, 34, 70, 60)):
            page.set_column(place, place, width)
        page.freeze_panes(top + 1, 0)


def _name(text: str, taken: set[str]) -> str:
    """A sheet's name that Excel accepts and no other sheet has."""
    bare = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", text).strip("' ")[:28] or "Trang"
    bare = f"{bare}_" if bare.casefold() == "history" else bare
    found = next(
        n for i in range(1000) if (n := f"{bare} {i}" if i else bare).casefold() not in taken
    )
    taken.add(found.casefold())
    return found
