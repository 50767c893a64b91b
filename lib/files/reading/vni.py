"""VNI, the letters of the VNI-Times fonts: a vowel and behind it a Latin letter for its marks."""

from __future__ import annotations

import re
from itertools import product
from unicodedata import normalize

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROUND = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_SHORT = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _pairs() -> dict[str, str]:
    """Two letters as typed, and the one letter meant."""
    marks = [
        *(("aeouy", mark, tone) for mark, tone in _TONES.items()),
        *(("aeo", mark, "\u0302" + tone) for mark, tone in _ROUND.items()),
        *(("a", mark, "\u0306" + tone) for mark, tone in _SHORT.items()),
    ]
    pairs = {
        vowel + mark: normalize("NFC", vowel + meant)
        for vowels, mark, meant in marks
        for vowel in vowels
    }
    horned = product((("ô", "ơ"), ("ö", "ư")), _TONES.items())
    pairs |= {v + mark: normalize("NFC", meant + tone) for (v, meant), (mark, tone) in horned}
    return pairs


_SMALL = _pairs() | _ALONE
TABLE = _SMALL | {
    typed: meant.upper()
    for small, meant in _SMALL.items()
    for typed in (small.upper(), small[0].upper() + small[1:])
}
_TYPED = re.compile("|".join(sorted(map(re.escape, TABLE), key=len, reverse=True)))


def read_anew(text: str) -> str:
    """The text with its VNI letters in Unicode."""
    return _TYPED.sub(lambda found: TABLE[found[0]], text)
