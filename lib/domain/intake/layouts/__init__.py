"""Sheets whose figures do not stand row by row under headings, laid out as if they did."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.forms import forms
from lib.domain.intake.layouts.limits import is_small
from lib.domain.intake.layouts.months import months
from lib.domain.intake.layouts.spans import spans

__all__ = ["laid_out", "months"]


def laid_out(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The visible sheets laid out anew, in each way that their cells allow; [] for none.

    Each names its ``layout`` and, by ``origin``, where every cell stands in the file.
    """
    seen = [sheet for sheet in sheets if not sheet.hidden and sheet.rows]
    if not is_small(seen):
        return []
    return [*forms(seen), *months(seen), *spans(seen)]
