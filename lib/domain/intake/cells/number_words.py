"""Numbers that are written in words: "mười hai", "ba mươi lăm", "một nghìn hai trăm năm mươi"."""

from __future__ import annotations

from collections.abc import Sequence

_ONES = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip
_AFTER_TEN = {word: one for word, one in _ONES.items() if word != "năm"} | {"lăm": 5}
""" "Mười năm" may be ten years."""
_AFTER_TENS = _AFTER_TEN | {"mốt": 1, "tư": 4, "nhăm": 5}
_BETWEEN = frozenset({"linh", "lẻ"})
_THOUSAND = frozenset({"nghìn", "ngàn"})
_LONGEST = 80


def number_in_words(text: str) -> int | None:
    """The number that a folded text is in full; ``None`` where it is none, or could be two.

    "Không" may mean nought and nothing known; "một trăm hai" 102 and 120: neither is read.
    """
    if len(text) > _LONGEST:
        return None
    words = text.split()
    at = next((i for i, word in enumerate(words) if word in _THOUSAND), -1)
    if at < 0:
        return _hundreds(words)
    above, rest = _hundreds(words[:at]), words[at + 1 :]
    if above is None or not rest:
        return None if above is None else 1000 * above
    below = _tail(rest[2:]) if rest[:2] == ["không", "trăm"] else _full_hundreds(rest)
    return None if below is None else 1000 * above + below


def _hundreds(words: Sequence[str]) -> int | None:
    return _full_hundreds(words) if "trăm" in words else _tens(words)


def _full_hundreds(words: Sequence[str]) -> int | None:
    """Of a number that says its hundreds."""
    if len(words) < 2 or words[1] != "trăm" or words[0] not in _ONES:
        return None
    rest = words[2:]
    below = _tail(rest) if rest else 0
    return None if below is None else 100 * _ONES[words[0]] + below


def _tail(words: Sequence[str]) -> int | None:
    """What follows hundreds: "linh hai", "hai mươi"; a lone "hai" may be two or twenty."""
    if len(words) == 2 and words[0] in _BETWEEN:
        return _ONES.get(words[1])
    below = _tens(words)
    return below if below is not None and below >= 10 else None


def _tens(words: Sequence[str]) -> int | None:
    match list(words):
        case [one]:
            return 10 if one == "mười" else _ONES.get(one)
        case ["mười", one]:
            return 10 + _AFTER_TEN[one] if one in _AFTER_TEN else None
        case [tens, "mươi"] if tens in _ONES:
            return 10 * _ONES[tens] if tens != "một" else None
        case [tens, "mươi", one] if tens in _ONES and one in _AFTER_TENS:
            return 10 * _ONES[tens] + _AFTER_TENS[one] if tens != "một" else None
    return None
