"""The board in a page: what it is given, and what somebody did on it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st
from streamlit.components.v1 import declare_component

from lib.ui.planning.board.bundle import board_page

_KEY = "plan-board"
_SEEN = "plan-board:seen"


@cache
def _component() -> Any:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return declare_component(
        "plan_board", url=f"{f'/{base}' if base else ''}/tinh/{board_page().name}"
    )


def plan_board(board: Mapping[str, Any], *, prices: Mapping[str, Any] | None) -> None:
    """Shows the board; ``prices`` are those of what was taken up."""
    _component()(
        board=board,
        prices=prices,
        answered=st.session_state.get(_SEEN, 0),
        key=_KEY,
        default=None,
    )


def last_act() -> dict[str, Any]:
    """What the browser last said, as it came; empty before it says anything."""
    told = st.session_state.get(_KEY)
    return told if isinstance(told, dict) else {}


def new_act() -> dict[str, Any]:
    """The same, once: empty when it was answered before."""
    told = last_act()
    moment = told.get("n")
    if not isinstance(moment, int) or st.session_state.get(_SEEN) == moment:
        return {}
    st.session_state[_SEEN] = moment
    return told
