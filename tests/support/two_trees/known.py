"""Differences that are meant, each with its reason; whatever else differs is a fault."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")


@dataclass(frozen=True)
class Known:
    """Lines of some answers that were changed on purpose."""

    why: str
    kind: str = ""
    """Pattern of the kinds of answers that it is about; "" for all."""
    asked: str = ""
    """Pattern of what was asked for them; "" for anything."""
    line: str = ""
    """Pattern that every line which differs must hold, on either side; "" for any."""
    figures_stay: bool = False
    """Whether it is about words alone: the numbers in these lines are the same, in their order."""

    def explains(self, kind: str, asked: str, differing: Sequence[str]) -> bool:
        """Whether these lines, each with its sign, are of this difference."""
        return (
            bool(re.search(self.kind, kind))
            and bool(re.search(self.asked, asked))
            and all(re.search(self.line, line) for line in differing)
            and (not self.figures_stay or _numbers("-", differing) == _numbers("+", differing))
        )


def _numbers(sign: str, lines: Sequence[str]) -> list[str]:
    told = "\n".join(line[1:] for line in lines if line.startswith(sign))
    return _NUMBER.findall(told)


KNOWN: tuple[Known, ...] = (
    Known(
        why="English was revised as an office of today writes it (8aa7a30), and counts one thing "
        "as one: the words differ in every English answer, the figures may not",
        asked=r"^en: |ngon-ngu=en",
        figures_stay=True,
    ),
    Known(
        why="a picture of the same sheet as the PDF, whose words are compared",
        kind="png",
        asked="ngon-ngu=en",
        line="bytes, SHA-256",
    ),
)


def explained(kind: str, asked: str, differing: Sequence[str]) -> bool:
    """Whether all that differs in an answer belongs to differences that are known."""
    return any(one.explains(kind, asked, differing) for one in KNOWN)
