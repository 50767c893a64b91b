"""The catalogues: a folder of TOML files per language, a file per wing, looked up by dotted key.

A thing that is counted stands once in ``[counted]``, in the forms of CLDR, and ``{days:day}`` in a
sentence is "1 day" or "2 days". A sentence that bends as a whole is a table of its forms; its first
``{name}`` decides which, or the one named by ``by``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lib.text.filling import CATEGORIES, filled, first_name, form_of, spelled_out
from lib.text.languages import LANGUAGES

FOLDER = Path(__file__).with_name("words")


class Bent(NamedTuple):
    """A sentence that bends with a number: its forms by CLDR category, and whose number it is."""

    forms: Mapping[str, str]
    by: str


Line = str | Bent


class Words:
    """The sentences of one language."""

    def __init__(self, language: str, lines: Mapping[str, Line]) -> None:
        self.language = language
        self._lines = lines
        counted = (_forms(line) for key, line in lines.items() if key.startswith(_COUNTED))
        self._units = {forms["other"]: forms for forms in counted}

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence under ``key`` with its ``{names}`` filled in, in the form that its number
        asks for. Without values the names stay open, for ``filled`` or for the browser.

        Raises ``KeyError`` for a key that no catalogue has: a programmer's slip.
        """
        line = self._lines[key]
        if isinstance(line, Bent):
            line = form_of(line.forms, values.get(line.by), self.language)
        return filled(line, self.language, **values) if values else line

    def unit(self, number: object, unit: str) -> str:
        """``unit`` in the form that goes with a number: of "people" for 1 "person"."""
        forms = self.unit_forms(unit)
        return form_of(forms, number, self.language) if forms else unit

    def unit_forms(self, unit: str) -> Mapping[str, str]:
        """The forms of a unit that is a thing counted; empty for another, as per cent."""
        return self._units.get(unit, {})

    def forms(self, key: str) -> Mapping[str, str]:
        """Every form of a sentence by CLDR category; where nothing bends there is ``other``."""
        return _forms(self._lines[key])

    def has(self, key: str) -> bool:
        """Whether this language has the sentence."""
        return key in self._lines

    def keys(self) -> frozenset[str]:
        """All dotted keys, for the tests that compare languages."""
        return frozenset(self._lines)


@cache
def words(language: str = LANGUAGES[0]) -> Words:
    """The catalogue of ``language``; an unknown language falls back to the first one."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    return Words(name, read_folder(FOLDER / name))


def read_folder(folder: Path) -> dict[str, Line]:
    """Every sentence of a language by dotted key. Raises ``ValueError`` for a key of two files."""
    lines: dict[str, Line] = {}
    for path in sorted(folder.rglob("*.toml")):
        for key, line in _flat(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in lines:
                raise ValueError(f"{path} has a key of another file: {key}")
            lines[key] = line
    counted = {
        key.removeprefix(_COUNTED): _forms(line)
        for key, line in lines.items()
        if key.startswith(_COUNTED)
    }
    return {key: _spelled_out(line, counted) for key, line in lines.items()} if counted else lines


_COUNTED = "counted."


def _forms(line: Line) -> Mapping[str, str]:
    return line.forms if isinstance(line, Bent) else {"other": line}


def _spelled_out(line: Line, counted: Mapping[str, Mapping[str, str]]) -> Line:
    if isinstance(line, str):
        return spelled_out(line, counted)
    return Bent({of: spelled_out(form, counted) for of, form in line.forms.items()}, line.by)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Line]]:
    for key, value in table.items():
        if not isinstance(value, Mapping):
            yield prefix + key, str(value)
        elif "other" in value and value.keys() <= CATEGORIES | {"by"}:
            forms = {category: form for category, form in value.items() if category != "by"}
            yield prefix + key, Bent(forms, value.get("by") or first_name(value["other"]))
        else:
            yield from _flat(value, f"{prefix}{key}.")
