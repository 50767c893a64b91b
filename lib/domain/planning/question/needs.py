"""What is left to do in each commune: of this period's report, else of the last one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lib.domain.figures.snapshot import SUMMARY, VILLAGES, Snapshot
from lib.domain.periods import Period


@dataclass(frozen=True)
class Left:
    """Households not yet guided, and the period of the report that tells of them."""

    households: float
    period: Period


def needs_known(taken: Snapshot) -> dict[str, Left]:
    """By commune code; communes that never told of both figures are left out.

    A commune that is late does not vanish: within the year before, the newest report that tells
    holds, and its period goes with it.
    """
    found = _told_in(taken, taken.measures.index)
    late = set(taken.measures.index) - found.keys()
    for period, sent in taken.earlier.reports if taken.earlier else ():
        asked = late & _senders(sent)
        if asked and taken.earlier:
            found |= _told_in(taken.earlier.at(period), asked)
            late -= found.keys()
        if not late:
            break
    return found


def _senders(sent: Mapping[str, Collection[str]]) -> set[str]:
    return {code for sheet in (VILLAGES, SUMMARY) for code in sent.get(sheet, ())}


def _told_in(taken: Snapshot, asked: Collection[str]) -> dict[str, Left]:
    left = (taken["households"] - taken["households_guided"]).dropna()
    return {
        str(code): Left(float(number), taken.period)
        for code, number in left.items()
        if code in asked
    }


def month_written(month: str) -> str:
    """ "2027-05" as offices write it: 05/2027."""
    return Period.parse(month).written


def months_behind(month: str, now: str | None) -> int | None:
    """How many monthly reports a commune is behind; ``None`` where nobody says what is now."""
    if now is None:
        return None
    then, today = Period.parse(month), Period.parse(now)
    return 12 * (today.year - then.year) + today.month - then.month
