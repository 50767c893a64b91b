"""Codes for teams whose list has none: the one a team of that name has, or the next free one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from lib.domain.intake.rows.clean import Cleaned
from lib.domain.problems import Code, Problem, Severity
from lib.domain.templates import Role
from lib.text import fold

_OURS = re.compile(r"TN(\d\d)-(\d{1,4})")


def given_codes(
    cleaned: Cleaned, rows: pd.DataFrame, names: Sequence[str], *, known: Mapping[str, str]
) -> tuple[list[str], list[Problem]]:
    """A code for every row, and what is to be told; nothing where the list has codes.

    ``known``: names of the teams in force by period and code ("2027 TN27-001"). A team keeps its
    code as long as it keeps its name, in whatever order the list names them.
    """
    column = cleaned.reading.template.role(Role.UNIT_CODE)
    if column is None or column.key not in cleaned.reading.absent or not len(rows):
        return [], []
    free = _by_name(known)
    last = _last_numbers(known)
    codes = []
    for period, name in zip(rows["period"], names, strict=True):
        year = str(period)[2:4] or "00"
        held = free[str(period), fold(name)]
        if not held:
            last[year] += 1
        codes.append(held.pop(0) if held else f"TN{year}-{last[year]:03d}")
    if not rows["period"].astype(str).str[:4].str.isdecimal().all():
        return codes, []  # the year, which codes begin with, is still being asked
    told = Problem(
        code=Code.CODES_GIVEN,
        severity=Severity.NOTE,
        row=int(rows.index[0]),
        values={"count": len(codes), "first": codes[0], "last": codes[-1]},
    )
    return codes, [told]


def _by_name(known: Mapping[str, str]) -> defaultdict[tuple[str, str], list[str]]:
    """The codes of each name in a year, in their order."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(known):
        period, _, code = key.partition(" ")
        found[period, fold(known[key])].append(code)
    return found


def _last_numbers(known: Mapping[str, str]) -> defaultdict[str, int]:
    """The highest number that a code of ours has, by the last two digits of its year."""
    last: defaultdict[str, int] = defaultdict(int)
    for key in known:
        if found := _OURS.fullmatch(key.partition(" ")[2]):
            last[found[1]] = max(last[found[1]], int(found[2]))
    return last
