"""What the store is asked for a file that is taken in: before it is gone through, and beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.judging import Held, Known
from lib.domain.intake.resolving import KEYS, Resolved
from lib.domain.periods import Cadence, Period
from lib.domain.problems import Problem
from lib.domain.templates import Level
from lib.services.installation import Installation
from lib.services.intake.other_level import lasts, other_level
from lib.services.intake.remembered_answers import remembered
from lib.services.intake.store_problems import seen_before
from lib.services.intake.village_register import REGISTER, register_rows
from lib.store.engine import asking
from lib.store.figures.figures import in_force, keys_ever, keys_in_force, standing
from lib.store.history.closings import Closing, closed
from lib.store.history.uploads import data_version
from lib.store.intake.remembered_answers import Lesson

TEAMS = "04_doi_hinh_tinh_nguyen"
_IN_VILLAGES = (Level.VILLAGE, Level.DRIVE)
_BY_CODE = (Level.TEAM, Level.DRIVE)

Scope = tuple[str, str]
"""A period and a commune's code."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the store is asked before a file is gone through.

    No question stays open while it is: on SQLite nobody could write beside it, nor soon read.
    """

    version: str
    """Of the data."""
    remembered: Sequence[Lesson]
    given: Collection[str]
    """The codes of villages ever given, for a register."""
    teams: Collection[str]
    """The codes of the teams in force, for what names a team."""
    known: Known


def facts_for(installation: Installation, reading: Recognised, sender: str) -> Facts:
    """The facts for a file whose template is known; ``sender``: whose answers are remembered."""
    template = reading.template
    names_team = template.level is Level.DRIVE
    with asking(installation.engine) as connection:
        return Facts(
            version=data_version(connection),
            remembered=remembered(connection, sender, template.code),
            given=keys_ever(connection, REGISTER) if template.code == REGISTER else (),
            teams=keys_in_force(connection, TEAMS) if names_team else (),
            known=Known(
                registered=(
                    register_rows(connection) if template.level in _IN_VILLAGES else pd.DataFrame()
                ),
                units=keys_in_force(connection, template.code)
                if template.level in _BY_CODE
                else (),
                named_units=_named(connection) if template.level is Level.TEAM else {},
                teams=in_force(connection, TEAMS) if names_team else pd.DataFrame(),
            ),
        )


def _named(connection: Connection) -> dict[str, str]:
    """The names of the teams in force, by period and code."""
    rows = in_force(connection, TEAMS)
    told = zip(rows["period"], rows["unit_key"], rows["unit_name"], strict=True)
    return {f"{period} {key}": str(name) for period, key, name in told}


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What the store holds for the periods and communes of a file."""

    shut: Mapping[str, Closing]
    seen: Sequence[Problem]
    standing: Mapping[Scope, list[int]]
    held: Held


def beside_file(
    installation: Installation, sha256: str, resolved: Resolved, *, before: Facts
) -> Beside | None:
    """``None`` where something was published since the facts were asked for."""
    scopes = _scopes(resolved)
    with asking(installation.engine) as connection:
        if data_version(connection) != before.version:
            return None
        return Beside(
            shut={p: c for p, c in closed(connection).items() if p in {q for q, _ in scopes}},
            seen=seen_before(connection, sha256),
            standing=standing(connection, resolved.template.code, scopes),
            held=Held(
                current=_current(connection, resolved, scopes),
                earlier=_earlier(connection, resolved, scopes, registered=before.known.registered),
                other_level=other_level(connection, resolved, scopes),
                registered=_registered(connection, resolved, scopes),
                lasts=lasts(connection, resolved, scopes),
            ),
        )


def _scopes(resolved: Resolved) -> list[Scope]:
    return [(str(p), str(c)) for p, c in resolved.scopes]


def _registered(connection: Connection, resolved: Resolved, scopes: list[Scope]) -> pd.DataFrame:
    template = resolved.template
    if template.level is not Level.COMMUNE:
        return pd.DataFrame()
    return register_rows(connection, {c for _, c in scopes})


def _current(connection: Connection, resolved: Resolved, scopes: list[Scope]) -> pd.DataFrame:
    """What is in force for the periods and communes of the file."""
    return in_force(
        connection,
        resolved.template.code,
        periods={p for p, _ in scopes},
        communes={c for _, c in scopes},
    )


def _earlier(
    connection: Connection, resolved: Resolved, scopes: list[Scope], *, registered: pd.DataFrame
) -> pd.DataFrame:
    """What is in force for the period before each period of the file; of registers, the newest."""
    communes = {c for _, c in scopes}
    if resolved.template.code == REGISTER:
        years = {p for p, _ in scopes}
        known = registered.get("commune_code", pd.Series(dtype=object)).isin(communes)
        return registered[known & ~registered.get("period", pd.Series(dtype=object)).isin(years)]
    if resolved.template.cadence is Cadence.YEARLY:
        return pd.DataFrame(columns=KEYS)
    periods = {str(Period.parse(p).previous) for p, _ in scopes if p}
    return in_force(connection, resolved.template.code, periods=periods, communes=communes)
