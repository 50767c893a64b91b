"""The container of old Office files, written anew around one stream ([MS-CFB], version 4).

A container from outside may turn in circles and cost its reader gigabytes; this one cannot.
"""

from __future__ import annotations

import struct

_SECTOR = 4096
_PER_SECTOR = _SECTOR // 4
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_IN_HEADER = 109
"""Sectors of the table that the header has room to name: enough for 400 MB."""


def container_of(stream: bytes, name: str) -> bytes:
    """A container that holds this stream and nothing else."""
    sectors = max(1, -(-len(stream) // _SECTOR))
    tables = -(-(2 + sectors) // (_PER_SECTOR - 1))
    if tables > _IN_HEADER:
        raise ValueError(len(stream))
    first = 2 + tables
    table = [_END, *[_TABLE] * tables, _END, *range(first + 1, first + sectors), _END]
    table += [_FREE] * (tables * _PER_SECTOR - len(table))
    return b"".join(
        (
            _header(tables).ljust(_SECTOR, b"\0"),
            (_root(first - 1) + _entry(name, first, sectors * _SECTOR)).ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(table)}I", *table),
            bytes(_SECTOR),
            stream.ljust(sectors * _SECTOR, b"\0"),
        )
    )


def _header(tables: int) -> bytes:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    shape = struct.pack("<16x5H6x", 0x3E, 4, 0xFFFE, 12, 6)
    numbers = struct.pack("<9I", 1, tables, 0, 0, _SECTOR, _END, 0, _END, 0)
    places = [*range(1, tables + 1), *[_FREE] * (_IN_HEADER - tables)]
    return magic + shape + numbers + struct.pack(f"<{_IN_HEADER}I", *places)


def _root(start: int) -> bytes:
    """Readers expect room for small streams, though there are none."""
    return _line("Root Entry", 5, child=1, start=start, size=_SECTOR)


def _entry(name: str, start: int, size: int) -> bytes:
    return _line(name, 2, child=_FREE, start=start, size=size)


def _line(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    """What the directory says of one entry."""
    text = f"{name}\0".encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return head + struct.pack("<III36xIQ", _FREE, _FREE, child, start, size)
