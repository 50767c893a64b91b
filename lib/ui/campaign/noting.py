"""Writing down what a team or a commune said by telephone or letter, with who said it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from lib.domain.campaign.replies import Party, ReplyKind, StayAnswers
from lib.domain.errors import AppError
from lib.services.campaign import told_words as told
from lib.services.campaign.replies import NewReply, give_reply
from lib.services.planning.told.coming import InForce
from lib.ui.frame.acting import acting
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, refusal, show

_DONE = "noting:done"
_KINDS = (ReplyKind.CONFIRMED, ReplyKind.OTHER_DAY, ReplyKind.WITHDRAWN)


def noting(
    page: Page, plan: InForce, stays: Sequence[StayAnswers], *, party: Party | None = None
) -> None:
    """The form; ``party`` where it can only be the answer of one side."""
    say, names = page.say, page.installation.gazetteer.communes
    places = {code: commune.full_name for code, commune in names.items()}
    title = say("reply.for_team" if party else "reply.for_others")
    with st.expander(title):
        if done := st.session_state.pop(_DONE, ""):
            show(html("<p class='bd-verdict' role='status'>{}</p>", done))
        st.caption(say("reply.for_help"))
        with st.form("noting", border=False):
            stay = st.selectbox(
                say("reply.stay"),
                list(range(len(stays))),
                format_func=lambda i: told.stay_said(stays[i].coming, places),
            )
            side = party or _side(page)
            kind = st.selectbox(
                say("reply.kind"), _KINDS, format_func=lambda k: say(f"reply_choice.{k}")
            )
            left, right = st.columns(2)
            wished = left.date_input(
                say("coming.wished"), value=None, min_value=page.today.installation.today,
                format="DD/MM/YYYY",
            )  # fmt: skip
            why = right.text_input(say("coming.why"), max_chars=300)
            said_by = st.text_input(say("reply.who_said"), max_chars=100)
            pressed = st.form_submit_button(say("reply.note"))
        if not pressed:
            return
        asked = kind is ReplyKind.OTHER_DAY
        new = NewReply(
            season=plan.season,
            plan_id=plan.plan_id,
            key=stays[stay].coming.key,
            party=side,
            kind=kind,
            wished=wished if asked and isinstance(wished, date) else None,
            why=why if asked else "",
            said_by=said_by,
        )
        try:
            give_reply(page.today.installation, new, who=acting(page))
        except AppError as error:
            st.warning(refusal(say, error))
            return
        st.session_state[_DONE] = say("coming.done")
        st.rerun()


def _side(page: Page) -> Party:
    """Whose answer it is."""
    said = page.say
    parties = [party.value for party in Party]
    chosen = st.selectbox(
        said("reply.party"), parties, format_func=lambda p: said(f"reply_party.{p}")
    )
    return Party(str(chosen))
