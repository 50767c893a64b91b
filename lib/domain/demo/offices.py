"""What commune offices send: the summary (template 00) and the monthly report (template 03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.domain.demo.calendar import DUE_DAY, MONTHS
from lib.domain.demo.chance import Ints, stream
from lib.domain.demo.words import COURSE_SOURCE, POSTS, SUMMARY_NOTE
from lib.domain.periods import Period

_DEADLINE = date(2025, 7, 20)
"""Plans were to be issued before this day (letter of Sở KH&CN, July 2025)."""
_NEVER = 4
_SUMMER = range(7, 13)


@dataclass(frozen=True)
class Offices:
    """Plans by commune; all else one row a commune and one column a month."""

    plan_numbers: list[str]
    plan_days: list[date | None]
    desk_staff: Ints
    desk_turns: Ints
    files_online: Ints
    students: Ints
    registered: Ints
    completed: Ints
    confirmed: Ints
    officials: Ints
    ai_trained: Ints
    ai_informed: Ints
    publicity: Ints


def offices_of(communes: pd.DataFrame, adults: pd.Series, seed: int) -> Offices:
    """Everything the offices will report; ``adults`` by commune code."""
    rng = stream(seed, "offices")
    remote = communes["remoteness"].to_numpy(dtype=float)[:, None]
    people = communes["population"].to_numpy(dtype=float)[:, None]
    time = np.arange(MONTHS)[None, :]
    shape = (len(communes), MONTHS)
    turns = rng.poisson(people / 90 * (0.5 + 0.5 * np.minimum(1, time / 6)) * (1 - 0.4 * remote))
    ready = 1 / (1 + np.exp((3 + 8 * remote - time) / 2))
    registered = _rising(rng, adults.to_numpy(dtype=float)[:, None] * (0.45 - 0.3 * remote) * ready)
    officials = rng.integers(42, 78, (len(communes), 1))
    trained = _rising(rng, officials * (0.95 - 0.35 * remote) * ready, most=officials)
    return Offices(
        plan_numbers=[f"{n}/KH-UBND" for n in rng.integers(8, 140, len(communes))],
        plan_days=_plan_days(rng, communes),
        desk_staff=_desk_staff(rng, remote),
        desk_turns=turns,
        files_online=rng.binomial(turns, 0.35 + 0.4 * ready),
        students=rng.poisson(people / 350, (len(communes), 1)) + np.zeros(shape, dtype=np.int64),
        registered=registered,
        completed=np.floor(registered * 0.62 * ready).astype(np.int64),
        confirmed=np.floor(registered * 0.44 * ready).astype(np.int64),
        officials=officials + np.zeros(shape, dtype=np.int64),
        ai_trained=trained,
        ai_informed=np.floor(trained * 0.9).astype(np.int64),
        publicity=rng.poisson(7 - 4 * remote, shape),
    )


def _rising(rng: np.random.Generator, smooth: np.ndarray, *, most: Ints | None = None) -> Ints:
    """Whole cumulative numbers near a smooth rise, with months that bring more or less."""
    steps = np.diff(smooth, axis=1, prepend=0.0) * rng.gamma(4, 0.25, smooth.shape)
    whole: Ints = np.floor(np.cumsum(steps, axis=1)).astype(np.int64)
    return whole if most is None else np.minimum(whole, most)


def _plan_days(rng: np.random.Generator, communes: pd.DataFrame) -> list[date | None]:
    """Most issue in the days before the deadline, remote communes after it, a few never."""
    lag = communes["remoteness"].to_numpy(dtype=float) * 8 + rng.exponential(6, len(communes))
    days: list[date | None] = [_DEADLINE - timedelta(days=9 - int(d * 0.8)) for d in lag]
    for place in np.argsort(lag)[-_NEVER:]:
        days[int(place)] = None
    return days


def _desk_staff(rng: np.random.Generator, remote: np.ndarray) -> Ints:
    """Nearly every one-stop desk has somebody from the second autumn on."""
    start = np.floor(6 * remote * rng.random(remote.shape))
    staff = rng.integers(1, 4, remote.shape)
    found: Ints = np.where(np.arange(MONTHS)[None, :] >= start, staff, 0).astype(np.int64)
    return found


def commune_sheet(
    communes: pd.DataFrame, offices: Offices, period: Period, *, month: int
) -> pd.DataFrame:
    """Template 03 of one month for all communes; a plan is told once it is issued."""
    written = period.end.replace(day=DUE_DAY - 1)
    issued = [d if d and d <= written else None for d in offices.plan_days]
    students = offices.students[:, month] if period.month in _SUMMER else None
    return pd.DataFrame(
        {
            "period": period,
            "commune_code": communes.index,
            "commune_name": communes["name"].to_numpy(),
            "plan_number": [
                n if d else "" for n, d in zip(offices.plan_numbers, issued, strict=True)
            ],
            "plan_issued_on": issued,
            "plan_sent_on": [min(d + timedelta(days=1), written) if d else None for d in issued],
            "desk_staff": offices.desk_staff[:, month],
            "desk_turns": offices.desk_turns[:, month],
            "desk_files_online": offices.files_online[:, month],
            "summer_students": students,
            "course_registered": offices.registered[:, month],
            "course_completed": offices.completed[:, month],
            "skills_confirmed": offices.confirmed[:, month],
            "course_source": COURSE_SOURCE,
            "officials": offices.officials[:, month],
            "officials_ai_trained": offices.ai_trained[:, month],
            "officials_ai_informed": offices.ai_informed[:, month],
            "publicity": offices.publicity[:, month],
            "author_post": [POSTS[n % len(POSTS)] for n in range(len(communes))],
            "written_on": written,
        }
    )


def summary_sheet(
    communes: pd.DataFrame, villages: pd.DataFrame, month_rows: pd.DataFrame, *, period: Period
) -> pd.DataFrame:
    """Template 00: what the villages of each commune in ``communes`` add up to."""
    rows = month_rows.assign(
        villages=1,
        villages_with_ambassador=(month_rows["ambassadors"] > 0).astype(int),
        households=villages["households"],
    )
    names = ["villages", "villages_with_ambassador", "ambassadors", "households"]
    sums = rows.groupby("commune_code")[[*names, "households_guided"]].sum()
    return sums.loc[communes.index].assign(
        ordinal=range(1, len(communes) + 1),
        commune_name=communes["name"],
        period=period,
        note=SUMMARY_NOTE,
    )
