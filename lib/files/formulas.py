"""Formulas that give no value: their reader hands them over as blank, and blank means something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import ElementTree  # type: ignore[import-untyped]

from lib.domain.errors import UnreadableFile
from lib.files.archive import Archive, column_number

NOT_CALCULATED = "=?"
"""Stands for a formula that was written by a program and never calculated."""

Faults = dict[str, dict[tuple[int, int], str]]
"""What a cell shows instead of a value, by sheet and by (row, column) counted from 0."""

_CELL = rb"<(?:\w+:)?c\s(?=[^>]*\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'])"
_FORMULA = rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
_FAILED = re.compile(
    _CELL
    + rb"(?=[^>]*\bt\s*=\s*[\"']e[\"'])[^>]*>\s*(?:"
    + _FORMULA
    + rb")?\s*<(?:\w+:)?v>\s*([^<]*)<"
)
# A formula whose result is an empty text (t="str") is a blank that was meant.
_NO_RESULT = re.compile(
    _CELL
    + rb"(?![^>]*\bt\s*=\s*[\"']str[\"'])[^>]*>\s*"
    + _FORMULA
    + rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
ODS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"


def faults(archive: Archive) -> Faults:
    """All of them in an XLSX or ODS file; XLS does not tell."""
    try:
        if "xl/workbook.xml" in archive.names:
            return _in_xlsx(archive)
        xml = archive.xml("content.xml")
        return _in_ods(ElementTree.fromstring(xml)) if b'"error"' in xml else {}
    except (KeyError, ValueError, ElementTree.ParseError) as error:
        raise UnreadableFile("broken_file") from error


def _in_xlsx(archive: Archive) -> Faults:
    by_part = {part: found for part, xml in archive.sheets if (found := _in_sheet(xml))}
    names = sheet_names(archive) if by_part else {}
    return {names[part]: found for part, found in by_part.items() if part in names}


def _in_sheet(xml: bytes) -> dict[tuple[int, int], str]:
    found = {}
    if b'"e"' in xml or b"'e'" in xml:
        for letters, row, text in _FAILED.findall(xml):
            found[int(row) - 1, column_number(letters) - 1] = text.decode() or "#N/A"
    if b"<f" in xml or b":f" in xml:
        for letters, row in _NO_RESULT.findall(xml):
            found[int(row) - 1, column_number(letters) - 1] = NOT_CALCULATED
    return found


def sheet_names(archive: Archive) -> dict[str, str]:
    """Name of a sheet by its part of the archive."""
    links = ElementTree.fromstring(archive.xml("xl/_rels/workbook.xml.rels"))
    book = ElementTree.fromstring(archive.xml("xl/workbook.xml"))
    targets = {link.get("Id"): link.get("Target", "").lower().lstrip("/") for link in links}
    names = {}
    for sheet in (e for e in book.iter() if e.tag.endswith("}sheet")):
        link = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        target = targets.get(link, "")
        names[target if target.startswith("xl/") else f"xl/{target}"] = sheet.get("name", "")
    return names


def _in_ods(root: Element) -> Faults:
    found: Faults = {}
    for table in root.iter(ODS % ("table", "table")):
        row = 0
        for line in table.iter(ODS % ("table", "table-row")):
            for column, text in _failed_cells(line):
                found.setdefault(table.get(ODS % ("table", "name"), ""), {})[row, column] = text
            row += int(line.get(ODS % ("table", "number-rows-repeated"), "1"))
    return found


def _failed_cells(line: Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in line:
        if cell.get(_ERROR) == "error":
            yield column, "".join(cell.itertext()) or "#N/A"
        column += int(cell.get(ODS % ("table", "number-columns-repeated"), "1"))
