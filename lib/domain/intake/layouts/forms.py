"""Forms with their labels down the side: one figure beside each, or one for every commune.

Of one office a sheet or a block of a sheet, of many a column each: every form becomes a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lib.domain.intake.cells.worksheet import OF_COLUMN, Sheet
from lib.domain.intake.layouts.form_records import Record, table_of
from lib.domain.intake.layouts.labels import Labelled, labelled
from lib.domain.intake.layouts.titles import OTHER, PERIOD, heading_of, period_in
from lib.domain.problems import column_letters
from lib.text import fold

_MOST, _ALIKE = 400, 0.6
"""So many forms are read together; those that share so much of their labels are of one kind."""
_NOT_NOW = ("kế hoạch", "chỉ tiêu", "dự kiến", "trước", "cùng kỳ", "so sánh", "so với", "tỷ lệ",
            "tỉ lệ", "%", "tăng", "giảm", "đánh giá", "đầu kỳ")  # fmt: skip
_NOW = ("thực hiện", "kết quả", "kỳ này", "trong kỳ", "tháng này", "quý này", "lũy kế", "cuối kỳ",
        "số lượng", "giá trị", "số liệu", "đạt", "hiện nay", "hiện có")  # fmt: skip


@dataclass(frozen=True)
class _Way:
    """A way to read a form: its name, and the columns that hold figures."""

    layout: str
    columns: tuple[int, ...]


def forms(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The forms on these sheets as one table each way that they can be read; [] for none."""
    found = [one for sheet in sheets if (one := labelled(sheet))]
    if not found:
        return []
    first = found[0]
    alike = [one for one in found if _overlap(first, one) >= _ALIKE]
    tables = ((way, table_of(_records(alike, way), way.layout)) for way in _ways(first))
    return [replace(table, over=_words_over(first, way)) for way, table in tables if table]


def _words_over(form: Labelled, way: _Way) -> str:
    """What stands over the one column of several that is read so."""
    return form.heads.get(way.columns[0], "") if OF_COLUMN in way.layout else ""


def _overlap(one: Labelled, other: Labelled) -> float:
    mine, theirs = set(one.labels), set(other.labels)
    return len(mine & theirs) / max(len(mine), len(theirs))


def _ways(form: Labelled) -> list[_Way]:
    """One where one column holds figures, or each is another place's or month's.

    One a column where they mean different things: planned, done, before.
    """
    columns = form.columns
    if len(columns) == 1:
        return [_Way("form", columns)]
    heads = [form.heads.get(column, "") for column in columns]
    if all(map(period_in, heads)):
        return [_Way("across", columns)]
    if all(heads) and not any(map(_is_meaning, heads)):
        return [_Way("across", columns)]
    likeliest = sorted(columns, key=lambda at: _rank(form.heads.get(at, "")))
    return [_Way(f"form{OF_COLUMN}{column_letters(at)}", (at,)) for at in likeliest]


def _is_meaning(head: str) -> bool:
    return any(word in fold(head) for word in (*_NOT_NOW, *_NOW))


def _rank(head: str) -> int:
    """0 for a heading of results, 2 for one of what is planned or was before."""
    plain = fold(head)
    if any(word in plain for word in _NOT_NOW):
        return 2
    return 0 if any(word in plain for word in _NOW) else 1


def _records(found: Sequence[Labelled], way: _Way) -> list[Record]:
    records = (record for one in found for record in _of_sheet(one, way))
    return [record for record, _ in zip(records, range(_MOST), strict=False)]


def _of_sheet(form: Labelled, way: _Way) -> Iterator[Record]:
    own = form.columns[0] if way.layout == "form" else None
    for block in form.blocks:
        for column in (own,) if own is not None else way.columns:
            head = form.heads.get(column, "") if way.layout == "across" else ""
            yield Record(
                sheet=form.sheet,
                items=block.items,
                column=column,
                lines=block.lines,
                over=(_head_of(form, way), head, form.head_row) if head else None,
            )


def _head_of(form: Labelled, way: _Way) -> str:
    """What the headings over the columns are: periods, communes, villages."""
    heads = [form.heads.get(column, "") for column in way.columns]
    return PERIOD if all(map(period_in, heads)) else heading_of(heads, otherwise=OTHER)
