"""Whether a change of the code left every answer as it was: two trees are asked the same.

    python -m tests.scripts.same_answers BASE [--only KINDS] [--show LINES]
    python -m tests.scripts.same_answers --short

BASE is a commit; the other tree is the present one with all that lies in it. Only the reading side
is compared: one demo store is filled once, by the present tree, and each tree gets a copy, which
asks that both have the same tables. Both are served at the same time, and each question goes to
both at the same moment: commands, the light page, first screens, map sheets, outlines, series,
files in every format, every page of every role with the files behind its buttons. All of it goes
through the outer surface, since modules may have moved.

What may differ at no fault is declared in ``tests/support/two_trees/volatile.py``, differences that
are meant in ``known.py``, each with its reason. Exits with 1 where anything else differs.
The short form asks the present tree a few questions twice: whether they are answered and the same.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from difflib import unified_diff
from pathlib import Path

from lib.settings import HOME
from tests.browser.serving import serving
from tests.support.two_trees.answers import Answer
from tests.support.two_trees.asking import Side, asked_of_both
from tests.support.two_trees.known import Known, explained, known_since
from tests.support.two_trees.questions import Questions, messy_files
from tests.support.two_trees.store import filled, must_share_a_schema, own_copy, tree_of
from tests.support.two_trees.volatile import lines_of, words_of

Pairs = Iterable[tuple[Answer | None, Answer | None]]


class Compared:
    """How many answers of each kind were laid side by side, what differs, and what was refused:
    equal refusals say little.
    """

    def __init__(self, sides: tuple[Side, Side], known: Sequence[Known], *, show: int) -> None:
        self._sides, self._known, self._show = sides, known, show
        self.asked: Counter[str] = Counter()
        self.equal: Counter[str] = Counter()
        self.meant: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.faults: defaultdict[str, list[str]] = defaultdict(list)

    def take(self, one: Answer | None, other: Answer | None) -> None:
        """Counts a pair, and tells the first lines that differ."""
        known = one or other
        assert known is not None
        self.asked[known.kind] += 1
        self.refused[known.kind] += known.told[:1] == "4"
        both = list(zip((one, other), self._sides, strict=True))
        differing = _differing(*(self._lines(a, s) for a, s in both))
        said = [words_of(a.content, s.place) for a, s in both if a]
        if differing and len(said) == len(both) and all(said):
            differing = _differing(*said) or ["a drawing that says the same"]
        if not differing:
            self.equal[known.kind] += 1
        elif explained(self._known, known.kind, known.asked, differing):
            self.meant[known.kind] += 1
        else:
            self.faults[known.kind].append(known.asked)
            print(f"\n{known.kind}: {known.asked}")
            print(*(f"    {line[:300]}" for line in differing[: self._show]), sep="\n", flush=True)

    def told(self) -> str:
        """A line for each kind."""
        head = f"{'kind':<28}{'asked':>8}{'equal':>8}{'meant':>8}{'faults':>8}{'refused':>9}"
        rows = [
            f"{k:<28}{n:>8}{self.equal[k]:>8}{self.meant[k]:>8}{len(self.faults[k]):>8}"
            f"{self.refused[k]:>9}"
            for k, n in sorted(self.asked.items())
        ]
        return "\n".join([head, *rows])

    @staticmethod
    def _lines(answer: Answer | None, side: Side) -> list[str]:
        if answer is None:
            return ["no such answer"]
        return [*lines_of(answer.told.encode(), side.place), *lines_of(answer.content, side.place)]


def _differing(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The lines that only one side has, in their order, each with its sign."""
    if before == after:
        return []
    told = list(unified_diff(before, after, lineterm="", n=0))[2:]
    return [line for line in told if not line.startswith("@@")]


def compare(base: str, folder: Path, *, short: bool, show: int, only: str) -> Compared:
    """Fills a store, serves both trees on it, and asks; without a base one tree is both."""
    trees = [tree_of(base, folder / "base"), HOME] if base else [HOME]
    if base:
        must_share_a_schema(*trees, folder)
    store = filled(folder / "store", short=short)
    files = messy_files(folder / "files", 1 if short else 80)
    questions = Questions(store.periods, store.freeze, store.plan, short=short, files=files)
    with ExitStack() as open_:
        sides = []
        for number, tree in enumerate(trees):
            own = own_copy(store.folder, folder / f"copy-{number}")
            sides.append(Side(tree, own, open_.enter_context(serving(own, tree))))
        before, after = sides[0], sides[-1]
        compared = Compared((before, after), known_since(base), show=show)
        for pair in asked_of_both(before, after, questions, only):
            compared.take(*pair)
    return compared


def main() -> int:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("base", nargs="?", default="", help="the commit before the change")
    arguments.add_argument("--show", type=int, default=12, help="lines told of each difference")
    arguments.add_argument("--only", default="", help="pattern of the kinds of questions")
    arguments.add_argument("--short", action="store_true", help="as the tests run it")
    given = arguments.parse_args()
    if not given.base and not given.short:
        arguments.error("which commit was before the change?")
    with tempfile.TemporaryDirectory() as folder:
        told = {"short": given.short, "show": given.show, "only": given.only}
        compared = compare(given.base, Path(folder), **told)
    print(f"\n{compared.told()}")
    return 1 if any(compared.faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
