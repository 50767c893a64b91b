"""One messy file from a seed, with what must become of it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from lib.domain.problems import Code, Verdict, column_letters
from lib.domain.templates import TEMPLATES, Level, Role, Template
from lib.domain.templates.kinds import Kind
from tests.mess.expected import Expected
from tests.mess.files import Dress, dressed, hidden_rows
from tests.mess.habits import Habits
from tests.mess.layout import OF_PEOPLE, lay_out
from tests.mess.plants import CELL_PLANTS, Draft, former_units, twice
from tests.mess.truth import Truth, true_figures

_COMPARED = (Kind.COUNT, Kind.DECIMAL, Kind.YES_NO, Kind.DATE, Kind.CHOICE)

OFFICES = sorted(code for code, t in TEMPLATES.items() if t.owed and t.level is not Level.TARGET)
"""What offices owe; targets come from the province and hold no figure of theirs."""


@dataclass(frozen=True)
class Made:
    """A file, and the truth about it."""

    seed: str
    name: str
    content: bytes
    expected: Expected
    dress: Dress


def make(seed: int, code: str = "") -> Made:
    """The file of this seed; ``code`` fixes its template."""
    rng = random.Random(f"mess {seed} {code}")
    template = TEMPLATES[code or rng.choice(OFFICES)]
    return written_down(true_figures(template, rng), rng, name=f"{seed} {template.code}")


def written_down(truth: Truth, rng: random.Random, *, name: str) -> Made:
    """These figures in the ways of some office."""
    template = truth.template
    expected = Expected(Verdict.ACCEPT)
    row_fault = _of_rows(truth, rng, expected)
    _leave_some_blank(truth, rng)
    dress = Dress.of_some_office(rng)
    habits = Habits.of_some_office(rng, workbook=dress.workbook)
    titled = _may_be_titled(template) and rng.random() < 0.35
    grid = lay_out(truth, habits, rng, titled=titled)
    draft = Draft(truth, rng, grid, expected)
    _expect(draft)
    if row_fault:
        draft.tell(row_fault[0], expected.verdict, grid.row_of[row_fault[1]])
    elif rng.random() < 0.5:
        _plant(draft)
    for row in hidden_rows(grid, dress) if draft.expected.rows else ():
        draft.tell(Code.HIDDEN_ROWS, Verdict.WARN, row)
    if dress.second:
        draft.expected.problems.add((Code.OTHER_SHEETS, None, None))
        if draft.expected.verdict is not Verdict.REJECT:
            draft.expected.verdict = Verdict.ASK
    return Made(name, dress.name, dressed(grid, dress), expected, dress)


def _of_rows(truth: Truth, rng: random.Random, expected: Expected) -> tuple[Code, int] | None:
    """Sometimes earlier units, sometimes a row twice."""
    chance = rng.random()
    if chance < 0.15:
        return former_units(truth, rng, expected)
    return twice(truth, rng, expected) if chance < 0.22 else None


def _plant(draft: Draft) -> None:
    """One fault that the file has a place for."""
    for plant in draft.rng.sample(CELL_PLANTS, len(CELL_PLANTS)):
        if plant(draft):
            return


def _leave_some_blank(truth: Truth, rng: random.Random) -> None:
    parts = {p for rule in truth.template.checks for p in getattr(rule, "parts", ())}
    loose = [
        c.key
        for c in truth.template.values
        if not c.required and c.key not in parts and c.key != truth.template.period_from
    ]
    for line in truth.lines:
        for key in loose:
            if rng.random() < 0.06 and key != "stage":
                line.values[key] = None


def _may_be_titled(template: Template) -> bool:
    column = template.role(Role.PERIOD)
    return column is not None and column.kind is Kind.MONTH and not column.required


def _expect(draft: Draft) -> None:
    truth, grid = draft.truth, draft.grid
    columns = [c for c in truth.template.values if c.kind in _COMPARED and c.key in grid.position]
    for row, line in zip(grid.row_of, truth.lines, strict=True):
        team = truth.template.level is Level.TEAM
        draft.expected.rows[row] = {
            "period": truth.period,
            "commune_code": line.commune.code if line.commune and not team else "",
            "former_code": line.former.old_code if line.former else "",
            **{c.key: line.values[c.key] for c in columns},
        }
    for place, label in grid.unknown.items():
        code = Code.PERSONAL_COLUMN if label == OF_PEOPLE else Code.UNKNOWN_COLUMN
        draft.expected.problems.add((code, grid.header_row, column_letters(place)))
        if draft.expected.verdict is Verdict.ACCEPT:
            draft.expected.verdict = Verdict.WARN
