"""A zip of many files: sizes looked at before anything is unpacked, junk left aside."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lib.domain.errors import UnreadableFile

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DOCUMENT = frozenset({"[content_types].xml", "mimetype", "content.xml", "xl/workbook.xml"})
"""What a zipped document of an office has inside, and a mere folder has not."""
_JUNK = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
_JUNK_FOLDERS = frozenset({"__macosx", ".git", "$recycle.bin"})
_ENTRY = b"PK\x01\x02"
"""Begins what the directory of a zip says of one member: counted before the directory is read."""
_MOST_ENTRIES = 20_000
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What damaged zips, and kinds of packing that nobody uses, are told with."""
JUNK, NESTED = "junk", "nested"
"""Why a member is no report."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What may be unpacked at most."""

    files: int
    bytes: int
    file_bytes: int


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file that was inside; ``refused`` where it must not be opened."""

    name: str
    content: bytes = b""
    refused: UnreadableFile | None = None


@dataclass(frozen=True)
class Bundle:
    """What a zip holds."""

    files: list[Member] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Name and reason."""


def is_bundle(content: bytes) -> bool:
    """Whether the bytes are a zip of files rather than a zipped workbook or document."""
    if not content.startswith(_ZIP):
        return False
    if content.count(_ENTRY) > _MOST_ENTRIES:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {n.lower() for n in archive.namelist()}
    except _FAULTS:
        return False
    return not names & _DOCUMENT


def unpacked(content: bytes, limits: Limits) -> Bundle:
    """The files inside, by their bare names: no path of a zip is ever followed.

    Raises ``UnreadableFile`` when there are too many of them or they would grow too large.
    """
    bundle = Bundle()
    if (entries := content.count(_ENTRY)) > _MOST_ENTRIES:
        raise UnreadableFile("too_many_files", files=entries, most=limits.files)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            reports = [m for m in members if not _is_junk(_name(m))]
            _check(reports, limits)
            junk = [(_bare(_name(m)), JUNK) for m in members if _is_junk(_name(m))]
            bundle.skipped.extend(junk)
            for member in reports:
                _take(bundle, _opened(archive, member, limits))
    except _FAULTS as error:
        raise UnreadableFile("broken_file") from error
    return bundle


def _check(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.files:
        raise UnreadableFile("too_many_files", files=len(members), most=limits.files)
    if sum(m.file_size for m in members if m.file_size <= limits.file_bytes) > limits.bytes:
        raise UnreadableFile("too_large_together", most=limits.bytes // 2**20)


def _take(bundle: Bundle, member: Member) -> None:
    if is_bundle(member.content):
        bundle.skipped.append((member.name, NESTED))
    else:
        bundle.files.append(member)


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> Member:
    """Never more bytes than the member says it has: the reader of zips stops there."""
    name = _bare(_name(member))
    if member.flag_bits & 1:
        return Member(name=name, refused=UnreadableFile("protected"))
    if member.file_size > limits.file_bytes:
        size, most = member.file_size // 2**20, limits.file_bytes // 2**20
        return Member(name=name, refused=UnreadableFile("too_large", size=size, most=most))
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Member(name=name, refused=UnreadableFile("broken_file"))
    try:
        return Member(name=name, content=archive.read(member))
    except _FAULTS:
        return Member(name=name, refused=UnreadableFile("broken_file"))


def _name(member: zipfile.ZipInfo) -> str:
    """Windows writes names in letters of its own without saying so; many are UTF-8 after all."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name.replace("\\", "/")
    return name.replace("\\", "/")


def _bare(name: str) -> str:
    return PurePosixPath(name).name or "tep"


def _is_junk(name: str) -> bool:
    parts = [p.lower() for p in PurePosixPath(name).parts]
    last = parts[-1] if parts else ""
    hidden = last.startswith((".", "~$")) or last in _JUNK
    return hidden or any(p in _JUNK_FOLDERS for p in parts[:-1])
