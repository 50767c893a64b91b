"""Finds the commune that a written name, a code or a former unit means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from lib.domain.intake.resolving.context import (
    MOST_ASKED,
    SKIP,
    Context,
)
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.patience import go_on
from lib.domain.places.gazetteer import (
    Ambiguous,
    Commune,
    FormerUnit,
    Found,
    Gazetteer,
    bare_name,
)
from lib.domain.problems import MOST_TOLD, Code, Option, Problem, Severity, too_many
from lib.domain.templates import Role
from lib.text import fold, without_accents

_SUGGESTIONS = 5
_NEAR_ENOUGH = 70


@dataclass(frozen=True)
class Placed:
    """Where a row belongs. No commune means: still to be asked, or left out by a person."""

    commune: Commune | None = None
    former: FormerUnit | None = None
    skipped: bool = False


NOWHERE = Placed()


class CommuneFinder:
    """Finds the commune of each distinct (code, name) and collects what is to be asked."""

    def __init__(self, cleaned: Cleaned, context: Context, *, of: Role | None = None) -> None:
        """``of``: the column that names the place, where it is none of a commune's own."""
        self.problems: list[Problem] = []
        self._reading = cleaned.reading
        self._gazetteer = context.gazetteer
        self._answers = context.answers
        self.maybe_former: dict[int, FormerUnit] = {}
        """By row the earlier unit that a district beside today's name points to."""
        self._asked = 0
        roles = (of,) if of else (Role.COMMUNE_NAME, Role.COMMUNE_CODE)
        columns = map(cleaned.reading.template.role, roles)
        self._column = next((c for c in columns if c and c.key in self._reading.positions), None)

    def find(  # noqa: PLR0911 - one way out for each of the ways a place may be named
        self, code: str, name: str, *, rows: list[int]
    ) -> Placed:
        """The commune of the rows that carry this code and this name."""
        go_on()
        if len(self.problems) > MOST_TOLD:
            return NOWHERE
        code, name = _as_name(code, name)
        by_code = self._gazetteer.by_code(code) if code else None
        if not name:
            return Placed(by_code) if by_code else self._nameless(code, rows)
        key = f"commune:{code}:{fold(name)}"
        if (chosen := self._chosen(key, name)) is not None:
            return chosen
        match self._gazetteer.resolve(name):
            case Found(commune, former) if self._agrees(code, commune):
                if former:
                    self._tell_former(former, commune, rows)
                elif unit := self._gazetteer.maybe_former(name):
                    self.maybe_former |= dict.fromkeys(rows, unit)
                return Placed(commune, former)
            case Found(commune) if by_code:
                return self._ask(
                    Code.CODE_NAME_DIFFER,
                    name,
                    rows,
                    likely=(by_code, commune),
                    key=key,
                    code_given=code,
                )
            case Found(commune):
                return self._ask(
                    Code.UNKNOWN_COMMUNE_CODE,
                    name,
                    rows,
                    likely=(commune,),
                    key=key,
                    code_given=code,
                )
            case Ambiguous(communes):
                for commune in communes:
                    if code and self._agrees(code, commune):
                        return Placed(commune, self._former_named(name, commune))
                return self._ask(Code.AMBIGUOUS_COMMUNE, name, rows, likely=communes, key=key)
        if by_code:
            return self._ask(
                Code.CODE_NAME_DIFFER, name, rows, likely=(by_code,), key=key, code_given=code
            )
        likely = suggestions(name, self._gazetteer) if self._asked < MOST_ASKED else ()
        return self._ask(Code.UNKNOWN_COMMUNE, name, rows, likely=likely, key=key)

    def _agrees(self, code: str, commune: Commune) -> bool:
        """Whether a code says nothing, or the commune, or one of the units it was formed from."""
        former = self._gazetteer.former_by_code(code)
        before = former is not None and former.commune_code == commune.code
        return not code or before or self._gazetteer.by_code(code) == commune

    def _nameless(self, code: str, rows: list[int]) -> Placed:
        """A row with an unknown code or none: a sheet of one commune may name it in its title."""
        key = f"commune:{code}:"
        if (chosen := self._chosen(key)) is not None:
            return chosen
        if former := self._gazetteer.former_by_code(code):
            commune = self._gazetteer.communes[former.commune_code]
            self._tell_former(former, commune, rows)
            return Placed(commune, former)
        if code:
            return self._ask(Code.UNKNOWN_COMMUNE, code, rows, likely=(), key=key)
        title = self._reading.title
        named = [c for c in self._gazetteer.communes.values() if _is_named(c, title)]
        if len(named) == 1:
            return Placed(named[0])
        return self._ask(Code.NO_COMMUNE, "", rows, likely=named, key=key)

    def _chosen(self, key: str, name: str = "") -> Placed | None:
        """What a person answered; an answer that means nothing is no answer."""
        answer = self._answers.get(key, "")
        if answer == SKIP:
            return Placed(skipped=True)
        commune = self._gazetteer.by_code(answer)
        return Placed(commune, self._former_named(name, commune)) if commune else None

    def _former_named(self, name: str, commune: Commune) -> FormerUnit | None:
        """The earlier unit of the commune that ``name`` means, once the commune is settled."""
        for unit in self._gazetteer.former_of(commune.code):
            if self._gazetteer.resolve(name, district=unit.district) == Found(commune, unit):
                return unit
        return None

    def _tell_former(self, former: FormerUnit, commune: Commune, rows: list[int]) -> None:
        values = {"commune": commune.full_name, "count": len(rows)}
        given = former.full_name
        self._tell(self._problem(Code.FORMER_NAME, Severity.NOTE, given, rows=rows, values=values))

    def _ask(
        self,
        code: Code,
        given: str,
        rows: list[int],
        *,
        likely: Iterable[Commune | None],
        key: str,
        **values: object,
    ) -> Placed:
        self._asked += 1
        choices = self._asked <= MOST_ASKED
        first = [c for c in likely if c]
        told = {
            **values,
            "suggestions": ", ".join(c.full_name for c in first[:3]),
            "count": len(rows),
        }
        options = self._choices(given, first) if choices else ()
        self._tell(
            self._problem(
                code, Severity.ASK, given, rows=rows, values=told, question=key, options=options
            )
        )
        return NOWHERE

    def _choices(self, given: str, first: list[Commune]) -> tuple[Option, ...]:
        """All communes, the likely ones first."""
        others = [c for c in self._gazetteer.communes.values() if c not in first]
        like = _units_like(given, self._gazetteer)
        return tuple(Option(c.code, _label(c, like.get(c.code, ()))) for c in (*first, *others))

    def _tell(self, problem: Problem) -> None:
        """Keeps the problem; beyond what anybody reads, only that there are more."""
        self.problems.append(problem if len(self.problems) < MOST_TOLD else too_many())

    def _problem(
        self,
        code: Code,
        severity: Severity,
        given: str,
        *,
        rows: list[int],
        values: Mapping[str, object],
        question: str = "",
        options: tuple[Option, ...] = (),
    ) -> Problem:
        return Problem(
            code=code,
            severity=severity,
            row=rows[0],
            column=self._reading.letters(self._column.key) if self._column else "",
            header=self._column.header if self._column else "",
            given=given,
            values=values,
            question=question,
            options=options,
        )


def _units_like(given: str, gazetteer: Gazetteer) -> dict[str, list[FormerUnit]]:
    """By commune, the earlier units whose names look like what was written."""
    like: dict[str, list[FormerUnit]] = {}
    units = [u for _, _, u in gazetteer.names() if u]
    names = [bare_name(u.name) for u in units]
    found = process.extract(
        bare_name(given), names, scorer=fuzz.ratio, limit=None, score_cutoff=_NEAR_ENOUGH
    )
    for at in sorted(at for _, _, at in found):
        unit = units[at]
        if names[at] != bare_name(gazetteer.communes[unit.commune_code].name):
            like.setdefault(unit.commune_code, []).append(unit)
    return like


def _label(commune: Commune, units: Iterable[FormerUnit]) -> str:
    """The commune, with earlier units that became part of it."""
    like = [f"{unit.full_name}, {unit.district}" for unit in units]
    return f"{commune.full_name} ← {'; '.join(like)}" if like else commune.full_name


def _as_name(code: str, name: str) -> tuple[str, str]:
    """Code and name; a name where the code belongs is one."""
    misplaced = code and not name and not any(sign.isdigit() for sign in code)
    return ("", code) if misplaced else (code, name)


def _is_named(commune: Commune, title: str) -> bool:
    """Whether the folded title names the commune; "xã mường lang" does not name Mường La."""
    name, start = fold(commune.full_name), -1
    while (start := title.find(name, start + 1)) >= 0:
        around = title[max(0, start - 1) : start], title[start + len(name) :][:1]
        if not any(sign.isalnum() or sign == "_" for sign in around):
            return True
    return False


def suggestions(text: str, gazetteer: Gazetteer) -> tuple[Commune, ...]:
    """Communes whose name of today or before looks like ``text``; only ever offered.

    Names are compared with their accents first; without accents only when nothing is near.
    """
    names = gazetteer.names()
    for change in (fold, without_accents):
        known = [change(bare_name(name)) for name, _, _ in names]
        hits = process.extract(
            change(bare_name(text)),
            known,
            scorer=fuzz.ratio,
            limit=_SUGGESTIONS * 2,
            score_cutoff=_NEAR_ENOUGH,
        )
        if hits:
            return tuple(dict.fromkeys(names[at][1] for _, _, at in hits))[:_SUGGESTIONS]
    return ()
