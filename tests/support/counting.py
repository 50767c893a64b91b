"""Sentences whose words do not go with their number, as "1 communes" or "2 commune"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from lib.text import Words
from lib.text.filling import category_of

NUMBERS = range(1, 101)
_VERBS = {"is", "has"}
"""Counted by themselves: beside a name that is no number they mean nothing."""
_NO_NUMBERS = {"team", "who", "file"}
"""Names of a sentence that stand for a name: "{team} stays" is no count."""


def names_in(line: str) -> set[str]:
    """The ``{names}`` of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(line) if name}


def things(say: Words) -> dict[str, dict[str, str]]:
    """What the language counts: the forms of each thing by category."""
    keys = [key for key in sorted(say.keys()) if key.startswith("counted.")]
    found = {key.removeprefix("counted."): dict(say.forms(key)) for key in keys}
    return {thing: forms for thing, forms in found.items() if thing not in _VERBS}


def one_of_each(language: str) -> dict[str, int]:
    """A number of each category that the language tells apart."""
    return {category_of(number, language): number for number in reversed(NUMBERS)}


def rendered(say: Words, number: int) -> Iterator[tuple[str, str]]:
    """Every sentence that has names, each of them this number."""
    for key in sorted(say.keys()):
        names = set().union(*map(names_in, say.forms(key).values()))
        if names and not key.startswith("counted."):
            yield key, say(key, **{n: "…" if n in _NO_NUMBERS else number for n in names})


def ill_counted(say: Words, known: Words) -> list[str]:
    """Sentences of ``say`` where a number stands before the wrong form of what ``known`` counts."""
    faults = []
    for category, number in one_of_each(say.language).items():
        right = {forms.get(category, forms["other"]) for forms in things(known).values()}
        wrong = {form for forms in things(known).values() for form in forms.values()} - right
        pattern = _number_before(number, right | wrong)
        for key, text in rendered(say, number):
            if any(found["form"] in wrong for found in pattern.finditer(text)):
                faults.append(f"{key}: {text}")
    return faults


def _number_before(number: int, forms: set[str]) -> re.Pattern[str]:
    """The number and the longest form that follows it."""
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(
        rf"(?<![\d.,/–−-]){number} (?P<form>{'|'.join(map(re.escape, longest_first))})\b"
    )
