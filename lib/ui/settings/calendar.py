"""The reporting calendar: due days in force, and changing one for periods to come."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.domain.periods import Cadence
from lib.domain.reporting.calendar import Shift
from lib.domain.reporting.due_days import DUTIES, LAST_DAY
from lib.services.settings import due_days as service
from lib.services.settings import words as told
from lib.services.settings.changing import setting_history
from lib.services.settings.due_days import DueStanding, NewDay
from lib.services.wording.figures import short_period
from lib.services.wording.settings import duty_name
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, show
from lib.ui.frame.tables import show_table
from lib.ui.settings.holidays import holidays_part
from lib.ui.settings.settings import choose, do, heading, history, reason_asked, tell_done, turn

_CHOSEN = "han"
_LONGEST_BASIS = 300


def calendar_section(page: Page) -> None:
    """Who has to report by when; below, the chosen due day with its history."""
    say = page.say
    tell_done()
    show(html("<p class='bd-quiet'>{}</p>", say("settings.due_intro")))
    found = service.due_days_standing(page.installation, who=page.who)
    show_table(told.due_table(found, say), caption=say("settings.due_caption"), stacks=True)
    show(html("<p class='bd-quiet'>{}</p>", say("settings.cut_off_note")))
    if chosen := choose(page, say("settings.choose_due"), list(DUTIES), name=_CHOSEN):
        _chosen(page, next(one for one in found if one.duty.key == chosen))
    holidays_part(page)


def _chosen(page: Page, one: DueStanding) -> None:
    say, key = page.say, one.duty.key
    heading(duty_name(one.duty, say))
    seen = one.change.id if one.change else 0
    with st.form(f"due-{key}-{turn()}", border=False):
        wanted = _asked(page, one)
        reason = reason_asked(page, f"due-reason-{key}-{turn()}")
        if st.form_submit_button(say("settings.save"), type="primary"):
            do(page, key, lambda: service.set_due_day(
                page.installation, key, wanted, who=page.who, reason=reason, seen=seen
            ))  # fmt: skip
    history(
        page,
        key,
        setting_history(page.installation, key, who=page.who),
        default=_default(page, one),
    )


def _asked(page: Page, one: DueStanding) -> NewDay:
    say, key = page.say, f"{one.duty.key}-{turn()}"
    yearly = one.duty.cadence is Cadence.YEARLY
    moves = not one.duty.is_cut_off
    columns = iter(st.columns(2 + yearly + moves))
    day = next(columns).number_input(
        say("settings.day"), 1, LAST_DAY, one.rule.day if one.rule else 1, key=f"due-day-{key}"
    )
    month = 0
    if yearly:
        now = one.rule.month if one.rule and one.rule.month else 12
        month = next(columns).number_input(
            say("settings.month"), 1, 12, now, key=f"due-month-{key}"
        )
    first = next(columns).selectbox(
        say("settings.first"),
        service.periods_to_come(page.installation, one.duty),
        format_func=lambda p: short_period(p, say),
        key=f"due-first-{key}",
    )
    shift = _shift(page, one, next(columns), key=f"due-shift-{key}") if moves else None
    basis = st.text_input(say("settings.basis"), max_chars=_LONGEST_BASIS, key=f"due-basis-{key}")
    return NewDay(first=first, day=day, month=month, shift=shift or Shift.STAY, basis=basis)


def _shift(page: Page, one: DueStanding, place: DeltaGenerator, *, key: str) -> Shift | None:
    say = page.say
    return place.selectbox(
        say("settings.shift"),
        list(Shift),
        index=list(Shift).index(one.rule.shift) if one.rule else 0,
        format_func=lambda s: say(f"settings.shift_{s}"),
        help=say("settings.shift_help", count=len(page.installation.calendar.holidays)),
        key=key,
    )


def _default(page: Page, one: DueStanding) -> str:
    """What the product itself says."""
    rule = service.product_rule(one.duty, one.period)
    return told.day_said(rule, page.say) if rule else page.say("settings.no_due")
