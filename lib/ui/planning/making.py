"""Step 3: what can be guaranteed, then the plan with its bound, and what holds it back."""

from __future__ import annotations

import streamlit as st

from lib.domain.planning.plan.plan import Plan, known_sum
from lib.domain.planning.plan.remarks import remarks_on
from lib.domain.planning.solver.arrays import board
from lib.services.planning.desk import again
from lib.services.planning.screen_words import fault_lines, figures, number, promised
from lib.services.planning.words import at_most, certificate_sentence, unmet_sentence
from lib.text import say_number
from lib.ui.frame.safe import html, joined, show
from lib.ui.planning.desk import Desk, notes
from lib.ui.planning.room import room_for_more, told
from lib.ui.planning.searching import begin, effort, searching


def step(desk: Desk) -> None:
    """Guarantees, the search, and the plan with everything there is to say of it."""
    if searching(desk):
        return
    if desk.plan is None:
        _before(desk)
        return
    plan = desk.plan
    certificate(desk, plan)
    cards(desk, plan)
    _promises(desk, plan)
    _notes(desk, plan)
    if plan.stays:
        room_for_more(desk, plan)
    if desk.may:
        _again(desk)


def _before(desk: Desk) -> None:
    """What is about to be solved, in figures, and the button."""
    say, instance = desk.page.say, desk.saved.instance
    told = say(
        "planner_make.question",
        teams=number(len(instance.teams), say),
        stays=number(sum(t.stays for t in instance.teams), say),
        need=number(known_sum(c.need for c in instance.communes), say),
        promises=number(promised(instance), say),
    )
    show(html("<p class='bd-sentence'>{}</p>", told))
    notes(fault_lines(remarks_on(board(instance)), say))
    if not desk.may:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        effort(desk)
        if st.button(say("planner_make.solve"), type="primary", key="plan-solve"):
            begin(desk, desk.saved, note=say("planner_note.solved"))
    if instance.previous.assignments:
        show(html("<p class='bd-quiet'>{}</p>", say("planner_make.keeps")))


def certificate(desk: Desk, plan: Plan) -> None:
    """How good the plan is, in one sentence, and what stands behind it in small print."""
    say, told = desk.page.say, plan.certificate
    if not plan.stays:
        show(html("<p class='bd-verdict warn' role='status'>{}</p>", say("planner_make.empty")))
        return
    why = say(
        "planner_make.unproven" if told.bound is None else "planner_make.proof",
        value=number(told.objective, say),
        bound=at_most(told.bound, say),
        seconds=say_number(told.seconds, digits=1, language=say.language),
        stopped=say(f"planner_stopped.{told.stopped}"),
    )
    if points := plan.figures.beside_points:
        why += " " + say("planner_make.own_people", points=number(points, say))
    lines = "<p class='bd-verdict' role='status'>{}</p><p class='bd-quiet'>{}</p>"
    show(html(lines, certificate_sentence(plan, say), why))


def cards(desk: Desk, plan: Plan) -> None:
    """The figures of the plan."""
    drawn = [
        html(
            "<div class='bd-card'><div class='name'>{}</div><div class='value'>{}</div>"
            "<div class='note'>{}</div></div>",
            name,
            value,
            note,
        )
        for name, value, note in figures(plan, desk.page.say)
    ]
    show(html("<div class='bd-cards'>{}</div>", joined(drawn)))


def _promises(desk: Desk, plan: Plan) -> None:
    """What is promised and kept; what is not, why, and the cheapest ways out."""
    say, found = desk.page.say, told(desk)
    st.subheader(say("planner_make.promises"))
    total = promised(plan.instance)
    if not plan.unmet:
        key = "planner_make.all_kept" if total else "planner_make.nothing_promised"
        show(html("<p class='bd-sentence'>{}</p>", say(key, count=number(total, say))))
        return
    proven = plan.certificate.unmet == plan.certificate.unmet_bound
    key = "planner_make.unmet_proven" if proven else "planner_make.unmet"
    counts = {"missing": number(plan.certificate.unmet, say), "total": number(total, say)}
    show(html("<p class='bd-sentence'>{}</p>", say(key, **counts)))
    notes([s["say"] for s in found["shortages"]])
    ways = [c["say"] for c in (*found["more_teams"], *found["cures"])]
    if ways:
        show(html("<p><b>{}</b></p>", say("planner_make.cures")))
        notes(ways)
    with st.expander(say("planner_make.which", count=len(plan.unmet))):
        notes([unmet_sentence(u, plan, say) for u in plan.unmet])


def _notes(desk: Desk, plan: Plan) -> None:
    """What a planner should know although there is a plan."""
    say = desk.page.say
    lines = fault_lines(plan.remarks, say)
    idle = [say(f"plan_idle.{i.why}", team=i.team) for i in plan.idle]
    if lines or idle:
        with st.expander(say("planner_make.notes", count=len(lines) + len(idle))):
            notes([*lines, *idle])


def _again(desk: Desk) -> None:
    """Making it again, changing little."""
    say = desk.page.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        effort(desk)
        if st.button(
            say("planner_make.again"), key="plan-again", help=say("planner_make.again_help")
        ):
            begin(desk, again(desk.saved), note=say("planner_note.again"))
