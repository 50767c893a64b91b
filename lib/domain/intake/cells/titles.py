"""What a sheet says above its table: the periods that it names."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.intake.cells.raw import Raw
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.period_words.named import Named, named_in
from lib.text import fold

_LONGEST_TITLE, _SHORT_TITLE = 1000, 200


class Titles:
    """The periods that the first lines of a sheet name; every line is looked at once."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._known: dict[int, tuple[tuple[int, str, Named], ...]] = {}

    def above(self, header_index: int) -> tuple[tuple[int, str, Named], ...]:
        """The lines above a header that name periods, or years."""
        return tuple(line for index in range(header_index) for line in self._in(index))

    def _in(self, index: int) -> tuple[tuple[int, str, Named], ...]:
        if index not in self._known:
            texts = [c for c in self._sheet.rows[index] if isinstance(c, str) and _may_name(c)]
            found = [(text, named_in(text[:_LONGEST_TITLE])) for text in texts]
            self._known[index] = tuple(
                (index + 1, " ".join(text[:_LONGEST_TITLE].split()), named)
                for text, named in found
                if named.years or not named.says_nothing
            )
        return self._known[index]


def _may_name(text: str) -> bool:
    """Whether a text may name a period: a long one without a digit does not."""
    return len(text) <= _SHORT_TITLE or any(sign.isdigit() for sign in text[:_LONGEST_TITLE])


def texts_above(sheet: Sheet, header_row: int) -> list[str]:
    """The texts that stand above the header, folded, line by line."""
    return [text for row in sheet.rows[: header_row - 1] for text in _texts_in(row)]


def _texts_in(row: Sequence[Raw]) -> list[str]:
    return [fold(c[:_LONGEST_TITLE]) for c in row if isinstance(c, str) and c]


def first_words(sheets: Sequence[Sheet]) -> str:
    """The first words of the sheets, to remind a person which file it is."""
    words = [c.strip() for s in sheets for row in s.rows[:3] for c in row if isinstance(c, str)]
    return " · ".join(filter(None, words))[:120]
