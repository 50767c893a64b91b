"""Step 1: the teams of the season, as they stand and as somebody corrects them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.domain.cells import Kind
from lib.domain.errors import AppError
from lib.domain.planning.board import board
from lib.domain.planning.faults import FaultCode
from lib.domain.planning.remarks import remarks_on
from lib.domain.problems import Severity
from lib.services.intake import Preview, Published, publish
from lib.services.plan_desk import outdated, with_figures_of_now
from lib.services.plan_teams import (
    preview_team_file,
    preview_teams,
    team_columns,
    team_table,
    teams_of_last_year,
)
from lib.services.plan_told import fault_lines, number, team_classes
from lib.services.planning import PROVINCE_SEAT
from lib.ui.nav import page as page_of
from lib.ui.planner.desk import WIDGET, Desk
from lib.ui.problems import problems
from lib.ui.safe import html, joined, refusal, show
from lib.ui.tables import show_table
from lib.ui.upload import changes

_OF_TEAMS = (FaultCode.NO_TEAMS, FaultCode.EMPTY_WINDOW, FaultCode.TEAM_OUT_OF_REACH)
_LAST_YEAR = f"{WIDGET}last-year"
_ROUND = "plan:teams-round"


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
                team_classes(instance, desk.names, say),
                caption=say("planner_teams.kinds"),
                low=True,
            )
    _drives(desk)
    if desk.may:
        _edit(desk)
        _file(desk)


def _take_anew(desk: Desk) -> None:
    """Figures or teams were published since: they are taken in when somebody says so."""
    say = desk.page.say
    if not outdated(desk.page.house, desk.saved):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        show(html("<p class='bd-verdict warn'>{}</p>", say("planner.outdated")))
        if desk.may and st.button(say("planner.take_anew"), type="primary"):
            desk.do(
                lambda: with_figures_of_now(
                    desk.page.house, desk.saved, who=desk.who, note=say("planner_note.figures")
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
    if lines:
        show(html("<ul class='bd-notes'>{}</ul>", joined(lines)))


def _default(desk: Desk) -> str:
    return desk.params.default_base or PROVINCE_SEAT


def _assumed(desk: Desk) -> tuple[str, ...]:
    """Teams whose base nobody stated."""
    there = {t.code for t in desk.saved.instance.teams}
    return tuple(code for code in desk.built.assumed_bases if code in there)


def _drives(desk: Desk) -> None:
    say, drives = desk.page.say, desk.saved.instance.drives
    if not drives:
        show(html("<p class='bd-quiet'>{}</p>", say("planner_teams.no_drives")))
        return
    with st.expander(say("planner_teams.drives", count=len(drives))):
        st.caption(say("planner_teams.drives_help"))
        table = pd.DataFrame(
            {
                say("planner_stay.commune"): [desk.names[d.commune] for d in drives],
                say("planner_stay.when"): [f"{d.from_week}–{d.to_week}" for d in drives],
                say("planner_teams.count"): [d.teams for d in drives],
                say("planner_stay.households"): [d.households for d in drives],
            }
        )
        st.dataframe(table, hide_index=True)


def _edit(desk: Desk) -> None:
    """The list under the template's own headers; what is changed goes the way of a file."""
    page, say = desk.page, desk.page.say
    year = int(desk.params.season)
    with st.expander(say("planner_teams.edit"), expanded=not desk.saved.instance.teams):
        st.caption(say("planner_teams.edit_help"))
        table = team_table(page.house, year)
        if table.empty:
            table = _from_elsewhere(desk, year, table)
        edited = st.data_editor(
            table,
            key=f"{WIDGET}teams-{page.version}-{len(table)}-{st.session_state.get(_ROUND, 0)}",
            hide_index=True,
            num_rows="dynamic",
            column_order=list(team_columns()),
            column_config=_columns(desk),
            height=min(420, 80 + 35 * max(3, len(table))),
        )
        if edited.equals(team_table(page.house, year)) or edited.dropna(how="all").empty:
            st.caption(say("planner_teams.unchanged"))
            return
        _publish(desk, preview_teams(page.house, edited, year, who=desk.who))


def _from_elsewhere(desk: Desk, year: int, empty: pd.DataFrame) -> pd.DataFrame:
    """Last year's teams as a beginning, when somebody asks for them."""
    say = desk.page.say
    before = teams_of_last_year(desk.page.house, year)
    label = say("planner_teams.last_year", year=year - 1, count=len(before))
    if len(before) and st.button(label, key="plan-last-year"):
        st.session_state[_LAST_YEAR] = True
    return before if st.session_state.get(_LAST_YEAR) else empty


def _file(desk: Desk) -> None:
    """A file of template 04, with the same preview and the same button."""
    page, say = desk.page, desk.page.say
    with st.expander(say("planner_teams.from_file")):
        given = st.file_uploader(
            say("planner_teams.file"),
            type=["xlsx", "xls", "ods", "csv"],
            key=f"{WIDGET}team-file-{st.session_state.get(_ROUND, 0)}",
        )
        if given is None:
            return
        try:
            ready = preview_team_file(page.house, given.name, given.getvalue(), who=desk.who)
        except AppError as refused:
            st.warning(refusal(say, refused))
            return
        if any(p.severity is Severity.ASK for p in ready.problems):
            st.page_link(page_of("upload", say), label=say("planner_teams.asks"))
        _publish(desk, ready)


def _columns(desk: Desk) -> dict[str, Any]:
    config: dict[str, Any] = {}
    communes = sorted(c.full_name for c in desk.page.house.gazetteer.communes.values())
    for header, column in team_columns().items():
        if column.key == "base_commune":
            config[header] = st.column_config.SelectboxColumn(options=communes)
        elif column.kind is Kind.DATE:
            config[header] = st.column_config.DateColumn(format="DD/MM/YYYY")
        elif column.kind is Kind.CHOICE:
            config[header] = st.column_config.SelectboxColumn(options=list(column.choices))
        elif column.kind is Kind.COUNT:
            config[header] = st.column_config.NumberColumn(min_value=0, step=1)
        elif column.kind is Kind.DECIMAL:
            config[header] = st.column_config.NumberColumn(min_value=0.0, step=0.5)
    return config


def _publish(desk: Desk, ready: Preview) -> None:
    """The preview of a file, and publishing it; the plan then takes the teams in."""
    page, say = desk.page, desk.page.say
    changes(page, ready)
    problems(page, ready)
    if not ready.publishable:
        return
    if not st.button(say("planner_teams.publish"), type="primary", key="plan-teams-publish"):
        return
    done = publish(page.house, ready, who=desk.who)
    if not isinstance(done, Published):
        st.warning(say("planner_teams.overtaken"))
        return
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_LAST_YEAR, None)
    desk.do(
        lambda: with_figures_of_now(
            page.house, desk.saved, who=desk.who, note=say("planner_note.teams")
        ),
        news=say("planner_teams.published", id=done.upload_id),
    )
