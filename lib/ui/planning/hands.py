"""What somebody does on the board: chooses, takes up, puts down, undoes."""

from __future__ import annotations

from typing import Any

import streamlit as st
from pydantic import BaseModel, ConfigDict, ValidationError

from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.question.instance import Lock
from lib.domain.planning.why.grasp import Named, Thing, exchange
from lib.domain.planning.why.hands import Hands
from lib.services.boundaries import boundaries_for
from lib.services.planning import answers as plan_answers
from lib.services.planning.board import board_told, prices_told
from lib.services.planning.desk import by_hand, rearranged
from lib.services.planning.screen_words import fault_lines
from lib.ui.planning.board.frame import last_act, new_act, plan_board
from lib.ui.planning.choosing import Chosen, pick_commune, pick_team
from lib.ui.planning.desk import Desk, notes, sentence


class _Said(BaseModel):
    """An act as the browser tells it: trusted only after a look."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    act: str
    version: int
    thing: Thing = Thing.HOME
    code: str = ""
    held: Named | None = None
    onto: Named | None = None


@st.fragment
def board(desk: Desk, plan: Plan, chosen: Chosen) -> None:
    """The board, and whatever was done on it since the last run.

    What is taken up is priced without the rest of the page.
    """
    _answer(desk, plan)
    told = board_told(plan, desk.params, desk.names, made=_hands(desk), say=desk.page.say) | {
        "version": desk.saved.id,
        "may": desk.may,
        "undoable": bool(desk.way_back),
        "outlines": boundaries_for(desk.page.installation, "boundary").key,
        "chosen": {"team": chosen.team, "commune": chosen.commune, "place": chosen.place(plan)},
    }
    plan_board(told, prices=_prices(desk))


def _hands(desk: Desk) -> Hands:
    return plan_answers.hands(desk.page.viewer, desk.saved.id)


def _prices(desk: Desk) -> dict[str, Any] | None:
    """Of what was taken up last, while this version is shown."""
    said = _read(last_act(), desk)
    if said is None or said.act != "take" or not desk.may:
        return None
    held = Named(thing=said.thing, code=said.code)
    try:
        rows = prices_told(held, _hands(desk), say=desk.page.say)
    except KeyError:
        return None
    return {"of": f"{said.thing.value}:{said.code}", "rows": rows}


def _read(told: dict[str, Any], desk: Desk) -> _Said | None:
    try:
        said = _Said.model_validate(told)
    except ValidationError:
        return None
    return said if said.version == desk.saved.id else None


def _answer(desk: Desk, plan: Plan) -> None:
    said = _read(new_act(), desk)
    if said is None:
        return
    if said.act == "choose":
        _choose(said, plan)
    elif said.act == "put" and desk.may and said.held and said.onto:
        _put(desk, plan, held=said.held, onto=said.onto)
    elif said.act == "undo" and desk.may:
        desk.undo()


def _choose(said: _Said, plan: Plan) -> None:
    numbers = {str(n): stay.team for n, stay in enumerate(plan.stays)}
    if said.thing is Thing.STAY and said.code in numbers:
        pick_team(numbers[said.code])
    if said.thing is Thing.TEAM and said.code in {t.code for t in plan.instance.teams}:
        pick_team(said.code)
    if said.thing is Thing.COMMUNE and said.code in {c.code for c in plan.instance.communes}:
        pick_commune(said.code)


def _put(desk: Desk, plan: Plan, *, held: Named, onto: Named) -> None:
    """Saves the plan as it is after that; refusals stand under the board as sentences."""
    hands, say = _hands(desk), desk.page.say
    try:
        taken, put = exchange(held, onto, hands)
    except KeyError:
        return
    new = [Lock(team=p.team, commune=p.commune, start_day=hands.starts[p.start]) for p in put]
    found = rearranged(desk.saved, plan, taken=taken, put=new)
    if not found.possible:
        broken = found.price.broken if found.price else ()
        notes([*fault_lines(found.faults, say), *(say(f"plan_broken.{name}") for name in broken)])
        return
    places = "; ".join(
        say("planner_note.placed", team=k.team, commune=desk.names[k.commune]) for k in new
    )
    gone = [plan.stays[n] for n in sorted(taken)]
    note = places or say(
        "planner_note.home", team=gone[0].team, commune=desk.names[gone[0].commune]
    )
    desk.do(
        lambda: by_hand(
            desk.page.installation, desk.saved, found.stays, locks=found.locks, note=note
        ),
        news=sentence(note),
    )
