"""Texts of several runs: figures set high are notes, what is struck through is cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import XMLParserType

from lib.files.reading.pull import local, pulled

_HIGH = str.maketrans("0123456789+-=n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼ⁿ", "()")
"""A note's brackets say no more than its height does."""
_LOW = str.maketrans("0123456789()+-=", "₀₁₂₃₄₅₆₇₈₉₍₎₊₋₌", "")
_SETS: dict[str, dict[int, int | None]] = {"superscript": _HIGH, "subscript": _LOW}
_NO = ("0", "false")


class Runs:
    """One text, run by run."""

    def __init__(self) -> None:
        self.struck = self.set_apart = False
        self._parts: list[str] = []
        self._height: dict[int, int | None] | None = None

    def begin(self) -> None:
        """The next run: nothing is known of its font yet."""
        self._height = None

    def font(self, tag: str, told: Mapping[str, str]) -> None:
        """Learns about the run's font."""
        if tag == "vertAlign":
            self._height = _SETS.get(told.get("val", ""))
        elif tag == "strike" and told.get("val") not in _NO:
            self.struck = True

    def hear(self, text: str) -> None:
        """More of the run."""
        self._parts.append(set_at(text, self._height))
        self.set_apart |= self._parts[-1] != text

    def raise_next(self, height: str) -> None:
        """The run stands high or low ("superscript", "subscript"), or as others do ("")."""
        self._height = _SETS.get(height)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._parts)


def set_at(text: str, height: dict[int, int | None] | None) -> str:
    """The text in letters that stand high or low by themselves."""
    return text.translate(height) if height else text


@dataclass
class Strings:
    """The shared texts that say something else than their letters, by their place."""

    said: dict[int, str] = field(default_factory=dict)
    blank: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)

    @property
    def odd(self) -> bool:
        """Whether there are any."""
        return bool(self.said or self.blank or self.struck)


def strings_in(pieces: Iterable[bytes]) -> Strings:
    """What is remarkable in a part of shared texts."""
    table = _Table()
    pulled(pieces, table.start, table.prepare)
    return table.strings


class _Table:
    """The shared texts as they go by."""

    def __init__(self) -> None:
        self.strings = Strings()
        self._at, self._runs = -1, Runs()
        self._inside = False

    def prepare(self, parser: XMLParserType) -> None:
        """Hears texts, too."""
        parser.buffer_text = True
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear

    def start(self, tag: str, told: dict[str, str]) -> None:
        """The next element."""
        name = local(tag)
        if name == "si":
            self._at += 1
            self._runs = Runs()
        elif name == "r":
            self._runs.begin()
        elif name == "t":
            self._inside = True
        elif name in ("vertAlign", "strike"):
            self._runs.font(name, told)

    def _hear(self, text: str) -> None:
        if self._inside:
            self._runs.hear(text)

    def _end(self, tag: str) -> None:
        name = local(tag)
        if name == "t":
            self._inside = False
        elif name == "si":
            if self._runs.set_apart:
                self.strings.said[self._at] = self._runs.text
            if self._runs.struck:
                self.strings.struck.add(self._at)
            if not self._runs.text.strip():
                self.strings.blank.add(self._at)
