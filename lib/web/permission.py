"""Who may see what, for everything the server sends outside Streamlit's pages."""

from __future__ import annotations

from starlette.requests import HTTPConnection


def may_see_figures(_visitor: HTTPConnection) -> bool:
    """Whether this visitor may see the province's figures.

    The one place where it is decided. There are no accounts yet: whoever reaches the server may.
    """
    return True


def anybody(_visitor: HTTPConnection) -> bool:
    """For what anybody may have, such as outlines."""
    return True
