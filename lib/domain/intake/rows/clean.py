"""From the cells under a header to typed columns, with every fault named at its place."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice

import pandas as pd

from lib.domain.intake.around.blocks import blocks_told, in_blocks
from lib.domain.intake.around.lines import lines_told
from lib.domain.intake.around.over import without_left_out
from lib.domain.intake.around.parts import Part, is_group, left_out
from lib.domain.intake.around.units import asked_units
from lib.domain.intake.cells.doubts import Doubts
from lib.domain.intake.cells.raw import shown
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.rows.body import Body, body_of
from lib.domain.intake.rows.columns import Columns
from lib.domain.intake.rows.merged import shared_figures
from lib.domain.intake.rows.struck import without_struck
from lib.domain.intake.rows.typist import Typist
from lib.domain.intake.rows.unseen import unseen
from lib.domain.problems import (
    MOST_TOLD,
    Code,
    Problem,
    Severity,
    first_of,
    too_many,
)
from lib.domain.templates import Role
from lib.domain.templates.kinds import NUMBERS, Kind


@dataclass(frozen=True)
class Cleaned:
    """Typed rows of a file.

    ``rows`` has one column for each column of the template that the file holds, indexed by the
    row number Excel shows. Counts are ``Int64``, decimals ``Float64``, yes and no ``Int64``
    (1, 0), all else text with ``None`` where missing; names, codes and periods are categories.
    ``totals`` are the file's own total rows.
    """

    reading: Recognised
    rows: pd.DataFrame
    totals: pd.DataFrame
    problems: tuple[Problem, ...]
    blocks: tuple[tuple[int, str], ...] = ()
    """Lines between the rows that name a period: row and words; the rows below are of it."""
    parts: tuple[Part, ...] = ()
    """Rows below a line that may be no result of the period; some of them are left out."""
    unread: frozenset[tuple[int, str]] = frozenset()
    """Row and column key of the cells that hold something we could not read: not blank."""

    @property
    def faulty_all_over(self) -> bool:
        """Whether so many cells could not be read that nothing more is looked at."""
        return len(self.unread) > MOST_TOLD


def clean(reading: Recognised, answers: Mapping[str, str] | None = None) -> Cleaned:
    """Types every cell; blank rows, numbering, totals and signatures are set apart."""
    reading, missing = without_left_out(reading, answers or {})
    columns = Columns(reading)
    body = _taken_parts(body_of(reading, columns), answers or {})
    doubts = Doubts(answers or {}, since_1904=reading.sheet.since_1904)
    typist = Typist(reading, columns, doubts)
    struck = without_struck(reading, columns, body.rows, answers=answers or {})
    doubts.look_at(
        chain(*typist.different_cells(struck.rows, NUMBERS).values()),
        typist.different_cells(struck.rows, {Kind.DATE}),
        typist.different_cells(struck.rows, {Kind.YES_NO}),
    )
    typed = typist.typed(struck.rows)
    shared = [*islice(shared_figures(reading, columns, struck.rows), MOST_TOLD + 1)]
    unsure = {(each.row, each.column.key) for each in shared}
    typist.unread |= unsure | (struck.cells if struck.problems else set())
    rows = _in_sections(reading, _blanked(typed, unsure | struck.cells), body.sections)
    rows = in_blocks(reading, rows, body.blocks)
    problems = [
        *missing,
        *asked_units(reading, answers or {}),
        *typist.problems,
        *struck.problems,
        *first_of(each.problem(reading) for each in shared),
        *blocks_told(reading, rows, body.blocks),
        *first_of(lines_told(body.in_one_cell, body.notes)),
        *unseen(reading, rows),
        *doubts.questions({c: reading.letters(c) for c in reading.positions}),
    ]
    if len(typist.unread) > MOST_TOLD:
        problems.append(too_many())
    if not len(rows) and not any(part.aside for part in body.parts):
        problems.append(Problem(code=Code.NO_ROWS, severity=Severity.ERROR, row=reading.header_row))
    return Cleaned(
        reading=reading,
        rows=rows,
        totals=Typist(reading, columns, doubts).typed(body.totals),
        problems=tuple(problems),
        blocks=body.blocks,
        parts=body.parts,
        unread=frozenset(typist.unread),
    )


def _taken_parts(body: Body, answers: Mapping[str, str]) -> Body:
    """The body without the rows below lines that are no results, as far as they are left out."""
    if not body.parts:
        return body
    rows = body.rows[left_out(body.parts, body.rows + 1, answers)]
    totals = body.totals[left_out(body.parts, body.totals + 1, answers)]
    return replace(body, rows=rows, totals=totals)


def _blanked(rows: pd.DataFrame, cells: Collection[tuple[int, str]]) -> pd.DataFrame:
    """The rows with these cells left blank; a new table only where there are any."""
    rows = rows.copy() if cells else rows
    for key in {key for _, key in cells}:
        rows.loc[[row for row, other in cells if other == key], key] = None
    return rows


def without_blank_rows(cleaned: Cleaned) -> tuple[Cleaned, list[Problem]]:
    """Rows in which every figure is blank are no report: set apart and told, never stored.

    A row with a cell that cannot be read is not blank.
    """
    template, rows = cleaned.reading.template, cleaned.rows
    if cleaned.faulty_all_over:
        return cleaned, []
    numbers = [c.key for c in template.numbers if c.key in rows]
    texts = [c.key for c in template.values if c.key in rows]
    faulty = {row for row, _ in cleaned.unread}
    blank = pd.Series(~rows.index.isin(faulty), index=rows.index)
    for key in numbers or texts:
        blank &= rows[key].isna()
        if not blank.any():
            return cleaned, []
    roles = (Role.UNIT_NAME, Role.COMMUNE_NAME, Role.UNIT_CODE, Role.COMMUNE_CODE)
    names = [c.key for r in roles if (c := template.role(r)) and c.key in rows]
    headings = {int(n) for n in rows.index[blank & _under_letters(cleaned)]}
    told = (
        _blank_row(
            cleaned,
            int(number),
            next((t for t in row if isinstance(t, str)), ""),
            headings=headings,
        )
        for number, *row in rows.loc[blank, names].itertuples()
    )
    return replace(cleaned, rows=rows[~blank]), first_of(told)


def _blank_row(cleaned: Cleaned, number: int, name: str, *, headings: Collection[int]) -> Problem:
    """A row without figures by its name, or a line of words by what it says."""
    said = name or _words_of(cleaned, number)
    if not name and is_group(said):
        return Problem(code=Code.GROUP_LINE, severity=Severity.NOTE, row=number, given=said)
    severity = Severity.NOTE if number in headings else Severity.WARN
    return Problem(code=Code.BLANK_ROW, severity=severity, row=number, given=said)


def _words_of(cleaned: Cleaned, number: int) -> str:
    """What a row of words says, where it names nothing."""
    cells = cleaned.reading.sheet.rows[number - 1]
    return shown(" ".join(" ".join(c.split()) for c in cells if isinstance(c, str) and c.strip()))


def _under_letters(cleaned: Cleaned) -> pd.Series:
    """Rows numbered I, II or A, B: headings of parts, beside rows numbered 1, 2."""
    column = cleaned.reading.template.role(Role.ORDINAL)
    if column is None or column.key not in cleaned.rows:
        return pd.Series(False, index=cleaned.rows.index)
    marks = cleaned.rows[column.key].fillna("").astype(str).str.strip(" .)")
    return marks.str.fullmatch(r"[IVX]{1,5}|[A-H]")


def _in_sections(
    reading: Recognised, rows: pd.DataFrame, sections: Mapping[int, str]
) -> pd.DataFrame:
    """The rows with the commune of the heading that they stand under."""
    column = reading.template.role(Role.COMMUNE_NAME)
    if not sections or column is None:
        return rows
    starts = sorted(sections)
    above = [bisect(starts, int(number)) for number in rows.index]
    return rows.assign(**{column.key: [sections[starts[at - 1]] if at else None for at in above]})
