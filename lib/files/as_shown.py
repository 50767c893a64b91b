"""What a person sees in a workbook and its reader does not tell: per cent, hidden rows and columns.

A cell that shows "34%" holds 0.34: where households are counted, that must not pass for a number.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from zipfile import BadZipFile

from defusedxml import ElementTree  # type: ignore[import-untyped]

from lib.domain.errors import UnreadableFile
from lib.files.archive import Archive, column_number
from lib.files.formulas import ODS, sheet_names

_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'])(?=[^>]*\bs\s*=\s*[\"'](\d+)[\"'])"
)
_HIDDEN = rb"(?=[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'])"
_ROW = re.compile(rb"<(?:\w+:)?row\s" + _HIDDEN + rb"(?=[^>]*\br\s*=\s*[\"'](\d+)[\"'])")
_COLUMN = re.compile(
    rb"<(?:\w+:)?col\s"
    + _HIDDEN
    + rb"(?=[^>]*\bmin\s*=\s*[\"'](\d+)[\"'])(?=[^>]*\bmax\s*=\s*[\"'](\d+)[\"'])"
)
_PERCENT_BUILT_IN = {"9", "10"}
_MOST = 2_000
"""Rows or columns of an ODS file repeated beyond this are the empty rest of the sheet."""


@dataclass
class Looks:
    """Of one sheet, counted from 0: cells shown as per cent, hidden rows, hidden columns."""

    percent: set[tuple[int, int]] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def looks(archive: Archive) -> Mapping[str, Looks]:
    """By the names of the sheets of an XLSX or ODS file."""
    try:
        if "xl/workbook.xml" in archive.names:
            return _in_xlsx(archive)
        return dict(_in_ods(ElementTree.fromstring(archive.xml("content.xml"))))
    except (KeyError, ValueError, ElementTree.ParseError, BadZipFile, zlib.error) as error:
        raise UnreadableFile("broken_file") from error


def _in_xlsx(archive: Archive) -> dict[str, Looks]:
    styles = _percent_styles(archive)
    by_part = {part: _in_sheet(xml, styles) for part, xml in archive.sheets}
    names = sheet_names(archive)
    return {names[part]: found for part, found in by_part.items() if part in names}


def _in_sheet(xml: bytes, styles: set[bytes]) -> Looks:
    found = Looks()
    if styles:
        for letters, row, style in _CELL.findall(xml):
            if style in styles:
                found.percent.add((int(row) - 1, column_number(letters) - 1))
    if b"hidden" in xml:
        found.rows = {int(row) - 1 for row in _ROW.findall(xml)}
        for first, last in _COLUMN.findall(xml):
            found.columns |= set(range(int(first) - 1, min(int(last), int(first) + _MOST)))
    return found


def _percent_styles(archive: Archive) -> set[bytes]:
    """The numbers of the looks that show per cent."""
    if "xl/styles.xml" not in archive.names:
        return set()
    xml = archive.xml("xl/styles.xml")
    if b"%" not in xml and b'"9"' not in xml and b'"10"' not in xml:
        return set()
    root = ElementTree.fromstring(xml)
    formats = [e for e in root.iter() if e.tag.endswith("}numFmt")]
    ids = _PERCENT_BUILT_IN | {
        e.get("numFmtId", "") for e in formats if "%" in e.get("formatCode", "")
    }
    looks_of = next((e for e in root if e.tag.endswith("}cellXfs")), ())
    return {str(n).encode() for n, e in enumerate(looks_of) if e.get("numFmtId") in ids}


def _in_ods(root: Element) -> Iterator[tuple[str, Looks]]:
    for table in root.iter(ODS % ("table", "table")):
        found = Looks()
        for row, line in _places(table.iter(ODS % ("table", "table-row")), "rows"):
            if line.get(ODS % ("table", "visibility"), "visible") != "visible":
                found.rows.add(row)
            for column, cell in _places(line, "columns"):
                if cell.get(ODS % ("office", "value-type")) == "percentage":
                    found.percent.add((row, column))
        for column, about in _places(table.iter(ODS % ("table", "table-column")), "columns"):
            if about.get(ODS % ("table", "visibility"), "visible") != "visible":
                found.columns.add(column)
        yield table.get(ODS % ("table", "name"), ""), found


def _places(elements: Iterable[Element], repeated: str) -> Iterator[tuple[int, Element]]:
    """Each element with its places: one may stand for many alike."""
    place = 0
    for element in elements:
        times = int(element.get(ODS % ("table", f"number-{repeated}-repeated"), "1"))
        for at in range(place, place + min(times, _MOST)):
            yield at, element
        place += times
