"""The six steps, one line each, and the switch between them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.ui.frame.address import from_address, to_address
from lib.ui.planning import changing, comparing, making, need, publishing, teams
from lib.ui.planning.desk import STEP, Desk

Step = Callable[[Desk], None]

STEPS: dict[str, Step] = {
    "doi": teams.step,
    "nhu-cau": need.step,
    "lap": making.step,
    "sua": changing.step,
    "so-sanh": comparing.step,
    "cong-bo": publishing.step,
}
"""By their code in the address."""


def step_choice(desk: Desk) -> Step:
    """The step somebody is at."""
    codes = list(STEPS)
    from_address(STEP, codes, "lap" if desk.saved.solved else "doi")
    chosen = st.segmented_control(
        desk.page.say("planner.step"),
        codes,
        format_func=lambda c: f"{codes.index(c) + 1}. {desk.page.say(f'planner_step.{c}')}",
        key=STEP,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    to_address(STEP, str(chosen))
    return STEPS[str(chosen)]
