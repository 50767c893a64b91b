"""An XLSX file as its parts: changed one by one, all others kept byte for byte."""

from __future__ import annotations

import io
import posixpath
import re
import threading
import zipfile
from xml.etree import ElementTree as Writer
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from defusedxml import ElementTree  # type: ignore[import-untyped]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OPENING = re.compile(rb"<[A-Za-z_][^\s/>]*")
_one_at_a_time = threading.Lock()
"""The writer of XML keeps its prefixes for the whole process."""


def main(tag: str) -> str:
    """A tag of a workbook's own vocabulary."""
    return f"{{{MAIN}}}{tag}"


class Xml:
    """A part taken apart, with the prefixes it used: some are named in attributes too."""

    def __init__(self, content: bytes) -> None:
        self._prefixes: dict[str, str] = {}
        events = ElementTree.iterparse(io.BytesIO(content), ("start-ns", "end"), forbid_dtd=True)
        for event, found in events:
            if event == "start-ns":
                self._prefixes.setdefault(*found)
        self.root: Element = events.root

    def content(self) -> bytes:
        """The part put together again."""
        with _one_at_a_time:
            for prefix, uri in self._prefixes.items():
                if not re.fullmatch(r"ns\d+|xml", prefix):
                    Writer.register_namespace(prefix, uri)
            text: bytes = Writer.tostring(self.root, encoding="UTF-8", xml_declaration=True)
        return self._with_all_prefixes(text)

    def _with_all_prefixes(self, text: bytes) -> bytes:
        """``mc:Ignorable="x14ac"`` needs the prefix even where no element bears it."""
        opening = next(m for m in _OPENING.finditer(text) if not m.group().startswith(b"<?"))
        end = text.index(b">", opening.end())
        head = text[opening.start() : end]
        missing = "".join(
            f" xmlns:{prefix}={quoteattr(uri)}"
            for prefix, uri in self._prefixes.items()
            if prefix and prefix != "xml" and f"xmlns:{prefix}=".encode() not in head
        )
        return text[: opening.end()] + missing.encode() + text[opening.end() :]


class Package:
    """The parts of an XLSX file by name."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.parts = {m.filename: archive.read(m) for m in archive.infolist()}

    def content(self) -> bytes:
        """The file put together again."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return buffer.getvalue()

    def links(self, part: str) -> Xml:
        """The links of a part; none yet gives an empty list of them."""
        content = self.parts.get(_links_of(part), f'<Relationships xmlns="{RELS}"/>'.encode())
        return Xml(content)

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind (its last word) and name of each linked part inside the file, by link id."""
        return {
            link.get("Id", ""): (
                link.get("Type", "").rpartition("/")[2],
                _inside(part, link.get("Target", "")),
            )
            for link in self.links(part).root
            if link.get("TargetMode") != "External"
        }

    def link(self, part: str, kind: str, target: str) -> str:
        """Adds a link from a part to another; its id."""
        links = self.links(part)
        taken = {link.get("Id") for link in links.root}
        fresh = next(f"rId{n}" for n in range(1, 10**6) if f"rId{n}" not in taken)
        Writer.SubElement(
            links.root,
            f"{{{RELS}}}Relationship",
            {"Id": fresh, "Type": f"{LINKS}/{kind}", "Target": f"/{target}"},
        )
        self.parts[_links_of(part)] = links.content()
        return fresh

    def unlink(self, part: str, ids: set[str]) -> None:
        """Takes links of a part away."""
        links = self.links(part)
        for link in list(links.root):
            if link.get("Id") in ids:
                links.root.remove(link)
        self.parts[_links_of(part)] = links.content()

    def declare(self, *, part: str = "", extension: str = "", content_type: str) -> None:
        """Says what a new part, or every part with an extension, holds."""
        types = Xml(self.parts["[Content_Types].xml"])
        if extension:
            known = {e.get("Extension", "").lower() for e in types.root}
            if extension not in known:
                entry = Element(
                    f"{{{TYPES}}}Default", {"Extension": extension, "ContentType": content_type}
                )
                types.root.insert(0, entry)
        else:
            Writer.SubElement(
                types.root,
                f"{{{TYPES}}}Override",
                {"PartName": f"/{part}", "ContentType": content_type},
            )
        self.parts["[Content_Types].xml"] = types.content()

    def drop(self, part: str) -> None:
        """Takes a part of the workbook away, with its link and its declaration."""
        self.parts.pop(part)
        ids = {i for i, (_, name) in self.targets("xl/workbook.xml").items() if name == part}
        self.unlink("xl/workbook.xml", ids)
        types = Xml(self.parts["[Content_Types].xml"])
        for entry in list(types.root):
            if entry.get("PartName", "").lstrip("/") == part:
                types.root.remove(entry)
        self.parts["[Content_Types].xml"] = types.content()

    def free(self, pattern: str) -> str:
        """A name for a new part that no part has: ``pattern`` with a number put in."""
        return next(n for i in range(1, 10**6) if (n := pattern.format(i)) not in self.parts)


def _links_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _inside(part: str, target: str) -> str:
    """A link's target as a part's name."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
