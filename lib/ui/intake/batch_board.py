"""The board of a batch: progress, counts, a line for each file, publishing together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.domain.access.permissions import Person
from lib.domain.intake.batch import UNWARNED, Line, Standing
from lib.domain.templates import TEMPLATES
from lib.services.intake.batch.board import Board, board_of, put_away, unfinished
from lib.services.intake.batch.files import STOPPED
from lib.services.intake.batch.runs import Run, Runs
from lib.text import say_moment
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, quiet, show
from lib.ui.frame.tables import fitting
from lib.ui.intake.batch_file import back_to_senders, chosen_file, clashes, shared_answers
from lib.ui.intake.upload import BATCH, closed_reason
from lib.ui.map.choices import short_period

_FILE, _FILTER = "tep", "board-filter"
_MOST_HEIGHT_PX = 390
_SIGNS = {
    Standing.ASK: "?",
    Standing.CLASH: "⇄",
    Standing.WARN: "!",
    Standing.INFERRED: "✓",
    Standing.CLEAN: "✓",
    Standing.RETURNED: "✕",
    Standing.SAME: "=",
    Standing.ASIDE: "–",
    Standing.WAITING: "…",
    Standing.PUBLISHED: "●",
}


@st.cache_resource(show_spinner=False)
def _runs(at_once: int) -> Runs:
    """The work under way in this process."""
    return Runs(at_once=at_once)


def opened(page: Page) -> Board | None:
    """The batch that the address names."""
    code = st.query_params.get(BATCH, "")
    if not code:
        return None
    board = board_of(page.installation, code, who=page.who)
    if board is None:
        st.warning(page.say("board.gone", code=quiet(code)))
        del st.query_params[BATCH]
    return board


def unfinished_list(page: Page, who: Person) -> None:
    """The batches that a person may go on with."""
    say, found = page.say, unfinished(page.installation, who=who)
    if not found:
        return
    with st.expander(say("board.mine", count=len(found)), expanded=True):
        for batch, files, published in found[:20]:
            left, right = st.columns([0.85, 0.15])
            told = {"files": files, "at": say_moment(batch.at), "published": published}
            with left:
                show(html("<p>{}</p>", say("board.mine_item", **told)))
            if right.button(say("board.open"), key=f"batch-{batch.code}"):
                st.query_params[BATCH] = batch.code
                st.rerun()


def show_board(page: Page, board: Board, who: Person) -> None:
    """All of a batch, from what was dropped to what goes back."""
    runs = _runs(page.installation.settings.batch_workers)
    run = runs.of(board.batch.id) or runs.check(page.installation, board)
    _about(page, board, who)
    if run:
        _progress(page, run)
    _moved(page, board)
    _stopped(page, board)
    line = _lines(page, board)
    if line:
        chosen_file(page, board, line, who=who, busy=run is not None)
    elif not run:
        _publish(page, board, runs, who=who)
        shared_answers(page, board, who)
        clashes(page, board, who)
        back_to_senders(page, board)


def _about(page: Page, board: Board, who: Person) -> None:
    say, batch = page.say, board.batch
    told = {"files": len(board.lines), "who": batch.who, "at": say_moment(batch.at)}
    show(html("<p class='bd-sentence'>{}</p>", say("board.about", **told)))
    for why in dict.fromkeys(w for _, w in batch.skipped):
        names = ", ".join(n for n, w in batch.skipped if w == why)
        show(html("<p class='bd-quiet'>{}</p>", say(f"board.skipped_{why}", names=names)))
    first, second, _ = st.columns([1, 1, 2])
    if first.button(say("board.leave")):
        _leave()
    away = second.button(say("board.put_away"), help=say("board.put_away_help"))
    if away:
        put_away(page.installation, batch, who=who)
        _leave()


def _leave() -> None:
    for key in (BATCH, _FILE):
        if key in st.query_params:
            del st.query_params[key]
    st.rerun()


@st.fragment(run_every=1.0)
def _progress(page: Page, run: Run) -> None:
    """How far the work is, asked once a second; the page is drawn anew at the end."""
    if run.over.is_set():
        st.rerun()
    say = page.say
    if not run.total:
        st.caption(say("board.waiting"))
        return
    text = say(
        "board.publishing" if run.publishing else "board.checking", done=run.done, total=run.total
    )
    st.progress(min(1.0, run.done / run.total), text=text)


def _moved(page: Page, board: Board) -> None:
    """What was not published because something came between."""
    say = page.say
    for line in board.lines:
        came = line.outcome.moved_by if line.outcome and not line.upload_id else {}
        if came:
            key = "board.moved" if came["who"] else "board.moved_unknown"
            told = {"who": came["who"], "at": came["at"], "other": came["file"]}
            show(html("<p class='bd-unusual'>{}</p>", say(key, file=line.filename, **told)))


def _stopped(page: Page, board: Board) -> None:
    """What was set aside because its check did not come to an end."""
    say = page.say
    for line in board.lines:
        if line.outcome and line.outcome.refused in STOPPED and not (line.upload_id or line.due):
            why = say(f"error.{line.outcome.refused}", **line.outcome.refused_values)
            told = say("board.unreadable", file=line.filename, why=why)
            show(html("<p class='bd-unusual'>{}</p>", told))


def _publish(page: Page, board: Board, runs: Runs, *, who: Person) -> None:
    say = page.say
    clean, warned = board.ready(*UNWARNED), board.ready(Standing.WARN)
    if not clean and not warned:
        if not any(board.counts.get(s) for s in (Standing.ASK, Standing.CLASH)):
            show(html("<p>{}</p>", say("board.done")))
        return
    left, right = st.columns(2)
    pressed: tuple[Standing, ...] = ()
    reason = ""
    if clean:
        inferred = len(board.ready(Standing.INFERRED))
        key = "board.publish_inferred" if inferred else "board.publish_clean"
        text = say(key, count=len(clean), inferred=inferred)
        if left.button(text, type="primary", help=say("board.publish_help")):
            pressed = UNWARNED
        if inferred:
            left.caption(say("board.inferred_help", count=inferred))
    if warned:
        seen = right.checkbox(say("board.seen", count=len(warned)), key=f"seen-{len(warned)}")
        with right:
            reason = closed_reason(page, _closed(board, warned), key=f"why-{board.batch.code}")
        text = say("board.publish_warned", count=len(warned))
        if right.button(text, disabled=not seen):
            pressed = (Standing.WARN,)
    if pressed:
        runs.publish(page.installation, board, pressed, who=who, reason=reason)
        st.rerun()


def _closed(board: Board, files: Sequence[int]) -> tuple[str, ...]:
    """The closed periods that these files touch."""
    lines = (line.outcome for line in board.lines if line.file_id in files)
    return tuple(sorted({p for outcome in lines if outcome for p in outcome.closed}))


def _lines(page: Page, board: Board) -> Line | None:
    """A line for each file under the chosen verdict; the file that a person opened."""
    say = page.say
    there = [s for s in Standing if board.counts.get(s)]
    chosen = st.pills(
        say("board.filter"),
        there,
        selection_mode="multi",
        format_func=lambda s: f"{word(page, s)}: {board.counts[s]}",
        key=_FILTER,
    )
    order = list(Standing)
    shown = [line for line in board.lines if not chosen or line.standing in chosen]
    shown.sort(key=lambda line: order.index(line.standing))
    if not shown:
        st.caption(say("board.none_left"))
        return None
    picked = st.dataframe(
        _table(page, shown),
        hide_index=True,
        column_config={say("board.template"): st.column_config.TextColumn(width="medium")},
        height=fitting(len(shown), most=_MOST_HEIGHT_PX),
        on_select="rerun",
        selection_mode="single-row",
        key=f"board-{board.batch.code}-{'-'.join(sorted(chosen))}",
        alt=say("board.alt"),
    )
    rows = picked["selection"]["rows"] if isinstance(picked, dict) else []
    return _picked(page, board, shown[rows[0]] if rows and rows[0] < len(shown) else None)


def _picked(page: Page, board: Board, clicked: Line | None) -> Line | None:
    """The file clicked in the table, or chosen by keyboard; the newest choice holds."""
    say, last = page.say, "board-clicked"
    ids = [line.file_id for line in board.lines]
    key = f"board-file-{board.batch.code}"
    if clicked and st.session_state.get(last) != clicked.file_id:
        st.session_state[key] = clicked.file_id
    st.session_state[last] = clicked.file_id if clicked else None
    named = st.query_params.get(_FILE, "")
    if key not in st.session_state and named in map(str, ids):
        st.session_state[key] = int(named)
    names = {line.file_id: f"{_SIGNS[line.standing]} {line.filename}" for line in board.lines}
    chosen = st.selectbox(
        say("board.pick"),
        ids,
        index=None,
        format_func=names.__getitem__,
        placeholder=say("board.pick_none"),
        key=key,
    )
    if chosen:
        st.query_params[_FILE] = str(chosen)
    elif _FILE in st.query_params:
        del st.query_params[_FILE]
    return board.line(chosen) if chosen else None


def word(page: Page, standing: Standing) -> str:
    """The verdict in words, with a sign that needs no colour."""
    key = "pending" if standing is Standing.WAITING else str(standing)
    return f"{_SIGNS[standing]} {page.say(f'board.{key}')}"


def _table(page: Page, lines: Sequence[Line]) -> pd.DataFrame:
    say = page.say
    found = [line.outcome for line in lines]
    return pd.DataFrame(
        {
            say("board.verdict"): [word(page, line.standing) for line in lines],
            say("board.file"): [line.filename for line in lines],
            say("board.commune"): [_communes(page, o.communes if o else ()) for o in found],
            say("board.period"): [
                ", ".join(short_period(page, p) for p in o.periods) if o else "" for o in found
            ],
            say("board.template"): [
                f"{o.template[:2]} · {TEMPLATES[o.template].title}" if o and o.template else ""
                for o in found
            ],
            say("board.problems"): [
                o.counts.get("error", 0) + o.counts.get("warn", 0) if o else None for o in found
            ],
            say("board.asks"): [len(o.questions) if o else None for o in found],
        }
    )


def _communes(page: Page, codes: Sequence[str]) -> str:
    names = page.installation.gazetteer.communes
    if len(codes) > 2:
        return page.say("board.communes", count=len(codes))
    return ", ".join(names[c].full_name for c in codes if c in names)
