"""Workbooks that no office program writes so, put together part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lib.domain.intake.cells.worksheet import Sheet
from lib.files.reading.reader import read
from tests.support.sheets import SUMMARY_HEAD, summary_row, xlsx

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def members() -> dict[str, str]:
    """The parts of a small workbook by name."""
    with zipfile.ZipFile(io.BytesIO(xlsx(SUMMARY_HEAD, summary_row("Xã Lóng Sập")))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def zipped(parts: Mapping[str, str]) -> bytes:
    """The parts as one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read_one(parts: Mapping[str, str]) -> Sheet:
    """The only sheet of these parts."""
    [sheet] = read(zipped(parts))
    return sheet


def with_rows(rows: str, *, before: str = "", strings: str = "") -> Sheet:
    """The sheet of these rows of XML, and of these shared texts."""
    whole = f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData></worksheet>"
    parts = members() | {SHEET: whole}
    if strings:
        links = "xl/_rels/workbook.xml.rels"
        link = f'<Relationship Id="rIdS" Type="{_KIND}" Target="sharedStrings.xml"/>'
        plain = {n: t for n, t in parts.items() if "sharedStrings" not in n}
        without = "".join(
            f"<Relationship {part}" if number else part
            for number, part in enumerate(parts[links].split("<Relationship "))
            if "sharedStrings" not in part
        )
        anew = without.replace("</Relationships>", f"{link}</Relationships>")
        parts = plain | {links: anew, "xl/sharedStrings.xml": strings}
    return read_one(parts)
