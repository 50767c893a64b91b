"""The settings of a plan as a form, drawn from their declarations: label, unit, default, sense."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.domain.planning.question.instance import Rules
from lib.domain.planning.question.parameters import Parameter, Value
from lib.services.planning.screen_words import DASH, number
from lib.text import Words
from lib.ui.planning.desk import WIDGET, Desk

_STEEPEST = 3.0
"""Sliders go so far: a flag of the highest grade then counts ten times. The file may say more."""
_MANY = 10_000.0
_STEP = 0.5
_ACROSS = 3


def sliders(desk: Desk, found: Sequence[Parameter]) -> dict[tuple[str, ...], Value]:
    """Weights side by side."""
    say, rules = desk.page.say, desk.params.rules
    values: dict[tuple[str, ...], Value] = {}
    for column, one in zip(st.columns(len(found)), found, strict=True):
        now = float(one.of(rules) or 0)
        # A slider of numbers would write 0.5, which here is read as five.
        values[one.path] = column.select_slider(
            label(one, say),
            sorted({now, *(step / 10 for step in range(int(10 * max(_STEEPEST, now)) + 1))}),
            value=now,
            format_func=lambda v: number(v, say, 1),
            key=f"{WIDGET}{one.key}",
            help=sense(one, say),
            disabled=not desk.may,
        )
    return values


def numbers(desk: Desk, found: Sequence[Parameter]) -> dict[tuple[str, ...], Value]:
    """Boxes in three columns, one row after the other, so that they read in order on a phone."""
    rows = [st.columns(_ACROSS) for _ in range(-(-len(found) // _ACROSS))]
    return {
        one.path: _box(desk, one, rows[place // _ACROSS][place % _ACROSS])
        for place, one in enumerate(found)
    }


def _box(desk: Desk, one: Parameter, column: DeltaGenerator) -> Value:
    say, now = desk.page.say, one.of(desk.params.rules)
    shared: dict[str, Any] = {
        "label": label(one, say),
        "key": f"{WIDGET}{one.key}",
        "help": sense(one, say),
        "disabled": not desk.may,
        "placeholder": say(f"planner_rule.{one.key}.blank") if one.optional else None,
    }
    low, high = one.low or 0, _MANY if one.high is None else one.high
    if one.kind == "integer":
        edges: dict[str, Any] = {
            "min_value": int(low) + one.above_low,
            "max_value": int(high),
            "step": 1,
        }
        given = column.number_input(value=None if now is None else int(now), **edges, **shared)
    else:
        lowest = float(low) + (_STEP if one.above_low else 0.0)
        edges = {"min_value": lowest, "max_value": float(high), "step": _STEP, "format": "%g"}
        given = column.number_input(value=None if now is None else float(now), **edges, **shared)
    return now if given is None and not one.optional else given


def label(one: Parameter, say: Words) -> str:
    """The name with its unit."""
    return f"{name(one, say)} ({say(f'planner_rule.{one.key}.unit')})"


def name(one: Parameter, say: Words) -> str:
    """What it is called."""
    return say(f"planner_rule.{one.key}.label")


def sense(one: Parameter, say: Words) -> str:
    """What it does, and what it is unless somebody says otherwise."""
    default = DASH if one.default is None else number(one.default, say, _digits(one.default))
    return f"{say(f'planner_rule.{one.key}.help')} {say('planner.default', value=default)}"


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() else 1


def diminishing(desk: Desk) -> None:
    """The steps of diminishing returns, as they count; changed only in a file."""
    say, rules = desk.page.say, desk.params.rules
    st.subheader(say("planner_rule.diminishing.label"))
    st.caption(say("planner_rule.diminishing.help"))
    st.dataframe(_steps(rules, say), hide_index=True, width=420)


def _steps(rules: Rules, say: Words) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("planner_rule.diminishing.share"): [
                f"{number(100 * s.share, say)} %" for s in rules.diminishing
            ],
            say("planner_rule.diminishing.value"): [
                number(s.value, say, 1) for s in rules.diminishing
            ],
        }
    )
