"""On a commune's page: who comes when to which villages, and the commune's answer."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.domain.access.permissions import Act, Person
from lib.domain.campaign.replies import Party, ReplyKind, State, StayAnswers
from lib.domain.errors import AppError
from lib.services.campaign import told_words as told
from lib.services.campaign.replies import NewReply, ToCommune, coming_to, give_reply, open_stays
from lib.services.campaign.slips import commune_slip
from lib.services.planning.told.coming_words import days_said
from lib.ui.campaign.need_told import need_told
from lib.ui.campaign.noting import noting
from lib.ui.frame.acting import acting
from lib.ui.frame.downloads import on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, refusal, show
from lib.ui.frame.tables import show_table

_DONE = "coming:done"


def coming(page: Page, code: str) -> None:
    """Nothing while no plan that is in force lies ahead."""
    say, installation = page.say, page.today.installation
    found = coming_to(installation, code, who=page.who)
    if found is None:
        return
    st.subheader(say("coming.heading"), anchor=False)
    if done := st.session_state.pop(_DONE, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", done))
    plan = say("coming.plan", title=found.plan.title, version=found.plan.version)
    show(html("<p class='bd-quiet'>{}</p>", plan))
    if not found.stays:
        show(html("<p>{}</p>", say("coming.none")))
        return
    waiting = open_stays(found.stays, Party.COMMUNE)
    if waiting:
        show(html("<p class='bd-sentence'>{}</p>", say("coming.waiting", count=len(waiting))))
    table = told.coming_table(found.stays, say, versions={})
    show_table(table, caption=say("coming.heading"), stacks=True)
    if page.who.may(Act.ANSWER_PLANS, code):
        for number, stay in enumerate(found.stays):
            _answer(page, found, stay, number=number)
        noting(page, found.plan, found.stays, party=Party.TEAM)
        need_told(page, found, code)
    _slip(page, code)


def _answer(page: Page, found: ToCommune, stay: StayAnswers, *, number: int) -> None:
    """The commune's own buttons for one stay; whoever is not of the commune notes what it said."""
    if page.who.commune is None or stay.coming.last < page.today.installation.today:
        return
    say, state = page.say, stay.commune.state
    row = st.container(horizontal=True, vertical_alignment="center")
    named = f"{days_said(stay.coming)}, {stay.coming.key.team}"
    with row.container(width="content"):
        show(html("<b>{}</b>", named))
    if state is not State.CONFIRMED and row.button(
        say("coming.confirm"), key=f"coming-yes-{number}", type="primary"
    ):
        _give(page, _new(found, stay, ReplyKind.CONFIRMED))
    with row.popover(say("coming.other_day")), st.form(f"coming-day-{number}", border=False):
        wished = st.date_input(
            say("coming.wished"), value=None, min_value=page.today.installation.today,
            format="DD/MM/YYYY",
        )  # fmt: skip
        why = st.text_input(say("coming.why"), max_chars=300)
        if st.form_submit_button(say("coming.send")):
            _give(page, _new(found, stay, ReplyKind.OTHER_DAY, wished=_day(wished), why=why))
    if state is not State.OPEN and row.button(say("coming.take_back"), key=f"coming-no-{number}"):
        _give(page, _new(found, stay, ReplyKind.WITHDRAWN))


def _day(chosen: object) -> date | None:
    return chosen if isinstance(chosen, date) else None


def _new(
    found: ToCommune,
    stay: StayAnswers,
    kind: ReplyKind,
    *,
    wished: date | None = None,
    why: str = "",
) -> NewReply:
    return NewReply(
        season=found.plan.season,
        plan_id=found.plan.plan_id,
        key=stay.coming.key,
        kind=kind,
        wished=wished,
        why=why,
    )


def _give(page: Page, reply: NewReply) -> None:
    who: Person = acting(page)
    try:
        give_reply(page.today.installation, reply, who=who)
    except AppError as error:
        st.warning(refusal(page.say, error))
        return
    st.session_state[_DONE] = page.say("coming.done")
    st.rerun()


def _slip(page: Page, code: str) -> None:
    name = f"phieu-doi-ve-xa_{code}.pdf"

    def made() -> bytes:
        return commune_slip(page.today.installation, code, say=page.say, who=page.who)

    st.download_button(
        page.say("coming.slip"),
        on_record(page, name, made),
        file_name=name,
        mime="application/pdf",
        on_click="ignore",
    )
