"""The weekly quick entry of a commune union: few fields, then a look, then publishing."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from lib.domain.access.permissions import Person
from lib.domain.campaign.entering import Entry, impossible, unlikely
from lib.domain.errors import AppError
from lib.domain.problems import Verdict
from lib.services.intake.field_sheets import village_sheets
from lib.services.intake.preview_words import overtaken_in_words
from lib.services.intake.previewed import Preview
from lib.services.intake.publishing import Published
from lib.services.intake.quick_entry import Offered, entry_choices, handed_in, looked_at
from lib.services.intake.quick_words import against, remark_said
from lib.services.promises import promised
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.downloads import on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, quiet, refusal, show

COMMUNE = "don-vi"
_READY, _DONE = "quick:ready", "quick:done"
_MOST_SHEETS = 40
_MOST = 100_000
_MOST_AT_ONCE = 12
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
    entries = _form(page, season, commune, known=known)
    if entries:
        st.session_state.pop(_READY, None)
        wrong = impossible(entries, page.installation.today)
        for remark in wrong:
            st.warning(quiet(remark_said(remark, known.villages, page.say)))
        if not wrong:
            _keep(page, entries, commune, who=who)
    waiting = st.session_state.get(_READY)
    if waiting and waiting[0] == commune:
        _look(page, waiting[1], commune, entries=waiting[2], known=known, who=who)
    _sheets(page, season, commune, known=known, who=who)


def _keep(page: Page, entries: list[Entry], commune: str, *, who: Person) -> None:
    """What was typed, looked at and kept until it is published."""
    try:
        ready = looked_at(page.installation, entries, who=who)
    except AppError as error:
        st.warning(refusal(page.say, error))
        return
    st.session_state[_READY] = (commune, ready, entries)


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


def _form(page: Page, season: str, commune: str, *, known: Offered) -> list[Entry]:
    """The boxes: those of the team once, those of each village by themselves."""
    say = page.say
    chosen = st.multiselect(
        say("quick.villages"),
        list(known.villages),
        format_func=lambda c: known.villages[c],
        max_selections=_MOST_AT_ONCE,
        placeholder=say("quick.whole_commune"),
        key=f"quick-villages-{commune}",
    )
    with st.form(f"quick-{commune}-{season}", border=True):
        team = st.selectbox(
            say("quick.team"), list(known.teams), format_func=lambda c: f"{known.teams[c]} ({c})"
        )
        told = [
            _boxes(page, season, village, name=known.villages[village] if len(chosen) > 1 else "")
            for village in chosen or [""]
        ]
        joint = st.selectbox(
            say("quick.joint"),
            [None, True, False],
            format_func=lambda v: say(f"quick.joint_{_JOINT[v]}"),
        )
        reason = st.text_input(say("quick.reason"), max_chars=300)
        if not st.form_submit_button(say("quick.look"), type="primary", width="stretch"):
            return []
    return [
        Entry(team=str(team), commune=commune, joint=joint, reason=reason, **boxes)
        for boxes in told
    ]


def _boxes(page: Page, season: str, village: str, *, name: str) -> dict[str, Any]:
    """Days and counts of one village; where there are several, each box names its own."""
    say, start = page.say, _first_day(page, season)

    def label(key: str) -> str:
        return (
            say("quick.of_village", box=say(f"quick.{key}"), village=quiet(name))
            if name
            else (say(f"quick.{key}"))
        )

    if name:
        show(html("<b>{}</b>", name))
    days: dict[str, Any] = {
        key: column.date_input(
            label(key), start, max_value=page.installation.today, format="DD/MM/YYYY",
            key=f"quick-{key}-{season}-{village}",
        )
        for column, key in zip(st.columns(2), ("first", "last"), strict=True)
    }  # fmt: skip
    counts: dict[str, Any] = {}
    for row in (("people", "turns"), ("households", "volunteers"), ("days",)):
        for column, key in zip(st.columns(2), row, strict=False):
            counts[key] = column.number_input(
                label(key), min_value=0, max_value=_MOST, value=None, step=1,
                key=f"quick-{key}-{season}-{village}",
            )  # fmt: skip
    return {"village": village} | days | counts


def _first_day(page: Page, season: str) -> date:
    """Today, or in the summer that was asked for; never a day that has not come."""
    today = page.installation.today
    return today if str(today.year) == season else min(today, date(int(season), 7, 1))


def _look(
    page: Page,
    ready: Preview,
    commune: str,
    *,
    entries: list[Entry],
    known: Offered,
    who: Person,
) -> None:
    """What was understood, what speaks against it, and the button."""
    say = page.say
    told = against(ready, entries, villages=known.villages, say=say)
    members = known.members.get(entries[0].team)
    told += [remark_said(r, known.villages, say) for r in unlikely(entries, members)]
    kind = str(Verdict.WARN if told and ready.publishable else ready.verdict)
    show(html("<div class='bd-verdict {}'>{}</div>", kind, say(f"quick_verdict.{kind}")))
    if told:
        lines = joined([html("<li>{}</li>", line) for line in told])
        show(html("<ul class='bd-notes'>{}</ul>", lines))
    if not ready.publishable:
        return
    sure = not told or st.checkbox(say("quick.sure"), key=f"quick-sure-{ready.received.sha256}")
    if not sure:
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
            placeholder=say("upload.choose"),
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
