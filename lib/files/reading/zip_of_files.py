"""A zip of many files: sizes looked at before anything is unpacked, junk left aside."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lib.domain.errors import UnreadableFile
from lib.text.zip_names import ZIP_FAULTS, files_in_zip, name_in_zip

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DOCUMENT = frozenset({"[content_types].xml", "mimetype", "content.xml", "xl/workbook.xml"})
"""What a zipped document of an office has inside, and a mere folder has not."""
_JUNK = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
_JUNK_FOLDERS = frozenset({"__macosx", ".git", "$recycle.bin"})
_ENTRY = b"PK\x01\x02"
"""Begins what the directory of a zip says of one member: counted before the directory is read."""
_MOST_ENTRIES = 20_000
JUNK, NESTED, CLOSED = "junk", "nested", "closed"
"""Why a file is no report, or cannot be opened."""
FOLDER = " › "
"""Between a folder and what is in it, where a path is but a name."""
_LONGEST_NAME = 180


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
    except ZIP_FAULTS:
        return False
    return not names & _DOCUMENT


def unpacked(content: bytes, limits: Limits) -> Bundle:
    """The files inside by names of their own: no path of a zip is ever followed.

    Raises ``UnreadableFile`` when there are too many of them or they would grow too large.
    """
    bundle = Bundle()
    if (entries := content.count(_ENTRY)) > _MOST_ENTRIES:
        raise UnreadableFile("too_many_files", files=entries, most=limits.files)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = files_in_zip(archive)
            reports = [m for m in members if not is_junk(name_in_zip(m))]
            _check(reports, limits)
            junk = [name_in_zip(m) for m in members if is_junk(name_in_zip(m))]
            bundle.skipped.extend((_bare(name), JUNK) for name in junk)
            names = told_apart([name_in_zip(m) for m in reports])
            for name, member in zip(names, reports, strict=True):
                _take(bundle, _opened(archive, member, name, limits=limits))
    except ZIP_FAULTS as error:
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


def _opened(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, *, limits: Limits
) -> Member:
    """Never more bytes than the member says it has: the reader of zips stops there."""
    if member.flag_bits & 1:
        return Member(name=name, refused=UnreadableFile("protected"))
    if member.file_size > limits.file_bytes:
        size, most = member.file_size // 2**20, limits.file_bytes // 2**20
        return Member(name=name, refused=UnreadableFile("too_large", size=size, most=most))
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Member(name=name, refused=UnreadableFile("broken_file"))
    try:
        return Member(name=name, content=archive.read(member))
    except ZIP_FAULTS:
        return Member(name=name, refused=UnreadableFile("broken_file"))


def told_apart(paths: Sequence[str]) -> list[str]:
    """A name for each file: its own, with its folders where another file bears the same name."""
    bare = [_bare(path) for path in paths]
    times = Counter(name.casefold() for name in bare)
    names = [
        name if times[name.casefold()] == 1 else _with_folders(path)
        for path, name in zip(paths, bare, strict=True)
    ]
    before: Counter[str] = Counter()
    for place, name in enumerate(names):  # a zip may hold one path twice
        before[name.casefold()] += 1
        if (number := before[name.casefold()]) > 1:
            names[place] = f"({number}) {name}"
    return names


def _with_folders(path: str) -> str:
    """The end of a long one: nothing tells files apart as well as the folder next to them."""
    parts = [p for p in PurePosixPath(path).parts if p.strip("./") and ":" not in p]
    return FOLDER.join(parts)[-_LONGEST_NAME:] or "tep"


def _bare(name: str) -> str:
    return PurePosixPath(name).name or "tep"


def is_junk(name: str) -> bool:
    """Whether a path is of a computer's own files: hidden, locks, thumbnails, a Mac's shadows."""
    parts = [p.lower() for p in PurePosixPath(name).parts]
    last = parts[-1] if parts else ""
    hidden = last.startswith((".", "~$")) or last in _JUNK
    return hidden or any(p in _JUNK_FOLDERS or _is_hidden(p) for p in parts[:-1])


def _is_hidden(folder: str) -> bool:
    return folder.startswith(".") and bool(folder.strip("."))
