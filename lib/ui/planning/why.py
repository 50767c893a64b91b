"""Why a team is where it is, why a commune has none, and what can be changed at what price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.domain.planning.plan.plan import Plan, Stay
from lib.domain.planning.question.instance import Forbidden, Lock
from lib.domain.planning.question.ranking import ranking
from lib.domain.planning.why.absences import Bar
from lib.services.planning import answers as plan_answers
from lib.services.planning.desk import (
    again,
    allowed_again,
    banned,
    by_hand,
    lock_of,
)
from lib.services.planning.document import days_told
from lib.services.planning.question import locked
from lib.services.planning.screen_words import days_said, number, teams_in
from lib.text import say_change
from lib.ui.frame.safe import html, show
from lib.ui.planning.choosing import Chosen, pick_commune
from lib.ui.planning.desk import Desk, sentence
from lib.ui.planning.room import told
from lib.ui.planning.searching import begin

_ASKING = 6


def about(desk: Desk, plan: Plan, chosen: Chosen) -> None:
    """Everything about the choice; how to choose where nothing is chosen."""
    say = desk.page.say
    stays = chosen.stays(plan)
    if chosen.commune:
        show(html("<h3 class='bd-plan-name'>{}</h3>", desk.names[chosen.commune]))
    elif chosen.team:
        show(html("<h3 class='bd-plan-name'>{}</h3>", chosen.team))
    else:
        show(html("<p class='bd-sentence'>{}</p>", say("planner_edit.hint")))
        _asking(desk, plan)
        _bans(desk)
        return
    for stay in stays:
        _stay(desk, plan, stay)
    st.caption(say("planner_edit.weighted"))
    if not stays and chosen.team:
        idle = next((i for i in plan.idle if i.team == chosen.team), None)
        if idle:
            show(html("<p class='bd-why'>{}</p>", say(f"plan_idle.{idle.why}", team=idle.team)))
    if not stays and chosen.commune:
        show(html("<p class='bd-why'>{}</p>", _why_none(desk, chosen.commune)))
    if chosen.commune and desk.may:
        _ban_all(desk, chosen.commune)
    _bans(desk)


def _asking(desk: Desk, plan: Plan) -> None:
    """The communes that are likeliest to ask why nobody comes, the heaviest first."""
    say, there = desk.page.say, teams_in(plan)
    ranked = ranking(plan.instance, plan.instance.rules)
    codes = [r.code for r in ranked if not there[r.code] and r.weighted > 0][:_ASKING]
    if not codes:
        return
    show(html("<p><b>{}</b></p>", say("planner_edit.asking")))
    with st.container(horizontal=True):
        for code in codes:
            if st.button(desk.names[code], key=f"plan-ask-{code}"):
                pick_commune(code)


def _stay(desk: Desk, plan: Plan, stay: Stay) -> None:
    """When, the reason, and the acts."""
    say = desk.page.say
    when = days_said(desk.params, stay.start_day, stay.end_day, say=say)
    head = say(
        "planner_edit.stay",
        team=stay.team,
        commune=desk.names[stay.commune],
        when=when,
        households=number(stay.households, say),
    )
    with st.container(border=True):
        show(
            html(
                "<p class='bd-plan-stay'>{}{}</p>",
                head,
                html(" <span class='bd-chip published'>{}</span>", say("planner.locked"))
                if stay.locked
                else "",
            )
        )
        show(html("<p class='bd-why'><b>{}</b> {}</p>", say("planner_edit.why"), _why(desk, stay)))
        if stay.villages:
            _villages(desk, plan, stay)
        if desk.may:
            _acts(desk, plan, stay)


def _why(desk: Desk, stay: Stay) -> str:
    plan = desk.plan
    if plan is None:
        return ""
    found = told(desk)["reasons"]
    return next((r["say"] for r in found if _is_of(r, stay)), "")


def _is_of(reason: Mapping[str, Any], stay: Stay) -> bool:
    """Whether a kept reason speaks of this stay."""
    place = (reason["team"], reason["commune"], days_told(reason)["start_day"])
    return place == (stay.team, stay.commune, stay.start_day)


def _villages(desk: Desk, plan: Plan, stay: Stay) -> None:
    say = desk.page.say
    commune = next(c for c in plan.instance.communes if c.code == stay.commune)
    names = {v.code: v.name or v.code for v in commune.villages}
    line = ", ".join(
        say("planner_edit.village", name=names.get(v.village, v.village),
            households=number(v.households, say))
        for v in stay.villages
    )  # fmt: skip
    show(html("<p class='bd-quiet'>{}</p>", say("planner_edit.villages", villages=line)))


def _acts(desk: Desk, plan: Plan, stay: Stay) -> None:
    """Lock, forbid."""
    say = desk.page.say
    key = f"{stay.team}-{stay.commune}-{stay.start_day}"
    held = lock_of(desk.saved, stay)
    with st.container(horizontal=True):
        word = "unlock" if held else "lock"
        if st.button(say(f"planner_edit.{word}"), key=f"plan-{word}-{key}"):
            _turn(desk, plan, stay, held=held)
        if st.button(
            say("planner_edit.ban"), key=f"plan-ban-{key}", help=say("planner_edit.ban_help")
        ):
            ban = Forbidden(commune=stay.commune, team=stay.team)
            note = say("planner_note.banned", team=stay.team, commune=desk.names[stay.commune])
            begin(desk, again(desk.saved, banned(desk.saved, ban)), note=note)


def _turn(desk: Desk, plan: Plan, stay: Stay, *, held: Lock | None) -> None:
    """Locks a stay, or lets it go; the plan stays as it is."""
    say, locks = desk.page.say, desk.params.locks
    now = tuple(k for k in locks if k != held) if held else (*locks, locked(stay))
    word = "planner_note.unlocked" if held else "planner_note.locked"
    note = say(word, team=stay.team, commune=desk.names[stay.commune])
    desk.do(
        lambda: by_hand(
            desk.page.installation,
            desk.saved,
            [locked(s) for s in plan.stays],
            locks=now,
            note=note,
        ),
        news=sentence(note),
    )


def _why_none(desk: Desk, commune: str) -> str:
    """The sentence for a commune that asks why nobody comes."""
    found = plan_answers.absence(desk.page.viewer, desk.saved.id, commune)
    say, name = desk.page.say, desk.names[commune]
    need = "unknown" if found.need is None else "zero" if not found.need else "known"
    parts = [
        say(
            f"planner_why.need_{need}",
            commune=name,
            need=number(found.need, say),
            weight=number(found.weight, say, 1),
        )
    ]
    if found.flags:
        flags = ", ".join(say(f"plan_flag.{f}") for f in found.flags)
        parts.append(say("plan_reason.flags", flags=flags))
    if found.bar is not Bar.NONE:
        return " ".join([*parts, say(f"planner_why.{found.bar}")])
    least = found.least
    if least is None:
        return " ".join([*parts, say("planner_why.no_way")])
    word = "worse" if least.unmet > 0 else "better" if least.change > 0 else "least"
    told_least = say(
        f"planner_why.{word}",
        team=least.team,
        away=desk.names[least.away_from],
        change=say_change(round(least.change), language=say.language),
        unmet=least.unmet,
    )
    return " ".join([*parts, told_least])


def _ban_all(desk: Desk, commune: str) -> None:
    """No team at all to this commune."""
    say = desk.page.say
    ban = Forbidden(commune=commune)
    if ban in desk.params.forbidden:
        return
    if st.button(say("planner_edit.ban_all"), key=f"plan-ban-all-{commune}"):
        note = say("planner_note.banned_all", commune=desk.names[commune])
        begin(desk, again(desk.saved, banned(desk.saved, ban)), note=note)


def _bans(desk: Desk) -> None:
    """The bans there are, each with its way back."""
    say = desk.page.say
    if not desk.params.forbidden:
        return
    with st.expander(say("planner_edit.bans", count=len(desk.params.forbidden))):
        for place, ban in enumerate(desk.params.forbidden):
            team = ban.team or say("planner_edit.every_team")
            line = say("planner_edit.ban_line", team=team, commune=desk.names[ban.commune])
            left, right = st.columns([0.7, 0.3], vertical_alignment="center")
            with left:
                show(html("<p>{}</p>", line))
            if desk.may and right.button(say("planner_edit.allow"), key=f"plan-allow-{place}"):
                params = allowed_again(desk.saved, ban)
                begin(desk, again(desk.saved, params), note=say("planner_note.allowed"))
