"""Units that a sheet gives over its figures: "Đơn vị tính: nghìn hộ" makes 2 another number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from lib.domain.intake.cells.recognised import Recognised
from lib.domain.problems import Code, Option, Problem, Severity
from lib.domain.templates import Level
from lib.text import fold

UNIT = "unit:"
"""The question's key is this and the folded words."""
AS_WRITTEN = "as_written"
_UNIT = re.compile(
    r"(?<!\w)(?:(?:đơn vị|đvt|đv)(?: tính)?(?: \w{1,12}){0,3}?\s*+[:.(]|tính (?:bằng|theo)\s)"
    r"\s*+([^;)]{1,40})"
)
_IN_BRACKETS = re.compile(r"\(\s*+((?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|1[.,]?000)\s[^()]{1,30})\)")
_SCALE = re.compile(
    r"(?<!\w)(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|10{2,6}|1[.,]0{3}|phần trăm)(?!\w)|%"
)
_ALONE = re.compile(r"^\s*+((?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?: \w{1,12}){0,2})$")
_LONGEST = 300
_LAST_ROWS = 15
"""Notes stand there."""


def asked_units(reading: Recognised, answers: Mapping[str, str]) -> Iterator[Problem]:
    """A question for each unit that is no single one; told on where it was answered.

    Nothing is multiplied: a rounded thousand is no count.
    """
    if reading.template.level is Level.TARGET:
        return
    known = {fold(c.unit) for c in reading.template.values if c.key in reading.positions}
    end = len(reading.sheet.rows)
    notes = range(max(reading.header_row, end - _LAST_ROWS), end)
    for index in chain(range(reading.header_row), notes):
        for cell in reading.sheet.rows[index]:
            unit = (
                scaled_unit(fold(cell)) if isinstance(cell, str) and len(cell) <= _LONGEST else ""
            )
            if not unit or unit in known:
                continue
            key = UNIT + unit
            taken = answers.get(key, "") == AS_WRITTEN
            yield Problem(
                code=Code.SCALED_UNIT,
                severity=Severity.WARN if taken else Severity.ASK,
                row=index + 1,
                given=" ".join(str(cell).split()),
                question="" if taken else key,
                options=() if taken else (Option(AS_WRITTEN, ""),),
            )


def scaled_unit(text: str) -> str:
    """The unit that a folded text gives, where it is more or less than one of something."""
    for pattern in (_UNIT, _IN_BRACKETS, _ALONE):
        for match in pattern.finditer(text):
            if _SCALE.search(match[1]):
                return match[1].strip(" .,:")
    return ""
