"""Many messy files through receive, read, recognise, clean, resolve, check and compare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lib.domain.errors import UnreadableFile
from lib.services.installation import Installation
from lib.services.intake.preview import preview, receive
from tests.mess.expected import faults
from tests.mess.made import Made, make
from tests.support.people import staff


@dataclass
class Score:
    """How many files were made, and what went wrong, by file."""

    files: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)
    crashed: dict[str, str] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def share_right(self) -> float:
        """Files with verdict, rows and problems all right (0 to 1)."""
        return 1 - len(self.wrong.keys() | self.crashed.keys()) / max(1, self.files)


def judged(installation: Installation, seeds: Iterable[int]) -> Score:
    """The score of these seeds; every template gets its turn."""
    score = Score()
    for seed in seeds:
        score.files += 1
        _judge(installation, make(seed), score)
    return score


def _judge(installation: Installation, made: Made, score: Score) -> None:
    name = f"{made.seed} {made.dress.kind}"
    try:
        found = preview(
            installation, receive(made.name, made.content, installation.settings), who=staff()
        )
    except UnreadableFile as refused:
        score.wrong[name] = [f"refused: {refused.code}"]
        return
    except Exception as error:
        score.crashed[name] = repr(error)
        return
    if told := faults(made.expected, found):
        score.wrong[name] = told
    changed = [t for t in told if t.startswith("changed: ") and found.publishable]
    if changed:
        score.changed[name] = changed
