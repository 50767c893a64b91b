"""What a check found in one of many files, small enough to stand in a row of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from lib.domain.intake.cells.column_map import COLUMNS
from lib.domain.intake.layouts.recognise import ALL_SHEETS
from lib.domain.problems import Code, Option, Problem, Severity, Verdict

INFERENCES = frozenset(
    {
        Code.READ_AS,
        Code.ANSWER_APPLIED,
        Code.FORMER_NAME,
        Code.FORMER_SUMMED,
        Code.NAMES_AGREED,
        Code.SUBTOTAL,
        Code.SHEETS_LEFT_OUT,
        Code.COMMUNES_LEFT,
    }
)
"""What is only told, and yet says that something was understood for the sender, or left out."""
_BY_NAME = ("commune:", "village:")
"""The key of such a question holds the name that was seen."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A file's line on the board. All of it can be told as JSON."""

    verdict: Verdict
    refused: str = ""
    """Code of the sentence that tells why the bytes are no table."""
    refused_values: Mapping[str, Any] = field(default_factory=dict)
    template: str = ""
    periods: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    rows: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    """Problems by the name of their severity."""
    inferred: int = 0
    """What was understood for the sender, applied from before or left out."""
    questions: tuple[Problem, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """The answers that were in use."""
    publishable: bool = False
    same_as: int = 0
    """The upload with the same bytes; 0 where there is none."""
    mode: str = ""
    units: tuple[int, ...] = ()
    """Of an update, which units it names."""
    base: Mapping[str, list[int]] = field(default_factory=dict)
    """The uploads in force by "period commune" when this was compared."""
    seal: str = ""
    """Digest of all that publishing would write and replace."""
    closed: tuple[str, ...] = ()
    """Periods of the file that are closed: publishing needs a reason."""
    moved_by: Mapping[str, str] = field(default_factory=dict)
    """Who, when and with which file came between this and the check before it."""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def from_json(told: Mapping[str, Any]) -> Outcome:
    """The outcome that ``as_json`` told."""
    lists = {k: tuple(told.get(k, ())) for k in ("periods", "communes", "units", "closed")}
    questions = tuple(_problem(q) for q in told["questions"])
    return Outcome(**{**told, **lists, "questions": questions, "verdict": Verdict(told["verdict"])})


def _problem(told: Mapping[str, Any]) -> Problem:
    kept = {"code": Code(told["code"]), "severity": Severity(told["severity"])}
    options = tuple(Option(**o) for o in told["options"])
    return Problem(**{**told, **kept, "options": options})


def kind_of(question: Problem) -> str:
    """What questions that want the same answer share: what is asked, what can be chosen.

    Two villages of one name have different codes, so their questions never fall together.
    """
    if question.question.startswith(COLUMNS):  # it names the form; what is likeliest may differ
        return question.question
    options = ",".join(o.value for o in question.options)
    if options.startswith(ALL_SHEETS):  # how the sheets are called is each file's own matter
        return f"{question.question}|{ALL_SHEETS}"
    if question.question.startswith(_BY_NAME):
        return f"{question.question}|{question.code}|{options}"
    return f"{question.question}|{options}"
