"""Names whose letters are not Unicode, read anew where that makes communes of what were none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from unicodedata import normalize

import pandas as pd

from lib.text.tcvn3 import decode

_BYTES = "latin-1"
_LOOKED_AT = 400
_CAPITAL = re.compile(r"((?<!\S)[À-ÖØ-Þ])")


def with_known_letters(values: pd.DataFrame, known: Callable[[str], bool]) -> pd.DataFrame:
    """The columns, each in the letters in which most of its texts are ``known``."""
    return values.apply(lambda column: _best(column, known)) if len(values.columns) else values


def _best(column: pd.Series, known: Callable[[str], bool]) -> pd.Series:
    odd = [v for v in column.iloc[:_LOOKED_AT] if isinstance(v, str) and _may_be_bytes(v)]
    if not odd:
        return column
    ways = max(_WAYS, key=lambda way: sum(known(way(text)) for text in odd))
    return column.map(lambda v: ways(v) if isinstance(v, str) and _may_be_bytes(v) else v)


def _may_be_bytes(text: str) -> bool:
    return not text.isascii() and all(sign <= "\xff" for sign in text)


def _as_is(text: str) -> str:
    return text


def _windows(text: str) -> str:
    return normalize("NFC", text.encode(_BYTES).decode("cp1258", "replace"))


def _tcvn3(text: str) -> str:
    """Capitals at the head of a word stay: TCVN3 has none of most of them ("Mường É")."""
    return "".join(
        word if _CAPITAL.fullmatch(word) else decode(word.encode(_BYTES))
        for word in _CAPITAL.split(text)
    )


_WAYS: Sequence[Callable[[str], str]] = (_as_is, _windows, _tcvn3)
