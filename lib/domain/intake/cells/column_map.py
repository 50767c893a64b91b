"""Which column is which where headings alone do not say it: a person's answer, as it is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lib.domain.templates import TEMPLATES, Level, Role, Template

COLUMNS = "columns:"
"""The question's key is this and what tells sheets of one form from others, see ``form_of``."""
_ABSENT, _LAID = "!", "@"
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class ColumnMap:
    """The columns of a template by the headings of one office's sheet.

    As text it is the template's code, a colon, and parts joined by ``|``: ``heading=key`` for a
    column, ``heading=`` for one that is not used, ``!key`` for one that the sheet does not have.
    After the code stands ``@`` and how the sheet is laid out, where it is no table already.
    """

    template: Template
    keys: Mapping[str, str]
    """Column key by heading as ``heading`` folds it; "" for a column that is not used."""
    absent: frozenset[str] = frozenset()
    """Columns that the sheet does not have: their figures are then not reported, never 0."""
    layout: str = ""
    """See ``Sheet.layout``."""

    @property
    def text(self) -> str:
        """As answers keep it."""
        parts = [f"{label}={key}" for label, key in self.keys.items()]
        parts += [_ABSENT + key for key in sorted(self.absent)]
        layout = f"{_LAID}{self.layout}" if self.layout else ""
        return f"{self.template.code}{layout}:{'|'.join(parts)}"

    @classmethod
    def parse(cls, text: str) -> ColumnMap | None:
        """What ``text`` says; ``None`` where it says nothing about a template we have.

        Of two headings for one column the first holds: no figure comes from two places.
        """
        form, _, rest = text.partition(":")
        code, _, layout = form.partition(_LAID)
        template = TEMPLATES.get(code.strip())
        if template is None:
            return None
        keys: dict[str, str] = {}
        used: set[str] = set()
        absent: set[str] = set()
        for part in rest.split("|"):
            label, said, key = part.partition("=")
            if label.startswith(_ABSENT):
                absent |= {label.removeprefix(_ABSENT)} & template.by_key.keys()
            elif said and label and (not key or key in template.by_key):
                keys[label] = "" if key in used else key
                used.add(key)
        return cls(template, keys, frozenset(absent) - used, layout.strip())

    @classmethod
    def of(cls, template: Template, keys: Mapping[str, str], *, layout: str = "") -> ColumnMap:
        """These columns; of the others, those that a row can do without are absent."""
        absent = set(missing_of(template, keys.values())) - _naming(template)
        return cls(template, keys, frozenset(absent), layout)

    @property
    def lacks(self) -> list[str]:
        """Keys of columns without which nobody knows whose a row is."""
        return sorted(set(missing_of(self.template, self.keys.values())) - self.absent)

    def placed(self, labels: Sequence[Sequence[str]]) -> dict[str, int]:
        """The position of each column that the map names, under these headings."""
        found: dict[str, int] = {}
        for position, ways in enumerate(labels):
            if key := self._key(ways):
                found.setdefault(key, position)
        return found

    def _key(self, ways: Sequence[str]) -> str | None:
        """What a column is; ``None`` where nothing was said of it. Months in a heading change."""
        exact = next((self.keys[way] for way in ways if way in self.keys), None)
        if exact is not None:
            return exact
        return next((k for w in ways if (k := self._timeless.get(_without_digits(w)))), None)

    @cached_property
    def _timeless(self) -> Mapping[str, str]:
        """Column key by heading without digits, where that is one heading still."""
        bare = [_without_digits(label) for label in self.keys]
        pairs = zip(bare, self.keys.items(), strict=True)
        return {text: k for text, (label, k) in pairs if text != label and bare.count(text) == 1}

    def unused(self, labels: Sequence[Sequence[str]]) -> frozenset[int]:
        """The positions whose column was told not to be used."""
        return frozenset(position for position, ways in enumerate(labels) if self._key(ways) == "")


def form_of(labels: Sequence[Sequence[str]], layout: str = "") -> str:
    """Eight hex digits, the same for sheets with the same headings; dates in them do not count."""
    whole = [ways[0] for ways in labels if ways]
    words = sorted(_without_digits(text) for text in whole)
    if len(set(words)) < len(set(whole)):  # years beside one another: another year, another form
        words = sorted(whole)
    words += [layout] if layout else []
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:8]


def maps_in(answers: Mapping[str, str]) -> list[ColumnMap]:
    """The maps that somebody answered with."""
    maps = (ColumnMap.parse(a) for q, a in answers.items() if q.startswith(COLUMNS))
    return [known for known in maps if known]


def _without_digits(text: str) -> str:
    return " ".join(_DIGITS.sub(" ", text).split())


def _naming(template: Template) -> frozenset[str]:
    """Columns that say whose a row is: without them it is nobody's. The commune's is asked for.

    A team without a code is given one, see ``resolving.team_codes``.
    """
    roles = {Role.UNIT_NAME} if template.level is Level.TEAM else {Role.UNIT_CODE, Role.UNIT_NAME}
    return frozenset(c.key for c in template.columns if c.role in roles)


def missing_of(template: Template, has: Iterable[str]) -> list[str]:
    """Keys of the required columns that are not there; a code may name a commune instead.

    A column that the template has only gained is none of them.
    """
    there = set(has)
    either = {Role.COMMUNE_NAME, Role.COMMUNE_CODE}
    named = any(c.key in there for c in template.columns if c.role in either)
    return [
        c.key
        for c in template.columns
        if c.required and not c.since and c.key not in there and not (c.role in either and named)
    ]
