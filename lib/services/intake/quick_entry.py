"""Drives told in a few fields: a file of template 05, which takes the way of any file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lib.domain.access.permissions import Act, Person
from lib.domain.campaign.entering import Entry, impossible
from lib.domain.errors import NotAllowed
from lib.domain.figures.snapshot import DRIVES, TEAMS
from lib.domain.stages import DriveStage, TeamState
from lib.domain.templates import TEMPLATES
from lib.files.writing.export import table_workbook
from lib.services.installation import Installation
from lib.services.intake.overtaken import Overtaken
from lib.services.intake.preview import preview, receive
from lib.services.intake.previewed import Preview
from lib.services.intake.publishing import Published, publish
from lib.services.intake.village_register import register_rows
from lib.store.engine import asking
from lib.store.figures.figures import in_force
from lib.text import say_date, say_moment, words


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What may be chosen for one commune and year."""

    teams: dict[str, str]
    """Names by code; those assigned to the commune first."""
    villages: dict[str, str]
    households: dict[str, float]
    """Of the register, by village; those nobody counted are left out."""
    members: dict[str, int]
    """Of each team, as far as template 04 tells."""


def may_enter(who: Person, commune: str | None = None) -> bool:
    """Whether this person may tell of drives there."""
    return who.may(Act.ENTER_VOLUNTEERS, commune)


def entry_choices(installation: Installation, commune: str, season: str, *, who: Person) -> Offered:
    """Teams of the year that were not cancelled, and villages of the commune."""
    who.must(Act.ENTER_VOLUNTEERS, commune)
    with asking(installation.engine) as connection:
        rows = in_force(connection, TEAMS, periods={season})
        register = register_rows(connection)
    teams, members = [], {}
    for row in rows.to_dict("records"):
        if row.get("status") == TeamState.CANCELLED:
            continue
        if not pd.isna(size := row.get("members")):
            members[str(row["unit_key"])] = round(float(str(size)))
        assigned = row.get("assigned_communes")
        here = isinstance(assigned, str) and commune in assigned.split(";")
        teams.append((not here, str(row["unit_key"]), str(row["unit_name"])))
    mine = register[register["commune_code"] == commune] if not register.empty else register
    return Offered(
        teams={code: name for _, code, name in sorted(teams)},
        villages={str(r.unit_key): str(r.unit_name) for r in mine.itertuples()},
        households=_counted(mine),
        members=members,
    )


def _counted(register: pd.DataFrame) -> dict[str, float]:
    if register.empty or "households" not in register:
        return {}
    told = register.set_index("unit_key")["households"].dropna()
    return {str(code): float(count) for code, count in told.items()}


def looked_at(installation: Installation, entries: Sequence[Entry], *, who: Person) -> Preview:
    """What publishing the entries, all of one team, would meet and change. Writes nothing.

    Raises ``NotAllowed("quick_refused")`` for what cannot be: see ``impossible``.
    """
    for entry in entries:
        who.must(Act.ENTER_VOLUNTEERS, entry.commune)
    if not entries or impossible(entries, installation.today):
        raise NotAllowed("quick_refused")
    name = f"nhap-nhanh_{entries[0].commune}_{entries[0].first:%Y%m%d}.xlsx"
    note = words("vi")("planner_teams.entered", who=who.name, at=say_moment(installation.clock()))
    table = entry_sheet(entries)
    content = table_workbook(title=TEMPLATES[DRIVES].title, notes=[note], table=table)
    return preview(installation, receive(name, content, installation.settings), who=who)


def handed_in(
    installation: Installation, ready: Preview, commune: str, *, who: Person
) -> Published | Overtaken:
    """Publishes what was looked at."""
    who.must(Act.ENTER_VOLUNTEERS, commune)
    return publish(installation, ready, who=who)


def entry_sheet(entries: Sequence[Entry]) -> pd.DataFrame:
    """Each entry as one row of template 05 under its own headers."""
    headers = {c.key: c.header for c in TEMPLATES[DRIVES].columns}
    rows = [{headers[key]: value for key, value in _row(e).items()} for e in entries]
    return pd.DataFrame(rows, dtype=object)


def _row(entry: Entry) -> dict[str, str]:
    return {
        "drive_code": entry.code,
        "team_code": entry.team,
        "commune_code": entry.commune,
        "village_code": entry.village,
        "stage": DriveStage.HELD,
        "starts_on": say_date(entry.first),
        "ends_on": say_date(entry.last),
        "volunteers": _told(entry.volunteers),
        "volunteer_days": _told(entry.days),
        "guided_turns": _told(entry.turns),
        "people_guided": _told(entry.people),
        "households_helped": _told(entry.households),
        "with_digital_team": {True: "Có", False: "Không", None: ""}[entry.joint],
        "reason": entry.reason.strip(),
    }


def _told(value: int | None) -> str:
    return "" if value is None else str(value)
