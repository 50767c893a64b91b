"""Files as offices send them, made from a seed, and the truth about each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lib.services.installation import Installation
from tests.mess.expected import faults
from tests.mess.installation import installation_with_villages
from tests.mess.judged import judged
from tests.mess.made import OFFICES, make
from tests.support.installations import see


@pytest.fixture(scope="module")
def knowing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that knows the villages; previews write nothing."""
    installation = installation_with_villages(tmp_path_factory.mktemp("installation"))
    yield installation
    installation.engine.dispose()


def test_messy_files_are_understood_wholly(knowing: Installation):
    score = judged(knowing, range(50_000, 50_060))

    assert (score.wrong, score.crashed, score.changed) == ({}, {}, {})


@pytest.mark.parametrize("code", OFFICES)
def test_every_template_is_understood_in_the_ways_of_an_office(knowing: Installation, code: str):
    for seed in range(60_000, 60_006):
        made = make(seed, code)

        assert faults(made.expected, see(knowing, made.content, name=made.name)) == [], made.seed
