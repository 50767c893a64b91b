"""Buttons that take a plan away: the whole archive, and the letter templates."""

from __future__ import annotations

import streamlit as st

from lib.domain.access.permissions import Person
from lib.domain.errors import AppError
from lib.services.planning.archive import archive_name, blank_letters, plan_archive
from lib.services.planning.saved_plan import SavedPlan
from lib.ui.frame.downloads import in_turn, on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import refusal

_ZIP = "application/zip"


def show_files(page: Page, saved: SavedPlan, *, who: Person) -> None:
    """The archive is made when it is asked for; a template that cannot be filled in is told."""
    say = page.say
    st.subheader(say("plan_files.heading"))
    st.caption(say("plan_files.help"))
    # The letters are tried first, so that a fault is a sentence here and not a broken download.
    key = ("plan-files", saved.id, say.language)
    row = st.container(horizontal=True)
    if row.button(say("plan_files.prepare"), key=f"plan-files-{saved.id}"):
        try:
            with in_turn(page):
                plan_archive(page.installation, saved, say, who=who)
            st.session_state["plan-files:ready"] = key
        except AppError as error:
            st.warning(refusal(say, error))
    name = archive_name(saved)
    if st.session_state.get("plan-files:ready") == key:
        row.download_button(
            say("plan_files.make"),
            on_record(page, name, lambda: plan_archive(page.installation, saved, say, who=who)),
            file_name=name,
            mime=_ZIP,
            type="primary",
            on_click="ignore",
        )
    row.download_button(
        say("plan_files.blank"),
        blank_letters,
        file_name="mau-van-ban.zip",
        mime=_ZIP,
        on_click="ignore",
        help=say("plan_files.blank_help"),
    )
