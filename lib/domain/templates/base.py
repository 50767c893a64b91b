"""What a template declares: its columns, keys, period and cross-checks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from lib.domain.access.permissions import Reporters
from lib.domain.periods import Cadence
from lib.domain.templates.feeds import Feeds
from lib.domain.templates.kinds import FIGURES, Kind
from lib.domain.templates.likely import (
    Lasting,
    NearPeriod,
    NotAhead,
    OwnUnit,
    PerDay,
    SinceBegun,
    Usual,
    WorkDays,
)
from lib.text import fold, kept_for_short


class Level(StrEnum):
    """What one row of a template stands for."""

    COMMUNE = "commune"
    VILLAGE = "village"
    TEAM = "team"
    DRIVE = "drive"
    TARGET = "target"
    TRIP = "trip"
    PERSON = "person"
    """Of the directory alone: no upload holds such rows."""


class Role(StrEnum):
    """What a column is for, beside holding a value."""

    VALUE = "value"
    PERIOD = "period"
    YEAR = "year"
    """The year of a period whose month or quarter stands in a column of its own."""
    COMMUNE_CODE = "commune_code"
    COMMUNE_NAME = "commune_name"
    DISTRICT = "district"
    """The district before the merger: tells earlier units of one name apart."""
    UNIT_CODE = "unit_code"
    UNIT_NAME = "unit_name"
    ORDINAL = "ordinal"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its exact header, other ways to write it, and what its cells hold."""

    key: str
    header: str
    kind: Kind = Kind.COUNT
    role: Role = Role.VALUE
    synonyms: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    stock: bool = False
    """Cumulative: a fall against the period before is worth a warning."""
    additive: bool = True
    """Whether rows of one commune may be added up."""
    unit: str = ""
    code: bool = False
    """A number of a document: dashes and signs nobody sees are no difference."""
    settled: bool = False
    """Once told it stays: another value than the one in force is worth a look."""
    offered: bool = True
    """Whether the blank template shows this column; others are only understood."""
    example: str = ""
    foreseen: bool = False
    """Foreseen, not counted: of "10–12" either end may be meant, and which is asked once."""
    since: date | None = None
    """The day the template gained it; sheets made before lack it, and are read all the same."""
    formerly: tuple[str, ...] = ()
    """Headers it had before; sheets that bear them are read, and their senders told once."""

    @cached_property
    def former_headings(self) -> frozenset[str]:
        """The headings it bore before, as headings are compared."""
        return frozenset(map(heading, self.formerly))

    @cached_property
    def headings(self) -> frozenset[str]:
        """All normalised headings under which this column is recognised."""
        named = (self.header, *self.synonyms, *self.formerly)
        written = tuple(w for text in named for w in _ways(text))
        if self.unit:
            written += tuple(f"{text} ({self.unit})" for text in written)
        without_notes = tuple(re.sub(r"\([^)]{0,200}\)", " ", text) for text in written)
        return frozenset(filter(None, (heading(text) for text in written + without_notes)))


def _ways(text: str) -> tuple[str, ...]:
    """A header and other ways to say what it counts: within the period, or since the beginning."""
    return (text, *(text.replace(a, b) for a, b in _SAME_TIMING if a in text))


_SAME_TIMING = (("trong kỳ", "trong tháng"), ("trong kỳ", "kỳ này"), ("trong kỳ", "tháng này"),
                ("(lũy kế)", "(cộng dồn)"))  # fmt: skip
REFERENCE = "Tham khảo"
"""A heading that starts so stands over last figures shown in grey: ours, and never read."""

_FOOTNOTES = re.compile(r"\(\s*[\d*]+\s*\)|[*¹²³⁴⁵⁶⁷⁸⁹]")
_LEADING_ZEROS = re.compile(r"\b0+(?=\d)")
_NOT_LETTERS = re.compile(r"[^\w>]+")


@kept_for_short(20_000)
def heading(text: str) -> str:
    """A heading for comparing: folded, without punctuation, dashes and footnote marks."""
    plain = _FOOTNOTES.sub(" ", fold(text)).replace("≥", ">").replace(">=", ">")
    return _LEADING_ZEROS.sub("", _NOT_LETTERS.sub(" ", plain)).strip()


@dataclass(frozen=True)
class AtMost:
    """In every row, ``lower`` must not exceed ``upper``."""

    lower: str
    upper: str


@dataclass(frozen=True)
class PartsOf:
    """In every row, the parts must add up to ``total`` (``exact``) or not exceed it."""

    total: str
    parts: tuple[str, ...]
    exact: bool = True


@dataclass(frozen=True)
class Within:
    """In every row, a known number lies from ``least`` to ``most``, both included."""

    key: str
    least: float
    most: float


@dataclass(frozen=True)
class NoShare:
    """In rows whose unit is %, a value of at most 1 is likely a share: 0,8 written for 80."""

    key: str
    unit: str


Check = AtMost | PartsOf | Within | NoShare


Likely = (
    AtMost
    | PartsOf
    | NearPeriod
    | SinceBegun
    | NotAhead
    | WorkDays
    | Lasting
    | PerDay
    | Usual
    | OwnUnit
)


@dataclass(frozen=True, kw_only=True)
class Template:
    """One kind of sheet an office sends."""

    code: str
    title: str
    purpose: str
    level: Level
    cadence: Cadence
    feeds: Feeds = Feeds.NOTHING
    """Which reports tell a period's figures: each number is a measure under its column's key."""
    reporters: Reporters = Reporters.COMMUNES
    stands_in_for: str = ""
    """Code of the template whose duty a report of this one fulfils as well."""
    owed: bool = True
    """Whether somebody is waited for and reminded; other sheets come when they come."""
    columns: tuple[Column, ...]
    checks: tuple[Check, ...] = ()
    likely: tuple[Likely, ...] = ()
    """What nearly always holds: a row that breaks it is told, never refused."""
    steady: tuple[str, ...] = ()
    """Columns that change little from one report to the next, without being cumulative."""
    headline: tuple[str, ...] = ()
    """Columns whose totals a preview tells in words."""
    period_from: str = ""
    """The date column whose year is the period, where no column names a period."""

    @property
    def asked_each_month(self) -> bool:
        """Whether a month's figures are told by a report for that month."""
        own = self.feeds in (Feeds.PERIOD, Feeds.UP_TO_PERIOD)
        return own and self.cadence is Cadence.MONTHLY

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """Columns by key."""
        return {c.key: c for c in self.columns}

    def role(self, role: Role) -> Column | None:
        """The column with this role, if the template has one."""
        return next((c for c in self.columns if c.role is role), None)

    @cached_property
    def offered(self) -> tuple[Column, ...]:
        """The columns of the blank template."""
        return tuple(c for c in self.columns if c.offered)

    @cached_property
    def values(self) -> tuple[Column, ...]:
        """The columns that hold values."""
        return tuple(c for c in self.columns if c.role is Role.VALUE)

    @cached_property
    def numbers(self) -> tuple[Column, ...]:
        """The value columns that hold numbers which may be added up."""
        return tuple(c for c in self.values if c.kind in FIGURES and c.additive)


ORDINAL = Column(
    key="ordinal",
    header="TT",
    kind=Kind.ORDINAL,
    role=Role.ORDINAL,
    offered=False,
    synonyms=("STT", "Số TT", "Số thứ tự"),
)
MONTH = Column(
    key="period",
    header="Kỳ báo cáo",
    kind=Kind.MONTH,
    role=Role.PERIOD,
    synonyms=("Kỳ", "Tháng", "Tháng báo cáo"),
    example="08/2026",
)
YEAR = Column(
    key="period_year",
    header="Năm",
    kind=Kind.YEAR,
    role=Role.YEAR,
    offered=False,
    synonyms=("Năm báo cáo",),
)
DISTRICT = Column(
    key="district",
    header="Huyện (trước sáp nhập)",
    kind=Kind.TEXT,
    role=Role.DISTRICT,
    offered=False,
    synonyms=("Huyện", "Huyện cũ", "Huyện, thị xã, thành phố", "Huyện/thành phố", "Tên huyện"),
)
COMMUNE_CODE = Column(
    key="commune_code",
    header="Mã xã",
    kind=Kind.TEXT,
    role=Role.COMMUNE_CODE,
    synonyms=("Mã đơn vị", "Mã ĐVHC"),
    example="04045",
)
COMMUNE_NAME = Column(
    key="commune_name",
    header="Tên xã/phường",
    kind=Kind.TEXT,
    role=Role.COMMUNE_NAME,
    required=True,
    synonyms=("Xã/phường", "Xã, phường", "Tên xã"),
    example="Xã Lóng Sập",
)
VILLAGE_CODE = Column(
    key="village_code",
    header="Mã thôn/bản",
    kind=Kind.TEXT,
    role=Role.UNIT_CODE,
    synonyms=("Mã thôn, bản", "Mã bản"),
    example="04045-007",
)
VILLAGE_NAME = Column(
    key="village_name",
    header="Tên thôn/bản",
    kind=Kind.TEXT,
    role=Role.UNIT_NAME,
    required=True,
    synonyms=("Tên thôn, bản", "Thôn, bản", "Tên bản"),
    example="Bản Pha Đón",
)
