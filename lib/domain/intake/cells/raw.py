"""A cell as the readers hand it over, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lib.domain.days import day_of
from lib.domain.problems import Code

Raw = str | int | float | bool | date | datetime | None
"""A cell as the reader of the file gives it."""


class Displayed(float):
    """A number whose cell shows another one: it holds 2 and shows "2.000"."""

    text: str

    def __new__(cls, held: float, text: str) -> Displayed:
        """The number that is held, with the text that is shown."""
        number = super().__new__(cls, held)
        number.text = text
        return number


@dataclass(frozen=True)
class Fault:
    """Why a cell could not be read."""

    code: Code
    suggestion: str = ""
    most: int = 0
    """How many signs the cell may have, where it has more."""
    question: str = ""
    """Key of the question that settles it; "" where nothing but another file does."""
    options: tuple[str, ...] = ()
    """The answers to choose from."""
    values: Mapping[str, object] = field(default_factory=dict)
    """Further names used by the sentence."""


Value = int | float | str | None
"""A cleaned cell: dates and periods are ISO text, yes and no are 1 and 0, missing is None."""


_SHOWN = 80


def shown(raw: Raw) -> str:
    """A cell as a person would recognise it in a message."""
    if isinstance(raw, date):
        return day_of(raw).strftime("%d/%m/%Y")
    text = str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
