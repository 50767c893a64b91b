"""The communes of the province, the units before the 2025 merger, and how names lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from lib.domain.codes import commune_code
from lib.domain.places.alike import Names
from lib.domain.places.place_names import Written, bare_district, written_name
from lib.text import tone_apart, without_accents


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


def bare_name(text: str) -> str:
    """``text`` folded, without numbering, footnote marks and its kind of unit.

    "2. UBND Xã  Chiềng Ân*" gives "chiềng ân".
    """
    return written_name(text).name


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
        return frozenset(bare_district(u.district) for u in self.former)

    @cached_property
    def _before_by_code(self) -> dict[str, FormerUnit]:
        return {u.old_code: u for u in self.former}

    @cached_property
    def stretch(self) -> tuple[str, str]:
        """The first and the last of the codes that units of the province have or had."""
        codes = {*self.communes, *self._before_by_code}
        return min(codes, default=""), max(codes, default="")

    def is_district(self, text: str) -> bool:
        """Whether this names a district that there was before the merger."""
        return self._district(bare_district(text)) in self._districts

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
        different communes is ambiguous unless ``district`` tells them apart. A name with its tone
        on another vowel, or without any accent, counts where it can only be one name.
        """
        return self._resolved(self._in_full(written_name(text)), district)

    def near(self, text: str) -> Found | None:
        """What an unknown name can only be, miswritten as it is; only ever proposed."""
        written = written_name(text)
        meant = self._names.meant(written.name)
        found = self._resolved(replace(written, name=meant), "") if meant else None
        return found if isinstance(found, Found) else None

    @cached_property
    def _names(self) -> Names:
        return Names({**self._today, **self._before})

    def _resolved(self, written: Written, district: str) -> Resolution:
        if (commune := self._today.get(written.name)) and not written.before:
            return Found(commune)
        units = self._units_of(written, district)
        codes = {u.commune_code for u in units}
        if len(codes) == 1:
            return Found(self.communes[units[0].commune_code], former=units[0])
        if codes:
            return Ambiguous(tuple(self.communes[code] for code in sorted(codes)))
        return Unknown()

    def maybe_former(self, text: str) -> FormerUnit | None:
        """The earlier unit that a name of today may mean as well, where a district stands by it.

        Since the merger there are no districts: who names one may speak of the unit before.
        """
        written = self._in_full(written_name(text))
        known = self._district(written.district) in self._districts
        if not known or written.before or written.today or written.name not in self._today:
            return None
        return next(iter(self._units_of(written, "")), None)

    @cached_property
    def _districts_by_letters(self) -> Mapping[str, str]:
        return {without_accents(d): d for d in self._districts}

    def _district(self, text: str) -> str:
        """A district as the register writes it, also where it came without its accents."""
        return self._districts_by_letters.get(text, text)

    def _units_of(self, written: Written, district: str) -> list[FormerUnit]:
        """The units before the merger that a name means, of the district that is named."""
        wanted = self._district(bare_district(district) or written.district)
        units = [
            u
            for u in self._before.get(written.name, [])
            if wanted not in self._districts or bare_district(u.district) == wanted
        ]
        # There were a town and a commune of Hát Lót.
        alike = [u for u in units if written_name(u.full_name).kind == written.kind]
        return alike or units

    def _in_full(self, written: Written) -> Written:
        """The name as a register writes it, where what was written can only mean this one."""
        name = written.name
        if name in self._today or name in self._before:
            return written
        meant = self._by_tone.get(tone_apart(name), ())
        if not meant and name == without_accents(name):
            meant = self._by_letters.get(name, ())
        return replace(written, name=meant[0]) if len(meant) == 1 else written

    @cached_property
    def _by_tone(self) -> dict[str, list[str]]:
        return _grouped(tone_apart, {**self._today, **self._before})

    @cached_property
    def _by_letters(self) -> dict[str, list[str]]:
        return _grouped(without_accents, {**self._today, **self._before})

    def namesake(self, code: str, text: str) -> FormerUnit | None:
        """The unit that became part of the commune ``code`` and bore this very name before."""
        written = self._in_full(written_name(text))
        same = () if written.today else self._before.get(written.name, ())
        mine = (u for u in same if u.commune_code == code)
        return next(mine, None)

    def names(self) -> list[tuple[str, Commune, FormerUnit | None]]:
        """Every known name with its commune, and the earlier unit that bore it."""
        today = [(c.full_name, c, None) for c in self.communes.values()]
        return [*today, *((u.full_name, self.communes[u.commune_code], u) for u in self.former)]


def _grouped(change: Callable[[str], str], names: Iterable[str]) -> dict[str, list[str]]:
    """The names that become the same by this change."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in names:
        grouped[change(name)].append(name)
    return grouped
