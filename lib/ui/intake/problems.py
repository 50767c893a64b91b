"""The problems of a file on the page: by kind, counted, filtered, paged; and what goes back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from lib.domain.problems import Problem, Severity
from lib.services.intake.marked_reply import (
    for_sender,
    has_marks,
    kinds_counted,
    message,
    returned,
    returned_name,
)
from lib.services.intake.preview_json import sentences
from lib.services.intake.previewed import Preview
from lib.text import Words, say_number
from lib.ui.frame.downloads import on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show

PER_PAGE = 25
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def problems(page: Page, ready: Preview) -> None:
    """All problems, the worst kinds first, a page at a time."""
    found = [p for p in (*ready.aside, *ready.problems) if not p.question]
    if not found:
        return
    say = page.say
    st.subheader(say("upload.problems"))
    shown = _filtered(found, say, key=ready.received.sha256[:12])
    if not shown:
        st.caption(say("returned.none_left"))
        return
    pages = -(-len(shown) // PER_PAGE)
    number = min(int(st.pagination(pages, key="problem-page")), pages) if pages > 1 else 1
    show(problem_list(shown, number, say))


def _filtered(found: list[Problem], say: Words, *, key: str) -> list[Problem]:
    """What is left under the weight, kind and column that a person chose."""
    weights = sorted({p.severity for p in found}, reverse=True)
    counts = {s: sum(p.severity is s for p in found) for s in weights}
    chosen = st.pills(
        say("returned.filter_severity"),
        weights,
        selection_mode="multi",
        format_func=lambda s: say(
            "upload.count",
            count=say_number(counts[s], language=say.language),
            kind=say(f"severity.{s.name.lower()}").lower(),
        ),
        key=f"problem-weights-{key}",
        label_visibility="collapsed",
    )
    left = [p for p in found if not chosen or p.severity in chosen]
    if len(found) > PER_PAGE:
        left = _of_kind_and_place(left, say, key)
    return sorted(left, key=lambda p: (-p.severity, p.code, p.row or 0))


def _of_kind_and_place(left: list[Problem], say: Words, key: str) -> list[Problem]:
    first, second = st.columns(2)
    kinds = kinds_counted(left)
    kind = first.selectbox(
        say("returned.filter_kind"),
        ["", *kinds],
        format_func=lambda c: (
            f"{say(f'problem.{c}.kind')} ({kinds[c]})" if c else say("returned.all_kinds")
        ),
        key=f"problem-kind-{key}",
    )
    left = [p for p in left if not kind or p.code == kind]
    places = dict.fromkeys(_place(p, say) for p in left)
    place = second.selectbox(
        say("returned.filter_place"),
        ["", *places],
        format_func=lambda text: text or say("returned.all_places"),
        key=f"problem-place-{key}",
    )
    return [p for p in left if not place or _place(p, say) == place]


def _place(problem: Problem, say: Words) -> str:
    return problem.header or say("returned.whole_row")


def problem_list(found: Sequence[Problem], number: int, say: Words) -> Markup:
    """One page of the sorted problems, under the kinds they are of."""
    counts = kinds_counted(found)
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    groups = [
        html(
            "<h4 class='bd-kind'>{name} <span>{count}</span></h4>"
            "<ul class='bd-problems'>{all}</ul>",
            name=say(f"problem.{code}.kind"),
            count=say_number(counts[code], language=say.language),
            all=joined([_item(p, say) for p in group]),
        )
        for code, group in groupby(shown, key=lambda p: p.code)
    ]
    return joined(groups)


def _item(problem: Problem, say: Words) -> Markup:
    seen, fix = sentences(problem, say)
    kind = problem.severity.name.lower()
    return html(
        "<li><span class='kind {kind}'>{word}</span><span>{seen}"
        "<br><span class='fix'>{fix}</span></span></li>",
        kind=kind,
        word=say(f"severity.{kind}"),
        seen=seen,
        fix=fix,
    )


def back_to_sender(page: Page, ready: Preview) -> None:
    """The marked workbook and the message that goes with it."""
    worst = max((p.severity for p in for_sender(ready)), default=Severity.NOTE)
    if worst < Severity.WARN:
        return
    say = page.say
    with st.expander(say("returned.heading"), expanded=worst is Severity.ERROR):
        of_file = "" if has_marks(ready) else "_file"
        st.caption(say(f"returned.help{of_file}"))
        st.download_button(
            say(f"returned.download{of_file}"),
            on_record(
                page, returned_name(ready), lambda: returned(page.installation, ready).content
            ),
            file_name=returned_name(ready),
            mime=_XLSX,
            on_click="ignore",
            key="returned",
        )
        st.code(message(page.installation, ready), language=None, wrap_lines=True)
