"""A zipped workbook looked at before it is opened: is it one, and how much would it unpack to."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

from lib.domain.errors import UnreadableFile
from lib.text.zip_names import ZIP_FAULTS

_MOST_UNPACKED_BYTES = 400 * 1024 * 1024
_MOST_PACKING = 300
_MOST_MEMBERS = 10_000
_ENTRY = b"PK\x01\x02"
"""Begins what the directory of a zip says of one member."""
_CHUNK = 1 << 20
_MACROS = re.compile(r".*vbaproject\.bin$|xl/macrosheets/|basic/|scripts/")
_WORKBOOK = b"spreadsheetml.sheet.main+xml"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
"""Of entities come files read from our own disk, and texts that grow without end."""


class Archive:
    """The members of a zipped workbook. Raises ``UnreadableFile`` when it must not be opened."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        if content.count(_ENTRY) > _MOST_MEMBERS:
            raise UnreadableFile("too_large_inside")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._check(self._zip.infolist())
        except ZIP_FAULTS as error:
            raise UnreadableFile("broken_file") from error

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the members by their lower case; some programs write backslashes in them."""
        return {n.replace("\\", "/").lower().lstrip("/"): n for n in self.as_named}

    @property
    def as_named(self) -> list[str]:
        """The names of the members as they are written."""
        return self._zip.namelist()

    def pieces(self, name: str) -> Iterator[bytes]:
        """One member as it is unpacked, by its lower-case name; none where it is not there."""
        if name in self.names:
            yield from self._unpacked(self._zip.getinfo(self.names[name]))

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        unpacked = sum(m.file_size for m in members)
        packed = max(1, sum(m.compress_size for m in members))
        thin = unpacked > 50e6 and unpacked / packed > _MOST_PACKING
        if unpacked > _MOST_UNPACKED_BYTES or thin:
            raise UnreadableFile("too_large_inside")
        if packed > max(1, len(self._content)):  # members that lie over one another
            raise UnreadableFile("broken_file")
        if any(_MACROS.match(n) for n in self.names):
            raise UnreadableFile("macros")
        if any(m.flag_bits & 1 for m in members) or "encrypted-package" in self.names:
            raise UnreadableFile("protected")
        if not self.names.keys() & {"xl/workbook.xml", "content.xml"} and not self._says_workbook():
            raise UnreadableFile("not_a_table")
        for member in members:
            self._check_size(member)
        manifest = self.names.get("meta-inf/manifest.xml")
        if manifest and b"encryption-data" in self._zip.read(manifest):
            raise UnreadableFile("protected")

    def _says_workbook(self) -> bool:
        """Whether the package says that it holds a workbook, wherever that is."""
        return any(_WORKBOOK in piece for piece in self.pieces("[content_types].xml"))

    def _check_size(self, member: zipfile.ZipInfo) -> None:
        """Unpacks once without keeping: what a member says of its own size may be a lie."""
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableFile("broken_file")
        size, xml, before = 0, member.filename.lower().endswith((".xml", ".rels")), b""
        for piece in self._unpacked(member):
            size += len(piece)
            if xml and _DECLARATION.search(before + piece):
                raise UnreadableFile("unsafe_inside")
            before = piece[-9:]
        if size != member.file_size:
            raise UnreadableFile("broken_file")

    def _unpacked(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """The member's bytes in pieces, hardly more of them than it says it has."""
        head = self._content[member.header_offset : member.header_offset + 30]
        before = 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        start = member.header_offset + before
        packed = self._content[start : start + member.compress_size]
        if member.compress_type == zipfile.ZIP_STORED:
            yield packed
            return
        unpacker, left = zlib.decompressobj(-zlib.MAX_WBITS), member.file_size
        while packed and left >= 0 and not unpacker.eof:
            piece = unpacker.decompress(packed, _CHUNK)
            packed, left = unpacker.unconsumed_tail, left - len(piece)
            yield piece


def column_number(letters: bytes) -> int:
    """A column's number counted from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
