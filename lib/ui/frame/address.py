"""Choices kept in the page's address, by their own short codes, so that a link restores them."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st


def from_address(key: str, options: Collection[str], default: str) -> None:
    """Before a widget with this key: what the address newly says, else what was chosen before.

    Streamlit's own binding writes the label into the address; a code stays the same in every
    language. The address that comes with a run may be older than the choice: our script in the
    browser writes there without telling the server. So only what was not read before counts.

    The choice is set in every case: a widget of another page does not take over by itself what one
    of the same key has left, and would begin at the first of its options.
    """
    given, chosen = st.query_params.get(key), st.session_state.get(key)
    if given in options and given not in st.session_state.get(_known(key), ()):
        chosen = given
    elif chosen not in options:
        chosen = default
    st.session_state[key] = chosen
    st.session_state[_known(key)] = (given, chosen)


def to_address(key: str, value: str) -> None:
    """After the widget: the address follows the choice."""
    st.session_state[_known(key)] = (value,)
    if st.query_params.get(key) != value:
        st.query_params[key] = value


def _known(key: str) -> str:
    return f"{key}:address"
