"""Sheets whose figures do not stand row by row under headings, laid out as if they did."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.forms import forms
from lib.domain.intake.layouts.months import months
from lib.domain.intake.layouts.spans import spans

__all__ = ["laid_out", "months"]

_MOST_CELLS = 200_000
"""Forms are small; what is larger is a table already, and stays one."""


def laid_out(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The visible sheets laid out anew, in each way that their cells allow; [] for none.

    Each names its ``layout`` and, by ``origin``, where every cell stands in the file.
    """
    seen = [sheet for sheet in sheets if not sheet.hidden and sheet.rows]
    if sum(len(sheet.rows) * len(sheet.rows[0]) for sheet in seen) > _MOST_CELLS:
        return []
    return [*forms(seen), *months(seen), *spans(seen)]
