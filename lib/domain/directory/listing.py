"""From a list to people who may stand in the directory: read, told apart, found again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lib.domain.directory.form import NAME
from lib.domain.directory.people import Ambassador
from lib.domain.directory.rows import RowReader, Terms, problem_at
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.problems import Code, Option, Problem, Severity
from lib.text import fold

SAME, OTHER = "same_person", "other_person"
"""Answers to: is this the person of that name whom the directory knows by another telephone?"""


@dataclass(frozen=True)
class Read:
    """The people of a list by Excel's row, and what is to be told or asked."""

    people: Mapping[int, Ambassador]
    problems: tuple[Problem, ...]


def read_people(
    cleaned: Cleaned,
    rows: pd.DataFrame,
    known: Sequence[Ambassador],
    *,
    terms: Terms,
    answers: Mapping[str, str],
) -> Read:
    """``rows``: those of ``cleaned`` with ``commune_code``, ``unit_key`` and ``unit_name``."""
    reader = RowReader(cleaned, terms)
    people = {
        int(str(n)): p for n, row in rows.iterrows() if (p := reader.person(int(str(n)), row))
    }
    twice = list(_twice(cleaned, people))
    once = {n: one for n, one in people.items() if n not in {p.row for p in twice}}
    matched, asked = _matched(cleaned, once, known, answers=answers)
    return Read(matched, (*reader.problems, *twice, *asked))


def _twice(cleaned: Cleaned, people: Mapping[int, Ambassador]) -> Iterator[Problem]:
    """The same person in two rows: of one name with one telephone, or one village without it."""
    first: dict[tuple[str, str], int] = {}
    for row, one in people.items():
        key = fold(one.name), one.phone or f"{one.commune_code}:{one.village_key}"
        if key in first:
            yield _again(cleaned, row, one, first=first[key])
        first.setdefault(key, row)


def _again(cleaned: Cleaned, row: int, one: Ambassador, *, first: int) -> Problem:
    return problem_at(cleaned, Code.PERSON_TWICE, row, key=NAME, given=one.name, first=first)


def _matched(
    cleaned: Cleaned,
    people: Mapping[int, Ambassador],
    known: Sequence[Ambassador],
    *,
    answers: Mapping[str, str],
) -> tuple[dict[int, Ambassador], list[Problem]]:
    """Everybody under the number they have in the directory; who it is may have to be asked."""
    of_name: dict[str, list[Ambassador]] = {}
    for one in known:
        of_name.setdefault(fold(one.name), []).append(one)
    found: dict[int, Ambassador] = {}
    asked: list[Problem] = []
    for row, one in people.items():
        alike = of_name.get(fold(one.name), [])
        same = next((k for k in alike if one.phone and k.phone == one.phone), None)
        near = [k for k in alike if (k.commune_code, k.village_key) == _place(one)]
        if same is None and len(near) == 1:
            same, question = _asked(cleaned, row, one, near=near[0], answers=answers)
            asked += question
        if same and (taken := _row_of(same, found)):
            asked.append(
                problem_at(cleaned, Code.PERSON_TWICE, row, key=NAME, given=one.name, first=taken)
            )
        found[row] = replace(one, person=same.person if same else None)
    return found, asked


def _row_of(one: Ambassador, found: Mapping[int, Ambassador]) -> int | None:
    return next((row for row, p in found.items() if p.person == one.person), None)


def _place(one: Ambassador) -> tuple[str, str]:
    return one.commune_code, one.village_key


def _asked(
    cleaned: Cleaned, row: int, one: Ambassador, *, near: Ambassador, answers: Mapping[str, str]
) -> tuple[Ambassador | None, list[Problem]]:
    """Of one name and village: the same where a telephone is not told, else it is asked."""
    if not (one.phone and near.phone):
        return near, []
    key = f"person:{row}:{near.person}"
    if answers.get(key) in (SAME, OTHER):
        return (near if answers[key] == SAME else None), []
    problem = problem_at(
        cleaned, Code.SAME_NAME, row, key=NAME, given=one.name, village=one.village_name
    )
    options = (Option(SAME, ""), Option(OTHER, ""))
    return None, [replace(problem, severity=Severity.ASK, question=key, options=options)]
