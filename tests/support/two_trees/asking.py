"""Asking both trees at the same moment, and laying their answers side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lib.domain.access.permissions import Role
from lib.text import LANGUAGES
from tests.support.two_trees.answers import Answer
from tests.support.two_trees.commands import asked_in
from tests.support.two_trees.questions import Questions
from tests.support.two_trees.screens import fetched, seen
from tests.support.two_trees.volatile import Place

Pair = tuple[Answer | None, Answer | None]
Ask = Callable[["Side"], Iterable[Answer]]
_NAMED = re.compile(r"/(?:so-lieu|ranh-gioi)/[\w.~-]+\.json")
"""What a first screen tells the browser to fetch: its name carries its digest."""


@dataclass(frozen=True)
class Side:
    """One tree, its own copy of the store, and where it is served."""

    tree: Path
    store: Path
    site: str

    @property
    def place(self) -> Place:
        """What in its answers tells only where it lies."""
        return Place(self.tree, self.store, self.site)


def asked_of_both(before: Side, after: Side, questions: Questions, only: str) -> Iterator[Pair]:
    """Every answer of both trees; where one gives an answer more, the other's is ``None``.

    ``only``: a pattern of the kinds of questions; "" for all.
    """
    with ThreadPoolExecutor(2) as hands:
        for kind, ask in _every(questions):
            if re.search(only, kind):
                yield from _side_by_side(*hands.map(lambda s, a=ask: list(a(s)), (before, after)))


def _every(questions: Questions) -> Iterator[tuple[str, Ask]]:
    """The kinds of questions, and how each is asked of a tree."""
    for language in LANGUAGES[:1] if questions.short else LANGUAGES:
        yield "command", partial(_commands, questions=questions, language=language)
    for role, page, query, files in questions.screens:
        yield "page", partial(_screens, role=role, page=page, query=query, files=files)
    for kind, address in questions.addresses:
        yield kind, partial(_addresses, kind=kind, address=address)


def _screens(side: Side, *, role: Role, page: str, query: str, files: bool) -> Iterator[Answer]:
    yield from seen(side.site, role, page, query, files=files)


def _commands(side: Side, *, questions: Questions, language: str) -> Iterator[Answer]:
    asked = questions.commands(language)
    said = asked_in(side.tree, side.store, language, asked)
    for arguments, (out, err, code) in zip(asked, said, strict=True):
        name = " ".join("/".join(Path(a).parts[-2:]) for a in arguments)
        told = f"exit {code}\n{err}"
        yield Answer(f"command {arguments[0]}", f"{language}: {name}", told, out.encode())


def _addresses(side: Side, *, kind: str, address: str) -> Iterator[Answer]:
    told, content = fetched(side.site + address, Role.ADMINISTRATOR)
    yield Answer(kind, address, told, content)
    if kind == "first screen":
        named = dict.fromkeys(_NAMED.findall(content.decode()))
        for number, name in enumerate(named):
            asked = f"{address} fetches {number}"
            what = "outlines" if "ranh-gioi" in name else "map sheet"
            yield Answer(what, asked, *fetched(side.site + name, Role.ADMINISTRATOR))


def _side_by_side(before: list[Answer], after: list[Answer]) -> Iterator[Pair]:
    mine, theirs = ({answer.key: answer for answer in told} for told in (before, after))
    for key in dict.fromkeys([*mine, *theirs]):
        yield mine.get(key), theirs.get(key)
