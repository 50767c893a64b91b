"""Names of places as people write them around the name itself: numbers, bullets, footnotes."""

from __future__ import annotations

import re
from functools import lru_cache

from lib.text import fold

_BEFORE = re.compile(r"(?:[-–—+•*]\s*|\d{1,3}\s*[.)]\s+|\d{1,3}\)\s*|[ivx]{1,5}\s*[.)]\s+)+")
_AFTER = re.compile(r"(?:\s*(?:\((?:\*+|\d{1,2})\)|\*+|[¹²³⁴⁵⁶⁷⁸⁹]+)|\s*[.,;:])+$")


@lru_cache(maxsize=50_000)
def plain_name(text: str) -> str:
    """``text`` folded, without leading numbers and bullets, without footnote marks at its end.

    "2. Bản Pha Đón (1)" gives "bản pha đón"; a name that is nothing else stays.
    """
    folded = fold(text)
    match = _BEFORE.match(folded)
    name = _AFTER.sub("", folded[match.end() :] if match else folded)
    return name or folded
