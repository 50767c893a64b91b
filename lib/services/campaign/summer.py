"""The summer campaign: its plan, its reports, and what follows from both."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.domain.access.permissions import Act, Person
from lib.domain.campaign.stays import PlannedStay, planned_stays
from lib.domain.campaign.unvisited import Untouched, untouched
from lib.domain.campaign.visits import visits_from, visits_of
from lib.domain.campaign.weeks import Campaign, span_of
from lib.domain.errors import NotAllowed
from lib.domain.figures.snapshot import DRIVES, TEAMS
from lib.domain.planning.question.building import DOUBTFUL_POINTS
from lib.domain.planning.question.instance import Commune, Rules
from lib.domain.stages import DriveStage
from lib.services.caching.answers import cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.installation import Installation
from lib.services.intake.village_register import register_rows
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.versions import published_plan
from lib.store.engine import asking
from lib.store.figures.figures import in_force
from lib.store.planning.plans import plans_in_force, publications


@dataclass(frozen=True, kw_only=True)
class TeamFacts:
    """What template 04 tells of a team."""

    name: str
    size: int | None
    status: str


@dataclass(frozen=True, kw_only=True)
class Summer:
    """One season, whole."""

    season: str
    campaign: Campaign | None
    """``None`` while there is neither plan nor report."""
    plan: SavedPlan | None
    """The plan in force; where none is, the planned drives of template 05 stand for it."""
    stays: tuple[PlannedStay, ...]
    """Of the plan in force."""
    teams: Mapping[str, TeamFacts]
    untouched: tuple[Untouched, ...]
    villages: int
    """Villages of the register."""
    unnamed: int
    """Drives done, of any year, that name no village."""
    village_names: Mapping[str, str]

    def team_name(self, code: str) -> str:
        """A team by name and code."""
        facts = self.teams.get(code)
        return f"{facts.name} ({code})" if facts and facts.name else code


def seasons(installation: Installation, *, who: Person) -> list[str]:
    """Years with a team, a drive or a plan in force, and the running one; the newest first."""
    who.must(Act.SEE_PLANS)
    with asking(installation.engine) as connection:
        rows = [in_force(connection, t) for t in (DRIVES, TEAMS)]
        planned = {season for season, plan in plans_in_force(connection).items() if plan}
    told = planned | {str(p) for r in rows if not r.empty for p in r["period"].unique()}
    return sorted(told | {str(installation.today.year)}, reverse=True)


def summer_of(installation: Installation, season: str, *, who: Person) -> Summer:
    """Everything about the campaign of one year. Shared: never change it."""
    return summer(Viewer(installation, who), season)


def _with_its_plan(viewer: Viewer, season: str) -> Hashable:
    """Plans come and go without the data changing."""
    with asking(viewer.installation.engine) as connection:
        told = publications(connection, season)
    return viewer.version, told[0].plan_id if told else None


@cached("summer", Everybody(Act.SEE_PLANS), most=12, version=_with_its_plan)
def summer(viewer: Viewer, season: str) -> Summer:
    """Everything about the campaign of one year."""
    if viewer.who is None:
        raise NotAllowed("denied")
    return _summer(viewer.installation, season, viewer.who)


def _summer(installation: Installation, season: str, who: Person) -> Summer:
    with asking(installation.engine) as connection:
        drives = in_force(connection, DRIVES)
        teams = in_force(connection, TEAMS, periods={season})
        register = register_rows(connection)
    mine = drives[drives["period"] == season] if not drives.empty else drives
    plan = published_plan(installation, season, who=who)
    first_day = date.fromisoformat(plan.params["first_day"]) if plan else None
    stays = planned_stays(plan.document, first_day) if plan and first_day else ()
    ever = visits_from(drives, DriveStage.HELD)
    return Summer(
        season=season,
        campaign=_campaign(plan, stays, mine),
        plan=plan,
        stays=stays,
        teams=_teams(teams),
        untouched=untouched(register, {v.village for v in ever}),
        villages=len(register),
        unnamed=sum(not v.village for v in ever),
        village_names={} if register.empty else dict(
            zip(register["unit_key"], register["unit_name"], strict=True)
        ),
    )  # fmt: skip


def _campaign(
    plan: SavedPlan | None, stays: tuple[PlannedStay, ...], drives: pd.DataFrame
) -> Campaign | None:
    done = visits_from(drives, DriveStage.HELD)
    planned = visits_of(stays) if plan else visits_from(drives, DriveStage.PLANNED)
    rules = plan.instance.rules if plan else Rules()
    if plan:
        first, weeks = date.fromisoformat(plan.params["first_day"]), rules.weeks
    elif span := span_of((*planned, *done)):
        first, weeks = span
    else:
        return None
    return Campaign(
        first_day=first, weeks=weeks, planned=planned, done=done, host_limit=rules.host_limit
    )


def _teams(rows: pd.DataFrame) -> dict[str, TeamFacts]:
    if rows.empty:
        return {}
    return {
        str(r["unit_key"]): TeamFacts(
            name=str(r["unit_name"]),
            size=None if pd.isna(r.get("members")) else round(float(r["members"])),
            status=r["status"] if isinstance(r.get("status"), str) else "",
        )
        for r in rows.to_dict("records")
    }


def places(installation: Installation) -> dict[str, Commune]:
    """The communes with their published points, those known to be off marked."""
    return {
        c.code: Commune(
            code=c.code,
            name=c.full_name,
            need=None,
            lon=c.lon,
            lat=c.lat,
            point_doubtful=c.name in DOUBTFUL_POINTS,
        )
        for c in installation.gazetteer.communes.values()
    }


def stations(summer: Summer, week: int) -> list[tuple[str, str]]:
    """Where teams are in the week: as reported, else as planned; (team, commune)."""
    if summer.campaign is None:
        return []
    told = {(v.team, v.commune) for v in summer.campaign.in_week(summer.campaign.done, week)}
    heard = {team for team, _ in told}
    plans = summer.campaign.in_week(summer.campaign.planned, week)
    return sorted(told | {(v.team, v.commune) for v in plans if v.team not in heard})
