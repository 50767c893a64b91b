"""What a file asks of a person: open questions, the part to take in, what is remembered."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.access.permissions import Person
from lib.domain.intake.cells.column_map import COLUMNS
from lib.domain.intake.partial import ANSWER
from lib.domain.intake.resolving import NEW, SKIP
from lib.domain.intake.resolving.proposals import pairs_of
from lib.domain.periods import Period
from lib.domain.problems import Option, Problem
from lib.domain.templates import TEMPLATES
from lib.services.intake.preview_json import sentences
from lib.services.intake.previewed import Preview
from lib.services.intake.remembered_answers import forget, known_lessons, meaning, written
from lib.services.wording.figures import short_period
from lib.text import Words, say_moment
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, quiet, show
from lib.ui.intake.columns import ask_columns, described

ANSWERS = "upload-answers"
_AT_ONCE = 25
"""Questions shown together; the next ones once these are answered."""
_TALL = 320
"""So many pixels at most for the names of one question; the rest is reached by scrolling."""


def questions(page: Page, ready: Preview) -> None:
    """Every open question once; an answer is remembered for this file and checked anew."""
    every = {p.question: p for p in ready.problems if p.question}
    columns = next((p for q, p in every.items() if q.startswith(COLUMNS)), None)
    if columns is not None:  # the rest is asked once it is known what the columns are
        mine = st.session_state[ANSWERS][ready.received.sha256]
        ask_columns(page, ready, columns, answers=mine)
        return
    asked = dict(list(every.items())[:_AT_ONCE])
    answers = st.session_state[ANSWERS][ready.received.sha256]
    known = {key for key in answers if key not in every and key != ANSWER}
    if not asked and not known:
        return
    st.subheader(page.say("upload.questions"))
    with st.form("questions", border=True):
        chosen = {key: question(page, problem, key="question") for key, problem in asked.items()}
        if len(every) > _AT_ONCE:
            st.caption(page.say("board.more_questions", count=len(every) - _AT_ONCE))
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
    labels = {o.value: _label(o, say) for o in problem.options}
    if problem.question.startswith(COLUMNS):
        show(joined([described(o.value, say) for o in problem.options]))
    if problem.question.startswith(("commune:", "village:")):
        labels[SKIP] = say("answer.skip")
    if pairs := pairs_of(problem):
        _read_as(page, pairs)
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


def _read_as(page: Page, pairs: list[tuple[str, str, str]]) -> None:
    """Every name of the question beside what it would be read as."""
    heads = [page.say(f"upload.read_as_{part}") for part in ("cell", "written", "meant")]
    table = pd.DataFrame(pairs, columns=heads)
    tall = min(_TALL, 38 + 35 * len(table))
    alt = page.say("upload.read_as_alt", count=len(table))
    st.dataframe(table, hide_index=True, height=tall, alt=alt)


def _label(option: Option, say: Words) -> str:
    """An answer in words; a period as people say it, and so as they type it to find it."""
    try:
        period = Period.parse(option.value)
    except ValueError:
        period = None
    if period and option.label == period.written:
        return short_period(period, say)
    return option.label or say(f"answer.{option.value}")


def remembered(page: Page, who: Person) -> None:
    """What will not be asked again, each answer with a button that takes it back."""
    say = page.say
    known = known_lessons(page.installation, who=who)
    if not known:
        return
    with st.expander(say("upload.remembered", count=len(known), who=quiet(who.name))):
        for lesson in known:
            left, right = st.columns([0.85, 0.15])
            line = say(
                "upload.remembered_item",
                template=TEMPLATES[lesson.template].title,
                given=written(lesson),
                meaning=meaning(lesson, page.installation.gazetteer, say),
                at=say_moment(lesson.at),
            )
            with left:
                show(html("<p>{}</p>", line))
            if right.button(say("upload.unlearn"), key=f"unlearn-{lesson.id}"):
                forget(page.installation, lesson, who=who)
                st.rerun()
