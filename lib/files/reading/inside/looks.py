"""What a number format makes of a number: "0.000" shows 2 as 2.000, "0.0,," millions as 4.5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lib.domain.intake.cells.raw import Displayed, Raw

_LONGEST = 255
"""No program lets a person write a longer format."""
_TOKEN = re.compile(
    r'"([^"]{0,100})"|\\(.)|[_*](.)|\[([^\]\[]{0,60})\]|([0#?]+)|(General|general)|([.,;%@/])|(.)',
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s?(-?\d{1,15}(?:\.\d{1,9})?)")
_DATES = frozenset("ymdhsaYMDHSAeEgGbB")
_NUMBER = re.compile(r"\d[\d.,]*")
_THOUSANDS = re.compile(r"\b(?:nghìn|ngàn|thousand|k)\b", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_TESTS = {
    "<": float.__lt__, ">": float.__gt__, "<=": float.__le__, ">=": float.__ge__,
    "=": float.__eq__, "<>": float.__ne__,
}  # fmt: skip


@dataclass(frozen=True)
class _Section:
    """One part of a format between semicolons."""

    condition: tuple[str, float] | None
    before: str
    after: str
    """Literal text around the digits."""
    whole: str
    decimals: str
    """Its placeholders for digits before and behind the point."""
    grouped: bool
    scale: int
    """For every trailing comma a thousand."""
    percent: bool
    plain: bool
    """Whether it shows the number as it is ("General")."""


@dataclass(frozen=True)
class Look:
    """How cells of one style show their numbers."""

    sections: tuple[_Section, ...] = ()

    @property
    def percent(self) -> bool:
        """Whether a hundredth is shown as 1%."""
        return any(s.percent for s in self.sections)

    @property
    def may_mislead(self) -> bool:
        """Whether it may show another number than the cell holds."""
        return any(map(_may_mislead, self.sections))

    def cell(self, raw: Raw) -> Raw:
        """The cell as it is to be read: per cent as text, and what shows another number."""
        if not isinstance(raw, int | float) or isinstance(raw, bool):
            return raw
        if self.percent:
            return as_percent(raw)
        text = self._shown(float(raw))
        if text is None:
            return raw
        if text.rstrip().endswith("%"):
            return text.strip().replace(".", ",")
        thousands = bool(raw) and _THOUSANDS.search(text) is not None
        return Displayed(raw, text.strip()) if thousands else displayed(raw, text)

    def _shown(self, number: float) -> str | None:
        if not abs(number) < 1e15:
            return None
        section, shown = self._section(number)
        if section is None or section.plain:
            return None
        return _written(section, shown)

    def _section(self, number: float) -> tuple[_Section | None, float]:
        """The section that holds for a number; negative ones of their own write no sign."""
        sections = self.sections[:3]
        for section in sections:
            if section.condition and _TESTS[section.condition[0]](number, section.condition[1]):
                return section, number
        free = [s for s in sections if not s.condition]
        if len(free) < len(sections):
            return (free[-1] if free else None), number
        if number < 0 and len(free) > 1:
            return free[1], abs(number)
        if number == 0 and len(free) > 2:
            return free[2], number
        return (free[0] if free else None), number


def displayed(held: float, text: str) -> Raw:
    """The number, as one that shows another where its cell misleads its reader."""
    return Displayed(held, text.strip()) if _misleads(held, text) else held


def as_percent(number: float) -> str:
    """A share as its cell shows it."""
    return f"{round(number * 100, 6):g}%".replace(".", ",")


@lru_cache(maxsize=500)
def look_of(code: str) -> Look:
    """The look that a format gives; a date, a fraction and the like show numbers as they are."""
    if len(code) > _LONGEST or not code.strip():
        return Look()
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token[7] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return Look(tuple(map(_section_of, parts)))


def _section_of(tokens: list[re.Match[str]]) -> _Section:
    condition, percent, plain = None, False, False
    before, after, pattern = "", "", ""
    for token in tokens:
        quoted, escaped, _, bracket, digits, general, sign, other = token.groups()
        literal = quoted or escaped or ""
        if bracket is not None:
            condition = _condition(bracket) or condition
            literal = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
        percent |= sign == "%"
        plain |= bool(general or sign in ("@", "/") or (other and other in _DATES))
        if sign == "%" or (other and other not in _DATES):
            literal = sign or other
        if digits or sign in (".", ","):
            # "0.0" dong": what stands between two groups of digits is taken as before the last.
            pattern, after = pattern + (digits or sign), ""
        elif pattern:
            after += literal
        else:
            before += literal
    return _made(pattern, condition, before, after=after, percent=percent, plain=plain)


def _made(
    pattern: str,
    condition: tuple[str, float] | None,
    before: str,
    *,
    after: str,
    percent: bool,
    plain: bool,
) -> _Section:
    whole, _, decimals = pattern.partition(".")
    bare = whole.rstrip(",")
    scale = len(whole) - len(bare) + len(decimals) - len(decimals.rstrip(","))
    return _Section(
        condition=condition,
        before=before,
        after=after,
        whole=bare.replace(",", ""),
        decimals=decimals.replace(",", "").replace(".", ""),
        grouped="," in bare,
        scale=scale,
        percent=percent,
        plain=plain or len(decimals) > 15 or "." in decimals,
    )


def _condition(bracket: str) -> tuple[str, float] | None:
    match = _CONDITION.fullmatch(bracket)
    return (match[1], float(match[2])) if match else None


def _may_mislead(section: _Section) -> bool:
    if section.plain:
        return False
    literal = section.before + section.after
    nothing = not section.whole and not section.decimals and not literal.strip()
    odd = any(c.isdigit() or c == "%" for c in literal) or _THOUSANDS.search(literal)
    return bool(section.scale or len(section.decimals) == 3 or odd or nothing)


def _written(section: _Section, number: float) -> str:
    """The number as this section writes it, the English way."""
    if not section.whole and not section.decimals:
        return section.before
    places = len(section.decimals)
    text = f"{number / 1000**section.scale:{',' if section.grouped else ''}.{places}f}"
    least = len(section.decimals.rstrip("#?"))
    whole, _, decimals = text.partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    return f"{section.before}{whole}{'.' if decimals else ''}{decimals}{section.after}"


def _misleads(held: float, text: str) -> bool:
    """Whether nobody, or only somebody who reads numbers another way, would see what is held."""
    found = _NUMBER.search(text.replace("\u00a0", "").replace(" ", ""))
    if not found:
        return bool(held) and not text.strip()
    number = found[0].rstrip(".,")
    if _GROUPED.fullmatch(number):
        return not _near(abs(held), float(re.sub("[.,]", "", number)), 0)
    return not any(_near(abs(held), value, places) for value, places in _readings(number))


def _readings(number: str) -> Iterator[tuple[float, int]]:
    """What a text of digits, points and commas may say, and with how many decimals."""
    for decimal, grouping in ((",", "."), (".", ",")):
        plain = number.replace(grouping, "")
        if plain.count(decimal) <= 1:
            whole, _, rest = plain.partition(decimal)
            yield float(f"{whole or '0'}.{rest or '0'}"), len(rest)


def _near(held: float, shown: float, places: int) -> bool:
    """Whether one is the other, rounded to so many decimals."""
    return abs(held - shown) <= 0.500001 * 0.1**places
