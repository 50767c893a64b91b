"""A search under way: beginning it, how long it may take, its progress, and its news."""

from __future__ import annotations

import streamlit as st

from lib.services.planning.desk import with_params
from lib.services.planning.runs import PlanRun
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.screen_words import number
from lib.services.planning.words import fault_sentences
from lib.ui.frame.safe import html, show
from lib.ui.planning.desk import WIDGET, Desk, go_to, runs


def searching(desk: Desk) -> bool:
    """Whether a search is under way, which is then shown; the news of one that has ended."""
    run = runs().of(desk.saved.id)
    if run and not run.over.is_set():
        _progress(desk, run)
        return True
    if run:
        _ended(desk, run)
    return False


def begin(desk: Desk, asked: SavedPlan, *, note: str) -> None:
    """Starts a search and shows its progress."""
    runs().begin(desk.page.installation, asked, who=desk.who, note=note)
    st.rerun()


def effort(desk: Desk) -> None:
    """How long to search, and the seed."""
    say, params = desk.page.say, desk.params
    with st.popover(say("planner_make.effort")):
        seconds = st.number_input(
            say("planner_make.seconds"),
            min_value=1.0,
            max_value=600.0,
            value=params.seconds,
            step=5.0,
            format="%g",
            help=say("planner_make.seconds_help"),
            key=f"{WIDGET}seconds",
        )
        seed = st.number_input(
            say("planner_make.seed"),
            min_value=0,
            value=params.seed,
            help=say("planner_make.seed_help"),
            key=f"{WIDGET}seed",
        )
    new = params.model_copy(update={"seconds": float(seconds), "seed": int(seed)})
    if new != params:
        desk.do(
            lambda: with_params(
                desk.page.installation,
                desk.saved,
                new,
                who=desk.who,
                note=say("planner_note.effort"),
            )
        )


@st.fragment(run_every=0.7)
def _progress(desk: Desk, run: PlanRun) -> None:
    """How far the search is; stopping keeps the best found so far."""
    say = desk.page.say
    if run.over.is_set():
        st.rerun()
    last = run.signs[-1] if run.signs else None
    share = min(1.0, last.seconds / run.seconds) if last else 0.0
    if run.explaining:
        text = say("planner_make.explaining")
    elif last is None:
        text = say("planner_make.waiting")
    else:
        text = say(
            f"plan_stage.{last.stage}",
            seconds=number(last.seconds, say, 1),
            value=number(last.value, say),
            unmet=last.unmet,
        )
    st.progress(1.0 if run.explaining else share, text=text)
    stopping = run.stop.is_set()
    if st.button(
        say("planner_make.stopping" if stopping else "planner_make.stop"),
        disabled=stopping or run.explaining,
        key="plan-stop",
    ):
        run.stop.set()


def _ended(desk: Desk, run: PlanRun) -> None:
    """The news of a search: its version, or why there is none."""
    say = desk.page.say
    runs().forget(desk.saved.id)
    if run.result:
        if run.beside:
            st.session_state["plan:news"] = say("planner_make.beside")
        go_to(run.result, mine=True)
    if run.failed:
        st.error(say("planner_make.failed"))
    for fault in run.faults:
        seen, fix = fault_sentences(fault, say)
        show(
            html("<div class='bd-verdict reject' role='alert'><p>{}</p><p>{}</p></div>", seen, fix)
        )
