"""Numbers, dates and folded names, as Vietnamese readers write and search them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache, wraps
from itertools import groupby
from typing import Literal, TypeVar

from babel.numbers import format_decimal

from lib.text.languages import locale_of

HANOI = timezone(timedelta(hours=7), "+07:00")
_OF_DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad" + _OF_DIRECTION
"""Signs that take no place, and marks of direction that pasted text brings along. Those that turn
letters round (U+202D, U+202E) are none of them: what is seen is then another word."""
_ZERO_WIDTH = dict.fromkeys(map(ord, ZERO_WIDTH))
_HAS_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")


@lru_cache(maxsize=20_000)
def say_number(value: float | None, *, digits: int = 0, language: str = "vi") -> str:
    """A number as people write it: 1.234,5 in Vietnamese; an en dash when unknown."""
    if value is None or math.isnan(value):
        return "–"
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    shown = str(format_decimal(value, format=pattern, locale=locale_of(language)))
    return shown.replace("-", "−")  # the minus of the map and of changes, as wide as a figure


def say_change(value: float | None, *, digits: int = 0, language: str = "vi") -> str:
    """A difference with its sign: +48, −30, 0."""
    if value is None or math.isnan(value):
        return "–"
    shown = say_number(abs(value), digits=digits, language=language)
    if not any(c in "123456789" for c in shown):
        return shown
    return ("+" if value > 0 else "−") + shown


def say_date(day: date | None) -> str:
    """A day as dd/mm/yyyy."""
    return day.strftime("%d/%m/%Y") if day else "–"


def day_of(text: str) -> date | None:
    """The day of ``2026-11-23``; ``None`` for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def say_moment(moment: datetime | None) -> str:
    """A UTC moment as dd/mm/yyyy hh:mm in Vietnam's time (+07:00)."""
    if moment is None:
        return "–"
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(HANOI).strftime("%d/%m/%Y %H:%M")


# No word has so many marks on one letter (UAX #15, "Stream-Safe Text Format", allows 30). To put a
# longer run in order takes time with its square.
_MOST_MARKS = 30
_MAY_BE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")


def normalized(form: Literal["NFC", "NFD"], text: str) -> str:
    """``text`` in this form, in a time that grows with its length alone.

    Of a letter that carries more marks than any language writes the first thirty stay.
    """
    if text.isascii() or (len(text) <= _MOST_MARKS and unicodedata.is_normalized(form, text)):
        return text
    return unicodedata.normalize(form, _MAY_BE_MARKS.sub(_fewer_marks, text))


def _fewer_marks(run: re.Match[str]) -> str:
    """A row of dots stays as it is; only marks that sit on one letter are cut short."""
    parts = groupby(run[0], key=lambda c: unicodedata.combining(c) > 0)
    return "".join(
        "".join(signs)[:_MOST_MARKS] if on_a_letter else "".join(signs)
        for on_a_letter, signs in parts
    )


_T = TypeVar("_T")
_LONGEST_KEPT = 100


def kept_for_short(most: int) -> Callable[[Callable[[str], _T]], Callable[[str], _T]]:
    """Keeps the answers for the ``most`` short texts asked last, since cells repeat.

    Long ones are judged anew each time: kept, they would fill the memory.
    """

    def keeping(judge: Callable[[str], _T]) -> Callable[[str], _T]:
        kept = lru_cache(maxsize=most)(judge)

        @wraps(judge)
        def asked(text: str) -> _T:
            return kept(text) if len(text) <= _LONGEST_KEPT else judge(text)

        return asked

    return keeping


def fold(text: str) -> str:
    """``text`` for comparing: NFC, lower case, one space, tone marks in one place.

    Accents are kept: "Chiềng Ân" and "Chiềng An" stay different names.
    """
    # A large file asks for millions of texts: what most of them do not need is not done.
    if text.isascii():
        return " ".join(text.split()).casefold()
    if _HAS_ZERO_WIDTH.search(text):
        text = text.translate(_ZERO_WIDTH)
    plain = " ".join(normalized("NFC", text).split()).casefold()
    if "ð" in plain or "ɖ" in plain:  # of other languages, and drawn just like ours
        plain = plain.replace("ð", "đ").replace("ɖ", "đ")
    return _one_tone_place(plain) if _MAY_MOVE.search(plain) else plain


def without_accents(text: str) -> str:
    """``text`` folded and stripped of every accent; only for suggesting, never for matching."""
    bare = normalized("NFD", fold(text).replace("đ", "d"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def tone_apart(text: str) -> str:
    """``text`` folded, each word's tone moved to its end: "xuà" and "xùa" give the same.

    A word has one tone, whichever of its vowels carries it.
    """
    return " ".join(_tone_last(word) for word in fold(text).split(" "))


def _tone_last(word: str) -> str:
    bare = normalized("NFD", word)
    tones = "".join(c for c in bare if c in _TONES)
    return "".join(c for c in bare if c not in _TONES) + tones


# "hòa" and "hoà" are one word; the older style puts the tone on the first vowel.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE_ON_SECOND = re.compile(rf"(oa|oe|uy)([{_TONES}])$")


_MAY_MOVE = re.compile("o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ]|[\u0300-\u036f]")


@kept_for_short(50_000)
def _one_tone_place(text: str) -> str:
    """Moves the tone of a final oa, oe, uy from the second vowel to the first."""
    return " ".join(_move_tone(word) for word in text.split(" "))


def _move_tone(word: str) -> str:
    bare = normalized("NFD", word)
    match = _TONE_ON_SECOND.search(bare)
    if match is None or bare[: match.start()].endswith("q"):
        return word
    pair, tone = match.groups()
    return normalized("NFC", bare[: match.start()] + pair[0] + tone + pair[1])
