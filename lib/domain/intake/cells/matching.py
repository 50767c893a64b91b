"""Headings that a template knows, and the columns under them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from lib.domain.templates import Role, Template
from lib.text import without_accents


def match(template: Template, labels: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Position of each column; the first of two equal headings wins, the second is a problem."""
    headings = headings_of(template)
    positions: dict[str, int] = {}
    for position, ways in enumerate(labels):
        key = next((headings[way] for way in ways if way in headings), None)
        if key is not None:
            positions.setdefault(key, position)
    return positions


@lru_cache(maxsize=64)
def headings_of(template: Template) -> dict[str, str]:
    """Column keys by heading, with accents and, where that is one column still, without."""
    exact = {text: c.key for c in template.columns for text in c.headings}
    # "Nam" counts men, and is no year whose accent was forgotten.
    years = {c.key for c in template.columns if c.role is Role.YEAR}
    bare: dict[str, set[str]] = {}
    for text, key in exact.items():
        if key not in years:
            bare.setdefault(without_accents(text), set()).add(key)
    return {text: min(keys) for text, keys in bare.items() if len(keys) == 1} | exact


@lru_cache(maxsize=4)
def all_headings(templates: tuple[Template, ...]) -> frozenset[str]:
    """Whatever stands over a column of one of these."""
    return frozenset(text for t in templates for text in headings_of(t))
