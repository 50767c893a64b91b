"""How one office writes: numbers, days, periods, names, missing figures, headings."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from lib.domain.periods import Period
from lib.domain.templates import Column, Role
from lib.domain.templates.kinds import Kind
from tests.mess.truth import Line, Truth

_EPOCH = date(1899, 12, 30)
NBSP, ZERO_WIDTH = "\u00a0", "\u200b"

NUMBERS: dict[str, Callable[[int], str]] = {
    "plain": str,
    "dot": lambda n: f"{n:,}".replace(",", "."),
    "space": lambda n: f"{n:,}".replace(",", " "),
    "nbsp": lambda n: f"{n:,}".replace(",", NBSP),
    "float": lambda n: f"{n},0",
}
DAYS: dict[str, Callable[[date], object]] = {
    "dd/mm/yyyy": lambda d: d.strftime("%d/%m/%Y"),
    "d/m/yyyy": lambda d: f"{d.day}/{d.month}/{d.year}",
    "d/m/yy": lambda d: f"{d.day}/{d.month}/{d.year % 100:02d}",
    "dd.mm.yyyy": lambda d: d.strftime("%d.%m.%Y"),
    "dd-mm-yyyy": lambda d: d.strftime("%d-%m-%Y"),
    "iso": date.isoformat,
    "words": lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    "serial": lambda d: (d - _EPOCH).days,
}
MONTHS: tuple[Callable[[Period], str], ...] = (
    lambda p: f"{p.month:02d}/{p.year}",
    lambda p: f"{p.month}/{p.year}",
    lambda p: f"tháng {p.month}/{p.year}",
    lambda p: f"Tháng {p.month} năm {p.year}",
    lambda p: f"T{p.month}/{p.year}",
    lambda p: f"{p.month:02d}.{p.year}",
    lambda p: f"{p.month:02d}-{p.year}",
    lambda p: f"{p.year}-{p.month:02d}",
    lambda p: f"Kỳ tháng {p.month}/{p.year}",
    lambda p: f"T{p.month:02d}.{p.year}",
)
YEARS: tuple[Callable[[Period], str], ...] = (
    lambda p: f"{p.year}",
    lambda p: f"năm {p.year}",
    lambda p: f"Năm {p.year}",
)
MISSING = ("", "", "-", "–", "x", "không có", "chưa có", "Chưa có", "...")


@dataclass
class Habits:
    """The choices of one office, kept throughout a file."""

    rng: random.Random
    workbook: bool
    typed: bool
    numbers: str
    days: str
    month: Callable[[Period], str]
    year: Callable[[Period], str]
    missing: str
    decomposed: bool
    yes: tuple[object, object]

    @classmethod
    def of_some_office(cls, rng: random.Random, *, workbook: bool) -> Habits:
        """Picks the ways of an office."""
        return cls(
            rng=rng,
            workbook=workbook,
            typed=workbook and rng.random() < 0.7,
            numbers=rng.choice(list(NUMBERS)),
            days=rng.choice(list(DAYS)),
            month=rng.choice(MONTHS),
            year=rng.choice(YEARS),
            missing=rng.choice(MISSING),
            decomposed=rng.random() < 0.15,
            yes=rng.choice([("Có", "Không"), ("có", "không"), ("1", "0"), ("✓", "Không")]),
        )

    def cell(self, truth: Truth, line: Line, column: Column) -> object:
        """What stands in the cell of a column."""
        if column.role is not Role.VALUE:
            return self._text(self._key(truth, line, column))
        value = line.values[column.key]
        if value is None:
            numeric = column.kind in (Kind.COUNT, Kind.DECIMAL)
            return self.missing if numeric else self.rng.choice(["", "-"])
        return self._value(column, value)

    def _key(self, truth: Truth, line: Line, column: Column) -> object:
        match column.role:
            case Role.ORDINAL:
                number = truth.lines.index(line) + 1
                return self.rng.choice([str(number), f"{number}.", f"{number:02d}"])
            case Role.PERIOD:
                return self.period(truth, column)
            case Role.COMMUNE_CODE:
                return line.commune.code if line.commune else ""
            case Role.COMMUNE_NAME:
                return self.commune(line)
            case Role.UNIT_NAME if line.village:
                return self.village(line.village)
            case Role.UNIT_CODE if not line.village:
                return line.code
            case Role.UNIT_NAME:
                return f"Đội hình {line.code}"
            case _:
                return ""

    def period(self, truth: Truth, column: Column | None = None) -> object:
        """The file's period as this office writes it."""
        if column is not None and column.kind not in (Kind.MONTH, Kind.YEAR):
            return column.example
        period = Period.parse(truth.period)
        if period.month and self.typed and self.rng.random() < 0.3:
            return date(period.year, period.month, 1)
        return self.month(period) if period.month else self.year(period)

    def month_in_words(self, truth: Truth) -> str:
        """The file's period in a title."""
        period = Period.parse(truth.period)
        return f"tháng {period.month} năm {period.year}" if period.month else f"năm {period.year}"

    def commune(self, line: Line) -> str:
        """A commune's or earlier unit's name, written with more or less care."""
        if line.commune is None:
            return ""
        if line.former:
            district = f"{line.former.district}"
            return self.rng.choice(
                [f"{line.former.full_name} ({district})", f"{line.former.full_name}, {district}"]
            )
        full, bare = line.commune.full_name, line.commune.name
        careful = [full, full, full, bare, full.upper(), bare.lower(), other_tone(full)]
        spaced = [f" {full} ", full.replace(" ", "  ", 1), full.replace(" ", NBSP, 1)]
        marked = [f"{full}*", f"{full} (1)", f"{full}¹", bare + ZERO_WIDTH]
        ways = [*careful, *spaced, *marked, f"UBND {full[0].lower()}{full[1:]}"]
        return self.rng.choice(ways)

    def village(self, name: str) -> str:
        """A village's name, written with more or less care."""
        return self.rng.choice([name, name, name.upper(), f"{name} ", other_tone(name), name + "*"])

    def _value(self, column: Column, value: object) -> object:
        match column.kind:
            case Kind.COUNT:
                return self.count(int(value))  # type: ignore[call-overload]
            case Kind.DECIMAL:
                return value if self.typed else str(value).replace(".", ",")
            case Kind.YES_NO:
                return self.yes[0] if value else self.yes[1]
            case Kind.DATE:
                return self.day(date.fromisoformat(str(value)))
            case Kind.CHOICE:
                return self._text(self.rng.choice([str(value), str(value).upper()]))
            case _:
                return self._text(value)

    def count(self, value: int) -> object:
        """A whole number."""
        if self.typed:
            return self.rng.choice([value, value, float(value)])
        mark = self.rng.choice(["*", " (1)", "²"]) if self.rng.random() < 0.02 else ""
        return NUMBERS[self.numbers](value) + mark

    def day(self, value: date) -> object:
        """A day."""
        if self.typed:
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as Excel has it
            return self.rng.choice([value, value, moment])
        return DAYS[self.days](value)

    def heading(self, column: Column) -> str:
        """A column's heading: its own, a synonym, without its note, in capitals, over two lines."""
        text = self.rng.choice([column.header] * 3 + list(column.synonyms))
        bare = re.sub(r"\s*\([^)]*\)", "", text)
        ways = [text] * 4 + [bare, text.upper(), f"{text} (*)", f"  {text}", f"{text}:"]
        text = self.rng.choice(ways)
        if self.workbook and self.rng.random() < 0.3:
            text = text.replace(" ", "\n", 1)
        return str(self._text(text))

    def _text(self, text: object) -> object:
        if isinstance(text, str) and self.decomposed:
            return unicodedata.normalize("NFD", text)
        return text


def other_tone(text: str) -> str:
    """The same words with the tone on the other vowel: Hòa and Hoà."""
    for one, other in (("òa", "oà"), ("ủy", "uỷ"), ("úy", "uý"), ("òe", "oè")):
        text = text.replace(one, other)
    return text
