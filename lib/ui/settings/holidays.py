"""Holidays on the calendar page: those entered, one more, and taking one out."""

from __future__ import annotations

import streamlit as st

from lib.domain.reporting.holidays import HOLIDAYS, Holiday
from lib.services.settings import holidays as service
from lib.services.settings import words as told
from lib.services.settings.changing import setting_history
from lib.ui.frame.page import Page
from lib.ui.frame.tables import show_table
from lib.ui.settings.settings import do, heading, history, reason_asked, turn

_LONGEST_NAME, _LONGEST_BASIS = 80, 300


def holidays_part(page: Page) -> None:
    """What moves a due day, where its rule lets it be moved."""
    say = page.say
    heading(say("settings.holidays"), say("settings.holidays_intro"))
    found = service.holidays_standing(page.installation, who=page.who)
    seen = found.change.id if found.change else 0
    if found.holidays:
        table = told.holidays_table(found.holidays, say)
        show_table(table, caption=say("settings.holidays"), low=True, stacks=True)
    with st.container(horizontal=True):
        _adding(page, seen)
        _removing(page, found.holidays, seen)
    changes = setting_history(page.installation, HOLIDAYS, who=page.who)
    if changes:
        history(page, HOLIDAYS, changes, default=say("settings.holidays_none"))


def _adding(page: Page, seen: int) -> None:
    say, key = page.say, f"holiday-{turn()}"
    folded = st.popover(say("settings.holiday_add"), key=f"{key}-add")
    with folded, st.form(f"{key}-add-form", border=False):
        left, right = st.columns(2)
        first = left.date_input(
            say("settings.holiday_first"), None, format="DD/MM/YYYY", key=f"{key}-first"
        )
        last = right.date_input(
            say("settings.holiday_last"),
            None,
            format="DD/MM/YYYY",
            help=say("settings.holiday_last_help"),
            key=f"{key}-last",
        )
        name = st.text_input(
            say("settings.holiday_name"), max_chars=_LONGEST_NAME, key=f"{key}-name"
        )
        basis = st.text_input(say("settings.basis"), max_chars=_LONGEST_BASIS, key=f"{key}-basis")
        reason = reason_asked(page, f"{key}-reason")
        if not st.form_submit_button(say("settings.save"), type="primary"):
            return
        if first is None:
            st.error(say("error.holiday_first"))
        else:
            new = Holiday(first=first, last=last or first, name=_line(name), basis=_line(basis))
            do(page, HOLIDAYS, lambda: service.add_holiday(
                page.installation, new, who=page.who, reason=reason, seen=seen))  # fmt: skip


def _removing(page: Page, known: tuple[Holiday, ...], seen: int) -> None:
    say, key = page.say, f"holiday-{turn()}"
    coming = [h for h in known if h.first > page.installation.today]
    if not coming:
        return
    folded = st.popover(say("settings.holiday_remove"), key=f"{key}-remove")
    with folded, st.form(f"{key}-remove-form", border=False):
        gone = st.selectbox(
            say("settings.holiday_which"),
            coming,
            format_func=told.holiday_said,
            key=f"{key}-which",
        )
        reason = reason_asked(page, f"{key}-why")
        if st.form_submit_button(say("settings.holiday_remove"), type="primary"):
            do(page, HOLIDAYS, lambda: service.remove_holiday(
                page.installation, gone, who=page.who, reason=reason, seen=seen))  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())
