"""One cell of an ODS file: the value it holds and the words it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from lib.domain.days import YEARS
from lib.domain.intake.cells.cells import NOT_CALCULATED
from lib.domain.intake.cells.raw import Raw
from lib.files.reading.inside.looks import as_percent, displayed
from lib.files.reading.inside.ods_looks import Looks
from lib.files.reading.inside.rich import Runs
from lib.text.formats import HANOI

_SPACES = re.compile(r"[ \t\r\n]++")
_EXPONENT = re.compile(r"\d[eE][+-]?\d")
_MOST_SPACES = 1_000
_NUMBERS = ("float", "currency", "percentage")


class OdsCell:
    """The cell that goes by."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self.begin({})

    def begin(self, told: Mapping[str, str]) -> None:
        """The next cell begins."""
        self._told = told
        self._runs = Runs()
        self._inside = self._paragraphs = self._ruby = 0
        self._spans: list[str] = []

    def start(self, tag: str, told: Mapping[str, str]) -> None:
        """The next element in the cell."""
        if tag in ("text:p", "text:h"):
            if self._paragraphs:
                self._runs.hear("\n")
            self._paragraphs += 1
            self._inside += 1
        elif tag in ("text:span", "text:a"):
            self._spans.append(told.get("text:style-name", ""))
            self._runs.raise_next(self._height())
        elif tag == "text:ruby-text":
            self._ruby += 1
        elif self._inside and tag in ("text:line-break", "text:tab", "text:s"):
            times = told.get("text:c", "1")
            count = int(times) if times.isdecimal() and len(times) < 5 else 1
            self._runs.hear("\n" if tag == "text:line-break" else " " * min(count, _MOST_SPACES))

    def end(self, tag: str) -> None:
        """The end of an element in the cell."""
        if tag in ("text:p", "text:h") and self._inside:
            self._inside -= 1
        elif tag in ("text:span", "text:a") and self._spans:
            self._spans.pop()
            self._runs.raise_next(self._height())
        elif tag == "text:ruby-text":
            self._ruby -= 1

    def hear(self, text: str) -> None:
        """More of its words."""
        if self._inside and not self._ruby:
            self._runs.hear(_SPACES.sub(" ", text))
            self._runs.struck |= not text.isspace() and any(
                span in self._looks.struck for span in self._spans
            )

    def _height(self) -> str:
        return next((h for s in reversed(self._spans) if (h := self._looks.heights.get(s))), "")

    def is_struck(self, otherwise: str) -> bool:
        """Whether it is struck through; ``otherwise`` is its look if it does not tell one."""
        return self._runs.struck or self._told.get("table:style-name", otherwise) in (
            self._looks.struck
        )

    def value(self) -> Raw:
        """What it holds, with what it shows where that is something else."""
        kind, text = self._told.get("office:value-type", ""), self._runs.text.strip()
        if "error" in (self._told.get("calcext:value-type"), kind):
            return text or "#N/A"
        formula = "table:formula" in self._told
        if kind in _NUMBERS and "office:value" in self._told:
            if formula and not self._paragraphs and not float(self._told["office:value"]):
                return NOT_CALCULATED  # a program that calculates also says what it shows
            return _number(float(self._told["office:value"]), text, kind)
        if kind == "boolean":
            return self._told.get("office:boolean-value") == "true"
        if kind == "date":
            return _day(self._told.get("office:date-value", "")) or text or None
        if kind == "string" and not text:
            return self._told.get("office:string-value", "").strip() or None
        if not text and kind != "string" and formula:
            return NOT_CALCULATED
        return text or self._told.get("office:time-value") or None


def _number(held: float, text: str, kind: str) -> Raw:
    if text.endswith("%") or kind == "percentage":
        return text if text.endswith("%") else as_percent(held)
    return displayed(held, text) if text and not _EXPONENT.search(text) else held


def _day(told: str) -> date | None:
    """A day or a moment in Vietnam; ``None`` for what is none."""
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return None
    if moment.year not in YEARS:
        return moment.date()
    if moment.tzinfo:
        moment = moment.astimezone(HANOI).replace(tzinfo=None)
    return moment if "T" in told else moment.date()
