"""A sheet whose headings no template has: asked about once, then read as a person said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lib.domain.intake.cells.column_map import COLUMNS, ColumnMap, form_of
from lib.domain.intake.cells.column_proposals import Proposal
from lib.domain.intake.cells.heading_lines import HEADER_WITHIN, header_labels
from lib.domain.intake.cells.matching import match
from lib.domain.intake.cells.recognised import Recognised, missing_columns
from lib.domain.intake.cells.titles import Titles
from lib.domain.intake.cells.worksheet import OF_COLUMN, Sheet
from lib.domain.patience import go_on
from lib.domain.problems import Code, Option, Problem, Severity


def as_said(sheet: Sheet, wanted: ColumnMap) -> Iterator[tuple[float, Recognised]]:
    """The ways to read the sheet as a person said, each with how many columns they have named."""
    titles = Titles(sheet)
    for index in range(min(len(sheet.rows), HEADER_WITHIN)):
        for depth, labels in header_labels(sheet, index):
            go_on()
            named, unused = wanted.placed(labels), wanted.unused(labels)
            if not named:
                continue
            sure = {
                key: at
                for key, at in match(wanted.template, labels).items()
                if at not in unused and at not in named.values() and key not in named
            }
            reading = Recognised(
                template=wanted.template,
                sheet=sheet,
                header_row=index + depth,
                positions=sure | named,
                labels=labels,
                titles=titles.above(index),
                absent=wanted.absent,
                unused=unused,
            )
            yield len(named) - 0.01 * (index + depth), reading


def as_asked(offered: Sequence[Proposal]) -> Recognised:
    """The likeliest reading, which nobody has confirmed, with the question."""
    best = offered[0]
    reading = Recognised(
        template=best.map.template,
        sheet=best.sheet,
        header_row=best.header_row,
        positions=best.map.placed(best.labels),
        labels=best.labels,
        titles=Titles(best.sheet).above(best.header_row - 1),
    )
    lacking = [c.header for c in missing_columns(reading)]
    laid_out = best.sheet.layout
    told = Code.OTHER_LAYOUT if laid_out else Code.COLUMNS_LACKING if lacking else None
    question = Problem(
        code=told or Code.WHICH_COLUMNS,
        severity=Severity.ASK,
        row=best.header_row,
        given=best.map.template.title,
        values={
            "missing": ", ".join(f"“{header}”" for header in lacking),
            "layout": laid_out.partition(OF_COLUMN)[0],
            "count": len(best.sheet.rows) - best.header_row,
        },
        question=COLUMNS + form_of(best.labels, laid_out),
        options=tuple(Option(p.map.text, _label(p)) for p in offered),
    )
    return replace(reading, problems=(question,))


def _label(offered: Proposal) -> str:
    """The template's title, and the words over the figures where several columns might be."""
    title, over = offered.map.template.title, offered.sheet.over
    return f"{title} – “{over}”" if over else title
