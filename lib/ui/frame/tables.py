"""Plain tables of texts: they wrap on a phone, read aloud, and print."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from lib.services.wording.table import Table
from lib.ui.frame.safe import html, joined, show

_HEAD_PX, _ROW_PX = 38, 35


def fitting(rows: int, *, most: int) -> int:
    """The height in pixels of an interactive table of so many rows, ``most`` at the utmost."""
    return min(most, _HEAD_PX + _ROW_PX * rows)


def show_table(table: Table, *, caption: str = "", low: bool = False, stacks: bool = False) -> None:
    """Draws a table; wide ones scroll within their own frame, long ones too where it is ``low``.

    One that ``stacks`` sets its cells under each other on a phone, each with its column's name.
    """
    show(table_of(table, caption=caption, low=low, stacks=stacks))


def table_of(table: Table, *, caption: str, low: bool = False, stacks: bool = False) -> Markup:
    """The table, for a place among other markup."""
    head = [
        html("<th scope='col'{}>{}</th>", _side(i, table), c) for i, c in enumerate(table.columns)
    ]
    return html(
        "<div class='bd-scroll{low}{stacks}' tabindex='0' role='region' aria-label='{caption}'>"
        "<table class='bd-table'>"
        "<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>",
        low=" low" if low else "",
        stacks=" stacks" if stacks else "",
        caption=caption,
        head=joined(head),
        rows=joined([_row(r, table) for r in table.rows]),
    )


def _row(row: Sequence[str], table: Table) -> Markup:
    if len(row) == 1 < len(table.columns):
        return html(
            "<tr class='topic'><th colspan='{}' scope='rowgroup'>{}</th></tr>",
            len(table.columns),
            row[0],
        )
    first, *others = row
    cells = [
        html("<td{} data-name='{}'>{}</td>", _side(i, table), table.columns[i], c)
        for i, c in enumerate(others, start=1)
    ]
    return html("<tr><th scope='row'>{}</th>{}</tr>", first, joined(cells))


def _side(place: int, table: Table) -> Markup:
    return html(" class='number'") if place in table.numeric else Markup()
