"""A grid as the bytes of a file: CSV in every encoding, XLSX, XLS and ODS."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

import xlsxwriter
import xlwt

from lib.files.reading.tcvn3 import TABLE
from lib.files.reading.vni import TABLE as VNI
from tests.mess.habits import NBSP
from tests.mess.layout import Grid

Rows = Sequence[Sequence[object]]
WORKBOOKS = ("xlsx", "xls", "ods")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258", "tcvn3", "vni")
NOTES: Rows = [["Hướng dẫn"], ["1. Điền số vào các ô trắng."], ["2. Không xóa dòng tiêu đề."]]


@dataclass(frozen=True)
class Dress:
    """In which form a grid goes out."""

    kind: str
    separator: str = ";"
    ending: str = "\r\n"
    notes_first: bool = False
    hidden: bool = False
    formulas: bool = False
    vn_time: bool = False
    second: bool = False
    """A second sheet that holds figures too."""
    vni: bool = False
    filtered: bool = False
    """A filter was left on: a row of figures is hidden."""

    @classmethod
    def of_some_office(cls, rng: random.Random) -> Dress:
        """Half workbooks, half CSV."""
        kind = rng.choice([*WORKBOOKS, "xlsx", "xlsx", *ENCODINGS])
        return cls(
            kind=kind,
            separator=rng.choice([";", ";", ",", "\t"]),
            ending=rng.choice(["\r\n", "\n", "\r"]),
            notes_first=rng.random() < 0.2,
            hidden=rng.random() < 0.2,
            formulas=rng.random() < 0.3,
            vn_time=rng.random() < 0.08,
            second=kind in WORKBOOKS and rng.random() < 0.08,
            vni=rng.random() < 0.06,
            filtered=kind in WORKBOOKS and rng.random() < 0.08,
        )

    @property
    def workbook(self) -> bool:
        """Whether cells keep their types."""
        return self.kind in WORKBOOKS

    @property
    def name(self) -> str:
        """A file name that tells little, or even the wrong kind."""
        return f"Bao cao.{self.kind if self.workbook else 'csv'}"


def dressed(grid: Grid, dress: Dress) -> bytes:
    """The bytes of the file."""
    if dress.vni and dress.workbook and not dress.vn_time:
        grid.rows = [[_vni(cell) for cell in row] for row in grid.rows]
    if dress.vn_time and dress.workbook:
        grid.rows = [[_vn_time(cell) for cell in row] for row in grid.rows]
    if not dress.workbook:
        return _csv(grid.rows, dress)
    writer: Callable[[Grid, Dress], bytes] = {"xlsx": _xlsx, "xls": _xls, "ods": _ods}[dress.kind]
    return writer(grid, dress)


def hidden_rows(grid: Grid, dress: Dress) -> tuple[int, ...]:
    """Excel's numbers of the rows that a filter hides: the second row of figures."""
    return tuple(grid.row_of[1:2]) if dress.filtered else ()


def _sheets(grid: Grid, dress: Dress) -> list[tuple[str, Rows, bool]]:
    """Names, rows, hidden: the figures among notes and a hidden sheet of last year."""
    sheets: list[tuple[str, Rows, bool]] = [("Biểu", grid.rows, False)]
    if dress.notes_first:
        sheets.insert(0, ("Hướng dẫn", NOTES, False))
    if dress.hidden:
        old = [row for row in grid.rows[: grid.header_row + 2] if row]
        sheets.append(("Năm trước", old, True))
    if dress.second:
        sheets.append(("Sao", list(grid.rows), False))
    return sheets


def _csv(rows: Rows, dress: Dress) -> bytes:
    buffer = io.StringIO(newline="")
    width = max(map(len, rows))
    writer = csv.writer(buffer, delimiter=dress.separator, lineterminator=dress.ending)
    for row in rows:
        writer.writerow([_as_text(c) for c in [*row, *[""] * (width - len(row))]])
    text = buffer.getvalue()
    if dress.kind == "cp1258":
        return _cp1258(text)
    if dress.kind == "tcvn3":
        return _tcvn3(text)
    if dress.kind == "vni":
        return str(_vni(text)).encode("cp1252", "ignore")
    return text.encode(dress.kind)


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)


_MARKS = "\u0300\u0301\u0303\u0309\u0323"


def _cp1258(text: str) -> bytes:
    """Windows-1258 writes the tone after its letter; what it has no letter for is left out."""
    out = []
    for letter in unicodedata.normalize("NFC", text.replace("≥", ">=")):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = "".join(c for c in apart if c in _MARKS)
            rest = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _MARKS))
            out.append((rest + tone).encode("cp1258", "ignore"))
    return b"".join(out)


_PLAINER = str.maketrans({"≥": ">=", "–": "-", "…": "..."})
_CODES = {letter: code for code, letter in TABLE.items()}


def _vn_time(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    plain = unicodedata.normalize("NFC", cell).translate(_PLAINER)
    return "".join(_vn_letter(c) for c in plain)


def _vn_letter(letter: str) -> str:
    """The .VnTime fonts have no accented capitals: they are typed small in a font of capitals."""
    code = _CODES.get(letter) or _CODES.get(letter.lower())
    return chr(code) if code else letter if letter <= NBSP else ""


def _tcvn3(text: str) -> bytes:
    return str(_vn_time(text)).encode("latin-1", "ignore")


_TYPED = {meant: typed for typed, meant in VNI.items() if meant == meant.lower()}


def _vni(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    plain = unicodedata.normalize("NFC", cell).translate(_PLAINER)
    return "".join(
        _TYPED.get(c) or (_TYPED[c.lower()].upper() if c.lower() in _TYPED else c) for c in plain
    )


def _xlsx(grid: Grid, dress: Dress) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, rows, hidden in _sheets(grid, dress):
        page = book.add_worksheet(name)
        if hidden:
            page.hide()
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if dress.formulas and isinstance(cell, int) and i + 1 in grid.totals:
                    page.write_formula(i, j, "=SUM(A1:A1)", None, cell)
                elif cell not in (None, ""):
                    page.write(i, j, cell) if not isinstance(cell, str) else page.write_string(
                        i, j, cell
                    )
        if rows is grid.rows:
            for row in hidden_rows(grid, dress):
                page.set_row(row - 1, None, None, {"hidden": True})
            for a, b, c, d in grid.merges:
                page.merge_range(a, b, c, d, _corner(rows, a, b))
    book.close()
    return buffer.getvalue()


def _corner(rows: Rows, row: int, column: int) -> object:
    return rows[row][column] if column < len(rows[row]) else ""


def _xls(grid: Grid, dress: Dress) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    days = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows, hidden in _sheets(grid, dress):
        page = book.add_sheet(name)
        page.visibility = int(hidden)
        for row in hidden_rows(grid, dress) if rows is grid.rows else ():
            page.row(row - 1).hidden = True
        taken = grid.merges if rows is grid.rows else []
        covered = {(i, j) for a, b, c, d in taken for i in range(a, c + 1) for j in range(b, d + 1)}
        for a, b, c, d in taken:
            page.write_merge(a, c, b, d, _corner(rows, a, b))
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if cell not in (None, "") and (i, j) not in covered:
                    page.write(i, j, cell, days) if isinstance(cell, date) else page.write(
                        i, j, cell
                    )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _ods(grid: Grid, dress: Dress) -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    tables = "".join(
        f'<table:table table:name="{escape(name)}"'
        + (' table:style-name="h"' if hidden else "")
        + f">{''.join(_ods_lines(grid, rows, dress))}</table:table>"
        for name, rows, hidden in _sheets(grid, dress)
    )
    styles = (
        '<office:automatic-styles><style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>{styles}'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def _ods_lines(grid: Grid, rows: Rows, dress: Dress) -> Iterator[str]:
    hidden = hidden_rows(grid, dress) if rows is grid.rows else ()
    for number, row in enumerate(rows, start=1):
        cells = "".join(map(_ods_cell, row)) or "<table:table-cell/>"
        look = ' table:visibility="filter"' if number in hidden else ""
        yield f"<table:table-row{look}>{cells}</table:table-row>"


def _ods_cell(cell: object) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        about = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, int | float):
        about = f'office:value-type="float" office:value="{cell}"'
    else:
        about = 'office:value-type="string"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell).split("\n"))
    return f"<table:table-cell {about}>{lines}</table:table-cell>"
