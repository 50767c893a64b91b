"""TCVN3 (ABC), the letters of the .VnTime fonts: one byte a letter, unknown to Unicode.

Old files carry it as bytes (CSV) or as the Latin letters of the same numbers ("X· Chiªng").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache

from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.templates import TEMPLATES
from lib.files.reading import vni
from lib.text import ZERO_WIDTH, fold
from lib.text.tcvn3 import TABLE, decode

__all__ = ["TABLE", "decode", "vietnamese", "with_unicode"]

_SIGNS = re.compile("[¡¢£¤¥¦§¨©«¬®µ¶·¸»¼½¾]")
"""No letters, yet inside the words of a .VnTime cell; "Tà Xùa" is Unicode and has none."""
_VNI = re.compile(
    "[aeouyôöAEOUYÔÖ][ùøûõïÙØÛÕÏ]|[aeAE][âáàåãäÂÁÀÅÃÄ]|[oO][âåäÂÅÄ]|[aA][êéèúüëÊÉÈÚÜË]|[ñÑöÖ]"
)
"""Letters of VNI in a row as no Vietnamese word has them; "oà" of "Hoà Bình" is none of these."""
_WORD = re.compile(r"[^\W\d_]+")


def vietnamese(texts: Iterable[str]) -> int:
    """How many of the words are those of our forms, accents and all: tells encodings apart."""
    words = (word for text in texts for word in _WORD.findall(fold(text)))
    return sum(word in _words_of_forms() for word in words)


@cache
def _words_of_forms() -> frozenset[str]:
    """The accented words in the headings of all templates, and the names of kinds of places."""
    written = [t for c in TEMPLATES.values() for t in (c.title, *(h.header for h in c.columns))]
    words = _WORD.findall(fold(" ".join([*written, "phường thị trấn huyện tỉnh tổng cộng bản"])))
    return frozenset(w for w in words if not w.isascii())


def with_unicode(sheet: Sheet) -> Sheet:
    """The sheet with its .VnTime cells in Unicode, where that makes words of what were none."""
    head = [c for row in sheet.rows[:60] for c in row if isinstance(c, str)]
    odd = [c for c in head if _may_be_tcvn3(c)]
    signs = sum(bool(_SIGNS.search(c)) for c in odd)
    ways: list[Callable[[str], str]] = [_read_anew] if 3 * signs > len(odd) else []
    if sum(bool(_VNI.search(c)) for c in odd) * 3 > len(odd):
        ways.append(vni.read_anew)
    # Beside words in Unicode, a cell of sound words is Unicode as well.
    mixed = len(odd) < len(head) and any(_is_unicode(c) for c in head)
    old = _columns_with_signs(sheet) if mixed and ways[:1] == [_read_anew] else None
    typed = odd if old is None else [c for c in _texts_in(sheet, old) if _may_be_tcvn3(c)]
    best = max(ways, key=lambda way: vietnamese(map(way, typed)), default=_read_anew)
    if not ways or vietnamese(map(best, typed)) <= vietnamese(typed):
        return sheet
    old = old if best is _read_anew else None
    rows = [
        [_unicode(c, best, mixed=mixed, sure=old is None or at in old) for at, c in enumerate(row)]
        for row in sheet.rows
    ]
    return replace(sheet, rows=rows)


def _texts_in(sheet: Sheet, columns: Collection[int]) -> Iterator[str]:
    for row in sheet.rows[:60]:
        yield from (c for at, c in enumerate(row) if at in columns and isinstance(c, str))


def _columns_with_signs(sheet: Sheet) -> set[int]:
    """The columns typed in .VnTime; "Có" in another one is Unicode beside them."""
    return {
        at
        for row in sheet.rows
        for at, cell in enumerate(row)
        if isinstance(cell, str) and _SIGNS.search(cell)
    }


def _may_be_tcvn3(text: str) -> bool:
    return not text.isascii() and all(c <= "\xff" or c in ZERO_WIDTH for c in text)


def _read_anew(text: str) -> str:
    return text.translate(TABLE)


def _is_unicode(text: str) -> bool:
    """Whether letters are in it that Vietnamese has in Unicode alone."""
    return any(c > "\xff" and c.isalpha() for c in text)


def _unicode(cell: Raw, way: Callable[[str], str], *, mixed: bool, sure: bool) -> Raw:
    if not isinstance(cell, str) or not _may_be_tcvn3(cell):
        return cell
    if not sure and vietnamese([way(cell)]) <= vietnamese([cell]):
        return cell
    sound = mixed and way is vni.read_anew and not _VNI.search(cell)
    return cell if sound else way(cell)
