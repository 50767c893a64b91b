"""Names of places as people write them around the name itself: numbers, bullets, footnotes."""

from __future__ import annotations

import re

from lib.text import fold, kept_for_short

# Nothing once taken is given back (``++``, ``*+``), so a text of any length is read just once.
_BEFORE = re.compile(r"(?:[-–—+•*]\s*+|\d{1,3}+(?:\s*+[.)]\s++|\)\s*+)|[ivx]{1,5}+\s*+[.)]\s++)++")
_AFTER_REVERSED = re.compile(r"(?:(?:\)(?:\*++|\d{1,2}+)\(|\*++|[¹²³⁴⁵⁶⁷⁸⁹]++|[.,;:])\s*+)++")
"""Marks at the end of a name, as they read from behind: no other place of it is tried."""


@kept_for_short(50_000)
def plain_name(text: str) -> str:
    """``text`` folded, without leading numbers and bullets, without footnote marks at its end.

    "2. Bản Pha Đón (1)" gives "bản pha đón"; a name that is nothing else stays.
    """
    folded = fold(text)
    match = _BEFORE.match(folded)
    name = folded[match.end() :] if match else folded
    marks = _AFTER_REVERSED.match(name[::-1])
    return (name[: len(name) - marks.end()] if marks else name) or folded
