"""Forms with their labels down the side: one figure beside each, or one for every commune.

Of one office a sheet or a block of a sheet, of many a column each: every form becomes a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lib.domain.intake.cells.worksheet import OF_COLUMN, Sheet
from lib.domain.intake.layouts.form_records import Record, table_of
from lib.domain.intake.layouts.labels import Block, Labelled, labelled
from lib.domain.intake.layouts.titles import (
    OTHER,
    PERIOD,
    heading_of,
    means_otherwise,
    means_result,
    result_of,
    year_in_head,
)
from lib.domain.intake.rows.signs import says_total
from lib.domain.problems import column_letters
from lib.text import fold

_ALIKE = 0.6
"""Forms that share so much of their labels are of one kind."""
_SIGNS = re.compile(r"[|:=@.;]+")
_LONGEST_NAME = 60


@dataclass(frozen=True)
class _Way:
    """A way to read forms: its name, what names the columns of each, and the words over one."""

    layout: str
    kind: str = ""
    over: str = ""


def forms(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The forms on these sheets as one table each way that they can be read; [] for none."""
    found: list[Labelled] = []
    for sheet in sheets:
        if one := labelled(sheet, like=found[0].labels if found else ()):
            found.append(one)
    if not found:
        return []
    alike = [one for one in found if _overlap(found[0], one) >= _ALIKE]
    tables = ((way, table_of(_records(alike, way), way.layout)) for way in _ways(found[0]))
    return [replace(table, over=way.over) for way, table in tables if table]


def _overlap(one: Labelled, other: Labelled) -> float:
    mine, theirs = set(one.labels), set(other.labels)
    return len(mine & theirs) / max(len(mine), len(theirs))


def _ways(form: Labelled) -> list[_Way]:
    """One where one column holds figures, or each is another place's or month's.

    One a column where they mean different things: planned, done, before.
    """
    first = form.blocks[0]
    heads = [first.heads.get(column, "") for column in first.columns]
    if len(heads) < 2:
        return [_Way("form")]
    if all(map(result_of, heads)):
        return [_Way("across", PERIOD)]
    places = [head for head in heads if not says_total(head)]
    if all(heads) and places and not any(map(_is_meaning, places)):
        return [_Way("across", heading_of(places, otherwise=OTHER))]
    named = len(set(map(fold, heads))) == len(heads) and all(heads)
    pairs = sorted(zip(first.columns, heads, strict=True), key=lambda pair: _rank(pair[1]))
    return [
        _Way(f"form{OF_COLUMN}{_name(head) if named else column_letters(column)}", over=head)
        for column, head in pairs
    ]


def _is_meaning(head: str) -> bool:
    of_time = bool(year_in_head(head)) or bool(result_of(head))
    return of_time or means_otherwise(head) or means_result(head)


def _rank(head: str) -> tuple[int, int]:
    """First results, and of years the last; last what is planned or was before."""
    if means_otherwise(head):
        return 2, 0
    return (0 if means_result(head) or result_of(head) else 1), -year_in_head(head)


def _name(head: str) -> str:
    """The words over a column as a layout's name has them."""
    return " ".join(_SIGNS.sub(" ", fold(head)).split())[:_LONGEST_NAME]


def _records(found: Sequence[Labelled], way: _Way) -> list[Record]:
    return [
        record for one in found for block in one.blocks for record in _of_block(one, block, way)
    ]


def _of_block(form: Labelled, block: Block, way: _Way) -> Iterator[Record]:
    """The rows that a form becomes; none where it cannot be read so. What is left is told."""
    for column in _columns(block, way):
        head = block.heads.get(column, "")
        kind = way.kind or (PERIOD if result_of(head) else "")
        yield Record(
            sheet=form.sheet,
            items=block.items,
            column=column,
            lines=block.lines,
            over=(kind, head, block.head_row) if kind else None,
        )


def _columns(block: Block, way: _Way) -> Sequence[int]:
    """The columns of the block that hold what is read in this way."""
    if way.layout == "form":
        return block.columns if len(block.columns) == 1 else ()
    if way.layout == "across":
        return block.columns if all(block.heads.get(at) for at in block.columns) else ()
    wanted = way.layout.partition(OF_COLUMN)[2]
    by_name = [at for at in block.columns if _name(block.heads.get(at, "")) == wanted]
    by_letter = [at for at in block.columns if column_letters(at) == wanted]
    return (by_name or by_letter)[:1]
