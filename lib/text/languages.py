"""The languages that people read. A new one is a line here and a folder of words."""

from __future__ import annotations

from functools import cache

from babel import Locale

LOCALES = {
    "vi": "vi_VN",
    "en": "en_GB",
}
"""Whose numbers, months and plurals each language uses; the first is the usual one."""

LANGUAGES = tuple(LOCALES)


@cache
def locale_of(language: str) -> Locale:
    """The locale of a language; of one that nobody declared the first one's."""
    return Locale.parse(LOCALES.get(language, LOCALES[LANGUAGES[0]]))


def name_of_language(one: str, *, language: str = "") -> str:
    """What ``language`` calls the language ``one``; without it, what its own speakers call it."""
    name = str(locale_of(language or one).languages[one])
    return name[:1].upper() + name[1:]
