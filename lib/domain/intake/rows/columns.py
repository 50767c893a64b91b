"""Which columns of a sheet name its rows, and which hold figures, remarks and days."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.worksheet import Coded
from lib.domain.templates import Column, Level, Role
from lib.domain.templates.kinds import FIGURES, Kind


class Columns:
    """The columns of a sheet; a name merged over several rows counts for each of them."""

    def __init__(self, reading: Recognised) -> None:
        self._sheet = reading.sheet
        self._known: dict[int, Coded] = {}
        places = {reading.positions[k] for k in _merged_over_rows(reading)}
        self._merges = [
            merge
            for merge in reading.sheet.merges
            if merge[0] >= reading.header_row and merge[1] == merge[3] and merge[1] in places
        ]

    def __getitem__(self, position: int) -> Coded:
        if position not in self._known:
            self._known[position] = self._filled(position, self._sheet.column(position))
        return self._known[position]

    def _filled(self, position: int, column: Coded) -> Coded:
        merges = [m for m in self._merges if m[1] == position]
        if not merges:
            return column
        codes = column.codes.copy()
        for first, _, last, _ in merges:
            codes[first + 1 : last + 1] = codes[first]
        return Coded(codes, column.cells, numbers=column.numbers)

    @cached_property
    def _merged(self) -> dict[int, list[int]]:
        """By row the columns in which a merged cell goes on from above."""
        merged: dict[int, list[int]] = {}
        for first, place, last, _ in self._merges:
            for index in range(first + 1, min(last + 1, len(self._sheet.rows))):
                merged.setdefault(index, []).append(place)
        return merged

    def row(self, index: int) -> Sequence[Raw]:
        """The cells of a row, counted from 0, with the merged names filled in."""
        row = self._sheet.rows[index]
        inside = self._merged.get(index)
        if not inside:
            return row
        row = [*row, *[None] * (max(inside) + 1 - len(row))]
        for place in inside:
            column = self[place]
            row[place] = column.cells[column.codes[index]]
        return row


def identifying(reading: Recognised) -> list[str]:
    """The keys of the columns that name a commune or a village, as far as the file has them."""
    roles = {Role.COMMUNE_NAME, Role.COMMUNE_CODE, Role.UNIT_NAME, Role.UNIT_CODE}
    return [
        c.key for c in reading.template.columns if c.role in roles and c.key in reading.positions
    ]


def _merged_over_rows(reading: Recognised) -> list[str]:
    """The columns whose cell may stand for several rows: names, codes, and a district."""
    district = reading.template.role(Role.DISTRICT)
    known = district is not None and district.key in reading.positions
    return [*identifying(reading), *([district.key] if district and known else [])]


def figure_columns(reading: Recognised) -> list[Column]:
    """The columns whose cells show that a row reports something; text may be a signature."""
    kinds = {*FIGURES, Kind.DATE}
    return [c for c in reading.template.values if c.kind in kinds and c.key in reading.positions]


def section_place(reading: Recognised) -> int | None:
    """Where communes may be named as headings: among villages, if no column is for communes."""
    name = reading.template.role(Role.UNIT_NAME)
    roles = (Role.COMMUNE_NAME, Role.COMMUNE_CODE)
    named = any(c.role in roles for c in found_columns(reading))
    if reading.template.level is not Level.VILLAGE or named or name is None:
        return None
    return reading.positions.get(name.key)


def is_remark(column: Column) -> bool:
    """Whether people write into the column as they like."""
    return column.kind is Kind.TEXT and column.role is Role.VALUE


def found_columns(reading: Recognised) -> list[Column]:
    """The columns of the template that the sheet has."""
    return [c for c in reading.template.columns if c.key in reading.positions]
