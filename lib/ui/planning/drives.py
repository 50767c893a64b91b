"""Work arranged beforehand: what counts against the need, and the list of drives to edit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.services.planning.entered_drives import drive_columns, drive_table, preview_drives
from lib.ui.frame.safe import html, show
from lib.ui.planning.desk import WIDGET, Desk
from lib.ui.planning.entering import editor_columns, offer, round_of_entering


def arranged(desk: Desk) -> None:
    """The drives of other teams that this plan counts, and changing them."""
    _counted(desk)
    if desk.may:
        _edit(desk)


def _counted(desk: Desk) -> None:
    say, drives = desk.page.say, desk.saved.instance.drives
    if not drives:
        show(html("<p class='bd-quiet'>{}</p>", say("planner_drives.none")))
        return
    with st.expander(say("planner_drives.counted", count=len(drives))):
        st.caption(say("planner_drives.counted_help"))
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
    """The planned drives under the template's own headers; what changes goes the way of a file."""
    page, say, year = desk.page, desk.page.say, int(desk.params.season)
    with st.expander(say("planner_drives.edit")):
        st.caption(say("planner_drives.edit_help"))
        table = drive_table(page.installation, year)
        edited = st.data_editor(
            table,
            placeholder="",
            key=f"{WIDGET}drives-{page.version}-{len(table)}-{round_of_entering()}",
            hide_index=True,
            num_rows="dynamic",
            column_order=list(drive_columns()),
            column_config=_columns(desk),
            height=min(420, 80 + 35 * max(3, len(table))),
        )
        if edited.equals(table):
            st.caption(say("planner_teams.unchanged"))
            return
        offer(
            desk,
            preview_drives(page.installation, edited, year, who=desk.who),
            what="drives",
            key="edit",
        )


def _columns(desk: Desk) -> dict[str, Any]:
    """As the template says, with communes by name."""
    columns, communes = drive_columns(), desk.page.installation.gazetteer.communes
    config = editor_columns(columns)
    names = {code: commune.full_name for code, commune in communes.items()}
    header = next(h for h, c in columns.items() if c.key == "commune_code")
    config[header] = st.column_config.SelectboxColumn(
        desk.page.say("planner_stay.commune"),
        options=[c for c, _ in sorted(names.items(), key=lambda one: one[1])],
        format_func=lambda code: names.get(str(code), str(code)),
    )
    return config
