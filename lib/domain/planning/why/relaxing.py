"""The same question with one family of rules lifted: what a cure would bring, what binds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lib.domain.planning.question.instance import Guarantees, Instance, Previous, Rules
from lib.domain.planning.solver.arrays import board
from lib.domain.planning.solver.optimiser import Optimiser

_MANY = 1_000
_FAR = 10_000.0
_SECONDS = 5.0


class Family(StrEnum):
    """Rules that belong together and can be lifted together."""

    REACH = "reach"
    WINDOWS = "windows"
    BLACKOUTS = "blackouts"
    HOSTS = "hosts"
    CAPS = "caps"
    SKILLS = "skills"
    LOCKS = "locks"
    BANS = "bans"
    PROMISES = "promises"


def lifted(instance: Instance, family: Family) -> Instance:
    """The instance without the rules of one family."""
    rules, teams, communes = instance.rules, instance.teams, instance.communes
    if family is Family.LOCKS:
        return instance.model_copy(update={"locks": ()})
    if family is Family.BANS:
        return instance.model_copy(update={"forbidden": ()})
    if family is Family.SKILLS:
        every = tuple(sorted({s for c in communes for s in c.needs_skills}))
        changed = tuple(t.model_copy(update={"skills": every}) for t in teams)
        return instance.model_copy(update={"teams": changed})
    if family in _OF_TEAMS:
        changed = tuple(t.model_copy(update=_OF_TEAMS[family]) for t in teams)
        return instance.model_copy(update={"teams": changed, "rules": _rules(rules, family)})
    places = tuple(c.model_copy(update=_OF_COMMUNES[family]) for c in communes)
    return instance.model_copy(update={"communes": places, "rules": _rules(rules, family)})


_OF_TEAMS: dict[Family, dict[str, object]] = {
    Family.REACH: {"max_minutes": _FAR},
    Family.WINDOWS: {
        "from_week": 1,
        "to_week": None,
        "from_day": None,
        "to_day": None,
        "start_days": (),
    },
}
_OF_COMMUNES: dict[Family, dict[str, object]] = {
    Family.BLACKOUTS: {"blackout_weeks": ()},
    Family.HOSTS: {"host_limit": _MANY},
    Family.CAPS: {"max_teams": _MANY},
    Family.PROMISES: {"min_teams": 0, "needs_skills": ()},
}


def _rules(rules: Rules, family: Family) -> Rules:
    if family is Family.PROMISES:
        none = Guarantees(border=0, remote=0, special_difficulty=0)
        return rules.model_copy(update={"guarantees": none})
    return rules


@dataclass(frozen=True)
class Fewest:
    """How many guarantees stay unmet at the least."""

    proven: int
    """No plan misses fewer."""
    found: int | None
    """Some plan misses no more; ``None`` where time ran out before any was found."""

    @property
    def settled(self) -> bool:
        """Whether the number is known, not only its limits."""
        return self.proven == self.found


def fewest_unmet(instance: Instance) -> Fewest:
    """How many guarantees stay unmet at the least."""
    return _fewest(Optimiser(board(instance)))


def fewest_and_ceiling(instance: Instance) -> tuple[Fewest, float]:
    """The same, and what no plan that misses as few is worth more than, from one model."""
    optimiser = Optimiser(board(afresh(instance)))
    fewest = _fewest(optimiser)
    return fewest, _ceiling(optimiser, fewest.found)


def _fewest(optimiser: Optimiser) -> Fewest:
    if not optimiser.program.stay:
        every = int(optimiser.board.demand.sum() + optimiser.board.wanted.sum())
        return Fewest(every, every)
    least, found, choice, _ = optimiser.fewest_unmet(_SECONDS)
    return Fewest(least, None if choice is None else found)


def afresh(instance: Instance) -> Instance:
    """The question as if no plan were in force: what keeping it is worth is no households."""
    return instance.model_copy(update={"previous": Previous()})


def ceiling(instance: Instance, unmet: int | None) -> float:
    """No plan with so few guarantees unmet, or any at all, is worth more: a linear relaxation.

    Infinite where time ran out before it.
    """
    return _ceiling(Optimiser(board(afresh(instance))), unmet)


def _ceiling(optimiser: Optimiser, unmet: int | None) -> float:
    if not optimiser.program.stay:
        return 0.0
    return optimiser.relaxation(any_number(optimiser, unmet), _SECONDS)


def any_number(optimiser: Optimiser, unmet: int | None) -> int:
    """The number of guarantees that may stay unmet; all of them where nobody set a limit."""
    every = int(optimiser.board.demand.sum() + optimiser.board.wanted.sum())
    return every if unmet is None else unmet
