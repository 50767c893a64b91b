"""Choices kept in the page's address, by their own short codes, so that a link restores them."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st


def from_address(key: str, options: Collection[str], default: str) -> None:
    """Before a widget with this key: what the address says, else what was chosen before.

    Streamlit's own binding writes the label into the address; a code stays the same in every
    language.
    """
    given = st.query_params.get(key)
    if given in options and given != st.session_state.get(_written(key)):
        st.session_state[key] = given
    elif st.session_state.get(key) not in options:
        st.session_state[key] = default


def to_address(key: str, value: str) -> None:
    """After the widget: the address follows the choice."""
    st.session_state[_written(key)] = value
    if st.query_params.get(key) != value:
        st.query_params[key] = value


def _written(key: str) -> str:
    return f"{key}:address"
