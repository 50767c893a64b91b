"""Sentences filled in: numbers, months and counted things as people of the language write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from numbers import Real
from string import Formatter
from typing import Any, NamedTuple

from babel.numbers import NumberFormatError, parse_decimal

from lib.text.formats import say_number
from lib.text.languages import locale_of

CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
"""How a language may tell numbers apart (CLDR, Unicode TR 35); every language has ``other``."""

_COUNTED = re.compile(r"\{(\w+):(,?)([a-z]\w*)\}")
_NUMBER = re.compile(r"\{(\w+):(,|(?=name\})|(?=\w+=))([^{}]*)\}")


def filled(line: str, language: str, /, **values: object) -> str:
    """``line`` with its ``{names}`` filled in.

    ``{rows:,}`` groups digits as the language does, ``{month:name}`` names a month,
    ``{rows:one=row|other=rows}`` is the number and the form of the word that goes with it.
    """
    return "".join(
        piece.format(**values)
        if isinstance(piece, str)
        else _said(piece, values[piece.name], language)
        for piece in _pieces(line)
    )


class _Number(NamedTuple):
    """A name of a sentence whose value is said as a number."""

    name: str
    grouped: bool
    forms: Mapping[str, str]
    month: bool


@lru_cache(maxsize=5_000)
def _pieces(line: str) -> tuple[str | _Number, ...]:
    """A sentence taken apart once: texts with plain names, and numbers."""
    texts = _NUMBER.split(line)
    found: list[str | _Number] = [texts[0]]
    for name, grouped, kind, text in zip(*(texts[i::4] for i in (1, 2, 3, 4)), strict=True):
        month = kind == "name"
        forms = read_back(kind) if kind and not month else {}
        found += [_Number(name, grouped == ",", forms, month), text]
    return tuple(found)


def _said(number: _Number, value: Any, language: str) -> str:
    if number.month:
        return str(locale_of(language).months["format"]["wide"][value])
    said = say_number(value, language=language) if number.grouped else str(value)
    return f"{said} {form_of(number.forms, value, language)}" if number.forms else said


def spelled_out(line: str, counted: Mapping[str, Mapping[str, str]]) -> str:
    """``line`` with each ``{days:day}`` carrying the forms of what it counts, so that it may travel
    by itself. Raises ``KeyError`` for a thing that is not counted anywhere."""

    def spelled(found: re.Match[str]) -> str:
        name, grouped, thing = found.groups()
        return f"{{{name}:{grouped}{written_out(counted[thing])}}}"

    return _COUNTED.sub(lambda found: found[0] if found[3] == "name" else spelled(found), line)


def written_out(forms: Mapping[str, str]) -> str:
    """Forms as they travel: ``one=commune|other=communes``."""
    return "|".join(f"{category}={form}" for category, form in forms.items())


def read_back(written: str) -> dict[str, str]:
    """The forms that ``written_out`` wrote, by category."""
    return dict(form.split("=", 1) for form in written.split("|"))


def form_of(forms: Mapping[str, str], number: object, language: str) -> str:
    """The one of ``forms`` (by CLDR category) that goes with a number, or a number as written."""
    return forms.get(category_of(number, language), forms["other"])


@lru_cache(maxsize=5_000, typed=True)
def category_of(number: object, language: str) -> str:
    """The CLDR category of a number in a language; of what is no number ``other``."""
    value = number if isinstance(number, int) else _read(number, language)
    return "other" if value is None else str(locale_of(language).plural_form(value))


def _read(number: object, language: str) -> Decimal | None:
    if isinstance(number, Real):
        value = Decimal(str(number))
        return value if value.is_finite() else None
    bare = str(number).lstrip("+−")  # a change by one is said like one
    try:
        return parse_decimal(bare, locale=locale_of(language)) if bare else None
    except NumberFormatError:
        return None


@lru_cache(maxsize=1000)
def first_name(line: str) -> str:
    """The first of the ``{names}`` in a sentence; "" where it has none."""
    return next((name for _, name, _, _ in Formatter().parse(line) if name), "")
