"""The catalogues: one TOML file per language, looked up by dotted key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from lib.text.formats import say_number

LANGUAGES = ("vi", "en")


class Words:
    """The sentences of one language."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self._lines = dict(_flatten(table))

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence under ``key`` with its ``{names}`` filled in; ``{counts:,}`` as people
        write numbers in this language, ``{counts:commune|communes}`` with the noun that fits.

        Raises ``KeyError`` for a key that no catalogue has: a programmer's slip.
        """
        line = self._lines[key]
        if values and (":,}" in line or "|" in line):
            return _Filled(self.language).vformat(line, (), values)
        return line.format(**values) if values else line

    def has(self, key: str) -> bool:
        """Whether this language has the sentence."""
        return key in self._lines

    def keys(self) -> frozenset[str]:
        """All dotted keys, for the tests that compare languages."""
        return frozenset(self._lines)


class _Filled(Formatter):
    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == ",":
            return say_number(value, language=self._language)
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return f"{value} {one if str(value) == '1' else many}"
        return str(super().format_field(value, format_spec))


def filled(line: str, *, language: str = "vi", **values: object) -> str:
    """A sentence that travelled with its ``{names}`` open, filled in."""
    return _Filled(language).vformat(line, (), values)


@cache
def words(language: str = "vi") -> Words:
    """The catalogue of ``language``; an unknown language falls back to Vietnamese."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    path = Path(__file__).with_name(f"{name}.toml")
    return Words(name, tomllib.loads(path.read_text(encoding="utf-8")))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            lines += _flatten(value, f"{prefix}{key}.")
        else:
            lines.append((prefix + key, str(value)))
    return lines
