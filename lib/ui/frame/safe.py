"""The one way for text from files to reach HTML, and Streamlit's Markdown."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from lib.domain.errors import AppError
from lib.text import Words

_SIGNS = frozenset("\\`*_{}[]()<>#+-.!|$:~^&@")


def html(template: str, /, *places: object, **values: object) -> Markup:
    """``template`` with every value escaped, except values that are such markup already.

    The template is ours, never a person's.
    """
    return Markup(template).format(*places, **values)  # noqa: S704 - the template is a constant of ours


def joined(parts: Iterable[Markup], between: str = "") -> Markup:
    """Markup one after another."""
    return Markup(between).join(parts)  # noqa: S704 - a constant of ours


def show(markup: Markup) -> None:
    """Draws markup that ``html`` made."""
    st.html(str(markup))


def quiet(text: str) -> str:
    """A text inside Streamlit's Markdown: every sign that could mean something escaped."""
    return "".join(f"\\{c}" if c in _SIGNS else c for c in " ".join(text.split()))


def refusal(say: Words, error: AppError) -> str:
    """Why a wish was refused, as Markdown; what a person or a file wrote stays a text in it."""
    return say(f"error.{error.code}", **{k: quiet(str(v)) for k, v in error.values.items()})
