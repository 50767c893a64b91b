"""The one way for text from files to reach HTML."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup


def html(template: str, /, *places: object, **values: object) -> Markup:
    """``template`` with every value escaped, except values that are such markup already.

    The template is ours, never a person's.
    """
    return Markup(template).format(*places, **values)  # noqa: S704 - the template is a constant of ours


def joined(parts: list[Markup], between: str = "") -> Markup:
    """Markup one after another."""
    return Markup(between).join(parts)  # noqa: S704 - a constant of ours


def show(markup: Markup) -> None:
    """Draws markup that ``html`` made."""
    st.html(str(markup))
