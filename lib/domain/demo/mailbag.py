"""The files of the demonstration, each with its sender and moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pandas as pd

from lib.domain.demo.activity import Activity, village_sheet, with_blanks
from lib.domain.demo.banking import banking_sheet, quarters
from lib.domain.demo.calendar import BOTH_SINCE, LATE, MISSING, ON_TIME, Habits, months, sent_at
from lib.domain.demo.drives import drives_of
from lib.domain.demo.goals import target_sheet
from lib.domain.demo.growth import Growth
from lib.domain.demo.hamlets import register_sheet
from lib.domain.demo.offices import Offices, commune_sheet, summary_sheet
from lib.domain.demo.priority import priority_sheet
from lib.domain.demo.sheets import sheet_bytes
from lib.domain.demo.teams import Summer, teams_of
from lib.domain.demo.words import FILE_PREFIX, OFFICE, STATE_BANK, YOUTH_UNION
from lib.domain.periods import Period
from lib.domain.stages import TeamState

REGISTERS = (date(2025, 7, 5), date(2026, 1, 10))
_SAYS_MORE = 1.03


@dataclass(frozen=True)
class DemoFile:
    """A made-up file as an office would have sent it. ``at`` is UTC."""

    name: str
    content: bytes
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Story:
    """Everything that happened in the made-up province."""

    communes: pd.DataFrame
    villages: pd.DataFrame
    habits: Habits
    growth: Growth
    activity: Activity
    offices: Offices
    seed: int

    @property
    def registered(self) -> pd.DataFrame:
        """The villages of communes that keep a register and report by village."""
        return self.villages[~self.villages["commune_code"].isin(self.habits.summary_only)]


def _file(
    template: str, label: str, rows: pd.DataFrame, *, at: datetime, who: str = OFFICE
) -> DemoFile:
    return DemoFile(f"{FILE_PREFIX}{label}.csv", sheet_bytes(template, rows), who, at)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(2), UTC)


def register_files(story: Story) -> Iterator[DemoFile]:
    """The registers of villages, published as soon as they were counted."""
    for counted_on in REGISTERS:
        rows = register_sheet(story.registered, counted_on, story.seed)
        label = f"01_danh_muc_thon_ban_{counted_on.year}"
        yield _file("01_danh_muc_thon_ban", label, rows, at=_morning(counted_on))


def priority_files(story: Story) -> Iterator[DemoFile]:
    """The priority areas of 2026."""
    rows = priority_sheet(story.communes, story.villages, 2026)
    yield _file(
        "07_dia_ban_uu_tien", "07_dia_ban_uu_tien_2026", rows, at=_morning(date(2026, 1, 12))
    )


def target_files(year: int) -> Iterator[DemoFile]:
    """The made-up targets of a year."""
    rows, at = target_sheet(year), _morning(date(year, 1, 12))
    yield _file("06_chi_tieu", f"06_chi_tieu_{year}", rows, at=at)


def banking_files(story: Story, count: int) -> Iterator[DemoFile]:
    """What the State Bank tells of every quarter, two days after its end."""
    for quarter in quarters(months(count)[-1]):
        rows = banking_sheet(story.communes, quarter, story.seed)
        at = _morning(quarter.end + timedelta(days=2))
        label = f"08_ngan_hang_{quarter}"
        yield _file("08_ngan_hang_quy", label, rows, at=at, who=STATE_BANK)


def month_files(story: Story, count: int) -> Iterator[DemoFile]:
    """For every month the files of the communes on time, then of those a week late."""
    for month, period in enumerate(months(count)):
        everywhere = village_sheet(
            story.villages, story.growth, story.activity, period=period, month=month
        )
        yield from _summaries(story, everywhere, period, month=month)
        for status in (ON_TIME, LATE):
            yield from _wave(story, everywhere, period, month=month, status=status)


def _wave(
    story: Story, everywhere: pd.DataFrame, period: Period, *, month: int, status: int
) -> Iterator[DemoFile]:
    habits = story.habits
    codes = habits.status.index[habits.status[month] == status]
    offices = commune_sheet(story.communes, story.offices, period, month=month)
    reporting = everywhere["commune_code"].isin(codes.difference(habits.summary_only))
    label = f"{period}_dot_{status + 1}"
    sheets = (
        ("02_bao_cao_thang_thon_ban", "02_bao_cao_thang", everywhere[reporting]),
        ("03_bao_cao_thang_xa", "03_bao_cao_xa", offices[offices["commune_code"].isin(codes)]),
    )
    for minute, (template, name, rows) in enumerate(sheets, 1):
        if len(rows):
            told = with_blanks(rows, habits) if minute == 1 else rows
            at = sent_at(period, status, minute=minute * 20)
            yield _file(template, f"{name}_{label}", told, at=at)


def _summaries(
    story: Story, everywhere: pd.DataFrame, period: Period, *, month: int
) -> Iterator[DemoFile]:
    """Communes without village reports; lately also two that send both and say more."""
    habits = story.habits
    senders = [c for c in habits.summary_only if habits.status.at[c, month] != MISSING]
    senders += habits.both if month >= BOTH_SINCE else ()
    if not senders:
        return
    chosen = story.communes.loc[senders]
    rows = summary_sheet(chosen, story.villages, everywhere, period=period)
    more = (rows["households_guided"] * _SAYS_MORE).astype(int).clip(upper=rows["households"])
    rows = rows.assign(
        households_guided=rows["households_guided"].where(~rows.index.isin(habits.both), more)
    )
    yield _file("00_tong_hop_xa", f"00_tong_hop_xa_{period}", rows, at=sent_at(period, ON_TIME))


def summer_files(story: Story, summer: Summer) -> Iterator[DemoFile]:
    """Teams as approved and as they ended; drives as planned and, month by month, as done."""
    teams = teams_of(story.communes, summer, story.seed)
    planned, actual = drives_of(teams, story.registered, summer, seed=story.seed)
    year, start = summer.year, summer.first_day
    sheets = [
        (
            "04_doi_hinh_tinh_nguyen",
            "04_doi_hinh_dau_he",
            teams.assign(status=TeamState.APPROVED),
            start,
        ),
        ("05_dot_ra_quan", "05_ke_hoach_ra_quan", planned, start),
        ("04_doi_hinh_tinh_nguyen", "04_doi_hinh_cuoi_he", teams, date(year, 9, 5)),
    ]
    ended = pd.Series([d.month for d in actual["ends_on"]], index=actual.index)
    for month, rows in actual.groupby(ended):
        told_on = date(year, int(month) + 1, 2)
        sheets.append(("05_dot_ra_quan", f"05_ra_quan_thang_{month}", rows, told_on))
    for template, label, rows, day in sheets:
        yield _file(template, f"{label}_{year}", rows, at=_morning(day), who=YOUTH_UNION)
