"""Step 1: the teams of the season, as they stand and as somebody corrects them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.domain.figures.snapshot import TEAMS
from lib.domain.planning.plan.remarks import remarks_on
from lib.domain.planning.question.faults import FaultCode
from lib.domain.planning.solver.arrays import board
from lib.services.planning.desk import outdated, with_figures_of_now
from lib.services.planning.entered_teams import (
    preview_teams,
    preview_without,
    team_columns,
    team_table,
    teams_of_last_year,
)
from lib.services.planning.instance_in_force import PROVINCE_SEAT
from lib.services.planning.screen_words import fault_lines, number, team_classes
from lib.ui.frame.safe import html, joined, show
from lib.ui.frame.tables import show_table
from lib.ui.planning.desk import WIDGET, Desk
from lib.ui.planning.drives import arranged
from lib.ui.planning.entering import editor_columns, from_file, offer, round_of_entering

_OF_TEAMS = (FaultCode.NO_TEAMS, FaultCode.EMPTY_WINDOW, FaultCode.TEAM_OUT_OF_REACH)
_LAST_YEAR = f"{WIDGET}last-year"


def step(desk: Desk) -> None:
    """Who can be sent: counts, kinds, the list to edit, and work arranged already."""
    say, instance = desk.page.say, desk.saved.instance
    _take_anew(desk)
    if instance.teams:
        told = say(
            "planner_teams.counts",
            teams=number(len(instance.teams), say),
            people=number(sum(t.size for t in instance.teams), say),
            stays=number(sum(t.stays for t in instance.teams), say),
        )
        show(html("<p class='bd-sentence'>{}</p>", told))
    _remarks(desk)
    if instance.teams:
        with st.expander(say("planner_teams.kinds"), expanded=len(instance.teams) <= 60):
            st.caption(say("planner_teams.kinds_help"))
            show_table(
                team_classes(instance, desk.params, desk.names, say=say),
                caption=say("planner_teams.kinds"),
                low=True,
            )
    arranged(desk)
    if desk.may:
        if instance.teams:
            _cancel(desk)
        _edit(desk)
        _file(desk)


def _take_anew(desk: Desk) -> None:
    """Figures or teams were published since: they are taken in when somebody says so."""
    say = desk.page.say
    if not outdated(desk.page.installation, desk.saved):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        show(html("<p class='bd-verdict warn'>{}</p>", say("planner.outdated")))
        if desk.may and st.button(say("planner.take_anew"), type="primary"):
            desk.do(
                lambda: with_figures_of_now(
                    desk.page.installation,
                    desk.saved,
                    who=desk.who,
                    note=say("planner_note.figures"),
                ),
                news=say("planner.taken_anew"),
            )


def _remarks(desk: Desk) -> None:
    say = desk.page.say
    found = [f for f in remarks_on(board(desk.saved.instance)) if f.code in _OF_TEAMS]
    if not desk.saved.instance.teams:
        season = desk.params.season
        show(html("<p class='bd-sentence'>{}</p>", say("planner_teams.none", season=season)))
        return
    lines = [html("<li>{}</li>", line) for line in fault_lines(found, say)]
    assumed = _assumed(desk)
    if assumed:
        told = say("planner_teams.assumed", count=len(assumed), base=desk.names[_default(desk)])
        lines.append(html("<li>{}</li>", told))
    there = {t.code for t in desk.saved.instance.teams}
    if mute := sorted(there & set(desk.built.unspoken)):
        told = say("planner_teams.unspoken", count=len(mute), names=", ".join(mute))
        lines.append(html("<li>{}</li>", told))
    if lines:
        show(html("<ul class='bd-notes'>{}</ul>", joined(lines)))


def _default(desk: Desk) -> str:
    return desk.params.default_base or PROVINCE_SEAT


def _assumed(desk: Desk) -> tuple[str, ...]:
    """Teams whose base nobody stated."""
    there = {t.code for t in desk.saved.instance.teams}
    return tuple(code for code in desk.built.assumed_bases if code in there)


def _cancel(desk: Desk) -> None:
    """A team that will not go after all; the others are planned again with few changes."""
    page, say = desk.page, desk.page.say
    names = {t.code: f"{t.code} · {t.name}" for t in desk.saved.instance.teams}
    with st.expander(say("planner_teams.cancel")):
        st.caption(say("planner_teams.cancel_help"))
        gone = st.selectbox(
            say("planner_teams.cancel_which"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=say("upload.choose"),
            key=f"{WIDGET}cancel-{round_of_entering()}",
        )
        if gone:
            year = int(desk.params.season)
            ready = preview_without(page.installation, [gone], year, who=desk.who)
            offer(desk, ready, what="teams", key="cancel")


def _edit(desk: Desk) -> None:
    """The list under the template's own headers; what is changed goes the way of a file."""
    page, say = desk.page, desk.page.say
    year = int(desk.params.season)
    with st.expander(say("planner_teams.edit"), expanded=not desk.saved.instance.teams):
        st.caption(say("planner_teams.edit_help"))
        table = team_table(page.installation, year)
        if table.empty:
            table = _from_elsewhere(desk, year, table)
        edited = st.data_editor(
            table,
            placeholder="",
            key=f"{WIDGET}teams-{page.version}-{len(table)}-{round_of_entering()}",
            hide_index=True,
            num_rows="dynamic",
            column_order=list(team_columns()),
            column_config=_columns(desk),
            height=min(420, 80 + 35 * max(3, len(table))),
        )
        if edited.equals(team_table(page.installation, year)) or edited.dropna(how="all").empty:
            st.caption(say("planner_teams.unchanged"))
            return
        offer(
            desk,
            preview_teams(page.installation, edited, year, who=desk.who),
            what="teams",
            key="edit",
        )


def _from_elsewhere(desk: Desk, year: int, empty: pd.DataFrame) -> pd.DataFrame:
    """Last year's teams as a beginning, when somebody asks for them."""
    say = desk.page.say
    before = teams_of_last_year(desk.page.installation, year)
    label = say("planner_teams.last_year", year=year - 1, count=len(before))
    if len(before) and st.button(label, key="plan-last-year"):
        st.session_state[_LAST_YEAR] = True
    return before if st.session_state.get(_LAST_YEAR) else empty


def _file(desk: Desk) -> None:
    """A file of template 04, with the same preview and the same button."""
    say = desk.page.say
    with st.expander(say("planner_teams.from_file")):
        from_file(desk, TEAMS, what="teams", label=say("planner_teams.file"))


def _columns(desk: Desk) -> dict[str, Any]:
    """As the template says, with the base chosen from the communes."""
    columns = team_columns()
    communes = sorted(c.full_name for c in desk.page.installation.gazetteer.communes.values())
    header = next(h for h, c in columns.items() if c.key == "base_commune")
    return editor_columns(columns) | {header: st.column_config.SelectboxColumn(options=communes)}
