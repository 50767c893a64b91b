"""The weekly quick entry of a commune union: few fields, then a look, then publishing."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.domain.access.permissions import Person
from lib.domain.errors import AppError
from lib.domain.problems import Severity
from lib.services.intake.field_sheets import village_sheets
from lib.services.intake.preview_words import overtaken_in_words
from lib.services.intake.previewed import Preview
from lib.services.intake.publishing import Published
from lib.services.intake.quick_entry import Entry, Offered, entry_choices, handed_in, looked_at
from lib.services.promises import promised
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.downloads import on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, refusal, show
from lib.ui.intake.problems import problem_list

COMMUNE = "don-vi"
_READY, _DONE = "quick:ready", "quick:done"
_MOST_SHEETS = 40
_MOST = 100_000
_WIDTH = 760
"""Of the form in pixels; a phone is narrower."""
_JOINT = {None: "unknown", True: "yes", False: "no"}


def view(page: Page, season: str, who: Person) -> None:
    """The form; what was typed stays until it is published."""
    if done := st.session_state.pop(_DONE, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", done))
    with st.container(width=_WIDTH):
        _typed(page, season, who)


def _typed(page: Page, season: str, who: Person) -> None:
    st.caption(page.say("quick.help"))
    commune = _commune(page, who)
    known = entry_choices(page.installation, commune, season, who=who)
    if not known.teams:
        show(html("<p>{}</p>", page.say("quick.no_teams", season=season)))
        return
    entry = _form(page, season, commune, known=known)
    if entry is not None:
        try:
            st.session_state[_READY] = (commune, looked_at(page.installation, entry, who=who))
        except AppError as error:
            st.warning(refusal(page.say, error))
    waiting = st.session_state.get(_READY)
    if waiting and waiting[0] == commune:
        _look(page, waiting[1], commune, who=who)
    _sheets(page, season, commune, known=known, who=who)


def _commune(page: Page, who: Person) -> str:
    names = page.installation.gazetteer.communes
    codes = [who.commune] if who.commune else sorted(names, key=lambda c: names[c].name)
    from_address(COMMUNE, codes, codes[0])
    chosen = st.selectbox(
        page.say("quick.commune"),
        codes,
        format_func=lambda c: names[c].full_name,
        key=COMMUNE,
        persist_state="session",
    )
    to_address(COMMUNE, str(chosen))
    return str(chosen)


def _form(page: Page, season: str, commune: str, *, known: Offered) -> Entry | None:
    say = page.say
    with st.form(f"quick-{commune}-{season}", border=True):
        team = st.selectbox(
            say("quick.team"), list(known.teams), format_func=lambda c: f"{known.teams[c]} ({c})"
        )
        village = st.selectbox(
            say("quick.village"),
            ["", *known.villages],
            format_func=lambda c: known.villages.get(c, say("quick.whole_commune")),
        )
        start = _first_day(page, season)
        left, right = st.columns(2)
        first = left.date_input(say("quick.first"), start, format="DD/MM/YYYY")
        last = right.date_input(say("quick.last"), start, format="DD/MM/YYYY")
        counts = _counts(page)
        joint = st.selectbox(
            say("quick.joint"),
            [None, True, False],
            format_func=lambda v: say(f"quick.joint_{_JOINT[v]}"),
        )
        reason = st.text_input(say("quick.reason"), max_chars=300)
        if not st.form_submit_button(say("quick.look"), type="primary", width="stretch"):
            return None
    return Entry(
        team=str(team), commune=commune, village=str(village), first=first, last=last,
        joint=joint, reason=reason, **counts,
    )  # fmt: skip


def _counts(page: Page) -> dict[str, int | None]:
    """Two boxes a row, in the same order on a phone."""
    counts: dict[str, int | None] = {}
    for row in (("people", "turns"), ("households", "volunteers"), ("days",)):
        for column, key in zip(st.columns(2), row, strict=False):
            counts[key] = column.number_input(
                page.say(f"quick.{key}"), min_value=0, max_value=_MOST, value=None, step=1
            )
    return counts


def _first_day(page: Page, season: str) -> date:
    today = page.installation.today
    return today if str(today.year) == season else date(int(season), 7, 1)


def _look(page: Page, ready: Preview, commune: str, *, who: Person) -> None:
    """What was understood, what speaks against it, and the button."""
    say = page.say
    kind = str(ready.verdict)
    show(html("<div class='bd-verdict {}'>{}</div>", kind, say(f"verdict.{kind}")))
    against = [p for p in ready.problems if p.severity >= Severity.WARN]
    if against:
        show(problem_list(against, 1, say))
    if not ready.publishable:
        return
    if st.button(say("quick.publish"), type="primary", width="stretch"):
        try:
            outcome = handed_in(page.installation, ready, commune, who=who)
        except AppError as error:
            st.warning(refusal(say, error))
            return
        del st.session_state[_READY]
        if not isinstance(outcome, Published):
            st.warning(" ".join(overtaken_in_words(outcome, say)))
            return
        st.session_state[_DONE] = promised(say, who, "quick.done", number=outcome.upload_id)
        st.rerun()


def _sheets(page: Page, season: str, commune: str, *, known: Offered, who: Person) -> None:
    """The same boxes on paper."""
    say = page.say
    with st.expander(say("quick.sheets")):
        st.caption(say("quick.sheets_help"))
        chosen = st.multiselect(
            say("quick.sheets_villages"),
            list(known.villages),
            format_func=lambda c: known.villages[c],
            max_selections=_MOST_SHEETS,
            key=f"quick-sheets-{commune}",
        )
        name = f"phieu-thon-ban_{commune}.pdf"

        def sheets() -> bytes:
            return village_sheets(
                page.installation, commune, season, villages=chosen, say=say, who=who
            )

        st.download_button(
            say("quick.sheets_download", count=max(1, len(chosen))),
            on_record(page, name, sheets),
            file_name=name,
            mime="application/pdf",
            on_click="ignore",
        )
