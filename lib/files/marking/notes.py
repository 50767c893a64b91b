"""Notes at cells of an XLSX sheet: the text in one part, the little boxes in another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from lib.domain.intake.marks import Mark
from lib.files.marking.package import LINKS, MAIN, Package, Xml, main

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AFTER_DRAWING = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_KIND = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_EMPTY = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;'
    'margin-top:2pt;width:240pt;height:90pt;z-index:1;visibility:hidden" fillcolor="#ffffe1"'
    ' o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 1"
    "</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


def add_notes(
    package: Package, part: str, sheet: Element, *, marks: Iterable[Mark], author: str
) -> None:
    """Notes for the marks; to a cell that has one already, the text is added.

    Raises ``KeyError`` when the sheet has boxes of another kind in the place of notes.
    """
    kinds = dict(package.targets(part).values())
    boxes = _boxes_part(package, part, sheet)
    if "comments" in kinds:
        name = kinds["comments"]
    else:
        name = package.free("xl/comments{}.xml")
        package.parts[name] = (
            f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
        )
        package.link(part, "comments", name)
        package.declare(
            part=name,
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
        )
    notes = Xml(package.parts[name])
    fresh = _written(notes.root, marks, author)
    package.parts[name] = notes.content()
    package.parts[boxes] = _with_boxes(package.parts[boxes], fresh)


def _written(notes: Element, marks: Iterable[Mark], author: str) -> list[Mark]:
    """Writes the texts; the marks whose cells had no note before."""
    authors, listed = notes.find(main("authors")), notes.find(main("commentList"))
    if authors is None or listed is None:
        raise KeyError("commentList")
    SubElement(authors, main("author")).text = author
    number = str(len(authors) - 1)
    known = {note.get("ref"): note for note in listed}
    fresh = []
    for mark in marks:
        note, text = known.get(mark.ref), mark.text
        if note is None:
            note = SubElement(listed, main("comment"), {"ref": mark.ref, "authorId": number})
            SubElement(note, main("text"))
            fresh.append(mark)
        else:
            text = f"\n{text}"
        body = note.find(main("text"))
        if body is None:
            raise KeyError("text")
        plain = body.find(main("t"))
        if plain is not None:  # a text without runs cannot stand beside one with runs
            body.remove(plain)
            _run(body, plain.text or "")
        _run(body, text)
    return fresh


def _run(body: Element, text: str) -> None:
    cell = SubElement(SubElement(body, main("r")), main("t"), {_SPACE: "preserve"})
    cell.text = text


def _boxes_part(package: Package, part: str, sheet: Element) -> str:
    """The part with the boxes; a new one is linked from the sheet at its place."""
    old = sheet.find(main("legacyDrawing"))
    if old is not None:
        return package.targets(part)[old.get(f"{{{LINKS}}}id", "")][1]
    name = package.free("xl/drawings/vmlDrawing{}.vml")
    package.parts[name] = _EMPTY.encode()
    link = package.link(part, "vmlDrawing", name)
    package.declare(
        extension="vml", content_type="application/vnd.openxmlformats-officedocument.vmlDrawing"
    )
    later = {main(tag) for tag in _AFTER_DRAWING}
    at = next((i for i, e in enumerate(sheet) if e.tag in later), len(sheet))
    sheet.insert(at, Element(main("legacyDrawing"), {f"{{{LINKS}}}id": link}))
    return name


def _with_boxes(drawing: bytes, marks: list[Mark]) -> bytes:
    """Excel's own drawings of this kind are not always well-formed: only the end is touched."""
    head, end, tail = drawing.rpartition(b"</xml>")
    if not end:
        raise KeyError("xml")
    numbers = [int(n) for n in re.findall(rb"_x0000_s(\d+)", head)]
    first = max([1024, *numbers]) + 1
    kind = "" if b'"_x0000_t202"' in head else _KIND
    boxes = "".join(
        _BOX.format(
            number=first + index,
            row=mark.row - 1,
            column=mark.column,
            left=mark.column + 1,
            right=mark.column + 5,
            top=max(0, mark.row - 2),
            bottom=mark.row + 4,
        )
        for index, mark in enumerate(marks)
    )
    return head + (kind + boxes).encode() + end + tail
