"""The communes offered for a name that none has: those that look like it, and why."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from lib.domain.places.gazetteer import Commune, FormerUnit, Gazetteer, bare_name
from lib.domain.problems import Option
from lib.text import fold, without_accents

_SUGGESTIONS = 5
_NEAR_ENOUGH = 70


def choices(given: str, first: list[Commune], gazetteer: Gazetteer) -> tuple[Option, ...]:
    """All communes, the likely ones first."""
    others = [c for c in gazetteer.communes.values() if c not in first]
    like = _units_like(given, gazetteer)
    return tuple(Option(c.code, _label(c, like.get(c.code, ()))) for c in (*first, *others))


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
