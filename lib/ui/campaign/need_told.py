"""A commune tells how many households are left to guide; counts above those known are asked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.campaign.replies import Doubt, ReplyKind, of_commune
from lib.domain.errors import AppError
from lib.services.campaign import told_words as told
from lib.services.campaign.counted import Households, households_there
from lib.services.campaign.replies import NewReply, ToCommune, give_reply, need_doubts
from lib.text import say_number
from lib.ui.frame.acting import acting
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, refusal, show
from lib.ui.frame.tables import fitting

_DONE, _ASKED = "need:done", "need:asked"
_TALLEST = 360
_PHONE = (120, 120, 80)
"""Widths of the columns that fit on a phone; a wider page stretches them."""


def need_told(page: Page, found: ToCommune, code: str) -> None:
    """Only whoever works for the commune tells it; others see what it told."""
    say = page.say
    with st.expander(say("reply_need.heading")):
        if done := st.session_state.pop(_DONE, ""):
            show(html("<p class='bd-verdict' role='status'>{}</p>", done))
        if found.need:
            line = say("reply_need.told", said=told.reply_said(found.need, say))
            show(html("<p>{}</p>", line))
        st.caption(say("reply_need.help"))
        there = households_there(page.today.installation, code)
        with st.form(f"need-{code}", border=False):
            by_village = _villages(page, there, code)
            whole = st.number_input(say("reply_need.whole"), min_value=0, value=None, step=1)
            said_by = "" if page.who.commune else st.text_input(say("reply.who_said"))
            asked: list[Doubt] = st.session_state.get(_ASKED, [])
            sure = False
            if asked:
                _doubts(page, asked, there)
                sure = st.checkbox(say("reply_need.sure"))
            pressed = st.form_submit_button(say("reply_need.send"))
        if not pressed:
            return
        new = NewReply(
            season=found.plan.season,
            plan_id=found.plan.plan_id,
            key=of_commune(code),
            kind=ReplyKind.NEED,
            need=None if whole is None else int(whole),
            villages=by_village,
            said_by=said_by,
        )
        _send(page, new, there, sure=sure)


def _send(page: Page, new: NewReply, there: Households, *, sure: bool) -> None:
    asked = need_doubts(there, new)
    if asked and not (sure and asked == st.session_state.get(_ASKED)):
        st.session_state[_ASKED] = asked
        st.rerun()
    try:
        give_reply(page.today.installation, new, who=acting(page), sure=sure)
    except AppError as error:
        st.warning(refusal(page.say, error))
        return
    st.session_state.pop(_ASKED, None)
    st.session_state[_DONE] = page.say("coming.done")
    st.rerun()


def _doubts(page: Page, asked: list[Doubt], there: Households) -> None:
    say, lines = page.say, []
    for doubt in asked:
        name = there.names.get(doubt.village, doubt.village)
        key = "reply_need.more_village" if doubt.village else "reply_need.more_commune"
        known = say_number(doubt.known, language=say.language)
        number = say_number(doubt.told, language=say.language)
        lines.append(html("<li>{}</li>", say(key, village=name, told=number, known=known)))
    show(html("<ul class='bd-notes'>{}</ul>", joined(lines)))


def _villages(page: Page, there: Households, code: str) -> dict[str, int]:
    """What was typed, by code; a blank is not there."""
    say = page.say
    if not there.names:
        return {}
    table = pd.DataFrame(
        {
            say("reply_need.village"): list(there.names.values()),
            say("reply_need.left"): [None] * len(there.names),
            say("reply_need.known"): [there.by_village.get(v) for v in there.names],
        }
    ).astype({say("reply_need.known"): "Int64", say("reply_need.left"): "Int64"})
    village, left, known = table.columns
    edited = st.data_editor(
        table,
        placeholder="",
        key=f"need-villages-{code}",
        hide_index=True,
        disabled=[village, known],
        height=fitting(len(table), most=_TALLEST),
        # What is to be filled in is in sight on a phone.
        column_config={
            village: st.column_config.Column(width=_PHONE[0]),
            left: st.column_config.NumberColumn(min_value=0, step=1, width=_PHONE[1]),
            known: st.column_config.Column(width=_PHONE[2]),
        },
    )
    return {
        code: int(count)
        for code, count in zip(there.names, edited[left], strict=True)
        if not pd.isna(count)
    }
