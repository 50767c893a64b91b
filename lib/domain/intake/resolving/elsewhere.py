"""Rows that name a place of another province: told as such, and never taken for ours."""

from __future__ import annotations

import re

from lib.domain.codes import commune_code
from lib.domain.places.gazetteer import Gazetteer
from lib.text import fold

_OURS = ("sơn la", "son la")
_PROVINCE = re.compile(
    r"(?<!\w)(?P<kind>tỉnh|tinh|thành phố|thanh pho|tp)(?:\s|(?<=tp)\.\s?)"
    r"(?P<name>[^(),;:\[\]\d]{2,40})"
)


def other_province(code: str, name: str, gazetteer: Gazetteer) -> str:
    """What shows that another province is meant: its name as written, or the code; else ""."""
    return _named(name, gazetteer) or _coded(code, gazetteer)


def _named(name: str, gazetteer: Gazetteer) -> str:
    text = fold(name)
    for found in _PROVINCE.finditer(text):
        other = found["name"].strip(" .-–")
        if other and not other.startswith(_OURS) and not gazetteer.is_district(other):
            return f"{found['kind']} {other.title()}"
    return ""


def _coded(text: str, gazetteer: Gazetteer) -> str:
    """A code of the national list beyond those of this province: each has a stretch of its own."""
    code = commune_code(text)
    known = len(code) == 5 and len(text.strip()) in (4, 5)
    first, last = gazetteer.stretch
    return code if known and not first <= code <= last else ""
