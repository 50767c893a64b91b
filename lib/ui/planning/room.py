"""What more teams would bring, what binds, and what other roads would do to a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from lib.domain.planning.plan.plan import Plan
from lib.services.planning import answers as plan_answers
from lib.services.planning.screen_words import number
from lib.services.planning.words import at_most
from lib.services.wording.table import Table
from lib.ui.frame.safe import show
from lib.ui.frame.tables import show_table
from lib.ui.planning.curve import curve_figure
from lib.ui.planning.desk import Desk, notes

_NAMED = 8


def room_for_more(desk: Desk, plan: Plan) -> None:
    """The worth of more teams as a curve, what binds, and roads a quarter longer or shorter."""
    say, found = desk.page.say, _margins_of(desk)
    left, right = st.columns([0.55, 0.45], gap="large")
    with left:
        st.subheader(say("planner_make.curve"))
        st.caption(say("planner_make.curve_help"))
        show(curve_figure(found["curve"], teams=len(plan.instance.teams), say=say))
        with st.expander(say("trend.table")):
            show_table(_points(desk, found["curve"]), caption=say("planner_make.curve"), low=True)
    with right:
        st.subheader(say("planner_make.binding"))
        st.caption(say("planner_make.binding_help"))
        notes([b["say"] for b in found["binding"]] or [say("planner_make.nothing_binds")])
        st.subheader(say("planner_make.one_more"))
        notes([m["say"] for m in _kinds(found["one_more"])])
        st.subheader(say("planner_make.roads"))
        notes([_road(desk, r) for r in found["roads"]])


def told(desk: Desk) -> Mapping[str, Any]:
    """Every explanation of the plan in the reader's language."""
    say = desk.page.say
    mine = say.language == desk.page.installation.in_force.language
    # What was explained before a plan kept its asked gap said "at most" of what was not.
    if mine and {"explained", "asked_gap"} <= desk.saved.document.keys():
        found: Mapping[str, Any] = desk.saved.document["explained"]
        return found
    return plan_answers.reasons(desk.page.viewer, desk.saved.id)


def _margins_of(desk: Desk) -> Mapping[str, Any]:
    found = told(desk)
    if "curve" in found:
        return found
    with st.spinner(desk.page.say("planner_make.explaining")):
        return plan_answers.margins_of(desk.page.viewer, desk.saved.id)


def _kinds(found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The kinds of teams worth the most, each gain once."""
    seen: dict[int, Mapping[str, Any]] = {}
    for one in found:
        seen.setdefault(round(one["gain"]), one)
    return list(seen.values())[:3]


def _road(desk: Desk, road: Mapping[str, Any]) -> str:
    names = [f"{team} → {desk.names[commune]}" for team, commune in road["too_far"]]
    more = "…" if len(names) > _NAMED else ""
    return str(road["say"]) + (f" {', '.join(names[:_NAMED])}{more}" if names else "")


def _points(desk: Desk, points: Sequence[Mapping[str, Any]]) -> Table:
    say = desk.page.say
    rows = [
        (number(p["teams"], say), at_most(p["value"], say), number(p["unmet"], say)) for p in points
    ]
    heads = ("teams", "value", "unmet")
    return Table(
        columns=tuple(say(f"planner_curve.{h}") for h in heads),
        rows=tuple(rows),
        numeric=frozenset({1, 2}),
    )
