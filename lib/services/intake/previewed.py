"""A file received, and what its check found: all that a preview shows and a publish takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.domain.intake.cells.located import row_in_file
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.checking.compare import Changes
from lib.domain.intake.partial import Parted
from lib.domain.problems import Problem, Verdict
from lib.domain.templates import Template
from lib.services.intake.facts import Scope


@dataclass(frozen=True)
class Received:
    """A file as it came."""

    filename: str
    content: bytes = field(compare=False, repr=False)
    sha256: str
    """Of the content."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """All that is known about a file before anything is written."""

    received: Received
    verdict: Verdict
    problems: tuple[Problem, ...]
    answers: Mapping[str, str]
    reading: Recognised | None = None
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: Changes | None = None
    base: Mapping[Scope, list[int]] = field(default_factory=dict)
    """The uploads in force when this was compared; publishing holds itself to them."""
    ways: tuple[Parted, ...] = ()
    """How the clean part could be taken in while the faulty part goes back."""
    parted: Parted | None = None
    """The way a person chose; ``rows`` and ``changes`` are then of the kept part alone."""
    aside: tuple[Problem, ...] = ()
    """The problems of the part set aside: they no longer stand in the way."""
    new_codes: frozenset[str] = frozenset()
    """Codes that a register would give out for the first time."""
    closed: tuple[str, ...] = ()
    """Periods of the file that are closed: publishing needs a reason."""

    @property
    def template(self) -> Template | None:
        """The template recognised, if any."""
        return self.reading.template if self.reading else None

    @property
    def rows_in_file(self) -> list[int]:
        """Of each of the ``rows`` the row of the file, as Excel shows it."""
        return [self.row_in_file(int(row)) for row in self.rows.index]

    def row_in_file(self, row: int) -> int:
        """The row of the file, as Excel shows it, of a row that was read."""
        return row_in_file(row, self.reading.sheet) if self.reading else row

    @property
    def periods(self) -> list[str]:
        """The periods in the file, oldest first."""
        return sorted(set(self.rows["period"]) - {""}) if "period" in self.rows else []

    @property
    def publishable(self) -> bool:
        """Whether nothing stands in the way of publishing."""
        return self.verdict in (Verdict.ACCEPT, Verdict.WARN) and len(self.rows) > 0
