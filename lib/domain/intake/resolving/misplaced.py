"""Codes and names of communes that stand elsewhere than in their own column."""

from __future__ import annotations

import re

from lib.domain.places.gazetteer import Commune, Gazetteer
from lib.text import fold

_FULL = 5
"""Figures of a commune's code; fewer in a column of names may be anything."""
_CODE_IN_NAME = re.compile(
    r"(?:(?:xã|phường|mã|mã xã)\s)?(?P<code>\d{4,5})(?:(?:\s?[-–:]\s?|\s)(?P<name>\D[^\n]*))?",
    re.IGNORECASE,
)
"""A code in the column of names, alone or with the name behind it."""


def code_and_name(code: str, name: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """Code and name of a commune, each also where it stands in the other's column."""
    if code and not name and not any(sign.isdigit() for sign in code):
        return "", code
    match = _CODE_IN_NAME.fullmatch(name.strip())
    if not match or code:
        return code, name
    number = match["code"]
    known = gazetteer.by_code(number) or gazetteer.former_by_code(number)
    foreign = len(number) == _FULL and not match["name"]
    return (number, match["name"] or "") if known or foreign else (code, name)


def is_named(commune: Commune, title: str) -> bool:
    """Whether the folded title names the commune; "xã mường lang" does not name Mường La."""
    name, start = fold(commune.full_name), -1
    while (start := title.find(name, start + 1)) >= 0:
        around = title[max(0, start - 1) : start], title[start + len(name) :][:1]
        if not any(sign.isalnum() or sign == "_" for sign in around):
            return True
    return False
