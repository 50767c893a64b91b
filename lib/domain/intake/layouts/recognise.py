"""Which template a file is, where its header stands and which column is which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

import numpy as np

from lib.domain.intake.cells.column_map import maps_in
from lib.domain.intake.cells.column_proposals import proposals
from lib.domain.intake.cells.columns_asked import as_asked, as_said
from lib.domain.intake.cells.heading_lines import (
    HEADER_WITHIN,
    MOST_COLUMNS,
    has_lower_headings,
    header_labels,
)
from lib.domain.intake.cells.matching import all_headings, headings_of, match
from lib.domain.intake.cells.personal import PERSONAL
from lib.domain.intake.cells.recognised import Recognised, missing_columns
from lib.domain.intake.cells.titles import Titles, first_words
from lib.domain.intake.cells.worksheet import Sheet, Table, is_written
from lib.domain.intake.layouts import laid_out, months
from lib.domain.intake.layouts.gained import gained
from lib.domain.intake.layouts.left import figures_left, is_figure
from lib.domain.intake.layouts.pages import fit_together, one_table, same_table
from lib.domain.intake.layouts.tables import apart
from lib.domain.patience import each, go_on
from lib.domain.problems import Code, Option, Problem, Severity, column_letters
from lib.domain.templates import REFERENCE, TEMPLATES, Level, Template, heading
from lib.text import fold

_UPLOADS = tuple(TEMPLATES.values())
_SAME_SCORE = 0.15
"""Sheets whose headers only stand higher or lower than one another are equally good."""
_ASIDE = ("hướng dẫn", "lỗi cần sửa", "how to fill in", "to be mended", "_")
"""How sheets begin that explain or serve the others."""
WHICH_SHEET, ALL_SHEETS = "sheet", "all_sheets"
"""The question which sheet is meant, and the answer that those of one form are read together."""
_MOST_NAMED = 20
_LEAST = 3
"""A header names at least so many columns."""
_REFERENCE = heading(REFERENCE) + " "


def recognise(
    sheets: Sequence[Sheet],
    answers: Mapping[str, str] | None = None,
    *,
    templates: tuple[Template, ...] = _UPLOADS,
) -> Recognised | Problem:
    """The best reading of the visible sheets, or the problem that there is none.

    Where several sheets hold figures, a person says which is meant (answer ``sheet``).
    """
    sheets = apart(sheets, templates)
    best = _as_anybody_said(sheets, answers or {})
    known = bool(best) or templates is not _UPLOADS
    best = best or _best(sheets, lambda sheet: _readings(sheet, templates))
    known = known or any(_is_plain(reading) for _, reading in best.values())
    aside = [] if known else months(sheets)
    offered = [] if known else proposals(aside) or proposals([*sheets, *laid_out(sheets)])
    if offered:
        reading = as_asked(offered)
        people = (p for p in _unknown_columns(reading) if p.code is Code.PERSONAL_COLUMN)
        left = figures_left(sheets, reading)
        return replace(reading, problems=(*reading.problems, *people, *left))
    if not best:
        seen = first_words(sheets)
        code = Code.NO_TEMPLATE if seen else Code.NO_HEADER
        return Problem(code=code, severity=Severity.ERROR, given=seen)
    filled = {name: pair for name, pair in best.items() if _has_rows(pair[1])} or best
    wanted = (answers or {}).get(WHICH_SHEET, "")
    if wanted in filled:
        return _with_problems(filled[wanted][1], other_sheets=[], all_sheets=sheets)
    used = max(filled, key=lambda name: round(filled[name][0] + _SAME_SCORE))  # the first of equals
    alike = [one for _, one in filled.values() if same_table(filled[used][1], one)]
    if wanted == ALL_SHEETS and fit_together(alike):
        return _with_problems(one_table(alike), other_sheets=[], all_sheets=sheets)
    others = [n for n in filled if n != used]
    return _with_problems(
        filled[used][1], other_sheets=others, all_sheets=sheets, together=fit_together(alike)
    )


def _as_anybody_said(
    sheets: Sequence[Sheet], answers: Mapping[str, str]
) -> dict[str, tuple[float, Recognised]]:
    """The readings under the first answer that makes one whole, else the last; {} for none."""
    best: dict[str, tuple[float, Recognised]] = {}
    for said in maps_in(answers):
        found = _best(_laid_out(sheets, said.layout), partial(as_said, wanted=said))
        if any(reading.whole for _, reading in found.values()):
            return found
        best = found or best
    return best


def _is_plain(reading: Recognised) -> bool:
    """Whether every column is there, and no line of headings tells two of one name apart."""
    if not reading.whole or has_lower_headings(reading.sheet, reading.header_row):
        return False
    taken = {reading.labels[at] for at in reading.positions.values()}
    ours = {way for ways in taken for way in ways}
    told_apart = (
        ways not in taken and ours & set(ways)
        for at, ways in enumerate(reading.labels)
        if at not in reading.positions.values() and len(ways) > 1
    )
    return not any(told_apart)


def _laid_out(sheets: Sequence[Sheet], layout: str) -> Sequence[Sheet]:
    """The sheets as they are, or laid out in the way that a person confirmed."""
    return [s for s in laid_out(sheets) if s.layout == layout] if layout else sheets


def _best(
    sheets: Sequence[Sheet], read: Callable[[Sheet], Iterable[tuple[float, Recognised]]]
) -> dict[str, tuple[float, Recognised]]:
    """Of each visible sheet that can be read at all the best reading, by the sheet's name."""
    return {
        sheet.name: max(readings, key=lambda pair: pair[0])
        for sheet in sheets
        if not sheet.hidden and (readings := list(read(sheet)))
    }


def _has_rows(reading: Recognised) -> bool:
    """Whether anything stands under the header: a blank form beside the filled one is none."""
    places, rows, start = reading.positions.values(), reading.sheet.rows, reading.header_row
    if isinstance(rows, Table):
        written = np.zeros(len(rows), dtype=np.int16)
        for place in places:
            written += reading.sheet.column(place).filled
        return bool((written[start:] > 1).any())
    return any(
        sum(p < len(row) and is_written(row[p]) for p in places) > 1
        for row in (rows[index] for index in each(range(start, len(rows))))
    )


def _readings(
    sheet: Sheet, templates: tuple[Template, ...] = _UPLOADS
) -> Iterator[tuple[float, Recognised]]:
    headings, titles = all_headings(templates), Titles(sheet)
    for index in range(min(len(sheet.rows), HEADER_WITHIN)):
        for depth, labels in header_labels(sheet, index):
            go_on()
            if sum(any(way in headings for way in ways) for ways in labels) < _LEAST:
                continue
            for template in templates:
                positions = match(template, labels)
                required = [c for c in template.columns if c.required]
                missing = sum(c.key not in positions for c in required)
                if len(positions) < _LEAST or missing > len(required) / 2:
                    continue
                score = len(positions) - missing - 0.01 * index + 0.1 * (depth == 1)
                yield (
                    score,
                    Recognised(
                        template=template,
                        sheet=sheet,
                        header_row=index + depth,
                        positions=positions,
                        labels=labels,
                        titles=titles.above(index),
                    ),
                )


def _with_problems(
    reading: Recognised,
    *,
    other_sheets: list[str],
    all_sheets: Sequence[Sheet],
    together: bool = False,
) -> Recognised:
    problems = [
        Problem(
            code=Code.MISSING_COLUMN,
            severity=Severity.ERROR,
            row=reading.header_row,
            header=column.header,
        )
        for column in missing_columns(reading)
    ]
    problems += [*_unknown_columns(reading), *_beyond(reading), *gained(reading)]
    problems += figures_left(all_sheets, reading)
    if other_sheets:
        problems.append(
            Problem(
                code=Code.OTHER_SHEETS,
                severity=Severity.ASK,
                given="; ".join(other_sheets),
                values={"used": reading.sheet.name},
                question=WHICH_SHEET,
                options=(
                    *([Option(ALL_SHEETS, "")] if together else []),
                    *(Option(n, n) for n in (reading.sheet.name, *other_sheets)),
                ),
            )
        )
    known = {*reading.sheet.read_from, *other_sheets}
    left = [s.name for s in all_sheets if s.name not in known and _says_something(s)]
    if left:
        given = "; ".join(left[:_MOST_NAMED]) + ("; …" if len(left) > _MOST_NAMED else "")
        doubt = bool(reading.sheet.layout) and any(s.name in left and _holds(s) for s in all_sheets)
        severity = Severity.WARN if doubt else Severity.NOTE
        problems.append(Problem(code=Code.SHEETS_LEFT_OUT, severity=severity, given=given))
    return replace(reading, problems=tuple(problems))


def _holds(sheet: Sheet) -> bool:
    """Whether figures stand on a sheet that nobody reads beside one laid out anew."""
    return not sheet.hidden and any(map(is_figure, chain(*sheet.rows[:HEADER_WITHIN])))


def _says_something(sheet: Sheet) -> bool:
    """Whether a sheet should be named when it is left out: not a guide, not a list of choices."""
    if fold(sheet.name).startswith(_ASIDE):
        return False
    if sheet.hidden:
        return any(_has_rows(reading) for _, reading in _readings(sheet))
    return any(cell not in (None, "") for row in sheet.rows[:HEADER_WITHIN] for cell in row)


def _unknown_columns(reading: Recognised) -> Iterator[Problem]:
    """Headings we do not know or saw twice: told, so that nobody believes they were read."""
    known = headings_of(reading.template).keys()
    kept = reading.template.level is not Level.PERSON  # of such a list no original is kept
    for position, ways in enumerate(reading.labels):
        ours = any(way.startswith(_REFERENCE) for way in ways)
        of_people = kept and PERSONAL & set(ways)
        unused = position in reading.unused and not of_people
        if not ways or ours or unused or position in reading.positions.values():
            continue
        twice = any(way in known for way in ways) and position not in reading.unused
        strange = Code.PERSONAL_COLUMN if of_people else Code.UNKNOWN_COLUMN
        yield Problem(
            code=Code.DUPLICATE_COLUMN if twice else strange,
            severity=Severity.ERROR if twice else Severity.WARN,
            row=reading.header_row,
            column=column_letters(position),
            given=_written(reading.sheet, reading.header_row, position),
        )


def _beyond(reading: Recognised) -> Iterator[Problem]:
    """What stands right of all columns that are looked at, told as one."""
    header = reading.sheet.rows[reading.header_row - 1]
    further = (at for at, c in enumerate(header) if at >= MOST_COLUMNS and c not in (None, ""))
    if (first := next(further, None)) is not None:
        yield Problem(
            code=Code.UNKNOWN_COLUMN,
            severity=Severity.WARN,
            row=reading.header_row,
            column=column_letters(first),
            given="…",
        )


def _written(sheet: Sheet, header_row: int, position: int) -> str:
    """The heading as it stands, in the last header line or, where merged, above it."""
    for row in reversed(sheet.rows[:header_row]):
        if position < len(row) and isinstance(cell := row[position], str) and cell.strip():
            return " ".join(cell.split())
    return ""
