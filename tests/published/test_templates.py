"""The sample files that were handed out with the templates are taken in."""

import pytest

from lib.domain.templates import TEMPLATES
from lib.services.intake.preview import preview, receive
from lib.settings import HOME
from tests.support.people import staff

SAMPLES = sorted((HOME.parent / "shared" / "templates").glob("*.csv"))


@pytest.mark.parametrize("path", [p for p in SAMPLES if p.stem in TEMPLATES], ids=lambda p: p.stem)
def test_a_sample_is_taken_in(installation, path):
    ready = preview(
        installation, receive(path.name, path.read_bytes(), installation.settings), who=staff()
    )

    assert ready.publishable
