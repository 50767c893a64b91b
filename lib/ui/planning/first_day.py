"""The first day of a campaign: which one loses fewest teams, and moving it later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain.planning.question.first_days import FirstDay, begun_on, proposed
from lib.domain.planning.question.params import PlanParams
from lib.services.planning.desk import with_params
from lib.services.planning.first_days import first_days
from lib.services.planning.screen_words import DASH, number
from lib.text import say_date
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, show
from lib.ui.planning.desk import WIDGET, Desk

_NAMED = 8


def best_day(page: Page, near: date, *, weeks: int) -> FirstDay:
    """What is proposed for a new plan."""
    return proposed(_choices(page, PlanParams.new(near, weeks=weeks)), near)


def what_days_lose(page: Page, params: PlanParams) -> None:
    """One sentence on the day in mind, and a table of the others, once there is any team."""
    say, choices = page.say, _choices(page, params)
    chosen = next(c for c in choices if c.day == params.first_day)
    if not chosen.known:
        told = say("first_day.no_teams", season=params.season)
        show(html("<p class='bd-quiet'>{}</p>", told))
        return
    best = proposed(choices, params.first_day)
    key = "first_day.none_lost" if not chosen.lost else "first_day.lost"
    told = say(key, day=say_date(chosen.day), count=len(chosen.lost), names=_named(chosen.lost))
    if len(best.lost) < len(chosen.lost):
        told += " " + say("first_day.better", day=say_date(best.day), count=len(best.lost))
    show(html("<p class='bd-quiet'>{}</p>", told))
    with st.expander(say("first_day.others")):
        st.dataframe(_table(page, choices), hide_index=True, alt=say("first_day.others"))


def first_day(desk: Desk) -> None:
    """The first day of a plan that is under way: dates that were named stay where they are."""
    say, params = desk.page.say, desk.params
    given = st.date_input(
        say("planner.first_day"),
        value=params.first_day,
        format="DD/MM/YYYY",
        key=f"{WIDGET}first-day",
        help=say("first_day.moving"),
        disabled=not desk.may,
    )
    what_days_lose(desk.page, params)
    if desk.may and isinstance(given, date) and given != params.first_day:
        moved = begun_on(params, given)
        note = say(
            "planner_note.first_day", before=say_date(params.first_day), after=say_date(given)
        )
        desk.do(
            lambda: with_params(desk.page.installation, desk.saved, moved, who=desk.who, note=note)
        )


def _choices(page: Page, params: PlanParams) -> tuple[FirstDay, ...]:
    return first_days(page.viewer, params.model_dump_json())


def _table(page: Page, choices: Sequence[FirstDay]) -> pd.DataFrame:
    say = page.say
    cells = {
        "day": [say_date(c.day) for c in choices],
        "count": [number(len(c.lost), say) for c in choices],
        "teams": [_named(c.lost) or DASH for c in choices],
    }
    return pd.DataFrame({say(f"first_day.{head}"): told for head, told in cells.items()})


def _named(teams: Sequence[str]) -> str:
    return ", ".join(teams[:_NAMED]) + ("…" if len(teams) > _NAMED else "")
