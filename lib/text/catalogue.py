"""The catalogues: one TOML file per language, looked up by dotted key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("vi", "en")


class Words:
    """The sentences of one language."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self._lines = dict(_flatten(table))

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence under ``key`` with its ``{names}`` filled in.

        Raises ``KeyError`` for a key that no catalogue has: a programmer's slip.
        """
        return self._lines[key].format(**values) if values else self._lines[key]

    def has(self, key: str) -> bool:
        """Whether this language has the sentence."""
        return key in self._lines

    def keys(self) -> frozenset[str]:
        """All dotted keys, for the tests that compare languages."""
        return frozenset(self._lines)


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
