"""Teams and drives typed on the page: the editor's columns, the preview, and publishing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.domain.errors import AppError
from lib.domain.templates import Column
from lib.domain.templates.kinds import Kind
from lib.services.intake.edited_tables import previewed_file
from lib.services.intake.preview import receive
from lib.services.intake.previewed import Preview
from lib.services.intake.publishing import Published, publish
from lib.services.planning.desk import with_figures_of_now
from lib.ui.frame.safe import refusal
from lib.ui.intake.changes import changes
from lib.ui.intake.problems import problems
from lib.ui.intake.questions import ANSWERS, questions
from lib.ui.planning.desk import WIDGET, Desk

_KINDS = ["xlsx", "xls", "ods", "csv"]
_ROUND = "plan:entered-round"


def round_of_entering() -> int:
    """Counts what was published here; as part of a widget's key it empties the widget."""
    return int(st.session_state.get(_ROUND, 0))


def editor_columns(columns: Mapping[str, Column]) -> dict[str, Any]:
    """How the table editor shows the columns of a template, by header."""
    made = {header: _editor_column(column) for header, column in columns.items()}
    return {header: config for header, config in made.items() if config}


def _editor_column(column: Column) -> Any:
    if column.kind is Kind.DATE:
        return st.column_config.DateColumn(format="DD/MM/YYYY")
    if column.kind is Kind.CHOICE:
        return st.column_config.SelectboxColumn(options=list(column.choices))
    if column.kind is Kind.COUNT:
        return st.column_config.NumberColumn(min_value=0, step=1)
    if column.kind is Kind.DECIMAL:
        return st.column_config.NumberColumn(min_value=0.0, step=0.5)
    return None


def from_file(desk: Desk, template: str, *, what: str, label: str, hint: str = "") -> None:
    """A file of a template: what it asks is answered here, then it is offered.

    ``what`` as for ``offer``.
    """
    page = desk.page
    given = st.file_uploader(
        label,
        type=_KINDS,
        key=f"{WIDGET}{what}-file-{round_of_entering()}",
        help=hint or None,
    )
    if given is None:
        return
    received = receive(given.name, given.getvalue(), page.installation.settings)
    answers = st.session_state.setdefault(ANSWERS, {}).setdefault(received.sha256, {})
    try:
        ready = previewed_file(page.installation, template, received, who=desk.who, answers=answers)
    except AppError as refused:
        st.warning(refusal(page.say, refused))
        return
    questions(page, ready)
    offer(desk, ready, what=what, key="file")


def offer(desk: Desk, ready: Preview, *, what: str, key: str) -> None:
    """The preview, and publishing it; the plan then takes it in.

    ``what`` names the words: ``teams``, ``drives`` or ``road``; ``key`` tells two offers apart.
    """
    page, say = desk.page, desk.page.say
    changes(page, ready)
    problems(page, ready)
    if not ready.publishable:
        return
    label = say(f"planner_{what}.publish")
    if not st.button(label, type="primary", key=f"plan-{what}-publish-{key}"):
        return
    done = publish(page.installation, ready, who=desk.who)
    if not isinstance(done, Published):
        st.warning(say(f"planner_{what}.overtaken"))
        return
    st.session_state[_ROUND] = round_of_entering() + 1
    desk.do(
        lambda: with_figures_of_now(
            page.installation, desk.saved, who=desk.who, note=say(f"planner_note.{what}")
        ),
        news=say(f"planner_{what}.published", id=done.upload_id),
    )
