"""Where the parts of an XLSX package lie: its own links say so, not their names.

The reader of values knows the usual places only; for it, others are written anew.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from lib.files.reading.archive import Archive
from lib.files.reading.pull import elements

BOOK = "xl/workbook.xml"
_USUAL = {"sharedStrings": "xl/sharedstrings.xml", "styles": "xl/styles.xml"}
_NEW = {"sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
_YES, _NO = ("1", "true"), ("0", "false")
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class _Link:
    kind: str
    """The last word of its type."""
    part: str
    """The lower-case name of what it leads to, "" where nothing is there."""
    plain: bool
    """Whether any reader would find the way."""


@dataclass(frozen=True)
class Places:
    """The parts of a workbook by their lower-case names."""

    book: str
    links: Mapping[str, _Link]
    sheets: Mapping[str, str] = field(default_factory=dict)
    """Link of each sheet, by the sheet's name."""
    since_1904: bool = False
    wants_calculating: bool = False
    """Whether it asks to be calculated when it is opened: what formulas hold may be stand-ins."""

    def part(self, kind: str) -> str:
        """The part of this kind; "" where there is none."""
        return next((link.part for link in self.links.values() if link.kind == kind), "")

    def sheet(self, name: str) -> str:
        """The part of a sheet; "" where there is none."""
        link = self.links.get(self.sheets[name])
        return link.part if link else ""

    def usual(self, archive: Archive) -> bool:
        """Whether every reader finds all parts, and nobody else may take others for them."""
        kinds = all(self.part(kind) in ("", place) for kind, place in _USUAL.items())
        names = archive.names.get(self.book) == BOOK and not any(
            "\\" in n for n in archive.as_named
        )
        return kinds and names and all(link.plain for link in self.links.values() if link.part)


def places_of(archive: Archive) -> Places:
    """The places that the package itself tells."""
    book = _book(archive)
    folder, name = posixpath.split(book)
    links = {
        told["Id"]: _link(archive, folder, told)
        for tag, told in _elements(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
        if tag == "Relationship" and "Id" in told and told.get("TargetMode") != "External"
    }
    sheets, since_1904, calculating = dict[str, str](), False, False
    for tag, told in elements(archive.pieces(book)):
        if tag == "sheet":
            link = next((v for k, v in told.items() if k.endswith(":id")), "")
            sheets[told.get("name", "")] = link
        since_1904 |= told.get("date1904", "").strip() in _YES
        asked = any(told.get(flag) in _YES for flag in ("fullCalcOnLoad", "forceFullCalc"))
        calculating |= asked or told.get("calcCompleted") in _NO
    return Places(book, links, sheets, since_1904, calculating)


def _elements(archive: Archive, part: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    return elements(archive.pieces(part)) if part in archive.names else iter(())


def _book(archive: Archive) -> str:
    """The workbook's part: where the package says, or in its usual place."""
    for tag, told in _elements(archive, "_rels/.rels"):
        if tag == "Relationship" and told.get("Type", "").endswith("/officeDocument"):
            part = _resolved("", told.get("Target", ""))
            if part in archive.names:
                return part
    return BOOK


def _link(archive: Archive, folder: str, told: Mapping[str, str]) -> _Link:
    target = told.get("Target", "")
    ways = [_resolved(at, way) for way in (target, unquote(target)) for at in (folder, "")]
    part = next((way for way in ways if way in archive.names), "")
    odd = any(sign in target for sign in ("\\", "./", "//", "%"))
    return _Link(told.get("Type", "").rpartition("/")[2], part, not odd)


def _resolved(folder: str, target: str) -> str:
    """A link's target as a part's lower-case name: from the root, or beside the workbook."""
    plain = target.replace("\\", "/").lower()
    whole = plain if plain.startswith("/") else f"{folder}/{plain}"
    return posixpath.normpath(f"/{whole}").lstrip("/")


def written_anew(archive: Archive, places: Places, pages: Mapping[str, bytes]) -> bytes:
    """The workbook with its parts in their usual places, some sheets replaced, by their name."""
    parts, links = dict[str, str](), list[tuple[str, str, str]]()
    for number, (name, link) in enumerate(places.sheets.items(), start=1):
        if part := places.sheet(name):
            target = f"worksheets/sheet{number}.xml"
            parts[f"xl/{target}"] = part
            links.append((link, "worksheet", target))
    for kind, target in _NEW.items():
        if part := places.part(kind):
            parts[f"xl/{target}"] = part
            links.append((kind, kind, target))
    replaced = {places.sheet(name): page for name, page in pages.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", _types(parts))
        package.writestr("_rels/.rels", _relationships([("book", "officeDocument", BOOK)]))
        package.writestr("xl/_rels/workbook.xml.rels", _relationships(links))
        for name, part in {BOOK: places.book, **parts}.items():
            with package.open(name, "w") as member:
                for piece in _content(archive, part, replaced):
                    member.write(piece)
    return buffer.getvalue()


def _content(archive: Archive, part: str, replaced: Mapping[str, bytes]) -> Iterator[bytes]:
    if part in replaced:
        yield replaced[part]
    else:
        yield from archive.pieces(part)


def _types(parts: Mapping[str, str]) -> str:
    kinds = {BOOK: "sheet.main", "xl/sharedStrings.xml": "sharedStrings", "xl/styles.xml": "styles"}
    told = [f'<Default Extension="rels" ContentType="{_RELS}"/>']
    for name in (BOOK, *parts):
        kind = f"{_CONTENT}.{kinds.get(name, 'worksheet')}+xml"
        told.append(f'<Override PartName="/{name}" ContentType="{kind}"/>')
    return f'<Types xmlns="{_TYPES}">{"".join(told)}</Types>'


def _relationships(links: list[tuple[str, str, str]]) -> str:
    told = "".join(
        f'<Relationship Id={quoteattr(name)} Type="{_TYPE}/{kind}" Target="{target}"/>'
        for name, kind, target in links
    )
    return f'<Relationships xmlns="{_LINKS}">{told}</Relationships>'
