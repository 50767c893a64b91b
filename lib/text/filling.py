"""Sentences filled in: numbers, months and counted things as people of the language write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from numbers import Real
from string import Formatter
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal

from lib.text.formats import say_number
from lib.text.languages import locale_of

CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
"""How a language may tell numbers apart (CLDR, Unicode TR 35); every language has ``other``."""

_COUNTED = re.compile(r"\{(\w+):(,?)([a-z]\w*)\}")
_OURS = re.compile(r"\{\w+:(?:,|name\}|\w+=)")


def filled(line: str, language: str, /, **values: object) -> str:
    """``line`` with its ``{names}`` filled in.

    ``{rows:,}`` groups digits as the language does, ``{month:name}`` names a month,
    ``{rows:one=row|other=rows}`` is the number and the form of the word that goes with it.
    """
    if _OURS.search(line):
        return _Filling(language).vformat(line, (), values)
    return line.format(**values)


def spelled_out(line: str, counted: Mapping[str, Mapping[str, str]]) -> str:
    """``line`` with each ``{days:day}`` carrying the forms of what it counts, so that it may travel
    by itself. Raises ``KeyError`` for a thing that is not counted anywhere."""

    def spelled(found: re.Match[str]) -> str:
        name, grouped, thing = found.groups()
        forms = "|".join(f"{category}={form}" for category, form in counted[thing].items())
        return f"{{{name}:{grouped}{forms}}}"

    return _COUNTED.sub(lambda found: found[0] if found[3] == "name" else spelled(found), line)


def form_of(forms: Mapping[str, str], number: object, language: str) -> str:
    """The one of ``forms`` (by CLDR category) that goes with a number, or a number as written."""
    return forms.get(category_of(number, language), forms["other"])


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


class _Filling(Formatter):
    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "name":
            return str(locale_of(self._language).months["format"]["wide"][value])
        if not format_spec.startswith(",") and "=" not in format_spec:
            return str(super().format_field(value, format_spec))
        grouped = format_spec.startswith(",")
        number = say_number(value, language=self._language) if grouped else str(value)
        things = format_spec.removeprefix(",")
        if not things:
            return number
        forms = dict(form.split("=", 1) for form in things.split("|"))
        return f"{number} {form_of(forms, value, self._language)}"
