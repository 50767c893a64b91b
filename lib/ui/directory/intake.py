"""Taking a list of ambassadors in on the page, and taking it back."""

from __future__ import annotations

import hashlib

import streamlit as st

from lib.domain.errors import AppError
from lib.services.directory import people as service
from lib.services.directory.files import blank_list
from lib.services.directory.intake import ListPreview, preview_list
from lib.services.directory.intake import take_in as write_in
from lib.store.directory.people import DirectoryIntake
from lib.text import Words, say_moment, say_number
from lib.ui.directory.people import do, turn
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, refusal, show
from lib.ui.intake.problems import PER_PAGE, problem_list
from lib.ui.intake.questions import question

_KINDS = ["csv", "xlsx", "xls", "ods", "txt", "tsv"]
_ANSWERS = "directory:answers"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_in(page: Page) -> None:
    """The empty form, a file, what is wrong with it, what it would do, and doing it."""
    say = page.say
    st.subheader(say("directory.take_in"))
    if page.installation.is_demo:
        st.info(say("error.directory_demo"))
        return
    show(html("<p class='bd-quiet'>{}</p>", say("directory.take_in_help")))
    st.download_button(
        say("directory.blank"),
        lambda: blank_list(say).content,
        file_name=blank_list(say).name,
        mime=_XLSX,
        on_click="ignore",
        key="directory-blank",
    )
    file = st.file_uploader(say("directory.file"), _KINDS, key=f"directory-file-{turn()}")
    if file is None:
        st.session_state.pop(_ANSWERS, None)
        return
    content = file.getvalue()
    answers = _answers_for(content)
    try:
        ready = preview_list(page.installation, content, answers, who=page.who)
    except AppError as refused:
        st.error(refusal(say, refused))
        return
    _asked(page, ready, answers)
    _problems(ready, say)
    _write(page, ready)


def _answers_for(content: bytes) -> dict[str, str]:
    """What was answered for this file; for another one it is forgotten."""
    digest = hashlib.sha256(content).hexdigest()
    kept = st.session_state.get(_ANSWERS)
    if kept is None or kept[0] != digest:
        kept = st.session_state[_ANSWERS] = (digest, {})
    answers: dict[str, str] = kept[1]
    return answers


def _asked(page: Page, ready: ListPreview, answers: dict[str, str]) -> None:
    asked = {p.question: p for p in ready.problems if p.question}
    if not asked:
        return
    with st.form("directory-questions", border=True):
        chosen = {key: question(page, p, key="directory-question") for key, p in asked.items()}
        if st.form_submit_button(page.say("upload.answer"), type="primary"):
            answers.update({key: value for key, value in chosen.items() if value})
            st.rerun()


def _problems(ready: ListPreview, say: Words) -> None:
    found = sorted(
        (p for p in ready.problems if not p.question),
        key=lambda p: (-p.severity, p.code, p.row or 0),
    )
    if not found:
        return
    pages = -(-len(found) // PER_PAGE)
    number = min(int(st.pagination(pages, key="directory-problems")), pages) if pages > 1 else 1
    show(problem_list(found, number, say))


def _write(page: Page, ready: ListPreview) -> None:
    say = page.say
    counts = {"new": len(ready.new), "renewed": len(ready.renewed)}
    if not ready.problems or ready.ready:
        told = {**counts, "unchanged": ready.unchanged}
        show(html("<p class='bd-sentence'>{}</p>", say("directory.summary", **_said(told, say))))
    if ready.ready:
        if st.button(say("directory.do"), type="primary"):
            do(
                page,
                say("directory.taken", **_said(counts, say)),
                lambda: write_in(page.installation, ready, who=page.who),
            )
    elif not ready.problems:
        st.info(say("directory.nothing"))


def _said(counts: dict[str, int], say: Words) -> dict[str, str]:
    return {key: say_number(count, language=say.language) for key, count in counts.items()}


def taken_in(page: Page) -> None:
    """The lists taken in, and the way back from the newest."""
    say = page.say
    known = service.intakes(page.installation, who=page.who)
    if not known:
        return
    with st.expander(say("directory.intakes")):
        lines = [html("<li>{}</li>", _line(one, say)) for one in known]
        show(html("<ul>{}</ul>", joined(lines)))
        newest = next((one for one in known if one.undone_at is None), None)
        if newest and st.button(say("directory.undo"), key=f"directory-undo-{newest.id}"):
            do(
                page,
                say("directory.undone"),
                lambda: service.undo_intake(page.installation, newest.id, who=page.who),
            )


def _line(one: DirectoryIntake, say: Words) -> str:
    told = say(
        "directory.intake",
        at=say_moment(one.at),
        who=one.who,
        **_said({"added": one.added, "renewed": one.renewed}, say),
    )
    if one.undone_at is None:
        return told
    undone = say("directory.intake_undone", at=say_moment(one.undone_at), who=one.undone_by)
    return f"{told} ({undone})"
