"""How a file's sheet is read: as it shows itself, or as somebody once said it is to be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lib.domain.intake.cells.column_map import COLUMNS
from lib.domain.intake.cells.recognised import Recognised, which_columns
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.recognise import WHICH_SHEET, recognise
from lib.domain.problems import Problem
from lib.files.reading.reader import read
from lib.services.caching.answers import Stored
from lib.services.installation import Installation
from lib.services.intake.previewed import Preview, Received
from lib.services.intake.remembered_answers import OF_COMMUNE, said_of, told_before
from lib.store.intake.remembered_answers import Lesson

_SHEETS = Stored("sheets of a file", 4)


def sheets_of(installation: Installation, received: Received) -> Sequence[Sheet]:
    """What the file holds, read once for all answers to it.

    Raises ``UnreadableFile`` where its bytes are no table.
    """
    most = installation.settings.max_upload_rows
    return _SHEETS.get(
        installation, lambda: read(received.content, most_rows=most), received.sha256
    )


def read_as(installation: Installation, received: Received, answer: str) -> Recognised | None:
    """The file's sheet as an answer to which column is which would have it read."""
    reading = recognise(sheets_of(installation, received), {COLUMNS: answer})
    return reading if isinstance(reading, Recognised) and not which_columns(reading) else None


def reading_of(
    installation: Installation,
    sheets: Sequence[Sheet],
    given: Mapping[str, str],
    *,
    sender: str,
    never: Collection[str] = (),
) -> tuple[Recognised | Problem, list[Lesson]]:
    """The reading, and what was said before that settled it.

    ``never``: questions that nothing said before is to settle.
    """
    settled: list[Lesson] = []
    reading = recognise(sheets, given)
    while isinstance(reading, Recognised):
        code, asked = reading.template.code, {one.question for one in settled} | {*never}
        known = [
            one
            for question in _of_the_sheet(reading).difference(asked)
            if (one := told_before(installation, sender, question, template=code))
        ]
        told = {one.question: one.answer for one in (*settled, *known)}
        again = recognise(sheets, {**given, **told}) if known else None
        if not isinstance(again, Recognised) or not again.whole:
            break
        reading, settled = again, [*settled, *known]
    return reading, settled


def _of_the_sheet(reading: Recognised) -> set[str]:
    """The open questions that decide what a sheet is: its columns, and which of several."""
    asked = {p.question for p in reading.problems if p.question == WHICH_SHEET}
    return asked | {which_columns(reading)} - {""}


def holds_for(installation: Installation, lesson: Lesson, ready: Preview) -> bool:
    """Whether what somebody said of a commune's sheet is used for a commune of which it was said.

    Communes share forms: the same answer may have been given for several.
    """
    if not lesson.sender.startswith(OF_COMMUNE):
        return True
    communes = set(ready.rows["commune_code"]) if "commune_code" in ready.rows else set()
    if len(communes) != 1:
        return False
    return said_of(installation, communes.pop(), lesson)
