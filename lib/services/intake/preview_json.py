"""The machine-readable answer of ``check``: what the pages show, as plain data."""

from __future__ import annotations

from typing import Any

from lib.domain.intake.resolving import KEYS
from lib.domain.patience import each, go_on
from lib.domain.problems import Problem
from lib.services.intake.previewed import Preview
from lib.text import Words


def told(problem: Problem, words: Words) -> dict[str, Any]:
    """A problem with its sentence and its remedy."""
    go_on()
    say, fix = sentences(problem, words)
    answer: dict[str, Any] = {
        "code": str(problem.code),
        "severity": problem.severity.name.lower(),
        "row": problem.row,
        "column": problem.column,
        "given": problem.given,
        "say": say,
        "fix": fix,
    }
    if problem.sheet:
        answer["sheet"] = problem.sheet
    if problem.question:
        answer["question"] = problem.question
        answer["options"] = [o.value for o in problem.options]
    return answer


def sentences(problem: Problem, words: Words) -> tuple[str, str]:
    """What was seen and what to do, in the words of a person."""
    values = {
        "row": problem.row or "–",
        "column": problem.column or "–",
        **_where(problem, words),
        "header": problem.header,
        "given": problem.given,
        **problem.values,
    }
    if values.get("suggestions") == "":
        values["suggestions"] = words("answer.none_alike")
    if words.has(f"answer.{values.get('meaning')}"):
        values["meaning"] = words(f"answer.{values['meaning']}")
    if words.has(f"layout.{values.get('layout')}"):
        values["layout"] = words(f"layout.{values['layout']}", **values)
    key = f"problem.{problem.code}"
    return words(f"{key}.say", **values), words(f"{key}.fix", **values)


def _where(problem: Problem, words: Words) -> dict[str, str]:
    """How the sentence names its cell and its row: only as far as there is one."""
    at = {"row": problem.row, "column": problem.column, "sheet": problem.sheet}
    of = "_of" if problem.sheet else ""
    line = words(f"problem_place.row{of}" if problem.row else "problem_place.file", **at)
    if not (problem.row and problem.column):
        return {"place": line, "line": line}
    cell = words(f"problem_place.cell{of}", **at)
    return {"place": cell, "line": line}


def as_json(preview: Preview, words: Words) -> dict[str, Any]:
    """Verdict, template, period, rows and problems of a previewed file."""
    periods = preview.periods
    return {
        "verdict": str(preview.verdict),
        "template": preview.template.code if preview.template else None,
        "period": periods[0] if len(periods) == 1 else (periods or None),
        "rows": _rows(preview),
        "problems": [told(p, words) for p in preview.problems],
    }


def _rows(preview: Preview) -> list[dict[str, Any]]:
    rows = preview.rows
    if rows.empty:
        return []
    names = ["row", *KEYS, *(c for c in rows.columns if c not in KEYS)]
    columns = [rows[name].astype(object).where(rows[name].notna(), None) for name in names[1:]]
    cells = [preview.rows_in_file, *(column.tolist() for column in each(columns))]
    return [dict(zip(names, row, strict=True)) for row in each(zip(*cells, strict=True))]
