"""The communes of the province, the units before the 2025 merger, and how names lead to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from lib.domain.codes import commune_code
from lib.domain.names import plain_name
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

_OFFICES = ("ubnd", "ủy ban nhân dân")
_KINDS = ("thị trấn", "phường", "xã", "p.", "x.", "ph.", "tt.", "tt")
_TOWNS = ("thị trấn", "tt.", "tt")
"""There are no towns since the merger: whoever writes "thị trấn" means the unit before it."""
_FORMER = re.compile(r"(?<!\s)\s*+\((?:tên )?(?:cũ|trước (?:sáp nhập|sắp xếp|0?1/0?7/2025))\)$")
_OF_TODAY = re.compile(r"(?<!\s)\s*+\((?:tên )?(?:mới|sau (?:sáp nhập|sắp xếp|0?1/0?7/2025))\)$")


def bare_name(text: str) -> str:
    """``text`` folded, without numbering, footnote marks and its kind of unit.

    "2. UBND Xã  Chiềng Ân*" gives "chiềng ân".
    """
    return _kind_and_name(text)[1]


def _kind_and_name(text: str) -> tuple[str, str]:
    name = plain_name(text)
    for office in _OFFICES:
        name = name.removeprefix(office).lstrip(" :")
    for kind in _KINDS:
        if name.startswith(kind) and (kind.endswith(".") or name[len(kind) :].startswith(" ")):
            return kind, name[len(kind) :].strip()
    return "", name


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

    @cached_property
    def _districts(self) -> frozenset[str]:
        return frozenset(_bare_district(u.district) for u in self.former)

    @cached_property
    def _before_by_code(self) -> dict[str, FormerUnit]:
        return {u.old_code: u for u in self.former}

    def former_by_code(self, text: str) -> FormerUnit | None:
        """The unit before the merger with this code."""
        return self._before_by_code.get(commune_code(text))

    def former_of(self, code: str) -> tuple[FormerUnit, ...]:
        """The units that became the commune ``code``."""
        return tuple(u for u in self.former if u.commune_code == code)

    def by_code(self, text: str) -> Commune | None:
        """The commune with this code; a lost leading zero ("3646") is put back."""
        return self.communes.get(text) or self.communes.get(commune_code(text))

    def resolve(self, text: str, *, district: str = "") -> Resolution:
        """The commune a name means, exactly after normalisation.

        Today's names win, unless the name itself says that it is the one before the merger: a
        town, or "(cũ)". Then the units before. A former name shared by units that went to
        different communes is ambiguous unless ``district`` tells them apart.
        """
        plain = plain_name(text)
        written = _OF_TODAY.sub("", _FORMER.sub("", plain))
        name, named_district = _split_district(written)
        kind, bare = _kind_and_name(name)
        old = kind in _TOWNS or bool(_FORMER.search(plain))
        if (commune := self._today.get(bare)) and not old:
            return Found(commune)
        wanted = _bare_district(district or named_district)
        units = [
            u
            for u in self._before.get(bare, [])
            if wanted not in self._districts or _bare_district(u.district) == wanted
        ]
        kinds = _TOWNS if old and kind in _TOWNS else (kind,)
        # There were a town and a commune of Hát Lót.
        units = [u for u in units if _kind_and_name(u.full_name)[0] in kinds] or units
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

    def names(self) -> list[tuple[str, Commune, FormerUnit | None]]:
        """Every known name with its commune, and the earlier unit that bore it."""
        today = [(c.full_name, c, None) for c in self.communes.values()]
        return [*today, *((u.full_name, self.communes[u.commune_code], u) for u in self.former)]


def _split_district(text: str) -> tuple[str, str]:
    """ "Chiềng Chung (Mai Sơn)" and "Chiềng Chung, huyện Mai Sơn" give name and district."""
    for mark in ("(", ",", " - "):
        if mark in text:
            name, district = text.split(mark, 1)
            return name.strip(), district.strip(" )")
    return text, ""


def _bare_district(text: str) -> str:
    name = fold(text)
    for kind in ("huyện", "thị xã", "thành phố", "tp.", "tx.", "tp", "tx", "h."):
        name = name.removeprefix(kind).strip()
    return name.removesuffix(" cũ").strip(" ()")
