"""Finds the commune that a written name, a code or a former unit means."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lib.domain.intake.resolving.commune_choices import choices, suggestions
from lib.domain.intake.resolving.context import (
    MOST_ASKED,
    SKIP,
    Context,
)
from lib.domain.intake.resolving.elsewhere import other_province
from lib.domain.intake.resolving.misplaced import code_and_name, is_named
from lib.domain.intake.resolving.proposals import COMMUNES, MOST_PROPOSED, Proposal, gathered
from lib.domain.intake.resolving.subtotals import says_group
from lib.domain.intake.rows.clean import Cleaned
from lib.domain.patience import go_on
from lib.domain.places.gazetteer import (
    Ambiguous,
    Commune,
    FormerUnit,
    Found,
    Unknown,
)
from lib.domain.problems import MOST_TOLD, Code, Option, Problem, Severity, too_many
from lib.domain.templates import Level, Role
from lib.text import fold


@dataclass(frozen=True)
class Placed:
    """Where a row belongs. No commune means: still to be asked, or left out by a person."""

    commune: Commune | None = None
    former: FormerUnit | None = None
    skipped: bool = False
    asked: str = ""
    """The key of the question that stands, or stood, about its name."""


NOWHERE = Placed()


_MAY_BE_NONE = (Code.OTHER_PROVINCE, Code.SUBTOTAL_DIFFERS)
"""Rows that are likely to be left out: that is offered first."""


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
        self._unique = cleaned.reading.template.level is Level.COMMUNE
        self._proposals: dict[str, Proposal | None] = {}
        self._meant: dict[str, Found] = {}
        roles = (of,) if of else (Role.COMMUNE_NAME, Role.COMMUNE_CODE)
        columns = map(cleaned.reading.template.role, roles)
        self._column = next((c for c in columns if c and c.key in self._reading.positions), None)

    def find(self, code: str, name: str, *, rows: list[int]) -> Placed:
        """The commune of the rows that carry this code and this name."""
        go_on()
        if len(self.problems) > MOST_TOLD:
            return NOWHERE
        code, name = code_and_name(code, name, self._gazetteer)
        by_code = self._gazetteer.by_code(code) if code else None
        if not name:
            return Placed(by_code) if by_code else self._nameless(code, rows)
        key = f"commune:{code}:{fold(name)}"
        chosen = self._chosen(key, name)
        self._propose(key, code, name, rows=rows, settled=chosen is not None)
        if chosen is not None:
            return replace(chosen, asked=key)
        if other := other_province("", name, self._gazetteer):
            resolved = self._gazetteer.resolve(name)
            likely = (resolved.commune,) if isinstance(resolved, Found) else ()
            return self._ask(Code.OTHER_PROVINCE, name, rows, likely=likely, key=key, other=other)
        return self._by_name(code, name, key, rows=rows)

    def _by_name(self, code: str, name: str, key: str, *, rows: list[int]) -> Placed:
        """The commune that a name means, where the code beside it does not deny it."""
        by_code = self._gazetteer.by_code(code) if code else None
        match self._gazetteer.resolve(name):
            case Found(commune, former) if self._agrees(code, commune):
                if former:
                    self._tell_former(former, commune, rows)
                elif unit := self._gazetteer.maybe_former(name):
                    self.maybe_former |= dict.fromkeys(rows, unit)
                return Placed(commune, former)
            case Found(commune):
                differs = Code.CODE_NAME_DIFFER if by_code else Code.UNKNOWN_COMMUNE_CODE
                likely = (by_code, commune)
                return self._ask(differs, name, rows, likely=likely, key=key, code_given=code)
            case Ambiguous(communes):
                for commune in communes:
                    if code and self._agrees(code, commune):
                        return Placed(commune, self._former_named(name, commune))
                return self._ask(Code.AMBIGUOUS_COMMUNE, name, rows, likely=communes, key=key)
        if by_code:
            differs = Code.CODE_NAME_DIFFER
            return self._ask(differs, name, rows, likely=(by_code,), key=key, code_given=code)
        return self._unknown(code, name, key, rows=rows)

    def _unknown(self, code: str, name: str, key: str, *, rows: list[int]) -> Placed:
        """A name that none has: a commune's, a group's, or one of another province."""
        near = suggestions(name, self._gazetteer) if self._asked < MOST_ASKED else ()
        other = other_province(code, "", self._gazetteer)
        unknown = Code.OTHER_PROVINCE if other else Code.UNKNOWN_COMMUNE
        if not other and self._unique and says_group(name):
            unknown = Code.SUBTOTAL_DIFFERS
        return self._ask(unknown, name, rows, likely=near, key=key, other=other)

    def settled(self, places: Sequence[Placed]) -> list[Placed]:
        """The places, names agreed to as proposed among them; asks for all proposals at once."""
        named, chosen = set[Hashable](), set[Hashable]()
        for place in places:
            if place.commune:
                (chosen if place.asked else named).add(_identity(place))
        found = gathered(
            filter(None, self._proposals.values()),
            COMMUNES,
            named=named,
            chosen=chosen,
            answers=self._answers,
            where=(self._reading, self._column),
        )
        self.problems = found.left(self.problems)
        return [self._taken(p) if p.asked in found.agreed else p for p in places]

    def _taken(self, place: Placed) -> Placed:
        meant = self._meant[place.asked]
        return Placed(meant.commune, meant.former, asked=place.asked)

    def _propose(self, key: str, code: str, name: str, *, rows: list[int], settled: bool) -> None:
        """Keeps what a name that none has can only be, where the code beside it says the same."""
        if before := self._proposals.get(key):
            before.rows.extend(rows)
        if key in self._proposals or len(self._proposals) >= MOST_PROPOSED:
            return
        if not self._is_unknown(name):
            return
        near = self._gazetteer.near(name)
        fits = near is not None and self._agrees(code, near.commune)
        self._proposals[key] = None
        if near and fits:
            self._meant[key] = near
            place = _identity(Placed(near.commune, near.former)) if self._unique else None
            self._proposals[key] = Proposal(
                key=key,
                given=name,
                answer=near.commune.code,
                meant=_in_words(near),
                place=place,
                rows=list(rows),
                settled=settled,
            )

    def _is_unknown(self, name: str) -> bool:
        unknown = isinstance(self._gazetteer.resolve(name), Unknown)
        return unknown and not other_province("", name, self._gazetteer)

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
            other = other_province(code, "", self._gazetteer)
            unknown = Code.OTHER_PROVINCE if other else Code.UNKNOWN_COMMUNE
            return self._ask(unknown, code, rows, likely=(), key=key, other=other)
        title = self._reading.title
        named = [c for c in self._gazetteer.communes.values() if is_named(c, title)]
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
        near = self._gazetteer.near(name) if name else None
        return near.former if near and near.commune == commune else None

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
        offered = self._asked <= MOST_ASKED
        first = [c for c in likely if c]
        told = {
            **values,
            "suggestions": ", ".join(c.full_name for c in first[:3]),
            "count": len(rows),
        }
        leave = (Option(SKIP, ""),) if code in _MAY_BE_NONE else ()
        options = (*leave, *choices(given, first, self._gazetteer)) if offered else ()
        self._tell(
            self._problem(
                code, Severity.ASK, given, rows=rows, values=told, question=key, options=options
            )
        )
        return Placed(asked=key)

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
            row=rows[0] if rows else None,
            column=self._reading.letters(self._column.key) if self._column else "",
            header=self._column.header if self._column else "",
            given=given,
            values=values,
            question=question,
            options=options,
        )


def _identity(place: Placed) -> tuple[str, str]:
    """What two rows of communes may not both name."""
    commune, former = place.commune, place.former
    return commune.code if commune else "", former.old_code if former else ""


def _in_words(found: Found) -> str:
    commune, former = found.commune, found.former
    before = f"{former.full_name}, {former.district} → " if former else ""
    return before + commune.full_name
