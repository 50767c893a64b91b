"""One choice for map, weeks and table: a team or a commune, kept in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.domain.planning.plan.plan import Plan, Stay
from lib.services.planning.screen_words import teams_in
from lib.ui.frame.address import from_address, to_address
from lib.ui.planning.desk import Desk

CHOICE = "chon"
_TEAM, _COMMUNE = "doi.", "xa."
_CLICKED = "plan:clicked"


@dataclass(frozen=True)
class Chosen:
    """What somebody looks at; both empty for nothing."""

    team: str = ""
    commune: str = ""

    def holds(self, stay: Stay) -> bool:
        """Whether a stay is of it."""
        return bool(self.team or self.commune) and (
            stay.team == self.team or stay.commune == self.commune
        )

    def stays(self, plan: Plan) -> list[Stay]:
        """The stays of the team, or in the commune."""
        return [s for s in plan.stays if self.holds(s)]

    def place(self, plan: Plan) -> str | None:
        """The commune that the map shows."""
        return self.commune or next((s.commune for s in self.stays(plan)), None)


def choose(desk: Desk, plan: Plan) -> Chosen:
    """The box with all teams and communes; a click in the table chooses as well."""
    say, stays = desk.page.say, teams_in(plan)
    clicked = st.session_state.pop(_CLICKED, None)
    if clicked:
        st.session_state[CHOICE] = clicked
    teams = {
        _TEAM + t.code: say("planner_edit.team", code=t.code, name=t.name or t.code)
        for t in sorted(plan.instance.teams, key=lambda t: t.code)
    }
    communes = {
        _COMMUNE + c.code: say("planner_edit.commune", name=c.name, count=stays[c.code])
        for c in sorted(plan.instance.communes, key=lambda c: c.name)
    }
    labels = {"": say("planner_edit.nothing"), **teams, **communes}
    from_address(CHOICE, labels, "")
    given = str(
        st.selectbox(
            say("planner_edit.choose"),
            list(labels),
            format_func=labels.__getitem__,
            key=CHOICE,
            persist_state="session",
        )
    )
    to_address(CHOICE, given)
    if given.startswith(_TEAM):
        return Chosen(team=given.removeprefix(_TEAM))
    return Chosen(commune=given.removeprefix(_COMMUNE))


def pick_team(team: str) -> None:
    """Chooses a team at the next run, for the box is drawn already."""
    st.session_state[_CLICKED] = _TEAM + team
    st.rerun()


def pick_commune(code: str) -> None:
    """Chooses a commune at the next run."""
    st.session_state[_CLICKED] = _COMMUNE + code
    st.rerun()
