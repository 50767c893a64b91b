"""Files of boundaries spoilt in one way each, and what is said of them."""

import io
import json
import zipfile
from unicodedata import normalize

import pytest

from lib.maps.boundaries import BoundaryProblem
from lib.maps.importing.proposal import prepare
from lib.text import words
from lib.text.tcvn3 import TABLE
from tests.maps.made_up import NAMES, as_shapefile

ALL = tuple(f"0{3600 + n}" for n in range(9))
NAN, INF = float("nan"), float("inf")


def taken(content, book, name="a.geojson"):
    if isinstance(content, dict | list):
        content = json.dumps(content).encode()
    return prepare(content, name, book)


def refusal(content, book, name="a.geojson"):
    with pytest.raises(BoundaryProblem) as problem:
        taken(content, book, name)
    error = problem.value
    assert words("vi")(f"error.{error.code}", **error.values)
    return error


def kinds(proposal):
    return [r.kind for r in proposal.remarks]


def faults(proposal):
    return {r.code: r.values["fault"] for r in proposal.remarks if r.kind == "faulty"}


def parts_of(frame, folder):
    """The parts of a Shapefile by their names."""
    with zipfile.ZipFile(io.BytesIO(as_shapefile(frame, folder))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def spelt(parts, letters, stated):
    """The table's names in other letters, as long as they were."""
    backwards = {letter: number for number, letter in TABLE.items()}

    def other(text):
        if letters == "tcvn3":
            return bytes(backwards.get(c, ord(c) if ord(c) < 256 else 63) for c in text)
        if letters == "cp1258":
            return windows(text)
        return text.encode(letters, "replace")

    table = parts["ranh_gioi.dbf"]
    for name in {f"Xã {name}" for name in NAMES if f"Xã {name}".encode() in table}:
        width = len(name.encode())
        table = table.replace(name.encode(), other(name).ljust(width)[:width])
    parts = {n: c for n, c in parts.items() if not n.endswith(".cpg")} | {"ranh_gioi.dbf": table}
    return parts | ({"ranh_gioi.cpg": stated} if stated else {})


def windows(text):
    """CP1258, which has letters and tones apart."""
    signs = normalize("NFD", text)
    tones = [c for c in signs if c in "\u0300\u0301\u0303\u0309\u0323"]
    assert tones
    parts = []
    for letter in text:
        mine = normalize("NFD", letter)
        tone = "".join(c for c in mine if c in tones)
        parts.append(normalize("NFC", "".join(c for c in mine if c not in tones)) + tone)
    return "".join(parts).encode("cp1258")
