"""Several tables of different templates below one another: each as a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lib.domain.intake.cells.column_map import missing_of
from lib.domain.intake.cells.heading_lines import header_labels
from lib.domain.intake.cells.matching import all_headings, match
from lib.domain.intake.cells.origin import Cell, Origin
from lib.domain.intake.cells.worksheet import Sheet, has_number
from lib.domain.intake.layouts.limits import is_small
from lib.domain.patience import each
from lib.domain.templates import Template, heading

_LEAST = 3
_ROWS, _CELLS = 2_000, 200
"""Rows of a sheet, and cells of each, in which a second header is looked for."""


def apart(sheets: Sequence[Sheet], templates: Sequence[Template]) -> list[Sheet]:
    """The sheets, one that holds tables of different templates parted above each header."""
    return [part for sheet in sheets for part in _parts(sheet, templates)]


def _parts(sheet: Sheet, templates: Sequence[Template]) -> Iterator[Sheet]:
    if sheet.hidden or len(sheet.rows) > _ROWS or not is_small([sheet]):
        yield sheet
        return
    found = list(_headers(sheet, templates))
    headers = _with_rows(sheet, found) if len(found) > 1 else found
    first = [at for n, (at, code) in enumerate(headers) if n and code != headers[n - 1][1]]
    if not first:
        yield sheet
        return
    starts = [0, *(_with_titles(sheet, at) for at in first)]
    for start, end in zip(starts, [*starts[1:], len(sheet.rows)], strict=True):
        yield _part(sheet, start, end)


def _with_rows(sheet: Sheet, headers: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Of lines of headings with no figures between them, the last."""
    ends = [at for at, _ in headers[1:]] + [len(sheet.rows)]
    return [
        header
        for header, end in zip(headers, ends, strict=True)
        if any(has_number(row) for row in sheet.rows[header[0] + 1 : end])
    ]


def _headers(sheet: Sheet, templates: Sequence[Template]) -> Iterator[tuple[int, str]]:
    """Rows that are headings of a template, each with the template's code."""
    known = all_headings(tuple(templates))
    for index in each(range(len(sheet.rows))):
        row = sheet.rows[index][:_CELLS]
        if len(row) < _LEAST or has_number(row):
            continue
        texts = {heading(c) for c in row if isinstance(c, str) and c}
        if len(texts & known) < _LEAST:
            continue
        _, labels = next(iter(header_labels(sheet, index)), (1, []))
        fits = {t.code: len(match(t, labels)) for t in templates if _fits(t, labels)}
        if fits:
            yield index, max(fits, key=fits.__getitem__)


def _fits(template: Template, labels: list[tuple[str, ...]]) -> bool:
    """Whether these may be the template's headings: many of its columns, or half it needs."""
    found = match(template, labels)
    required = sum(c.required for c in template.columns)
    enough = 2 * len(missing_of(template, found)) <= required
    return len(found) > _LEAST or (len(found) == _LEAST and enough)


def _with_titles(sheet: Sheet, header: int) -> int:
    """The row where the lines over a header begin: below the figures before it."""
    row = header
    while row and not has_number(sheet.rows[row - 1]):
        row -= 1
    return row


def _part(sheet: Sheet, start: int, end: int) -> Sheet:
    rows = sheet.rows[start:end]
    cells = {
        (n, at): Cell(sheet.name, start + n, at)
        for n, row in enumerate(rows)
        for at in range(len(row))
    }
    inside = [m for m in sheet.merges if start <= m[0] and m[2] < end]
    return Sheet(
        name=f"{sheet.name}!A{start + 1}",
        rows=rows,
        merges=tuple((a - start, b, c - start, d) for a, b, c, d in inside),
        hidden_rows=frozenset(n - start for n in sheet.hidden_rows if start <= n < end),
        hidden_columns=sheet.hidden_columns,
        since_1904=sheet.since_1904,
        struck={n - start: columns for n, columns in sheet.struck.items() if start <= n < end},
        damaged=tuple((n - start, at) for n, at in sheet.damaged if start <= n < end),
        origin=Origin(cells),
    )
