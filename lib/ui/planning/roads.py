"""The roads in step 2: how each base knows its trips, corrections, and the factor for the rest."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from lib.services.planning.desk import with_params
from lib.services.planning.instance_in_force import TRIPS
from lib.services.planning.roads.entered import bases_table, preview_trip, trips_table
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import show_table
from lib.ui.planning.desk import WIDGET, Desk
from lib.ui.planning.entering import from_file, offer, round_of_entering

_BASE = f"{WIDGET}road-base"
_MOST_MINUTES = 1_440


def roads(desk: Desk) -> None:
    """What is known of the roads, and the ways to know more."""
    say = desk.page.say
    st.caption(say("planner_road.help"))
    table = bases_table(desk.saved, desk.names, say)
    if not table.rows:
        show(html("<p>{}</p>", say("planner_road.no_base")))
        return
    source = desk.saved.instance.travel.road_source
    told = say("planner_road.of_map", source=source) if source else say("planner_road.no_map")
    show(html("<p>{}</p>", told))
    show_table(table, caption=say("planner_road.bases"), low=True)
    teams = Counter(t.base for t in desk.saved.instance.teams)
    bases = sorted(teams, key=lambda c: (-teams[c], desk.names.get(c, c)))
    base = st.selectbox(
        say("planner_road.base"), bases, format_func=lambda c: desk.names.get(c, c), key=_BASE
    )
    st.dataframe(
        trips_table(desk.saved, str(base), desk.names, say=say),
        hide_index=True,
        height=280,
        alt=say("planner_road.trips"),
    )
    if desk.may:
        _estimate(desk)
        _correct(desk, str(base))
        _file(desk)


def _estimate(desk: Desk) -> None:
    """Factor and speed for what nobody knows; kept with the plan."""
    say, travel = desk.page.say, desk.params.travel
    left, right = st.columns(2)
    detour = left.number_input(
        say("plan_files.detour"), 1.0, 10.0, travel.detour, 0.1, format="%.1f",
        key=f"{WIDGET}detour", help=say("plan_files.detour_help"),
    )  # fmt: skip
    speed = right.number_input(
        say("plan_files.km_per_hour"), 5.0, 200.0, travel.km_per_hour, 5.0, format="%.0f",
        key=f"{WIDGET}speed", help=say("plan_files.km_per_hour_help"),
    )  # fmt: skip
    now = travel.model_copy(update={"detour": float(detour), "km_per_hour": float(speed)})
    if now != travel:
        desk.do(
            lambda: with_params(
                desk.page.installation,
                desk.saved,
                desk.params.model_copy(update={"travel": now}),
                who=desk.who,
                note=say("planner_note.road"),
            )
        )


def _correct(desk: Desk, base: str) -> None:
    """One trip that somebody knows better than table or estimate."""
    say, names = desk.page.say, desk.names
    communes = sorted((c.code for c in desk.saved.instance.communes), key=lambda c: names[c])
    kept = {t.commune for t in desk.saved.instance.travel.overrides if t.base == base}
    with st.popover(say("planner_road.correct")):
        given = round_of_entering()
        commune = st.selectbox(
            say("planner_road.to"),
            [c for c in communes if c != base],
            format_func=lambda c: names[c],
            key=f"{WIDGET}road-to-{given}",
        )
        minutes = st.number_input(
            say("planner_road.minutes"), 1, _MOST_MINUTES, None, 5, key=f"{WIDGET}road-min-{given}"
        )
        note = st.text_input(
            say("planner_road.note"), max_chars=200, key=f"{WIDGET}road-note-{given}"
        )
        dropped = commune in kept and st.checkbox(
            say("planner_road.drop"), key=f"{WIDGET}road-drop-{given}"
        )
    if commune is None or minutes is None:
        return
    ready = preview_trip(
        desk.page.installation,
        base,
        str(commune),
        minutes=int(minutes),
        year=int(desk.params.season),
        who=desk.who,
        note=note,
        dropped=bool(dropped),
    )
    offer(desk, ready, what="road", key="one")


def _file(desk: Desk) -> None:
    """A sheet of template 09, with the same preview and the same button."""
    say = desk.page.say
    label, hint = say("planner_road.file"), say("planner_road.file_help")
    from_file(desk, TRIPS, what="road", label=label, hint=hint)
