"""Hostile workbooks: XLSX, ODS, XLS."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from lib.files.reading.inside.container import container_of
from tests.support.sheets import SUMMARY_HEAD, summary_row, xlsx

Maker = Callable[[int], bytes]
_XLS = Path(__file__).parents[1] / "files" / "samples" / "summary.xls"
_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def members_of(content: bytes) -> dict[str, bytes]:
    """The members of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _book(**parts: str) -> bytes:
    """A report of ours with some parts changed: ``sheet``, ``styles``, ``strings``, ``links``."""
    names = {
        "sheet": _SHEET,
        "styles": "xl/styles.xml",
        "strings": "xl/sharedStrings.xml",
        "links": "xl/_rels/workbook.xml.rels",
        "book": "xl/workbook.xml",
    }
    members = members_of(xlsx(SUMMARY_HEAD, summary_row("Xã Lóng Sập")))
    return zipped(members | {names[part]: text.encode() for part, text in parts.items()})


def _sheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    return _book(
        sheet=f"<worksheet {_MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def _own_sheet(change: Callable[[str], str]) -> bytes:
    text = members_of(xlsx(SUMMARY_HEAD, summary_row("Xã Lóng Sập")))[_SHEET].decode()
    return _book(sheet=change(text))


def _strings(entries: str, cells: str) -> bytes:
    """A sheet whose cells name shared strings."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}/worksheet" Target="/{_SHEET}"/>'
        f'<Relationship Id="rId2" Type="{kind}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"
    )
    sheet = f"<worksheet {_MAIN}><sheetData>{cells}</sheetData></worksheet>"
    return _book(links=links, strings=f"<sst {_MAIN}>{entries}</sst>", sheet=sheet)


def _rows(count: int, cell: str = "<v>1</v>", *, attributes: str = "") -> str:
    return "".join(
        f'<row r="{n}"><c r="A{n}"{attributes}>{cell}</c></row>' for n in range(1, count + 1)
    )


XLSX: dict[str, Maker] = {
    "xlsx open tags that look like cells": lambda n: _sheet('<c r="A1" ' * (n * 500)),
    "xlsx formulas never closed": lambda n: _sheet(f'<row r="1">{"<c><f>1" * (n * 500)}'),
    "xlsx attributes without end": lambda n: _sheet(
        f'<row r="1"><c {"a" * n * 20_000}="1"/></row>'
    ),
    "xlsx many attributes": lambda n: _sheet(
        "<c " + " ".join(f'a{i}="1"' for i in range(n * 4_000)) + "/>"
    ),
    "xlsx nested elements": lambda n: _sheet("<a>" * (n * 50_000) + "</a>" * (n * 50_000)),
    "xlsx cells on one row": lambda n: _sheet(
        f'<row r="1">{"<c><v>1</v></c>" * (n * 60_000)}</row>'
    ),
    "xlsx rows": lambda n: _sheet(_rows(n * 40_000)),
    "xlsx percent cells": lambda n: _sheet(_rows(n * 20_000, attributes=' s="1"')),
    "xlsx failed cells": lambda n: _sheet(_rows(n * 20_000, "<v>#N/A</v>", attributes=' t="e"')),
    "xlsx formulas not calculated": lambda n: _sheet(_rows(n * 20_000, "<f>1+1</f>")),
    "xlsx far corner": lambda n: _sheet(
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{n * 60_000}">'
        f'<c r="XFD{n * 60_000}"><v>1</v></c></row>'
    ),
    "xlsx sparse diagonal": lambda n: _sheet(
        "".join(
            f'<row r="{i * 60}"><c r="AX{i * 60}"><v>1</v></c></row>' for i in range(1, n * 200)
        )
    ),
    "xlsx largest area allowed": lambda n: _sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="199999"><c r="AX199999"><v>1</v></c></row>'
    ),
    "xlsx lies about its dimension": lambda n: _sheet(
        _rows(3), before='<dimension ref="A1:XFD1048576"/>'
    ),
    "xlsx merges": lambda n: _own_sheet(
        lambda text: text.replace(
            "</sheetData>",
            "</sheetData><mergeCells>"
            + '<mergeCell ref="A1:XFD1"/>' * (n * 10_000)
            + "</mergeCells>",
        )
    ),
    "xlsx one merge over all": lambda n: _own_sheet(
        lambda text: text.replace(
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        )
    ),
    "xlsx hidden columns": lambda n: _own_sheet(
        lambda text: text.replace(
            "<sheetData>",
            "<cols>" + '<col min="1" max="16384" hidden="1"/>' * (n * 5_000) + "</cols><sheetData>",
        )
    ),
    "xlsx hidden rows": lambda n: _sheet(
        "".join(f'<row r="{i}" hidden="1"/>' for i in range(1, n * 50_000))
    ),
    "xlsx shared strings": lambda n: _strings(
        "<si><t/></si>" * (n * 200_000), '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    ),
    "xlsx one long string in every cell": lambda n: _strings(
        f"<si><t>{'x' * n * 100_000}</t></si>", _rows(n * 200, "<v>0</v>", attributes=' t="s"')
    ),
    "xlsx styles": lambda n: _book(
        styles=f"<styleSheet {_MAIN}><cellXfs>"
        + '<xf numFmtId="9"/>' * (n * 100_000)
        + "</cellXfs></styleSheet>"
    ),
    "xlsx sheets": lambda n: _book(
        book=f'<workbook {_MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships"><sheets>'
        + "".join(f'<sheet name="S{i}" sheetId="{i + 1}" r:id="rId1"/>' for i in range(n * 500))
        + "</sheets></workbook>"
    ),
    "xlsx of zeros": lambda n: zipped(
        members_of(xlsx(SUMMARY_HEAD)) | {"xl/media/a.bin": b"\0" * (n * 12_000_000)}
    ),
    "xlsx members": lambda n: zipped(
        members_of(xlsx(SUMMARY_HEAD)) | {f"m/{i}": b"" for i in range(n * 4_000)}
    ),
    "xlsx wide letters": lambda n: _sheet(
        f'<row r="1"><c r="{"Z" * n * 1000}{"9" * n * 1000}"><v>1</v></c></row>'
    ),
    "xlsx combining marks": lambda n: _sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a'
        + "&#x316;&#x301;" * (n * 4_000)
        + "</t></is></c></row>"
    ),
}


def _ods(body: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "META-INF/manifest.xml": "<m/>", "content.xml": content})


def _cell(times: int, *, kind: str = 'office:value-type="float" office:value="1"') -> str:
    return f'<table:table-cell {kind} table:number-columns-repeated="{times}"/>'


def _row(times: int, cells: str, *, attributes: str = "") -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{times}" {attributes}>{cells}'
        "</table:table-row>"
    )


_ONE = _row(1, _cell(1))
ODS: dict[str, Maker] = {
    "ods cells repeated": lambda n: _ods(_row(1, _cell(n * 2_000_000))),
    "ods rows repeated": lambda n: _ods(_row(n * 1_000_000, _cell(1))),
    "ods both repeated": lambda n: _ods(_row(n * 1_000, _cell(n * 1_000))),
    "ods blanks repeated, then a cell": lambda n: _ods(
        _row(n * 2_000, _cell(16_000, kind="")) + _ONE
    ),
    "ods blanks before a cell on every row": lambda n: _ods(
        _row(n * 2_000, _cell(1_000, kind="") + _cell(1))
    ),
    "ods blanks repeated at the end": lambda n: _ods(
        _ONE + _row(1_000_000 * n, _cell(16_384 * n, kind=""))
    ),
    "ods blank cells on many rows": lambda n: _ods(
        _ONE + _row(1, _cell(16_384, kind="")) * (n * 3_000) + _ONE
    ),
    "ods numbers of a thousand digits": lambda n: _ods(_row(1, _cell(10 ** (n * 400)))),
    "ods less than nothing": lambda n: _ods(_row(-n, _cell(-n)) + _ONE),
    "ods per cent repeated": lambda n: _ods(
        _row(n * 100, _cell(n * 100, kind='office:value-type="percentage" office:value="0.1"')) * 20
    ),
    "ods hidden rows repeated": lambda n: _ods(
        _row(10**8 * n, "", attributes='table:visibility="collapse"') * 50 + _ONE
    ),
    "ods hidden columns repeated": lambda n: _ods(
        f'<table:table-column table:visibility="collapse" '
        f'table:number-columns-repeated="{10**8 * n}"/>' * 50 + _ONE
    ),
    "ods spans": lambda n: _ods(
        _row(
            1,
            '<table:table-cell table:number-columns-spanned="16000" '
            'table:number-rows-spanned="100000"/>' * (n * 8_000),
        )
    ),
    "ods spaces repeated": lambda n: _ods(
        '<table:table-row><table:table-cell office:value-type="string"><text:p>'
        f'<text:s text:c="{n * 200_000_000}"/></text:p></table:table-cell></table:table-row>'
    ),
    "ods nested": lambda n: _ods("<table:table-row>" * (n * 30_000)),
    "ods paragraphs": lambda n: _ods(
        '<table:table-row><table:table-cell office:value-type="string">'
        + "<text:p>x</text:p>" * (n * 60_000)
        + "</table:table-cell></table:table-row>"
    ),
}


def _stream() -> bytes:
    """The stream of a small XLS report."""
    content = _XLS.read_bytes()
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    return content[start : start + 4096]


def _changed(*told: tuple[int, int], size: int = 0, more: bytes = b"") -> bytes:
    """A report whose container says otherwise at these places; ``size``: zeros at its end."""
    content = bytearray(_XLS.read_bytes() + bytes(size) + more)
    for at, value in told:
        content[at : at + 4] = struct.pack("<I", value)
    return bytes(content)


def _ring(size: int) -> bytes:
    """The last sector of the stream leads to its first, and the stream is as long as the file."""
    return _changed((_TABLE + 4 * 7, 0), (_DIRECTORY + 128 + 120, size), size=size)


def _endless_tables(size: int) -> bytes:
    """The list that names the tables of sectors ends in a sector that follows itself."""
    size -= size % 512
    own = (len(_XLS.read_bytes()) + size) // 512 - 1
    page = struct.pack("<128I", *[_TABLE // 512 - 1] * 127, own)
    return _changed((68, own), (72, 0x7FFFFFFF), size=size, more=page)


def _turning(sectors: int) -> bytes:
    """A container whose stream is a sector that follows itself, and says it is very large."""
    made = bytearray(container_of(_stream() + bytes(sectors * 4096), "Workbook"))
    tables = struct.unpack_from("<I", made, 44)[0]
    first = 4096 * 2 + 4 * (2 + tables)
    made[first : first + 4] = struct.pack("<I", 2 + tables)
    return bytes(made)


def _records(record: bytes, times: int) -> bytes:
    """The sheet of a report with one record put in very often."""
    stream = _stream()
    second = stream.index(b"\x09\x08\x10\x00", 20)
    return container_of(stream[: second + 20] + record * times + stream[second + 20 :], "Workbook")


def _in_globals(record: bytes, times: int) -> bytes:
    """A report with one record put in very often before its sheet begins."""
    stream, added = _stream(), record * times
    named = stream.index(struct.pack("<HH", 0x85, 22)) + 4
    (sheet,) = struct.unpack_from("<I", stream, named)
    moved = stream[:named] + struct.pack("<I", sheet + len(added)) + stream[named + 4 :]
    return container_of(moved[:20] + added + moved[20:], "Workbook")


_DIRECTORY = 512 * (1 + struct.unpack_from("<I", _XLS.read_bytes(), 48)[0])
_TABLE = 512 * (1 + struct.unpack_from("<I", _XLS.read_bytes(), 76)[0])
XLS: dict[str, Maker] = {
    "xls sector that follows itself": lambda n: _turning(n * 60),
    "xls directory that follows itself": lambda n: _changed(
        (_TABLE + 4 * (_DIRECTORY // 512 - 1), _DIRECTORY // 512 - 1), size=n * 500_000
    ),
    "xls directory far away": lambda n: _changed((48, 0x7FFFFFFF), size=n * 500_000),
    "xls sectors in a ring": lambda n: _ring(n * 2_000_000),
    "xls list of tables that turns": lambda n: _endless_tables(n * 500_000),
    "xls sectors of a strange size": lambda n: (
        _XLS.read_bytes()[:30] + struct.pack("<H", 30) + _XLS.read_bytes()[32:] + bytes(n * 1000)
    ),
    "xls numbers in far corners": lambda n: _records(
        struct.pack("<HHHHHI", 0x27E, 10, 39_000, 255, 0, 2), n * 500
    ),
    "xls empty records": lambda n: _records(struct.pack("<HH", 0x3E, 0), n * 300_000),
    "xls texts of a great count": lambda n: _in_globals(
        struct.pack("<HHIIHB", 0xFC, 11, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFF, 0), n * 10
    ),
    "xls merges": lambda n: _records(
        struct.pack("<HHH", 0xE5, 2 + 8 * 1000, 1000)
        + b"".join(struct.pack("<4H", first, 65_535, 0, 255) for first in range(1000)),
        n * 30,
    ),
    "xls formulas": lambda n: _records(
        struct.pack("<HHHHHdHIHBH", 0x06, 25, 1, 1, 0, 1.0, 0, 0, 3, 0x1E, 1), n * 20_000
    ),
}
