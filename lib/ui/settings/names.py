"""The register of names: earlier units, and everybody's answers with the way to take one back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.domain.errors import AppError
from lib.services.intake import names_register as register
from lib.services.intake.remembered_answers import forget
from lib.store.intake.remembered_answers import Lesson
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, refusal, show
from lib.ui.frame.tables import show_table
from lib.ui.settings.settings import heading

_MOST = 300
_DONE = "names:done"


def names_section(page: Page) -> None:
    """What people taught, then the units before the merger; one search for both."""
    say = page.say
    if done := st.session_state.pop(_DONE, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", done))
    show(html("<p class='bd-quiet'>{}</p>", say("names.intro")))
    wanted = st.text_input(
        say("names.search"), max_chars=80, placeholder=say("names.example"), key="names-search"
    )
    _taught(page, wanted)
    _former(page, wanted)


def _taught(page: Page, wanted: str) -> None:
    say = page.say
    found = register.taught(page.installation, wanted, say, who=page.who)
    heading(say("names.taught"), say("names.taught_count", count=len(found)))
    if not found:
        return
    table = register.taught_table(page.installation, found[:_MOST], say)
    show_table(table, caption=say("names.taught"), low=True, stacks=True)
    _take_back(page, found)


def _take_back(page: Page, found: Sequence[Lesson]) -> None:
    say, by_id = page.say, {one.id: one for one in found}
    with st.popover(say("names.take_back")), st.form("names-take-back", border=False):
        chosen = st.selectbox(
            say("names.which"),
            list(by_id),
            format_func=lambda i: register.answer_said(page.installation, by_id[i], say),
            key="names-which",
        )
        show(html("<p class='bd-quiet'>{}</p>", say("names.take_back_help")))
        if st.form_submit_button(say("names.take_back_do")) and chosen:
            _forget(page, by_id[chosen])


def _forget(page: Page, lesson: Lesson) -> None:
    told = register.answer_said(page.installation, lesson, page.say)
    try:
        forget(page.installation, lesson, who=page.who)
    except AppError as refused:
        st.error(refusal(page.say, refused))
        return
    st.session_state[_DONE] = page.say("names.taken_back", answer=told)
    st.rerun()


def _former(page: Page, wanted: str) -> None:
    say = page.say
    found = register.former_units(page.installation, wanted, who=page.who)
    total = len(page.installation.gazetteer.former)
    heading(say("names.former"), say("names.former_count", count=len(found), total=total))
    if found:
        table = register.former_table(page.installation, found[:_MOST], say)
        show_table(table, caption=say("names.former"), low=True, stacks=True)
