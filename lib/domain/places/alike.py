"""The one known name that a miswritten one can mean: by its letters, or by one slip of a finger."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from lib.text import without_accents

_NEAR = 85
"""Of 100; in a shorter name one other letter may well be another name."""
_MARK = re.compile(r"(?<!\w)(?:\d+|[ivx]{1,5}|\w)(?!\w)|\d+")
"""What tells "Bản Na 1", "Na II", "Na A" from one another."""


class Names:
    """Names without their kinds, by their letters. Names alike without accents are kept apart."""

    def __init__(self, names: Iterable[str]) -> None:
        by_letters: dict[str, list[str]] = defaultdict(list)
        for name in dict.fromkeys(names):
            by_letters[without_accents(name)].append(name)
        self._by_letters: Mapping[str, list[str]] = by_letters
        self._letters = list(by_letters)
        self._all = [name for names in by_letters.values() for name in names]

    def meant(self, written: str) -> str:
        """The name that ``written`` can only mean; "" for none or several.

        Nothing here is surely right: whoever wrote it, or takes it in, has to say so.
        """
        letters = without_accents(written)
        alike = self._by_letters.get(letters) or self._by_letters.get(self._one_slip(letters), [])
        return alike[0] if len(alike) == 1 and not self._others(written, alike[0]) else ""

    def _others(self, written: str, meant: str) -> bool:
        """Whether another name is one sign away, accents and all: "Mường Lạ", of La and of Lạn."""
        near = process.extract(written, self._all, scorer=OSA.distance, score_cutoff=1, limit=2)
        return any(name != meant for name, _, _ in near)

    def _one_slip(self, letters: str) -> str:
        """The only name one letter away: too many, too few, another one, or two changed over."""
        near = process.extract(letters, self._letters, scorer=OSA.distance, score_cutoff=1, limit=2)
        if len(near) != 1 or fuzz.ratio(letters, near[0][0]) < _NEAR:
            return ""
        return near[0][0] if _MARK.findall(letters) == _MARK.findall(near[0][0]) else ""
