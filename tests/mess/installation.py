"""The installation that messy files come to: a register of the same villages in every commune."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lib.files.reference import gazetteer
from lib.services.installation import Installation
from tests.mess.truth import VILLAGES
from tests.support.installations import open_test_installation, put
from tests.support.sheets import register


def installation_with_villages(
    folder: Path, villages: Sequence[str] = VILLAGES, *, households: int = 90_000
) -> Installation:
    """An installation that knows the villages of last year and nothing else."""
    installation = open_test_installation(folder)
    names = [c.full_name for c in gazetteer().communes.values()]
    put(
        installation,
        register(*((name, village, households) for name in names for village in villages)),
    )
    return installation
