"""Printed slips of the plan in force: what a commune is told, and what a team is told."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.access.permissions import Act, Person
from lib.domain.campaign.coming import Coming
from lib.domain.errors import NotAllowed
from lib.files.print.coming_slip import Slip, Slips, slips_pdf
from lib.services.installation import Installation, version_of_data
from lib.services.planning.told.coming import InForce, plan_ahead, plan_in_force
from lib.services.planning.told.coming_words import days_said, people_said, team_said, villages_said
from lib.services.wording.file_names import made_at
from lib.text import Words, say_number

_COMMUNE = (("team", 3.0), ("days", 1.8), ("people", 1.8), ("villages", 3.6), ("households", 1.0))
_TEAM = (("commune", 2.4), ("days", 1.8), ("villages", 4.2), ("households", 1.0))


def commune_slip(installation: Installation, commune: str, *, say: Words, who: Person) -> bytes:
    """Who comes to one commune. Raises ``NotAllowed`` while no plan in force lies ahead."""
    who.must(Act.SEE_FIGURES, commune)
    plan = plan_ahead(installation)
    if plan is None:
        raise NotAllowed("slip_no_plan")
    stays = plan.to(commune)
    rows = [
        (
            team_said(s), days_said(s), people_said(s, say), villages_said(s, say),
            say_number(s.households, language=say.language),
        )
        for s in stays
    ]  # fmt: skip
    slip = Slip(name=_place(installation, commune), facts=_facts(plan, stays, say), rows=rows)
    return _made(installation, plan, [slip], say=say, columns=_COMMUNE, signer="commune")


def team_slips(
    installation: Installation, season: str, *, teams: Sequence[str], say: Words, who: Person
) -> bytes:
    """A page for each of these teams; of none, for all that the plan in force sends out."""
    who.must(Act.SEE_PLANS)
    plan = plan_in_force(installation, season)
    if plan is None:
        raise NotAllowed("slip_no_plan")
    sent = dict.fromkeys(s.key.team for s in plan.stays.values())
    slips = [
        _team(installation, plan, team, say=say)
        for team in sorted(sent)
        if not teams or team in teams
    ]
    return _made(installation, plan, slips, say=say, columns=_TEAM, signer="team")


def _team(installation: Installation, plan: InForce, team: str, *, say: Words) -> Slip:
    mine = [s for s in plan.stays.values() if s.key.team == team]
    rows = [
        (
            _place(installation, s.key.commune), days_said(s), villages_said(s, say),
            say_number(s.households, language=say.language),
        )
        for s in mine
    ]  # fmt: skip
    return Slip(name=team_said(mine[0]), facts=_facts(plan, mine, say), rows=rows)


def _place(installation: Installation, code: str) -> str:
    known = installation.gazetteer.communes.get(code)
    return known.full_name if known else code


def _facts(plan: InForce, stays: Sequence[Coming], say: Words) -> list[str]:
    told = say("coming.plan", title=plan.title, version=plan.version)
    return [told] if stays else [told, say("coming.none")]


def _made(
    installation: Installation,
    plan: InForce,
    slips: Sequence[Slip],
    *,
    say: Words,
    columns: Sequence[tuple[str, float]],
    signer: str,
) -> bytes:
    return slips_pdf(
        Slips(
            language=say.language,
            title=say("slip.title", season=plan.season),
            author=say("app.title"),
            demo=say("app.demo") if installation.is_demo else "",
            made=made_at(installation, version_of_data(installation), say),
            columns=[say(f"coming_column.{name}") for name, _ in columns],
            widths=[width for _, width in columns],
            choices=[say("slip.confirms"), say("slip.other_day")],
            why=say("slip.why"),
            signers=[say("slip.signer_planner"), say(f"slip.signer_{signer}")],
            slips=slips,
        )
    )
