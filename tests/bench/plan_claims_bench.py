"""Two thousand small questions against one plain model: false proofs, bounds and “at most”."""

from __future__ import annotations

from typing import Any

from tests.bench.report import Bar, Report
from tests.planning.second_opinion.claims import counted

QUESTIONS = 2_000


def run(*, short: bool = False) -> dict[str, Any]:
    """How many questions make any claim that is not so; none may."""
    found = counted(range(20 if short else QUESTIONS))
    asked = found.pop("questions")
    return Report(
        bars=[Bar(what=f"false claims in {asked:,} questions", measured=found.total(), bar=0)],
        figures={"questions": asked, "false": dict(found)},
    ).as_dict()
