"""Differences that are meant, each with its reason; whatever else differs is a fault."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from lib.settings import HOME

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")


@dataclass(frozen=True)
class Known:
    """Lines of some answers that were changed on purpose."""

    why: str
    came: str = ""
    """The commit that brought it: nothing is excused where the base has it already."""
    kind: str = ""
    """Pattern of the kinds of answers that it is about; "" for all."""
    asked: str = ""
    """Pattern of what was asked for them; "" for anything."""
    line: str = ""
    """Pattern that every line which differs must hold, on either side; "" for any."""
    figures_stay: bool = False
    """Whether it is about words alone: the numbers in these lines are the same, in their order."""

    def left_of(self, kind: str, asked: str, differing: Sequence[str]) -> list[str]:
        """Which of these lines, each with its sign, are not of this difference."""
        if not (re.search(self.kind, kind) and re.search(self.asked, asked)):
            return list(differing)
        mine = [line for line in differing if re.search(self.line, line)]
        if self.figures_stay and _numbers("-", mine) != _numbers("+", mine):
            return list(differing)
        return [line for line in differing if line not in mine]

    def is_new_since(self, base: str) -> bool:
        """Whether a tree of the base has it not yet."""
        asked = ["git", "merge-base", "--is-ancestor", self.came, base]
        return not (self.came and base) or bool(
            subprocess.run(asked, cwd=HOME, check=False, capture_output=True).returncode
        )


def _numbers(sign: str, lines: Sequence[str]) -> list[str]:
    told = "\n".join(line[1:] for line in lines if line.startswith(sign))
    return _NUMBER.findall(told)


_ENGLISH = r"^en: |ngon-ngu=en"
KNOWN: tuple[Known, ...] = (
    Known(
        why="each digest of the trail covers the moment of its act",
        kind="file of a page",
        asked="/nhat-ky",
        line=r"<t>[0-9a-f]{64}</t>",
    ),
    Known(
        why="columns of a table are as wide as their words, which were revised in English",
        came="8aa7a30",
        kind="file of a page",
        asked=_ENGLISH,
        line=r"<col min=",
    ),
    Known(
        why="a picture of the same sheet as the PDF, whose words are compared",
        came="8aa7a30",
        kind="png",
        asked=_ENGLISH,
        line="bytes, SHA-256",
    ),
    Known(
        why="a single guarantee is told in words, not as a number",
        came="8aa7a30",
        kind="page",
        asked=_ENGLISH,
        line="guarantee",
    ),
    Known(
        why="light page and papers read the sheet of the live map: its sentence, its legend, and "
        "classes by the figure as it is read, not as it was before it was rounded",
        came="7cf90fa",
        kind="light page|taken away",
    ),
    Known(
        why="English was revised as an office of today writes it, and counts one thing as one: the "
        "words differ in every English answer, the figures may not",
        came="8aa7a30",
        asked=_ENGLISH,
        figures_stay=True,
    ),
)
"""In the order in which lines are looked at: what is said of all comes last."""


def known_since(base: str) -> list[Known]:
    """What is known to differ from a tree of this commit."""
    return [one for one in KNOWN if one.is_new_since(base)]


def explained(known: Sequence[Known], kind: str, asked: str, differing: Sequence[str]) -> bool:
    """Whether all that differs in an answer belongs to differences that are known."""
    left = list(differing)
    for one in known:
        left = one.left_of(kind, asked, left)
    return not left
