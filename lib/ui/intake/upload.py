"""Taking a file in, step by step: file, what was recognised, problems, preview, publish."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.domain.access.permissions import Person
from lib.domain.errors import NotAllowed, UnreadableFile
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.periods import Period
from lib.domain.templates import TEMPLATES
from lib.services.intake.batch.taking_in import are_many, start_batch
from lib.services.intake.kept_previews import kept_preview
from lib.services.intake.overtaken import Overtaken
from lib.services.intake.preview import note_received, receive
from lib.services.intake.previewed import Preview, Received
from lib.services.intake.publishing import Published, publish
from lib.services.promises import promised
from lib.services.wording.figures import period_within
from lib.text import Words
from lib.ui.frame.nav import way_to
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, quiet, refusal, show
from lib.ui.intake.overtaken import forget_all, remember, somebody_was_first
from lib.ui.intake.questions import ANSWERS
from lib.ui.map.choices import short_period

_KINDS = ["csv", "xlsx", "xls", "ods", "txt", "tsv"]
_DONE = "upload-done"
BATCH = "lo"
"""The batch in the page's address."""


def ask_file(page: Page, who: Person) -> Preview | None:
    """The file somebody drops, checked with the answers given so far and those remembered.

    Several files, or a zip of them, become a batch with a board of its own.
    """
    say = page.say
    # A batch is of the whole province; a commune hands in one file after the other.
    dropped = st.file_uploader(
        say("upload.file_own" if who.commune else "upload.file"),
        type=_KINDS if who.commune else [*_KINDS, "zip"],
        accept_multiple_files=not who.commune,
        key=f"upload-file-{st.session_state.get('upload-round', 0)}",
        help=say("upload.file_help"),
    )
    if not dropped:
        forget_all()
        return None
    given = dropped if isinstance(dropped, list) else [dropped]
    files = [(f.name, f.getvalue()) for f in given]
    if are_many(files) and who.commune:  # a zip under another name
        st.error(say("upload.one_at_a_time", file=quiet(files[0][0])))
        return None
    if are_many(files):
        _as_batch(page, files, who)
        return None
    return _single(page, files[0], who)


def _as_batch(page: Page, files: list[tuple[str, bytes]], who: Person) -> None:
    try:
        batch = start_batch(page.installation, files, who=who)
    except UnreadableFile as error:
        st.error(refusal(page.say, error))
        return
    next_round()
    st.query_params[BATCH] = batch.code
    st.rerun()


def next_round() -> None:
    """The uploader is empty again."""
    st.session_state["upload-round"] = st.session_state.get("upload-round", 0) + 1


def _single(page: Page, given: tuple[str, bytes], who: Person) -> Preview | None:
    say = page.say
    received = receive(*given, page.installation.settings)
    noted_once(page, received, who)
    answers = st.session_state.setdefault(ANSWERS, {}).setdefault(received.sha256, {})
    try:
        with st.spinner(say("upload.checking")):
            return kept_preview(page.viewer, received, answers)
    except UnreadableFile as error:
        st.error(refusal(say, error))
        return None


def noted_once(page: Page, received: Received, who: Person) -> None:
    """Keeps that a file came, once a visit: the page runs again at every click."""
    noted = st.session_state.setdefault("upload-noted", set())
    if received.sha256 not in noted:
        note_received(page.installation, received, who=who)
        noted.add(received.sha256)


def recognised(page: Page, ready: Preview) -> None:
    """What the file was taken for, and the verdict on it."""
    say = page.say
    chips = []
    if ready.template and ready.reading:
        chips = [
            TEMPLATES[ready.template.code].title,
            _read_from(ready.reading, say),
            *([say("upload.rows", count=len(ready.rows))] if len(ready.rows) else []),
            *(short_period(page, p) for p in ready.periods),
        ]
    show(
        html(
            "<div class='bd-verdict {kind}'>{verdict}</div><p style='margin-top:.5rem'>{chips}</p>",
            kind=str(ready.verdict),
            verdict=say(f"verdict.{ready.verdict}"),
            chips=joined([html("<span class='bd-chip'>{}</span>", chip) for chip in chips]),
        )
    )


def _read_from(reading: Recognised, say: Words) -> str:
    """The sheet and the row of its headings; of sheets laid out anew, the sheets alone."""
    pages = reading.sheet.read_from
    if len(pages) > 1:
        return say("upload.sheets", count=len(pages), sheet=pages[0])
    if reading.sheet.origin is not None:
        return say("upload.sheet_alone", sheet=pages[0])
    return say("upload.sheet", sheet=pages[0], row=reading.header_row)


def publish_button(page: Page, ready: Preview, who: Person) -> None:
    """Publishes what was previewed, once a name is given and nothing stands in the way."""
    say = page.say
    if not ready.publishable:
        return
    if somebody_was_first(page, ready, give_up=next_round):
        return
    reason = closed_reason(page, ready.closed, key=f"why-{ready.received.sha256}")
    pressed = st.button(say("upload.publish"), type="primary")
    if not pressed:
        return
    try:
        done = publish(page.installation, ready, who=who, reason=reason)
    except NotAllowed as refused:  # closed, and no reason was given
        st.warning(refusal(say, refused))
        return
    if isinstance(done, Overtaken):
        remember(ready, done)
        st.rerun()
    st.session_state[_DONE] = (done, ready.received.filename)
    forget_all()
    next_round()
    st.rerun()


def closed_reason(page: Page, closed: Sequence[str], *, key: str) -> str:
    """Why closed periods are corrected; asked for only where one is closed."""
    if not closed:
        return ""
    say = page.say
    periods = ", ".join(period_within(Period.parse(p), say) for p in closed)
    show(html("<p class='bd-verdict warn'>{}</p>", say("closing.reason_needed", period=periods)))
    return st.text_input(say("closing.correction_reason"), max_chars=500, key=key)


def just_published(page: Page) -> None:
    """The good news after publishing, with the ways on from here."""
    done = st.session_state.pop(_DONE, None)
    if done is None:
        return
    published, filename = done
    assert isinstance(published, Published)  # noqa: S101 - set a few lines above
    say = page.say
    number = published.upload_id
    told = {"id": number, "file": quiet(filename), "last": number + published.count - 1}
    key = "publish.done_each" if published.count > 1 else "publish.done_long"
    st.success(promised(say, page.who, key, **told))
    first, second, _ = st.columns([1, 1, 2])
    way_to("map", page, say("publish.to_map"), place=first)
    way_to("history", page, say("publish.to_history"), place=second)
