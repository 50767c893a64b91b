"""Taking a plan away: the whole archive, letter templates, and what has to be told again."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.domain.access.permissions import Act, Person
from lib.domain.campaign.replies import Party
from lib.domain.errors import AppError
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.told.archive import (
    archive_name,
    blank_letters,
    news_archive,
    plan_archive,
)
from lib.services.planning.told.news_list import news_table, side_said
from lib.services.planning.told.telling import News, news_of, note_not_told, note_told
from lib.ui.frame.acting import acting
from lib.ui.frame.downloads import in_turn, on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, refusal, show
from lib.ui.frame.tables import show_table

_ZIP = "application/zip"
_DONE = "telling:done"


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


def show_news(page: Page, season: str, *, who: Person) -> None:
    """Who has to be told of the plan in force, their papers, and noting that it is done."""
    say, installation = page.say, page.today.installation
    news = news_of(installation, season, who=who)
    if news is None:
        return
    st.subheader(say("telling.heading"))
    if done := st.session_state.pop(_DONE, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", done))
    names = {c.code: c.full_name for c in installation.gazetteer.communes.values()}
    show(html("<p class='bd-sentence'>{}</p>", _sentence(page, news)))
    if news.to_tell:
        st.caption(say("telling.help"))
        table = news_table(news, names, say)
        show_table(table, caption=say("telling.list", season=season), low=True, stacks=True)
        _news_file(page, news, who=who)
    if not who.may(Act.PLAN):
        return
    if news.to_tell:
        _note(page, news, names)
    if news.up_to_date:
        _undo(page, news, names)


def _sentence(page: Page, news: News) -> str:
    if not news.to_tell:
        return page.say("telling.all")
    parties = [one.side[0] for one in news.to_tell]
    return page.say(
        "telling.again" if news.told else "telling.nobody",
        communes=parties.count(Party.COMMUNE),
        teams=parties.count(Party.TEAM),
    )


def _news_file(page: Page, news: News, *, who: Person) -> None:
    say, season = page.say, news.plan.season
    name = f"bao-lai_{season}_ban-{news.plan.version}.zip"

    def made() -> bytes:
        return news_archive(page.today.installation, season, say, who=who)

    st.download_button(
        say("telling.download"),
        on_record(page, name, made),
        file_name=name,
        mime=_ZIP,
        on_click="ignore",
    )


def _note(page: Page, news: News, names: dict[str, str]) -> None:
    say = page.say
    sides = [one.side for one in news.to_tell]
    with st.form("telling-note", border=False):
        chosen = st.multiselect(
            say("telling.which"),
            sides,
            format_func=lambda s: side_said(s, names, say),
            placeholder=say("upload.choose"),
        )
        if st.form_submit_button(say("telling.note")):
            _done(
                page,
                lambda: note_told(
                    page.today.installation,
                    news.plan.season,
                    news.plan.plan_id,
                    sides=chosen or sides,
                    who=acting(page),
                ),
                "telling.noted",
            )


def _undo(page: Page, news: News, names: dict[str, str]) -> None:
    say = page.say
    with st.popover(say("telling.undo")), st.form("telling-undo", border=False):
        chosen = st.multiselect(
            say("telling.undo_which"),
            news.up_to_date,
            format_func=lambda s: side_said(s, names, say),
            placeholder=say("upload.choose"),
        )
        if st.form_submit_button(say("telling.undo_note")):
            _done(
                page,
                lambda: note_not_told(
                    page.today.installation, news.plan.season, sides=chosen, who=acting(page)
                ),
                "telling.undone",
            )


def _done(page: Page, act: Callable[[], int], key: str) -> None:
    try:
        count = act()
    except AppError as error:
        st.warning(refusal(page.say, error))
        return
    st.session_state[_DONE] = page.say(key, count=count)
    st.rerun()
