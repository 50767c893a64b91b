"""Marks put into the sender's own XLSX file, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from lib.domain.intake.marks import Listing, Mark, starts_like_a_formula
from lib.domain.problems import column_letters
from lib.files.marking.notes import add_notes
from lib.files.marking.package import LINKS, MAIN, Package, Xml, main
from lib.files.marking.rebuilt import MOST_NOTES
from lib.files.marking.safe_formulas import harmless
from lib.files.marking.styles import Styles
from lib.files.reading.archive import Archive, column_number
from lib.files.reading.xlsx_parts import places_of

_BOOK = "xl/workbook.xml"
_REACHES_OUT = re.compile(
    r"xl/(externallinks|connections|querytables|embeddings|activex|ctrlprops|macrosheets"
    r"|dialogsheets|webextensions|model)\b|vbaproject|customui|xl/worksheets/binary",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External")
_RULES = re.compile(rb"<(?:\w+:)?(formula[12]?|f|definedName)\b[^<>]*+>([^<]*+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*+>([^<]*+)<")
_REF = re.compile(r"([A-Z]+)(\d+)")
_WIDTHS = (13, 9, 34, 70, 60)


class Unfit(Exception):
    """The file cannot safely be given back as it is."""


def marked_in_place(
    content: bytes, *, sheet: str, marks: Sequence[Mark], listing: Listing
) -> bytes:
    """The same workbook with marks, notes and a last sheet that lists the problems.

    Raises ``Unfit`` when a part reaches outside the file, or the writer left out what is needed.
    """
    archive = Archive(content)
    if not places_of(archive).usual(archive):
        raise Unfit("places")
    package = Package(content)
    _refuse_what_reaches_out(package)
    book = Xml(package.parts[_BOOK])
    part = _part_of(package, book, sheet)
    styles = Styles(package, _of_kind(package, _BOOK, "styles"))
    tamed = _tame_formulas(package)
    page = Xml(package.parts[part])
    _cut_links_outside(package, part, page.root)
    cells = _Cells(page.root)
    _hold_texts(package, cells, styles)
    for mark in marks:
        cell = cells.at(mark)
        cell.set("s", str(styles.like(int(cell.get("s", "0")), fill=mark.severity)))
    if marks:
        add_notes(package, part, page.root, marks=marks[:MOST_NOTES], author=listing.sheet)
    package.parts[part] = page.content()
    if tamed and (chain := _of_kind(package, _BOOK, "calcChain", default="")):
        package.drop(chain)
    _add_listing(package, book, listing, look=styles.wrapped(), about=sheet)
    styles.save()
    package.parts[_BOOK] = book.content()
    return package.content()


def _refuse_what_reaches_out(package: Package) -> None:
    for name, content in package.parts.items():
        if _REACHES_OUT.search(name):
            raise Unfit(name)
        sheet_links = name.startswith("xl/worksheets/_rels/")
        if name.endswith(".rels") and not sheet_links and _OUTSIDE.search(content):
            raise Unfit(name)
        if name.startswith("xl/worksheets/") or name == _BOOK:
            rules = (m for m in _RULES.findall(content) if m[0] != b"f")
            if not all(_is_harmless(text) for _, text in rules):
                raise Unfit(name)


def _is_harmless(text: bytes) -> bool:
    plain = text.decode("utf-8", "replace")
    for sign, letter in (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">")):
        plain = plain.replace(sign, letter)
    return harmless(plain.replace("&amp;", "&"))


def _of_kind(package: Package, part: str, kind: str, *, default: str | None = None) -> str:
    names = [name for found, name in package.targets(part).values() if found == kind]
    if not names and default is not None:
        return default
    if len(names) != 1 or names[0] not in package.parts:
        raise Unfit(kind)
    return names[0]


def _part_of(package: Package, book: Xml, sheet: str) -> str:
    targets = package.targets(_BOOK)
    for entry in book.root.iter(main("sheet")):
        if entry.get("name") == sheet:
            kind, name = targets.get(entry.get(f"{{{LINKS}}}id", ""), ("", ""))
            if kind == "worksheet" and name in package.parts:
                return name
    raise Unfit(sheet)


class _Cells:
    """The cells of a sheet by place; a missing one is put in at its place."""

    def __init__(self, sheet: Element) -> None:
        data = sheet.find(main("sheetData"))
        if data is None:
            raise Unfit("sheetData")
        self._data = data
        self._rows: dict[int, Element] = {}
        for row in data:
            if row.get("r") is None:
                raise Unfit("row")
            self._rows[int(row.get("r", ""))] = row

    def all(self) -> Iterator[Element]:
        """Every cell."""
        return self._data.iter(main("c"))

    def at(self, mark: Mark) -> Element:
        """The cell of a mark."""
        row = self._rows.get(mark.row)
        if row is None:
            before = sum(1 for n in self._rows if n < mark.row)
            row = Element(main("row"), {"r": str(mark.row)})
            self._data.insert(before, row)
            self._rows[mark.row] = row
        place = 0
        for cell in row:
            match = _REF.fullmatch(cell.get("r", ""))
            if match is None:
                raise Unfit("cell")
            column = column_number(match.group(1).encode()) - 1
            if column == mark.column:
                return cell
            place += column < mark.column
        fresh = Element(main("c"), {"r": mark.ref})
        row.insert(place, fresh)
        return fresh


def _tame_formulas(package: Package) -> bool:
    """Formulas that do more than reckon become what they show; whether there were any."""
    tamed = False
    for name in [n for n in package.parts if n.startswith("xl/worksheets/") and n.endswith(".xml")]:
        if all(_is_harmless(text) for text in _FORMULA.findall(package.parts[name])):
            continue
        page = Xml(package.parts[name])
        for cell, formula in _wild(page.root):
            _show_only(cell, formula)
        package.parts[name] = page.content()
        tamed = True
    return tamed


def _wild(sheet: Element) -> list[tuple[Element, Element]]:
    """Cells with such a formula, and all that share one."""
    pairs = [(c, f) for c in sheet.iter(main("c")) if (f := c.find(main("f"))) is not None]
    shared = {f.get("si") for _, f in pairs if f.text and not harmless(f.text)} - {None}
    return [(c, f) for c, f in pairs if (f.text and not harmless(f.text)) or f.get("si") in shared]


def _show_only(cell: Element, formula: Element) -> None:
    """The value last shown stays; where there is none, the formula's own words, as text."""
    cell.remove(formula)
    cell.attrib.pop("cm", None)  # says that the formula spills over its neighbours
    value = cell.find(main("v"))
    if value is not None and value.text:
        return
    if value is not None:
        cell.remove(value)
    cell.set("t", "inlineStr")
    SubElement(SubElement(cell, main("is")), main("t")).text = f"={formula.text or ''}"


def _cut_links_outside(package: Package, part: str, sheet: Element) -> None:
    links = package.links(part).root
    outside = {e.get("Id", "") for e in links if e.get("TargetMode") == "External"}
    if not outside:
        return
    for group in sheet.findall(main("hyperlinks")):
        for link in list(group):
            if link.get(f"{{{LINKS}}}id") in outside:
                group.remove(link)
        if not len(group):
            sheet.remove(group)
    package.unlink(part, outside)


def _hold_texts(package: Package, cells: _Cells, styles: Styles) -> None:
    """Texts that start like a formula are held as text, should somebody edit the cell."""
    shared = _of_kind(package, _BOOK, "sharedStrings", default="")
    texts = Xml(package.parts[shared]).root if shared else ()
    wild = {
        str(i)
        for i, entry in enumerate(texts)
        if starts_like_a_formula("".join(t.text or "" for t in entry.iter(main("t"))))
    }
    for cell in cells.all():
        value = cell.find(main("v"))
        if cell.get("t") == "inlineStr":
            held = starts_like_a_formula("".join(t.text or "" for t in cell.iter(main("t"))))
        else:
            held = cell.get("t") == "s" and value is not None and value.text in wild
        if held:
            cell.set("s", str(styles.like(int(cell.get("s", "0")), as_text=True)))


def _add_listing(package: Package, book: Xml, listing: Listing, *, look: int, about: str) -> None:
    sheets = book.root.find(main("sheets"))
    if sheets is None:
        raise Unfit("sheets")
    part = package.free("xl/worksheets/sheet{}.xml")
    taken = {e.get("name", "").casefold() for e in sheets}
    name = next(
        n
        for i in range(1, 1000)
        if (n := listing.sheet if i == 1 else f"{listing.sheet} {i}").casefold() not in taken
    )
    package.parts[part] = _listing_page(listing, look, about)
    link = package.link(_BOOK, "worksheet", part)
    package.declare(
        part=part,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    )
    number = max(int(e.get("sheetId", "0")) for e in sheets) + 1
    SubElement(
        sheets, main("sheet"), {"name": name, "sheetId": str(number), f"{{{LINKS}}}id": link}
    )


def _listing_page(listing: Listing, look: int, about: str) -> bytes:
    page = Xml(f'<worksheet xmlns="{MAIN}"/>'.encode())
    columns = SubElement(page.root, main("cols"))
    for place, width in enumerate(_WIDTHS, start=1):
        shape = {"min": str(place), "max": str(place), "width": str(width), "customWidth": "1"}
        SubElement(columns, main("col"), shape)
    data = SubElement(page.root, main("sheetData"))
    lines = [*([note] for note in listing.notes), listing.head, *listing.rows]
    for number, texts in enumerate(lines, start=1):
        row = SubElement(data, main("row"), {"r": str(number)})
        note = number <= len(listing.notes)
        for place, text in enumerate(texts):
            where = {"r": f"{column_letters(place)}{number}", "t": "inlineStr"}
            cell = SubElement(row, main("c"), where if note else where | {"s": str(look)})
            SubElement(SubElement(cell, main("is")), main("t")).text = _writable(text)
    _add_jumps(page.root, listing, about)
    return page.content()


def _add_jumps(page: Element, listing: Listing, about: str) -> None:
    """From each problem a jump to its cell, within the workbook."""
    jumps = [
        (f"B{number}", row[1])
        for number, row in enumerate(listing.rows, start=len(listing.notes) + 2)
        if _REF.fullmatch(row[1])
    ]
    if not jumps:
        return
    group = SubElement(page, main("hyperlinks"))
    sheet = about.replace("'", "''")
    for ref, target in jumps:
        SubElement(group, main("hyperlink"), {"ref": ref, "location": f"'{sheet}'!{target}"})


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _writable(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
