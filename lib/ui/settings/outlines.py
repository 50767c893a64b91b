"""Boundaries: what is drawn now, adopting those of a file after a look at it, and going back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import streamlit as st

from lib.domain.errors import AppError
from lib.maps.boundaries import Boundaries
from lib.maps.importing.proposal import Proposal
from lib.services.map import outlines as service
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, refusal, show
from lib.ui.frame.tables import show_table
from lib.ui.settings.settings import heading, reason_asked

_DONE, _LOOKED_AT, _TURN = "outlines:done", "outlines:looked-at", "outlines:turn"
_KINDS = ["geojson", "json", "topojson", "gpkg", "kml", "kmz", "zip"]


def outlines_section(page: Page) -> None:
    """The outlines in force, a file to take others from, and the way back."""
    say = page.say
    if done := st.session_state.pop(_DONE, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", done))
    now, adopted = service.outlines_in_force(page.installation, who=page.who)
    told = say("outlines.in_force", source=service.source_said(now, say))
    show(html("<p class='bd-sentence'>{}</p>", told))
    if adopted:
        table = service.adopted_table(adopted, say)
        show_table(table, caption=say("outlines.adopted"), low=True, stacks=True)
        _withdraw(page)
    _import(page)


def _withdraw(page: Page) -> None:
    say = page.say
    folded = st.popover(say("outlines.withdraw"), key=f"outlines-back-{_turn()}")
    with folded, st.form("outlines-back-form", border=False):
        show(html("<p class='bd-quiet'>{}</p>", say("outlines.withdraw_help")))
        reason = reason_asked(page, f"outlines-reason-{_turn()}")
        if st.form_submit_button(say("outlines.withdraw_do")):
            _do(
                page,
                "boundaries.withdrawn",
                lambda: service.withdraw_outlines(page.installation, who=page.who, reason=reason),
            )


def _import(page: Page) -> None:
    say = page.say
    heading(say("outlines.import"), say("outlines.import_help"))
    file = st.file_uploader(say("outlines.file"), _KINDS, key=f"outlines-file-{_turn()}")
    if file is None:
        st.session_state.pop(_LOOKED_AT, None)
        return
    try:
        proposal = _looked_at(page, file.getvalue(), file.name)
    except AppError as refused:
        st.error(refusal(say, refused))
        return
    _offer(page, proposal)


def _looked_at(page: Page, content: bytes, filename: str) -> Proposal:
    """The file as it was looked at; again only where it is another."""
    digest = hashlib.sha256(content).hexdigest()
    kept: tuple[str, Proposal] | None = st.session_state.get(_LOOKED_AT)
    if kept is None or kept[0] != digest:
        with st.spinner(page.say("outlines.looking")):
            found = service.propose_outlines(page.installation, content, filename, who=page.who)
        kept = (digest, found)
        st.session_state[_LOOKED_AT] = kept
    return kept[1]


def _offer(page: Page, proposal: Proposal) -> None:
    say = page.say
    lines = [
        html("<li>{}</li>", line) for line in service.offered(page.installation, proposal, say)
    ]
    show(html("<ul class='bd-freezes'>{}</ul>", joined(lines)))
    if far := service.areas_that_differ(proposal):
        show(html("<p>{}</p>", say("outlines.differ", count=len(far))))
        table = service.areas_table(page.installation, far, say)
        show_table(table, caption=say("outlines.areas"), low=True, stacks=True)
    agreed = True
    if proposal.needs_agreement:
        missing, doubtful = len(proposal.missing), len(proposal.doubtful)
        told = say("outlines.doubt", missing=missing, doubtful=doubtful)
        show(html("<p class='bd-verdict ask'>{}</p>", told))
        agreed = st.checkbox(say("outlines.agree"), key=f"outlines-agree-{proposal.digest}")
    if st.button(say("outlines.adopt"), type="primary", disabled=not agreed):
        _do(
            page,
            "outlines.done",
            lambda: service.adopt_outlines(
                page.installation, proposal, who=page.who, agreed=agreed
            ),
        )


def _turn() -> int:
    return int(st.session_state.get(_TURN, 0))


def _do(page: Page, key: str, act: Callable[[], Boundaries]) -> None:
    try:
        now = act()
    except AppError as refused:
        st.error(refusal(page.say, refused))
        return
    st.session_state[_TURN] = _turn() + 1
    st.session_state.pop(_LOOKED_AT, None)
    st.session_state[_DONE] = page.say(key, source=service.source_said(now, page.say))
    st.rerun()
