"""Taking a file in, step by step: file, what was recognised, problems, preview, publish."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.domain.access import Person
from lib.domain.compare import Changes
from lib.domain.errors import NotAllowed, UnreadableFile
from lib.domain.partial import ANSWER
from lib.domain.problems import Problem, Severity
from lib.domain.resolving import NEW, SKIP
from lib.domain.templates import TEMPLATES, Role
from lib.domain.unusual import Movement, movements
from lib.services.answers import sentences
from lib.services.batches import are_many, start_batch
from lib.services.intake import (
    Preview,
    Published,
    Received,
    note_received,
    preview,
    publish,
    receive,
    thresholds,
)
from lib.services.lessons import forget, known_lessons, meaning, written
from lib.services.overtaken import Overtaken
from lib.services.preview_words import (
    changes_in_words,
    parted_in_words,
    unusual_in_words,
)
from lib.text import Words, say_moment, say_number
from lib.ui.choices import short_period
from lib.ui.first_come import forget_all, remember, somebody_was_first
from lib.ui.nav import page as page_of
from lib.ui.page import Page
from lib.ui.safe import html, joined, quiet, refusal, show
from lib.ui.tables import fitting

_KINDS = ["csv", "xlsx", "xls", "ods", "txt", "tsv", "zip"]
_MOST_CELLS = 10_000
"""Changed cells shown; the commune table above counts them all."""
_DONE, ANSWERS = "upload-done", "upload-answers"
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
        type=_KINDS,
        accept_multiple_files=not who.commune,
        key=f"upload-file-{st.session_state.get('upload-round', 0)}",
        help=say("upload.file_help"),
    )
    if not dropped:
        forget_all()
        return None
    given = dropped if isinstance(dropped, list) else [dropped]
    files = [(f.name, f.getvalue()) for f in given]
    if are_many(files):
        _as_batch(page, files, who)
        return None
    return _single(page, files[0], who)


def _as_batch(page: Page, files: list[tuple[str, bytes]], who: Person) -> None:
    try:
        batch = start_batch(page.house, files, who=who)
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
    received = receive(*given, page.house.settings)
    noted_once(page, received, who)
    answers = st.session_state.setdefault(ANSWERS, {}).setdefault(received.sha256, {})
    try:
        with st.spinner(say("upload.checking")):
            return preview(page.house, received, answers, who=who)
    except UnreadableFile as error:
        st.error(refusal(say, error))
        return None


def noted_once(page: Page, received: Received, who: Person) -> None:
    """Keeps that a file came, once a visit: the page runs again at every click."""
    noted = st.session_state.setdefault("upload-noted", set())
    if received.sha256 not in noted:
        note_received(page.house, received, who=who)
        noted.add(received.sha256)


def recognised(page: Page, ready: Preview) -> None:
    """What the file was taken for, and the verdict on it."""
    say = page.say
    chips = []
    if ready.template and ready.reading:
        chips = [
            TEMPLATES[ready.template.code].title,
            say("upload.sheet", sheet=ready.reading.sheet.name, row=ready.reading.header_row),
            say("upload.rows", count=len(ready.rows)),
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


def questions(page: Page, ready: Preview) -> None:
    """Every open question once; an answer is remembered for this file and checked anew."""
    asked = {p.question: p for p in ready.problems if p.question}
    answers = st.session_state[ANSWERS][ready.received.sha256]
    known = {key for key in answers if key not in asked and key != ANSWER}
    if not asked and not known:
        return
    st.subheader(page.say("upload.questions"))
    with st.form("questions", border=True):
        chosen = {key: question(page, problem, key="question") for key, problem in asked.items()}
        if asked and st.form_submit_button(page.say("upload.answer"), type="primary"):
            answers.update({k: v for k, v in chosen.items() if v})
            st.rerun()
        if not asked:
            st.caption(page.say("upload.answered", count=len(known)))
            if st.form_submit_button(page.say("upload.forget")):
                answers.clear()
                st.rerun()


def partial(page: Page, ready: Preview) -> None:
    """Whether the clean part is taken in while the faulty part goes back: the person's choice."""
    if not ready.ways:
        return
    say, answers = page.say, st.session_state[ANSWERS][ready.received.sha256]
    labels = {"": say("upload.partial_none")}
    for way in ready.ways:
        kept = way.kept.rows
        count = {"kept": len(kept), "communes": kept["commune_code"].nunique()}
        labels[way.way] = say(f"upload.partial_{way.way}", **count)
    options = list(labels)
    chosen = st.radio(
        say("upload.partial"),
        options,
        index=options.index(answers.get(ANSWER, "") if answers.get(ANSWER) in labels else ""),
        format_func=labels.__getitem__,
        key=f"partial-{ready.received.sha256}",
    )
    if chosen != answers.get(ANSWER, ""):
        answers[ANSWER] = chosen
        st.rerun()


def question(page: Page, problem: Problem, *, key: str) -> str | None:
    """A question with its possible answers; the chosen one. ``key`` begins the widget's name."""
    say = page.say
    seen, fix = sentences(problem, say)
    show(html("<p><b>{}</b> {}</p>", seen, fix))
    labels = {o.value: o.label or say(f"answer.{o.value}") for o in problem.options}
    if problem.question.startswith(("commune:", "village:")):
        labels[SKIP] = say("answer.skip")
    if NEW in labels:
        labels[NEW] = say("answer.new")
    return st.selectbox(
        seen,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder=say("upload.choose"),
        key=f"{key}-{problem.question}",
        label_visibility="collapsed",
    )


def remembered(page: Page, who: Person) -> None:
    """What will not be asked again, each answer with a button that takes it back."""
    say = page.say
    known = known_lessons(page.house, who=who)
    if not known:
        return
    with st.expander(say("upload.remembered", count=len(known), who=quiet(who.name))):
        for lesson in known:
            left, right = st.columns([0.85, 0.15])
            line = say(
                "upload.remembered_item",
                template=TEMPLATES[lesson.template].title,
                given=written(lesson),
                meaning=meaning(lesson, page.house.gazetteer, say),
                at=say_moment(lesson.at),
            )
            with left:
                show(html("<p>{}</p>", line))
            if right.button(say("upload.unlearn"), key=f"unlearn-{lesson.id}"):
                forget(page.house, lesson, who=who)
                st.rerun()


def changes(page: Page, ready: Preview) -> None:
    """Old and new: totals in words, then every commune, then every changed cell."""
    found, say, places = ready.changes, page.say, page.house.gazetteer
    if (
        found is None
        or not len(ready.rows)
        or any(p.severity is Severity.ERROR for p in ready.problems)
    ):
        return
    st.subheader(say("upload.preview"))
    if ready.parted:
        show(html("<p>{}</p>", parted_in_words(ready.parted, places, say)))
    show(html("<p class='bd-sentence'>{}</p>", changes_in_words(found, say)))
    moved = movements(found, thresholds(page.house.in_force))
    show(html("<p class='bd-unusual'>{}</p>", unusual_in_words(moved, places, say)))
    table = _commune_changes(page, found, moved)
    st.dataframe(table, hide_index=True, height=fitting(len(table), most=280))
    with st.expander(page.say("upload.cells", count=found.differences.count)):
        cells = _cell_changes(page, found)
        st.dataframe(cells, hide_index=True, height=fitting(len(cells), most=300))


def _commune_changes(page: Page, found: Changes, moved: list[Movement]) -> pd.DataFrame:
    say, names = page.say, page.house.gazetteer.communes
    table = found.communes
    shown = {
        say("table.commune"): [
            names[c].full_name if c in names else say("upload.province")
            for c in table["commune_code"]
        ],
        say("table.period"): [short_period(page, p) for p in table["period"]],
        say("upload.units"): [
            f"{a} → {b}" for a, b in zip(table["units_old"], table["units_new"], strict=True)
        ],
    }
    strange = {(m.period, m.commune_code) for m in moved if m.unusual}
    scopes = zip(table["period"], table["commune_code"], strict=True)
    shown[say("upload.unusual")] = [say("map.yes") if s in strange else "" for s in scopes]
    for key in found.template.headline:
        header = found.template.by_key[key].header
        pairs = zip(table[f"{key}_old"], table[f"{key}_new"], strict=True)
        shown[header] = [f"{_number(old, say)} → {_number(new, say)}" for old, new in pairs]
        if table[f"{key}_before"].notna().any():
            before = [_number(cell, say) for cell in table[f"{key}_before"]]
            shown[f"{say('upload.before')}: {header}"] = before
    shown[say("upload.changed_cells")] = table["changed"]
    return pd.DataFrame(shown)


def _number(value: float, say: Words) -> str:
    return "–" if pd.isna(value) else say_number(float(value), language=say.language)


def _cell_changes(page: Page, found: Changes) -> pd.DataFrame:
    say = page.say
    cells = found.cells.head(_MOST_CELLS)
    headers = {c.key: c.header for c in found.template.columns}
    if assigned := found.template.role(Role.COMMUNE_CODE):
        headers["assigned_communes"] = assigned.header
    return pd.DataFrame(
        {
            say("table.row"): cells["row"],
            say("table.unit"): cells["unit_name"],
            say("table.column"): [headers.get(k, k) for k in cells["column"]],
            say("table.old"): [_text(v, say) for v in cells["old"]],
            say("table.new"): [_text(v, say) for v in cells["new"]],
        }
    )


def _text(value: object, say: Words) -> str:
    if value is None or value is pd.NA:
        return "–"
    if isinstance(value, str):
        return value
    number = float(str(value))
    return say_number(number, digits=0 if number.is_integer() else 2, language=say.language)


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
        done = publish(page.house, ready, who=who, reason=reason)
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
    periods = ", ".join(short_period(page, p) for p in closed).lower()
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
    st.success(say("publish.done_long", id=published.upload_id, file=quiet(filename)))
    first, second, _ = st.columns([1, 1, 2])
    first.page_link(page_of("map", say), label=say("publish.to_map"))
    second.page_link(page_of("history", say), label=say("publish.to_history"))
