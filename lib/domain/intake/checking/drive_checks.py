"""Drives beside the list of teams, and codes that people take for one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from lib.domain.codes import same_code
from lib.domain.intake.resolving import Resolved
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.problems import Code, Problem, Severity, first_of
from lib.domain.templates import Level, Role
from lib.text import say_date, say_number
from lib.text.formats import day_of

_GROUPS = re.compile(r"[^\W\d_]+|\d+")
_TEAM_YEARS = "period"


def beside_teams(cleaned: Cleaned, resolved: Resolved, teams: pd.DataFrame) -> list[Problem]:
    """Drives of teams that the year's list does not have, outside their days, or of more people.

    Of a year without any list of teams nothing is said.
    """
    rows = resolved.rows
    if resolved.template.level is not Level.DRIVE or teams.empty or "team_code" not in rows:
        return []
    return list(first_of(_beside(cleaned, rows, teams)))


def _beside(cleaned: Cleaned, rows: pd.DataFrame, teams: pd.DataFrame) -> Iterator[Problem]:
    listed = {*teams[_TEAM_YEARS]}
    by_code = {(t[_TEAM_YEARS], t["unit_key"]): t for t in teams.to_dict("records")}
    for number, row in zip(rows.index, rows.to_dict("records"), strict=True):
        code, year = row["team_code"], row["period"]
        if not isinstance(code, str) or year not in listed:
            continue
        team = by_code.get((year, code))
        if team is None:
            yield _told(
                cleaned, int(number), "team_code", code=Code.UNKNOWN_TEAM, given=code, team=code
            )
            continue
        first, last = team.get("starts_on"), team.get("ends_on")
        for key in ("starts_on", "ends_on"):
            day = row.get(key)
            if not (isinstance(day, str) and isinstance(first, str) and isinstance(last, str)):
                continue
            if not first <= day <= last:
                said = {"first": say_date(day_of(first)), "last": say_date(day_of(last))}
                given = say_date(day_of(day))
                yield _told(
                    cleaned,
                    int(number),
                    key,
                    code=Code.OUTSIDE_TEAM,
                    given=given,
                    team=code,
                    **said,
                )
        people, members = row.get("volunteers", pd.NA), team.get("members", pd.NA)
        if not pd.isna(people) and not pd.isna(members) and people > members:
            given, most = say_number(float(people)), say_number(float(members))
            yield _told(
                cleaned,
                int(number),
                "volunteers",
                code=Code.ABOVE_TEAM,
                given=given,
                team=code,
                limit=most,
            )


def alike_codes(cleaned: Cleaned, resolved: Resolved, known: Iterable[str]) -> list[Problem]:
    """Codes of teams and drives that differ from another only in dashes, slashes or zeros."""
    if resolved.template.level not in (Level.TEAM, Level.DRIVE):
        return []
    column = resolved.template.role(Role.UNIT_CODE)
    seen: dict[str, str] = {}
    for code in sorted({key.partition(":")[0] for key in known}):
        seen.update(dict.fromkeys(_looks(code), code))
    problems = []
    for number, key in resolved.rows["unit_key"].items():
        code = str(key).partition(":")[0]
        other = _alike(code, seen)
        if other and column:
            row = int(str(number))
            problems.append(
                _told(cleaned, row, column.key, code=Code.CODE_ALIKE, given=code, other=other)
            )
        for look in _looks(code):
            seen.setdefault(look, code)
    return list(first_of(problems))


def _alike(code: str, seen: dict[str, str]) -> str:
    plain, run = _looks(code)
    for look in dict.fromkeys((plain, run)):
        other = seen.get(look, code)
        # Of two in groups only the groups themselves tell: DR1-12 is not DR11-2.
        if other != code and (look == plain or _looks(other)[0] == run):
            return other
    return ""


def _looks(code: str) -> tuple[str, str]:
    """What a code shares with those that people take for it.

    A number written in one run is like the same one in groups; two that are both in groups, as
    DR1-12 and DR11-2, are not alike.
    """
    groups = _GROUPS.findall(same_code(code))
    return ("-".join(group.lstrip("0") or "0" for group in groups), _run(groups))


def _run(groups: list[str]) -> str:
    """The same groups of figures as one number."""
    joined = "".join(g for g in groups if g.isdecimal())
    letters = "".join(g for g in groups if not g.isdecimal())
    return f"{letters}-{joined.lstrip('0') or '0'}"


def _told(
    cleaned: Cleaned, row: int, key: str, *, code: Code, given: str, **values: object
) -> Problem:
    return Problem(
        code=code,
        severity=Severity.WARN,
        row=row,
        column=cleaned.reading.letters(key),
        header=cleaned.reading.template.by_key[key].header,
        given=given,
        values=values,
    )
