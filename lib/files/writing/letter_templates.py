"""The blank letters as Word files, laid out after Nghị định 30/2020/NĐ-CP, for staff to change.

A4; margins 20, 20, 30 and 15 mm; Times New Roman 14; the page number in the middle of the top
margin, not on the first page. Words come from ``assets/letters.toml``.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from lib.files.print.typst_fonts import ASSETS

_Told = dict[str, Any]
FONT = "Times New Roman"
_BODY, _HEAD, _TABLE, _SMALL = Pt(14), Pt(12), Pt(12), Pt(11)
_HEAD_WIDTHS = (Mm(70), Mm(95))
_TABLE_WIDTHS = (Mm(10), Mm(43), Mm(17), Mm(26), Mm(25), Mm(25), Mm(19))
_CENTRE, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_LEFT = WD_ALIGN_PARAGRAPH.LEFT


class Letterhead(StrEnum):
    """What stands at the top right."""

    STATE = "state"
    """The name of the state and its motto."""
    UNION = "union"
    """The name of the Youth Union, as its own papers carry it."""


class Letter(StrEnum):
    """The kinds of papers; the value is the name of the file."""

    PLAN = "ke-hoach"
    COMMUNE = "giao-nhiem-vu"


@cache
def blank_letter(letter: Letter, head: Letterhead = Letterhead.STATE) -> bytes:
    """A template with its placeholders."""
    told = _words()
    made = _paper()
    if letter is Letter.PLAN:
        _plan(made, told["plan"], told["head"], kind=head)
    else:
        _commune(made, told["letter"], told["head"], kind=head)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _words() -> dict[str, Any]:
    return tomllib.loads((ASSETS / "letters.toml").read_text(encoding="utf-8"))


def _paper() -> Document:
    made = docx.Document()
    style = made.styles["Normal"]
    if isinstance(style, ParagraphStyle):
        style.font.name, style.font.size = FONT, _BODY
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = Pt(0)
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.header_distance = Mm(10)
    page.different_first_page_header_footer = True
    _page_number(page.header.paragraphs[0])
    return made


def _page_number(paragraph: Paragraph) -> None:
    """A field, for which python-docx has no public way."""
    paragraph.alignment = _CENTRE
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = "PAGE"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _plan(made: Document, told: _Told, head: _Told, *, kind: Letterhead) -> None:
    _letterhead(made, told, head, kind=kind)
    for line in told["title"]:
        _line(made, line, bold=True, align=_CENTRE)
    _gap(made)
    _body(made, told["opening"])
    for section in told["sections"]:
        _line(made, section["heading"], bold=True, before=6)
        _body(made, section["text"])
    _body(made, [told["closing"]])
    _foot(made, told)
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for line in told["annex"]:
        _line(made, line, bold=True, align=_CENTRE)
    _gap(made)
    _table(made, told)
    _line(made, told["basis"], size=_SMALL, before=6)


def _commune(made: Document, told: _Told, head: _Told, *, kind: Letterhead) -> None:
    _letterhead(made, told, head, kind=kind)
    _line(made, told["to"], align=_CENTRE)
    _gap(made)
    _body(made, told["opening"])
    _gap(made)
    _table(made, told)
    _gap(made)
    _body(made, told["villages"])
    _body(made, [told["closing"]])
    _foot(made, told)


def _letterhead(made: Document, told: _Told, head: _Told, *, kind: Letterhead) -> None:
    left, right = _columns(made)
    for line in head["agency"]:
        _written(left, line, bold=True, size=_HEAD)
    _rule(left, Mm(22))
    _written(left, told["number"], size=Pt(13))
    if subject := told.get("subject"):
        _written(left, subject, size=Pt(12))
    top = [head["union"]] if kind is Letterhead.UNION else [head["state"], head["motto"]]
    for line in top:
        _written(right, line, bold=True, size=_HEAD)
    _rule(right, Mm(20))
    _written(right, head["dated"], italic=True, size=Pt(13))
    _gap(made)


def _foot(made: Document, told: _Told) -> None:
    """Whom it goes to on the left; on the right room for a signature and a name."""
    _gap(made)
    left, right = _columns(made)
    _written(
        left,
        told["receivers_head"],
        bold=True,
        italic=True,
        size=Pt(12),
        align=WD_ALIGN_PARAGRAPH.LEFT,
    )
    for line in told["receivers"]:
        _written(left, line, size=_SMALL, align=_LEFT)
    for line in told["signer"]:
        _written(right, line, bold=True)
    for _ in range(4):
        _written(right, "")


def _columns(made: Document) -> tuple[_Cell, _Cell]:
    table = made.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    cells = table.rows[0].cells
    for column, cell, width in zip(table.columns, cells, _HEAD_WIDTHS, strict=True):
        column.width = cell.width = width
        # A cell begins with an empty paragraph that nobody asked for.
        cell._tc.remove(cell.paragraphs[0]._p)
    return cells[0], cells[1]


def _table(made: Document, told: _Told) -> None:
    heads, places = told["table"], told["row"]
    table = made.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _TABLE_WIDTHS, strict=True):
        column.width = width
    _cells(table, 0, heads, bold=True)
    _cells(table, 1, ["{%tr for d in phan_cong %}"] + [""] * (len(heads) - 1))
    _cells(table, 2, places)
    _cells(table, 3, ["{%tr endfor %}"] + [""] * (len(heads) - 1))
    again = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(again)


def _cells(table: Table, row: int, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text, width in zip(table.rows[row].cells, texts, _TABLE_WIDTHS, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.bold = _TABLE, bold


def _body(made: Document, lines: Sequence[str]) -> None:
    for line in lines:
        paragraph = _line(made, line, align=_BOTH, before=6)
        paragraph.paragraph_format.first_line_indent = Mm(10)


def _line(
    made: Document,
    text: str,
    *,
    bold: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
    size: Pt = _BODY,
    before: int = 0,
) -> Paragraph:
    paragraph = made.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, size
    return paragraph


def _written(
    cell: _Cell,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: Pt = _BODY,
    align: WD_ALIGN_PARAGRAPH = _CENTRE,
) -> None:
    paragraph = cell.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, size


def _rule(cell: _Cell, indent: Mm) -> None:
    """The line below the agency and below the motto."""
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    paragraph.paragraph_format.line_spacing = Pt(4)
    paragraph.paragraph_format.space_after = Pt(4)
    edges, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    edges.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(edges, "w:spacing", "w:ind", "w:jc")


def _gap(made: Document) -> None:
    made.add_paragraph().paragraph_format.space_after = Pt(0)
