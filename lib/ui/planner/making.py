"""Step 3: what can be guaranteed, then the plan with its bound, and what holds it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from lib.domain.planning.board import board
from lib.domain.planning.plan import Plan
from lib.domain.planning.remarks import remarks_on
from lib.services.plan_desk import again, with_params
from lib.services.plan_reasons import explained, margins
from lib.services.plan_runs import PlanRun
from lib.services.plan_told import fault_lines, figures, number, promised
from lib.services.plan_words import certificate_sentence, fault_sentences, unmet_sentence
from lib.services.plans import SavedPlan
from lib.services.profile_tables import Table
from lib.text import say_number
from lib.ui.planner.curve import curve_figure
from lib.ui.planner.desk import WIDGET, Desk, go_to, runs
from lib.ui.safe import html, joined, show
from lib.ui.tables import show_table

_NAMED = 8


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
        _margins(desk, plan)
    if desk.may:
        _again(desk)


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
    runs().begin(desk.page.house, asked, who=desk.who, note=note)
    st.rerun()


def _before(desk: Desk) -> None:
    """What is about to be solved, in figures, and the button."""
    say, instance = desk.page.say, desk.saved.instance
    told = say(
        "planner_make.question",
        teams=number(len(instance.teams), say),
        stays=number(sum(t.stays for t in instance.teams), say),
        need=number(sum(c.need or 0 for c in instance.communes), say),
        promises=number(promised(instance), say),
    )
    show(html("<p class='bd-sentence'>{}</p>", told))
    notes(fault_lines(remarks_on(board(instance)), say))
    if not desk.may:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _effort(desk)
        if st.button(say("planner_make.solve"), type="primary", key="plan-solve"):
            begin(desk, desk.saved, note=say("planner_note.solved"))
    if instance.previous.assignments:
        show(html("<p class='bd-quiet'>{}</p>", say("planner_make.keeps")))


def _effort(desk: Desk) -> None:
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
                desk.page.house, desk.saved, new, who=desk.who, note=say("planner_note.effort")
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


def certificate(desk: Desk, plan: Plan) -> None:
    """How good the plan is, in one sentence, and what stands behind it in small print."""
    say, told = desk.page.say, plan.certificate
    if not plan.stays:
        show(html("<p class='bd-verdict warn' role='status'>{}</p>", say("planner_make.empty")))
        return
    show(html("<p class='bd-verdict' role='status'>{}</p>", certificate_sentence(plan, say)))
    why = say(
        "planner_make.proof",
        value=number(told.objective, say),
        bound=number(told.bound, say),
        seconds=say_number(told.seconds, digits=1, language=say.language),
        stopped=say(f"planner_stopped.{told.stopped}"),
        seed=told.seed,
        solver=told.solver,
        data=told.data_version,
        digest=told.digest,
    )
    show(html("<p class='bd-quiet'>{}</p>", why))


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


def told(desk: Desk, plan: Plan) -> Mapping[str, Any]:
    """Every explanation of the plan in the reader's language."""
    say = desk.page.say
    mine = say.language == desk.page.house.in_force.language
    if mine and "explained" in desk.saved.document:
        found: Mapping[str, Any] = desk.saved.document["explained"]
        return found
    key = ("plan-told", desk.saved.id, say.language)
    return desk.page.house.kept.get(key, lambda: explained(plan, say, quick=True))


def _margins_of(desk: Desk, plan: Plan) -> Mapping[str, Any]:
    found = told(desk, plan)
    if "curve" in found:
        return found
    key = ("plan-margins", desk.saved.id, desk.page.say.language)
    with st.spinner(desk.page.say("planner_make.explaining")):
        return desk.page.house.kept.get(key, lambda: margins(plan, desk.page.say))


def _promises(desk: Desk, plan: Plan) -> None:
    """What is promised and kept; what is not, why, and the cheapest ways out."""
    say, found = desk.page.say, told(desk, plan)
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


def _margins(desk: Desk, plan: Plan) -> None:
    """The worth of more teams as a curve, what binds, and roads a quarter longer or shorter."""
    say, found = desk.page.say, _margins_of(desk, plan)
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
        (number(p["teams"], say), number(p["value"], say), number(p["unmet"], say)) for p in points
    ]
    heads = ("teams", "value", "unmet")
    return Table(
        columns=tuple(say(f"planner_curve.{h}") for h in heads),
        rows=tuple(rows),
        numeric=frozenset({1, 2}),
    )


def _again(desk: Desk) -> None:
    """Making it again, changing little."""
    say = desk.page.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _effort(desk)
        if st.button(
            say("planner_make.again"), key="plan-again", help=say("planner_make.again_help")
        ):
            begin(desk, again(desk.saved), note=say("planner_note.again"))


def notes(lines: Sequence[str]) -> None:
    """Sentences one under the other."""
    if lines:
        show(html("<ul class='bd-notes'>{}</ul>", joined([html("<li>{}</li>", x) for x in lines])))
