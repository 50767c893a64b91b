"""The village, team or drive of every row."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import numpy as np
import pandas as pd

from lib.domain.clean import Cleaned
from lib.domain.patience import go_on
from lib.domain.problems import MOST_TOLD, Code, Option, Problem, Severity, first_of, too_many
from lib.domain.resolving.context import (
    MOST_ASKED,
    NEW,
    SKIP,
    Context,
    different_texts,
    in_use,
    objects,
    texts,
)
from lib.domain.sheets import Coded
from lib.domain.templates import Level, Role
from lib.domain.templates.travel_times import DROPPED, SINGLE
from lib.domain.villages import Village
from lib.text import fold, kept_for_short

REGISTER = "01_danh_muc_thon_ban"
_PLANNED, _CANCELLED = "Kế hoạch", "Hủy"


def with_units(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    """Adds ``unit_key`` and ``unit_name``; drops rows a person left out.

    A commune's own row has the key "" or "old:<code>" when an earlier unit was named; a village
    its code, or "name:<folded name>" where no register knows it; a team its code; a drive its
    code and stage, for the plan and the deed of one drive stand side by side, and a cancelled drive
    takes the place of its plan; a trip the commune where it begins, a single correction beside the
    table's own.
    """
    template = cleaned.reading.template
    if template.level is Level.COMMUNE:
        former = objects([f"old:{c}" if c else "" for c in rows["former_code"]], rows)
        return rows.assign(unit_key=former, unit_name=rows["reported_name"]), []
    if template.level in (Level.VILLAGE, Level.PERSON):
        return _villages(cleaned, rows, context)
    if template.level is Level.TRIP:
        return _trips(cleaned, rows, context)
    codes = texts(rows, template, Role.UNIT_CODE)
    names = texts(rows, template, Role.UNIT_NAME)
    keys = list(codes)
    if template.level is Level.DRIVE:
        keys = [f"{c}:{_side(stage)}" for c, stage in zip(codes, rows["stage"], strict=True)]
    named = [n or c for n, c in zip(names, codes, strict=True)]
    units = rows.assign(unit_key=objects(keys, rows), unit_name=objects(named, rows))
    return units, _without_code(cleaned, rows, codes, named)


def _trips(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    bases = texts(rows, cleaned.reading.template, Role.UNIT_CODE)
    communes = context.gazetteer.communes
    names = [
        communes[code].full_name if code in communes else given
        for code, given in zip(rows["base_code"], bases, strict=True)
    ]
    known_by = rows["known_by"] if "known_by" in rows else [None] * len(rows)
    keys = [
        code + (":rieng" if code and known_by in (SINGLE, DROPPED) else "")
        for code, known_by in zip(rows["base_code"], known_by, strict=True)
    ]
    units = rows.assign(unit_key=objects(keys, rows), unit_name=objects(names, rows))
    return units, _without_code(cleaned, rows, bases, names)


def _side(stage: object) -> str:
    return fold(_PLANNED if stage == _CANCELLED else str(stage))


def _villages(
    cleaned: Cleaned, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, list[Problem]]:
    finder, template = VillageFinder(cleaned, context), cleaned.reading.template
    communes = rows["commune_code"].tolist()
    named = in_use(different_texts(rows, template, Role.UNIT_NAME))
    uncoded = not any(in_use(different_texts(rows, template, Role.UNIT_CODE)).cells)
    if finder.knows_none_of(communes) and uncoded and all(named.cells):
        return _by_name(rows, named), finder.told()
    codes = texts(rows, template, Role.UNIT_CODE)
    names = texts(rows, template, Role.UNIT_NAME)
    found = [
        finder.find(number, commune, code, name)
        for number, commune, code, name in zip(
            rows.index.tolist(), communes, codes, names, strict=True
        )
    ]
    kept = rows.assign(reported_name=objects(names, rows))
    if None in found:
        kept = kept.loc[[f is not None for f in found]]
    keys = objects([f[0] for f in found if f], kept)
    named = objects([f[1] for f in found if f], kept)
    return kept.assign(unit_key=keys, unit_name=named), finder.told()


def _by_name(rows: pd.DataFrame, names: Coded) -> pd.DataFrame:
    """Villages of communes that have no register, by their names."""
    keys = np.array([f"name:{fold(str(name))}" for name in names.cells], dtype=object)[names.codes]
    nowhere = ~rows["commune_code"].to_numpy().astype(bool)
    if nowhere.any():
        keys[nowhere] = ""
    named = objects(np.array(names.cells, dtype=object)[names.codes], rows)
    return rows.assign(reported_name=named, unit_key=objects(keys, rows), unit_name=named)


def _without_code(
    cleaned: Cleaned, rows: pd.DataFrame, codes: list[str], names: list[str]
) -> list[Problem]:
    """Teams and drives are known by their code alone; one without it cannot be kept apart."""
    column = cleaned.reading.template.role(Role.UNIT_CODE)
    return first_of(
        Problem(
            code=Code.MISSING_VALUE,
            severity=Severity.ERROR,
            row=int(row),
            column=cleaned.reading.letters(column.key) if column else "",
            header=column.header if column else "",
            values={"name": name},
        )
        for row, code, name in zip(rows.index, codes, names, strict=True)
        if not code
    )


_folded = kept_for_short(200_000)(fold)


@lru_cache(maxsize=20_000)
def _option(village: Village) -> Option:
    # One for all questions: a file may ask for a hundred thousand villages, thirty choices each.
    return Option(village.code, f"{village.name} ({village.code})")


class VillageFinder:
    """Finds villages by code, then by exact name within the commune; asks about the rest."""

    def __init__(self, cleaned: Cleaned, context: Context) -> None:
        self._reading = cleaned.reading
        self._register = context.register
        self._answers = context.answers
        self._defines = cleaned.reading.template.code == REGISTER
        self._given: Counter[str] = Counter()
        self._new: dict[tuple[str, str], str] = {}
        self._first_row = int(cleaned.rows.index.min()) if len(cleaned.rows) else 0
        self._unregistered: dict[str, int] = {}
        self._problems: list[Problem] = []
        self._choices: dict[str, tuple[tuple[Option, ...], str]] = {}

    def knows_none_of(self, communes: list[str]) -> bool:
        """Whether no register names a village of any of these; notes the communes."""
        if self._defines or any(c in self._register for c in set(communes)):
            return False
        self._unregistered = dict.fromkeys(set(communes) - {""}, self._first_row)
        return True

    def told(self) -> list[Problem]:
        """All problems met, with one note for the communes that have no register yet."""
        if not self._unregistered:
            return self._problems
        note = Problem(
            code=Code.NO_REGISTER,
            severity=Severity.NOTE,
            row=min(self._unregistered.values()),
            values={"count": len(self._unregistered)},
        )
        return [*self._problems, note]

    def find(self, row: int, commune: str, code: str, name: str) -> tuple[str, str] | None:
        """Key and name of the village in this row; ``None`` when a person left it out."""
        go_on()
        if not commune:
            return "", name
        if not code and not name:
            self._tell(self._problem(Code.NO_VILLAGE, Severity.ERROR, row, ""))
            return "", ""
        if code:
            return self._by_code(row, commune, code, name)
        if not self._defines and commune not in self._register:
            self._unregistered.setdefault(commune, row)
            return f"name:{_folded(name)}", name
        known = self._register.named(commune, name)
        if len(known) == 1:
            return known[0].code, known[0].name
        if self._defines and not known:
            return self._new_code(commune, name), name
        return self._asked(row, commune, name, known)

    def _by_code(self, row: int, commune: str, code: str, name: str) -> tuple[str, str] | None:
        village = self._register.by_code.get(code)
        named = self._register.named(commune, name) if name and not self._defines else []
        if village and village.commune_code == commune:
            if name and not self._defines and village not in named:
                return self._asked(row, commune, name, [village, *named], code=code)
            # A register may rename its villages; a report may not.
            return code, name if self._defines and name else village.name
        if not code.startswith(f"{commune}-"):
            self._tell(self._problem(Code.CODE_ELSEWHERE, Severity.ERROR, row, code))
        elif not self._defines and self._register.of(commune):
            known = self._problem(Code.UNKNOWN_VILLAGE_CODE, Severity.WARN, row, code)
            self._tell(known)
            if len(named) == 1:
                return named[0].code, named[0].name
        return code, name or code

    def _new_code(self, commune: str, name: str) -> str:
        """The next free code; the same name again gets the same one and is told as a repeat."""
        key = commune, fold(name)
        if key not in self._new:
            number = self._register.next_number(commune) + self._given[commune]
            self._given[commune] += 1
            self._new[key] = f"{commune}-{number:03d}"
        return self._new[key]

    def _asked(
        self, row: int, commune: str, name: str, known: list[Village], *, code: str = ""
    ) -> tuple[str, str] | None:
        """The answer to which village is meant, or the question; ``code`` stood beside the name."""
        key = ":".join(filter(None, ("village", commune, code, fold(name))))
        answer = self._answers.get(key, "")
        if answer == SKIP:
            return None
        if answer == NEW and not known:
            return f"name:{fold(name)}", name
        village = self._register.by_code.get(answer)
        if village and village.commune_code == commune:
            return village.code, village.name
        unclear = Code.AMBIGUOUS_VILLAGE if known else Code.UNKNOWN_VILLAGE
        options, suggestions = self._offered(key, commune, name, known, coded=bool(code))
        self._tell(
            self._problem(
                Code.CODE_NAME_DIFFER if code else unclear,
                Severity.ASK,
                row,
                name,
                question=key,
                options=options,
                suggestions=suggestions,
                commune=commune,
                code_given=code,
            )
        )
        return f"name:{fold(name)}", name

    def _offered(
        self, key: str, commune: str, name: str, known: list[Village], *, coded: bool
    ) -> tuple[tuple[Option, ...], str]:
        """The choices of a question and the likeliest of them in words, once for all its rows."""
        if key not in self._choices and len(self._choices) < MOST_ASKED:
            likely = known or self._register.like(commune, name)
            rest = [] if coded else [v for v in self._register.of(commune) if v not in likely]
            offered = known if coded else (*likely, *rest)
            new = () if known else (Option(NEW, ""),)
            names = ", ".join(v.name for v in likely[:3])
            self._choices[key] = (*map(_option, offered), *new), names
        return self._choices.get(key, ((), ""))

    def _tell(self, problem: Problem) -> None:
        """Keeps the problem; beyond what anybody reads, only that there are more."""
        if len(self._problems) <= MOST_TOLD:
            more = len(self._problems) == MOST_TOLD
            self._problems.append(too_many() if more else problem)

    def _problem(
        self,
        code: Code,
        severity: Severity,
        row: int,
        given: str,
        *,
        question: str = "",
        options: tuple[Option, ...] = (),
        **values: object,
    ) -> Problem:
        column = self._reading.template.role(Role.UNIT_NAME)
        return Problem(
            code=code,
            severity=severity,
            row=row,
            column=self._reading.letters(column.key) if column else "",
            header=column.header if column else "",
            given=given,
            values=values,
            question=question,
            options=options,
        )
