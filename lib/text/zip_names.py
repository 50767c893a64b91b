"""What a file within a zip is called, which members are files, and what a damaged zip is told with.

Zips tell names in several kinds of letters, or none.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import crc32

ZIP_FAULTS = (
    BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # also NotImplementedError, of packing that nobody uses
    ValueError,
)
"""All that the standard library raises over damaged zips and their members."""
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
"""The part of an entry in which WinRAR and others keep the name in UTF-8."""
_OLD_WINDOWS = "cp1258"


def files_in_zip(archive: ZipFile) -> list[ZipInfo]:
    """The members that are no folders. Raises ``BadZipFile`` where one has no name at all."""
    members = archive.infolist()
    if not all(member.filename for member in members):
        raise BadZipFile("a member without a name")
    return [member for member in members if not member.is_dir()]


def name_in_zip(member: ZipInfo) -> str:
    """The name with ``/`` between folders, in NFC, as its maker saw it."""
    return unicodedata.normalize("NFC", _told(member)).replace("\\", "/")


def _told(member: ZipInfo) -> str:
    name = member.filename
    if member.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        content = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    if (stated := _unicode_path(member.extra, content)) is not None:
        return stated
    try:
        return content.decode()  # Macs write UTF-8 without saying so
    except UnicodeDecodeError:
        return _windows(content) or name


def _unicode_path(extra: bytes, content: bytes) -> str | None:
    """The name in UTF-8 that stands beside the other one, if it is of that other one."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<2H", extra)
        part, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(part) > 5 and part[0] == 1:
            (told,) = struct.unpack_from("<I", part, 1)
            if told == crc32(content):
                return part[5:].decode("utf-8", "replace")
    return None


def _windows(content: bytes) -> str | None:
    """The name in the letters of Vietnamese Windows, where it is made of letters then."""
    try:
        name = unicodedata.normalize("NFC", content.decode(_OLD_WINDOWS))
    except UnicodeDecodeError:
        return None
    return name if all(c.isascii() or c.isalpha() for c in name) else None
