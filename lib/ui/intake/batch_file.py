"""On the board: what is asked once for all, files that collide, one file opened, what goes back."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import streamlit as st

from lib.domain.access.permissions import Person
from lib.domain.errors import UnreadableFile
from lib.domain.intake.batch import (
    UNWARNED,
    Line,
    SharedQuestion,
    Standing,
    clashes_among,
    contested,
)
from lib.domain.templates import TEMPLATES, Level
from lib.services.installation import Installation
from lib.services.intake.batch.board import (
    Board,
    answer_all,
    answer_one,
    answers_by_file,
    choose_by_commune,
    set_aside,
    take_in_again,
    try_again,
)
from lib.services.intake.batch.files import outcome_of, preview_file, publish_file
from lib.services.intake.batch.replies import messages, returned_zip, to_return
from lib.store.intake.batches import Batch
from lib.ui.frame.downloads import on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, quiet, refusal, show
from lib.ui.intake import changes as upload_changes
from lib.ui.intake import questions as upload_questions
from lib.ui.intake import upload
from lib.ui.intake.overtaken import somebody_was_first
from lib.ui.intake.problems import back_to_sender, problems
from lib.ui.map.choices import short_period

_MOST_NAMED = 6
_AT_ONCE, _CLASHES_AT_ONCE = 8, 25
"""Questions shown together, those that most files ask first."""


def shared_answers(page: Page, board: Board, who: Person) -> None:
    """Every open question once, with the files that ask it."""
    say, asked = page.say, board.questions
    if not asked:
        return
    st.subheader(say("board.questions_count", count=len(asked)))
    with st.form("batch-questions", border=True):
        chosen = {}
        for shared in asked[:_AT_ONCE]:
            title = say(f"problem.{shared.problem.code}.kind")
            show(html("<h3 class='bd-kind'>{}</h3>", title))
            key = f"shared-{crc32(shared.kind.encode())}"
            chosen[shared.kind] = upload_questions.question(page, shared.problem, key=key)
            show(html("<p class='bd-quiet'>{}</p>", _asked_by(page, shared)))
        if len(asked) > _AT_ONCE:
            st.caption(say("board.more_questions", count=len(asked) - _AT_ONCE))
        st.caption(say("board.answer_one"))
        if st.form_submit_button(say("board.answer"), type="primary"):
            given = {kind: answer for kind, answer in chosen.items() if answer}
            answer_all(page.installation, board.batch, given, who=who)
            st.rerun()


def _asked_by(page: Page, shared: SharedQuestion) -> str:
    """How many files, which; the sentence above is of the first of them."""
    names = ", ".join(line.filename for line in shared.files[:_MOST_NAMED])
    rest = len(shared.files) - _MOST_NAMED
    key = "board.asked_by_more" if rest > 0 else "board.asked_by"
    if len(shared.files) == 1:
        key = "board.asked_by_one"
    return page.say(key, count=len(shared.files), names=names, rest=rest)


def clashes(page: Page, board: Board, who: Person) -> None:
    """Files for the same commune and period: a person says which one is used."""
    groups = clashes_among(board.lines)
    if not groups:
        return
    st.subheader(page.say("board.clashes"))
    for group in groups:
        _clash(page, board, group, who=who)


def _clash(page: Page, board: Board, group: tuple[Line, ...], *, who: Person) -> None:
    say, places = page.say, page.installation.gazetteer.communes
    names = {line.file_id: line.filename for line in group}
    outcomes = [line.outcome for line in group if line.outcome]
    communes = dict.fromkeys(c for o in outcomes for c in o.communes if c in places)
    told = say(
        "board.clash_say",
        communes=", ".join(places[c].full_name for c in list(communes)[:_MOST_NAMED]),
        period=", ".join({short_period(page, p): 0 for o in outcomes for p in o.periods}),
        template=TEMPLATES[outcomes[0].template].title,
    )
    with st.form(f"clash-{group[0].file_id}"):
        show(html("<p>{}</p>", told))
        used = st.radio(
            told,
            list(names),
            index=None,
            format_func=lambda i: quiet(names[i]),
            key=f"clash-of-{'-'.join(map(str, names))}",
            label_visibility="collapsed",
        )
        pressed = st.form_submit_button(say("board.clash_choose"))
    if pressed and used:
        rivals = next(line.rivals for line in group if line.file_id == used)
        set_aside(page.installation, board.batch, rivals, who=who)
        st.rerun()
    _by_commune(page, board, group, who=who)


def _by_commune(page: Page, board: Board, group: tuple[Line, ...], *, who: Person) -> None:
    """Where files tell of several communes: for each disputed one the file that speaks for it."""
    say, disputed = page.say, contested(group)
    scopes = {scope for line in group if line.outcome for scope in line.outcome.base}
    level = next(TEMPLATES[line.outcome.template].level for line in group if line.outcome)
    if len(scopes) < 2 or level not in (Level.COMMUNE, Level.VILLAGE):
        return
    with (
        st.expander(say("board.clash_apart", count=len(disputed))),
        st.form(f"clash-apart-{group[0].file_id}", border=False),
    ):
        st.caption(say("board.clash_apart_help"))
        chosen = {
            scope: _speaker(page, scope, lines, key=f"clash-apart-{group[0].file_id}-{scope}")
            for scope, lines in list(disputed.items())[:_CLASHES_AT_ONCE]
        }
        if len(disputed) > _CLASHES_AT_ONCE:
            st.caption(say("board.more_clashes", count=len(disputed) - _CLASHES_AT_ONCE))
        pressed = st.form_submit_button(say("board.clash_apart_choose"))
    given = {scope: file_id for scope, file_id in chosen.items() if file_id}
    if pressed and given:
        choose_by_commune(page.installation, board.batch, group, chosen=given, who=who)
        st.rerun()


def _speaker(page: Page, scope: str, lines: tuple[Line, ...], *, key: str) -> int | None:
    """The file that a person chooses for one commune and period."""
    period, _, code = scope.partition(" ")
    commune = page.installation.gazetteer.communes.get(code)
    names = {line.file_id: line.filename for line in lines}
    return st.selectbox(
        f"{commune.full_name if commune else code} · {short_period(page, period)}",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=page.say("upload.choose"),
        key=key,
    )


class FileAnswers(dict[str, str]):
    """A file's answers as the page's parts change them; every change goes to the store."""

    def __init__(
        self, installation: Installation, batch: Batch, line: Line, *, who: Person
    ) -> None:
        super().__init__(answers_by_file(installation, batch.id).get(line.file_id, {}))
        self._installation, self._batch, self._line, self._who = installation, batch, line, who

    def __setitem__(self, question: str, answer: str) -> None:
        self._keep({question: answer})
        super().__setitem__(question, answer)

    def update(self, given: Mapping[str, str]) -> None:  # type: ignore[override]
        """Keeps the answers."""
        self._keep(given)
        super().update(given)

    def clear(self) -> None:
        """Takes all answers back."""
        self._keep(dict.fromkeys(self, ""))
        super().clear()

    def _keep(self, answers: Mapping[str, str]) -> None:
        answer_one(
            self._installation, self._batch, self._line.file_id, answers=answers, who=self._who
        )


def chosen_file(page: Page, board: Board, line: Line, *, who: Person, busy: bool) -> None:
    """The full preview of one file, in place, as for a file dropped alone."""
    say = page.say
    st.divider()
    show(html("<h2 class='bd-kind'>{}</h2>", line.filename))
    _place_of(page, board, line, who=who)
    try:
        ready = preview_file(page.installation, line.file_id, who=who)
    except UnreadableFile as error:
        st.error(refusal(say, error))
        return
    kept = st.session_state.setdefault(upload_questions.ANSWERS, {})
    kept[ready.received.sha256] = FileAnswers(page.installation, board.batch, line, who=who)
    upload.recognised(page, ready)
    if not line.upload_id and not busy:
        upload_questions.questions(page, ready)
        upload_questions.partial(page, ready)
    problems(page, ready)
    back_to_sender(page, ready)
    upload_changes.changes(page, ready)
    fit = line.standing in (*UNWARNED, Standing.WARN, Standing.SAME) and ready.publishable
    if not fit or busy:
        return

    def leave_out() -> None:
        set_aside(page.installation, board.batch, [line.file_id], who=who)

    if somebody_was_first(page, ready, give_up=leave_out):
        return
    reason = upload.closed_reason(page, ready.closed, key=f"why-{ready.received.sha256}")
    if st.button(say("upload.publish"), type="primary"):
        seal = outcome_of(ready).seal
        publish_file(page.installation, line.file_id, seal=seal, who=who, reason=reason)
        st.rerun()


def _place_of(page: Page, board: Board, line: Line, *, who: Person) -> None:
    """How the file stands among the others, and taking it out or in."""
    say, outcome = page.say, line.outcome
    if line.upload_id:
        st.success(say("board.published_as", id=line.upload_id))
        return
    if outcome and outcome.refused and line.sha256 and st.button(say("board.try_again")):
        try_again(page.installation, board.batch, line.file_id, who=who)
        st.rerun()
    if outcome and outcome.same_as:
        st.info(say("board.same_as", id=outcome.same_as))
    twin = board.line(line.twin) if line.twin else None
    if twin:
        show(html("<p>{}</p>", say("board.same_twin", file=twin.filename)))
    if line.aside:
        st.info(say("board.is_aside"))
        if st.button(say("board.take_in")):
            take_in_again(page.installation, board.batch, line.file_id, who=who)
            st.rerun()
    elif st.button(say("board.leave_out")):
        set_aside(page.installation, board.batch, [line.file_id], who=who)
        st.rerun()


def back_to_senders(page: Page, board: Board) -> None:
    """One zip of marked workbooks for all that is faulty, and a message for each sender."""
    faulty = to_return(board)
    if not faulty:
        return
    say = page.say
    with st.expander(say("board.back", count=len(faulty)), expanded=True):
        st.caption(say("board.back_help"))
        name = f"tra-lai_{board.batch.code}.zip"
        st.download_button(
            say("board.back_zip"),
            on_record(
                page, name, lambda: returned_zip(page.installation, board, who=page.who).content
            ),
            file_name=name,
            mime="application/zip",
            on_click="ignore",
            key="returned-zip",
        )
        names = {line.file_id: line.filename for line in faulty}
        chosen = st.selectbox(
            say("board.back_message"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=say("upload.choose"),
            key="returned-message",
        )
        if chosen:
            line = next(one for one in faulty if one.file_id == chosen)
            st.code(
                messages(page.installation, [line], who=page.who)[0].text,
                language=None,
                wrap_lines=True,
            )
