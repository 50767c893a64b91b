"""Step 2: how much there is to do, what counts more, and what is promised."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lib.domain.planning.plan.remarks import needs_marked
from lib.domain.planning.question.instance import FLAGS, Rules
from lib.domain.planning.question.parameters import Parameter, parameters, with_values
from lib.domain.planning.question.ranking import TOP, newcomers, places, ranking
from lib.services.planning.desk import with_params
from lib.services.planning.screen_words import (
    DASH,
    fault_lines,
    need_said,
    number,
)
from lib.services.wording.figures import period_within
from lib.ui.frame.safe import html, show
from lib.ui.planning.desk import Desk, notes
from lib.ui.planning.first_day import first_day
from lib.ui.planning.pictures import Painting, plan_map
from lib.ui.planning.roads import roads
from lib.ui.planning.rules import diminishing, label, numbers, sliders
from lib.ui.planning.single import single, told

_BEFORE = "plan:rules-before"
_APART = ("weights", "guarantees")
_NAMED = 6


def step(desk: Desk) -> None:
    """Need, weights with their effect, guarantees, limits, and single communes."""
    say = desk.page.say
    _need(desk)
    first_day(desk)
    told(desk)
    st.subheader(say("planner_need.weights"))
    st.caption(say("planner_need.weights_help"))
    values = sliders(desk, parameters("weights"))
    _effect(desk)
    st.subheader(say("planner_need.promises"))
    st.caption(say("planner_need.promises_help"))
    values |= numbers(desk, parameters("guarantees"))
    with st.expander(say("planner_need.limits")):
        values |= numbers(desk, [p for p in parameters() if p.path[0] not in _APART])
        diminishing(desk)
    with st.expander(say("planner_road.heading")):
        roads(desk)
    with st.expander(say("planner_need.single"), expanded=False):
        single(desk)
    # What is as it was is left unsaid: a rule that takes its default stays one that does.
    before = desk.params.rules
    said = {p.path: values[p.path] for p in parameters() if values[p.path] != p.of(before)}
    rules = with_values(before, said)
    if desk.may and rules != desk.params.rules:
        st.session_state[_BEFORE] = (desk.saved.line, desk.params.rules)
        desk.do(
            lambda: with_params(
                desk.page.installation,
                desk.saved,
                desk.params.model_copy(update={"rules": rules}),
                who=desk.who,
                note=say("planner_note.rules", what=_changed(desk, rules)),
            )
        )


def _changed(desk: Desk, rules: Rules) -> str:
    """ "Biên giới: 0,5 → 1,0"."""
    say, before = desk.page.say, desk.params.rules
    told = [
        _change(p, before, rules, desk=desk) for p in parameters() if p.of(before) != p.of(rules)
    ]
    return ", ".join(told) or say("planner_need.limits")


def _change(one: Parameter, before: Rules, after: Rules, *, desk: Desk) -> str:
    say = desk.page.say
    was, now = (_said(one.of(r), desk) for r in (before, after))
    return f"{label(one, say)}: {was} → {now}"


def _said(value: float | None, desk: Desk) -> str:
    if value is None:
        return DASH
    return number(value, desk.page.say, 0 if float(value).is_integer() else 1)


def _need(desk: Desk) -> None:
    """One sentence on all that is left to do, and where nobody knows."""
    say, communes = desk.page.say, desk.saved.instance.communes
    known = [c.need for c in communes if c.need is not None and not (c.need_of or c.need_basis)]
    notes(fault_lines(needs_marked(desk.saved.instance), say))
    unknown = [c.name for c in communes if c.need is None]
    total = sum(known)
    key = "planner_need.sum" if total else "planner_need.zero"
    told = say(
        key,
        households=number(total, say),
        communes=len(known),
        period=period_within(desk.built.period, say),
    )
    show(html("<p class='bd-sentence'>{}</p>", told))
    if unknown:
        names = ", ".join(unknown[:_NAMED]) + ("…" if len(unknown) > _NAMED else "")
        told = say("planner_need.unknown", count=len(unknown), names=names)
        show(html("<p class='bd-quiet'>{}</p>", told))


def _effect(desk: Desk) -> None:
    """What the weights do to the order of communes, in a sentence, a map and a table."""
    say, instance, rules = desk.page.say, desk.saved.instance, desk.params.rules
    before = _before(desk)
    ranked = ranking(instance, rules)
    show(html("<p class='bd-why'>{}</p>", _sentence(desk, before)))
    place, was = places(ranked), places(ranking(instance, before))
    left, right = st.columns([0.46, 0.54])
    with left:
        show(_map(desk, place))
    by_code, now = {c.code: c for c in instance.communes}, instance.need_period
    table = {
        "place": [place[r.code] for r in ranked],
        "commune": [desk.names[r.code] for r in ranked],
        "need": [need_said(by_code[r.code], say, now=now) for r in ranked],
        "weight": [number(r.weight, say, 1) for r in ranked],
    }
    if was != place:
        table["change"] = [_arrow(was[r.code] - place[r.code]) for r in ranked]
    shown = pd.DataFrame({say(f"planner_need.{head}"): cells for head, cells in table.items()})
    for flag in FLAGS:
        grades = [getattr(by_code[r.code].flags, flag) for r in ranked]
        shown[say(f"planner_need.{flag}")] = [str(grade) if grade else DASH for grade in grades]
    with right:
        st.dataframe(shown, hide_index=True, height=460, alt=say("planner_need.ranking"))


def _before(desk: Desk) -> Rules:
    """What the weights are compared with: before the last change, else the defaults."""
    line, rules = st.session_state.get(_BEFORE, ("", Rules()))
    return rules if line == desk.saved.line and isinstance(rules, Rules) else Rules()


def _sentence(desk: Desk, before: Rules) -> str:
    """ "Biên giới 0,5 → 1,0: 5 xã vào 15 xã đầu danh sách: …"."""
    say, after = desk.page.say, desk.params.rules
    told = [
        _change(p, before, after, desk=desk)
        for p in parameters("weights")
        if p.of(before) != p.of(after)
    ]
    if not told:
        return say("planner_need.no_effect", top=TOP)
    came, left = newcomers(desk.saved.instance, before, after)
    changes = "; ".join(told)
    if not came:
        return say("planner_need.same_top", changes=changes, top=TOP)
    return say(
        "planner_need.effect",
        changes=changes,
        top=TOP,
        count=len(came),
        came=", ".join(desk.names[c] for c in came),
        left=", ".join(desk.names[c] for c in left),
    )


def _arrow(up: int) -> str:
    return DASH if not up else f"{'▲' if up > 0 else '▼'} {abs(up)}"


def _map(desk: Desk, place: Mapping[str, int]) -> Markup:
    say, communes = desk.page.say, desk.saved.instance.communes
    edges = (TOP, 2 * TOP)
    painting = Painting(
        title=say("planner_need.ranking"),
        labels=(
            say("planner_need.rest"),
            say("planner_need.next", first=edges[0] + 1, last=edges[1]),
            say("planner_need.top", top=TOP),
        ),
        classes={c.code: _class(place.get(c.code), edges) for c in communes},
        told={c.code: need_said(c, say, now=desk.saved.instance.need_period) for c in communes},
    )
    return plan_map(desk.page, communes, painting)


def _class(place: int | None, edges: tuple[int, int]) -> int | None:
    if place is None:
        return None
    return 2 if place <= edges[0] else 1 if place <= edges[1] else 0
