"""The house that messy files come to: a register of the same villages in every commune."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lib.files.reference import gazetteer
from lib.services.installation import House
from tests.mess.truth import VILLAGES
from tests.support.houses import open_test_house, put
from tests.support.sheets import register


def house_with_villages(folder: Path, villages: Sequence[str] = VILLAGES) -> House:
    """An installation that knows the villages of last year and nothing else."""
    house = open_test_house(folder)
    names = [c.full_name for c in gazetteer().communes.values()]
    put(house, register(*((name, village, 90_000) for name in names for village in villages)))
    return house
