"""Hostile CSV files and zips of many files."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

from tests.attacks.books import Maker
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, summary_row

_HEAD = csv_bytes([SUMMARY_HEAD])
_ROW = csv_bytes([summary_row("Xã Lóng Sập")]).removeprefix(b"\xef\xbb\xbf")


def _named(name: str) -> bytes:
    return csv_bytes([SUMMARY_HEAD, summary_row(name)])


def _noise(size: int) -> bytes:
    signs = "xãbản;,\n\"'0123456789ẳếợ ".encode()
    return (
        random.Random(size)
        .randbytes(size)
        .translate(bytes(signs[i % len(signs)] for i in range(256)))
    )


CSV: dict[str, Maker] = {
    "csv one giant line": lambda n: _HEAD + b"x" * (n * 6_000_000),
    "csv one line of separators": lambda n: b";" * (n * 6_000_000),
    "csv separators on every line": lambda n: _HEAD + (b";" * 60 + b"\n") * (n * 20_000),
    "csv wide and long": lambda n: (b"1;" * 16_000 + b"\n") * (n * 180),
    "csv quotes never closed": lambda n: _HEAD + b'"' + _ROW * (n * 20_000),
    "csv quotes on every line": lambda n: _HEAD + b'"\n";' * (n * 1_000_000),
    "csv only quotes": lambda n: _HEAD + b'"' * (n * 6_000_000),
    "csv blank lines": lambda n: _HEAD + b"\n" * (n * 6_000_000),
    "csv different short cells": lambda n: (
        _HEAD
        + b"\n".join(b";".join(b"%x" % (i * 30 + j) for j in range(30)) for i in range(n * 20_000))
    ),
    "csv combining marks": lambda n: _named("a" + "\u0316\u0301" * (n * 8_000)),
    "csv combining marks in two orders": lambda n: _named(
        "a" + "\u0301" * n * 8_000 + "\u0316" * n * 8_000
    ),
    "csv old alphabets": lambda n: b"X\xb7 L\xe3ng;1;2\n" * (n * 300_000),
    "csv noise": lambda n: _noise(n * 3_000_000),
    "csv a name of signs": lambda n: _named("Xã Lóng Sập" + " (" * (n * 10)),
    "csv a name of dashes": lambda n: _named("bản" + "- " * (n * 2_000)),
    "csv a long note": lambda n: csv_bytes(
        [SUMMARY_HEAD, *[summary_row("Xã Lóng Sập", note="x " * (n * 5_000))] * 40]
    ),
    "csv numbers of many digits": lambda n: csv_bytes(
        [SUMMARY_HEAD, *[summary_row("Xã Lóng Sập", households="9" * (n * 10_000))] * 20]
    ),
    "csv of another world": lambda n: "漢字;".encode("utf-16") * (n * 500_000),
}


def _zip(members: int, size: int) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(members):
            archive.writestr(f"bc{number}.csv", b"\n" * size)
    return buffer.getvalue()


def _over_one_another(times: int) -> bytes:
    """Every entry of the directory leads to the same member."""
    whole = _zip(1, 4_000_000)
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = whole[start:end]
    tail = bytearray(whole[end:])
    tail[8:12] = times.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * times).to_bytes(4, "little")
    return whole[:start] + entry * times + bytes(tail)


BATCHES: dict[str, Maker] = {
    "zip of many files": lambda n: _zip(n * 4_000, 0),
    "zip of large files": lambda n: _zip(n * 3, 45_000_000),
    "zip of one file many times": lambda n: _over_one_another(n * 60),
    "zip in a zip in a zip": lambda n: _nested(n * 3),
}


def _nested(depth: int) -> bytes:
    content = _zip(1, 10_000_000)
    for _ in range(depth):
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", content)
        content = buffer.getvalue()
    return content
