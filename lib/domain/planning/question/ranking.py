"""Communes in the order in which weights put them, before any road or team is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lib.domain.planning.question.instance import Commune, Instance, Rules
from lib.domain.planning.question.weights import weight_of

TOP = 15


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A commune with what its households weigh together."""

    code: str
    weight: float
    weighted: float
    """Households × weight."""


def ranking(instance: Instance, rules: Rules) -> tuple[Ranked, ...]:
    """Communes whose need is known, the heaviest first."""
    known = [_ranked(c, c.need, rules) for c in instance.communes if c.need is not None]
    return tuple(sorted(known, key=lambda r: (-r.weighted, r.code)))


def _ranked(commune: Commune, need: int, rules: Rules) -> Ranked:
    weight = weight_of(commune, rules)
    return Ranked(code=commune.code, weight=weight, weighted=weight * need)


def newcomers(
    instance: Instance, before: Rules, after: Rules, *, top: int = TOP
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Communes that come into the first ``top``, and those that leave them, in their order."""
    was = [r.code for r in ranking(instance, before)[:top]]
    now = [r.code for r in ranking(instance, after)[:top]]
    return tuple(c for c in now if c not in was), tuple(c for c in was if c not in now)


def places(ranked: tuple[Ranked, ...]) -> Mapping[str, int]:
    """The place of each commune, from 1."""
    return {r.code: n for n, r in enumerate(ranked, start=1)}
