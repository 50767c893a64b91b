"""The communes of the province, the units before the 2025 merger, and how names lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from lib.text import fold

MERGED_ON = date(2025, 7, 1)
"""The communes of today exist from this day (Nghị quyết 1681/NQ-UBTVQH15)."""


class Flag(StrEnum):
    """Why a commune has priority."""

    BORDER = "border"
    REMOTE = "remote"
    SPECIAL_DIFFICULTY = "special_difficulty"


@dataclass(frozen=True, kw_only=True)
class Commune:
    """A commune-level unit in force since 1/7/2025."""

    code: str
    name: str
    full_name: str
    area_km2: float
    population: int
    lon: float
    lat: float
    source: str


@dataclass(frozen=True, kw_only=True)
class FormerUnit:
    """A commune-level unit before 1/7/2025 and the commune it became part of."""

    old_code: str
    name: str
    full_name: str
    district: str
    commune_code: str
    also_written: tuple[str, ...] = ()
    """Other spellings of the name that lead here as surely."""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class PriorityFlag:
    """One reason for priority, with its grade (1 low to 3 high), legal basis and dates."""

    commune_code: str
    flag: Flag
    grade: int
    basis: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the flag is in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Found:
    """A name that leads to exactly one commune."""

    commune: Commune
    former: FormerUnit | None = None
    """The earlier unit that was named, when the name is not today's."""


@dataclass(frozen=True)
class Ambiguous:
    """A name that leads to several communes: a person has to choose."""

    communes: tuple[Commune, ...]


@dataclass(frozen=True)
class Unknown:
    """A name no register has."""


Resolution = Found | Ambiguous | Unknown

# Longest first: "thị trấn" must be tried before "thị".
_OFFICES = ("ubnd", "ủy ban nhân dân")
_KINDS = ("thị trấn", "thị xã", "phường", "thành phố", "xã", "p.", "x.", "tt.", "tt")


def bare_name(text: str) -> str:
    """``text`` folded and without its kind of unit: "UBND Xã  Chiềng Ân" gives "chiềng ân"."""
    name = fold(text)
    for office in _OFFICES:
        name = name.removeprefix(office + " ")
    for kind in _KINDS:
        if name.startswith(kind) and (kind.endswith(".") or name[len(kind) :].startswith(" ")):
            return name[len(kind) :].strip()
    return name


class Gazetteer:
    """All communes of today and before, found by code or by name."""

    def __init__(self, communes: Iterable[Commune], former: Iterable[FormerUnit]) -> None:
        self.communes: Mapping[str, Commune] = {c.code: c for c in communes}
        self.former: tuple[FormerUnit, ...] = tuple(former)

    def __len__(self) -> int:
        return len(self.communes)

    @cached_property
    def _today(self) -> dict[str, Commune]:
        return {bare_name(c.name): c for c in self.communes.values()}

    @cached_property
    def _before(self) -> dict[str, list[FormerUnit]]:
        names: dict[str, list[FormerUnit]] = defaultdict(list)
        for unit in self.former:
            for spelling in dict.fromkeys((unit.name, *unit.also_written)):
                names[bare_name(spelling)].append(unit)
        return names

    def former_of(self, code: str) -> tuple[FormerUnit, ...]:
        """The units that became the commune ``code``."""
        return tuple(u for u in self.former if u.commune_code == code)

    def by_code(self, text: str) -> Commune | None:
        """The commune with this code; a lost leading zero ("3646") is put back."""
        code = text.strip()
        return self.communes.get(code.zfill(5)) if code.isdigit() else None

    def resolve(self, text: str, *, district: str = "") -> Resolution:
        """The commune a name means, exactly after normalisation.

        Today's names win; then the units before the merger. A former name shared by units
        that went to different communes is ambiguous unless ``district`` tells them apart.
        """
        name, named_district = _split_district(text)
        if commune := self._today.get(bare_name(name)):
            return Found(commune)
        wanted = _bare_district(district or named_district)
        units = [
            u
            for u in self._before.get(bare_name(name), [])
            if not wanted or _bare_district(u.district) == wanted
        ]
        codes = {u.commune_code for u in units}
        if len(codes) == 1:
            return Found(self.communes[units[0].commune_code], former=units[0])
        if codes:
            return Ambiguous(tuple(self.communes[code] for code in sorted(codes)))
        return Unknown()

    def namesake(self, code: str, text: str) -> FormerUnit | None:
        """The unit that became part of the commune ``code`` and bore this very name before."""
        name = bare_name(_split_district(text)[0])
        mine = (u for u in self._before.get(name, ()) if u.commune_code == code)
        return next(mine, None)

    def names(self) -> Mapping[str, Commune]:
        """Every known name, today's and earlier, as people would see it suggested."""
        before = {u.full_name: self.communes[u.commune_code] for u in self.former}
        return before | {c.full_name: c for c in self.communes.values()}


def _split_district(text: str) -> tuple[str, str]:
    """ "Chiềng Chung (Mai Sơn)" and "Chiềng Chung, huyện Mai Sơn" give name and district."""
    for mark in ("(", ",", " - "):
        if mark in text:
            name, district = text.split(mark, 1)
            return name.strip(), district.strip(" )")
    return text, ""


def _bare_district(text: str) -> str:
    name = fold(text)
    for kind in ("huyện", "thị xã", "thành phố", "tp.", "h."):
        name = name.removeprefix(kind).strip()
    return name
