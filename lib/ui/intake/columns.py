"""Which column is which, asked once: each column beside its first cells, and what it would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from lib.domain.intake.cells.column_map import ColumnMap
from lib.domain.intake.cells.matching import headings_of
from lib.domain.intake.cells.raw import shown
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.worksheet import OF_COLUMN
from lib.domain.problems import Problem, column_letters
from lib.domain.templates import Role, heading
from lib.services.intake.preview_json import sentences
from lib.services.intake.previewed import Preview
from lib.services.intake.readings import read_as
from lib.text import Words
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, quiet, show

_SAMPLE, _LONGEST, _LONGEST_NAME = 3, 40, 200
"""First cells shown of each column; so many signs of each, and of its heading."""


_OF_COMMUNES = (Role.COMMUNE_NAME, Role.COMMUNE_CODE)
"""Stays no blank: the title tells it, or a question."""


def ask_columns(page: Page, ready: Preview, problem: Problem, *, answers: dict[str, str]) -> None:
    """The question, with every column of the sheet; the answer is kept under the problem's key."""
    reading, say = ready.reading, page.say
    offered = {o.value: o.label for o in problem.options}
    if reading is None or not offered:
        return
    seen, fix = sentences(problem, say)
    st.subheader(say("columns.heading"))
    show(html("<p><b>{}</b> {}</p>", seen, fix))
    chosen = next(iter(offered))
    if len(offered) > 1:
        chosen = st.radio(
            say("columns.template"),
            list(offered),
            format_func=lambda text: _option(text, offered[text], say),
            key=f"columns-template-{problem.question}",
            horizontal=True,
        )
    proposed = ColumnMap.parse(chosen)
    reading = read_as(page.installation, ready.received, chosen) or reading
    if proposed is None:
        return
    with st.form(f"columns-{problem.question}", border=True):
        keys = _rows(page, reading, proposed)
        st.caption(say("columns.absent"))
        if st.form_submit_button(say("columns.confirm"), type="primary"):
            told = ColumnMap.of(proposed.template, keys, layout=proposed.layout)
            _take(page, told, keys, answers=answers, question=problem.question)


def _option(text: str, title: str, say: Words) -> str:
    """A template's title, and where several columns might hold the figures, the one that does."""
    known = ColumnMap.parse(text)
    column = known.layout.partition(OF_COLUMN)[2] if known else ""
    return say("layout.of_column", template=title, column=column) if column else title


def described(text: str, say: Words) -> Markup:
    """An answer in words: what becomes what, what is not used and what stays blank."""
    known = ColumnMap.parse(text)
    if known is None:
        return Markup()
    by_key = known.template.by_key
    used = ", ".join(
        f"“{label}” → {by_key[key].header}" for label, key in known.keys.items() if key
    )
    unused = ", ".join(f"“{label}”" for label, key in known.keys.items() if not key) or "–"
    blank = [by_key[key] for key in sorted(known.absent)]
    absent = ", ".join(c.header for c in blank if c.role not in _OF_COMMUNES) or "–"
    line = say("columns.described", used=used, unused=unused, absent=absent)
    title = _option(text, known.template.title, say)
    return html("<p class='bd-quiet'><b>{}</b>: {}</p>", title, line)


def _rows(page: Page, reading: Recognised, proposed: ColumnMap) -> dict[str, str]:
    """One line a column: where it stands, what it holds, and a list of what it may be.

    Columns whose headings the template itself knows are folded away below the others.
    """
    known = headings_of(proposed.template)
    places = [at for at, ways in enumerate(reading.labels) if ways]
    plain = [at for at in places if _is_plain(reading.labels[at], known, proposed)]
    found: dict[str, str] = {}
    for at in places:
        if at not in plain:
            found |= _row(page, reading, proposed, position=at)
    if plain:
        headline = page.say("columns.plain", count=len(plain))
        with st.expander(headline, expanded=len(plain) == len(places)):
            for at in plain:
                found |= _row(page, reading, proposed, position=at)
    return found


def _is_plain(ways: Sequence[str], known: Mapping[str, str], proposed: ColumnMap) -> bool:
    """Whether the template itself has a heading and the proposal takes its column."""
    key = proposed.keys.get(ways[0], "")
    return bool(key) and known.get(ways[0]) == key


def _row(page: Page, reading: Recognised, proposed: ColumnMap, *, position: int) -> dict[str, str]:
    """The heading, and the key that is chosen for it; "" where it is not used."""
    say, by_key = page.say, proposed.template.by_key
    labels = {"": say("columns.not_used")} | {k: c.header for k, c in by_key.items()}
    label, options = reading.labels[position][0], list(labels)
    left, right = st.columns([0.55, 0.45], vertical_alignment="center")
    with left:
        show(_column(reading, position))
    chosen = right.selectbox(
        say("columns.becomes", column=_place(reading, position)),
        options,
        index=options.index(proposed.keys.get(label, "")),
        format_func=labels.__getitem__,
        key=f"column-{proposed.template.code}-{proposed.layout}-{position}",
        label_visibility="collapsed",
    )
    return {label: chosen}


def _place(reading: Recognised, position: int) -> str:
    """The column's letters; of a sheet laid out anew, the cell where the entry stands."""
    origin = reading.sheet.origin
    cell = origin.of(reading.header_row - 1, position) if origin else None
    return f"{column_letters(cell.column)}{cell.row + 1}" if cell else column_letters(position)


def _column(reading: Recognised, position: int) -> Markup:
    cells = [
        shown(row[position])[:_LONGEST]
        for row in reading.sheet.rows[reading.header_row : reading.header_row + _SAMPLE]
        if position < len(row) and row[position] not in (None, "")
    ]
    line = reading.sheet.rows[reading.header_row - 1]
    name = shown(line[position]) if position < len(line) else ""
    return html(
        "<p><span class='bd-chip'>{}</span> <b>{}</b><br><span class='bd-quiet'>{}</span></p>",
        _place(reading, position),
        _named(name, reading.labels[position][0])[:_LONGEST_NAME],
        joined([html("{}", cell) for cell in cells], " · "),
    )


def _take(
    page: Page,
    chosen: ColumnMap,
    keys: Mapping[str, str],
    *,
    answers: dict[str, str],
    question: str,
) -> None:
    """Keeps the answer, unless two columns are one or nobody would know whose a row is."""
    by_key, used = chosen.template.by_key, [k for k in keys.values() if k]
    twice = sorted({by_key[k].header for k in used if used.count(k) > 1})
    if twice:
        st.warning(page.say("columns.twice", columns=quiet(", ".join(twice))))
        return
    if chosen.lacks:
        lacking = ", ".join(by_key[k].header for k in chosen.lacks)
        st.warning(page.say("columns.lacking", columns=quiet(lacking)))
        return
    answers[question] = chosen.text
    st.rerun()


def _named(written: str, whole: str) -> str:
    """A heading as it stands, or with the words of the lines above where these say more."""
    return whole.capitalize() if len(whole) > len(heading(written)) else written
