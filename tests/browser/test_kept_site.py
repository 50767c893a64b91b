"""A test of the browser finds the site as it was made, whatever the one before it wrote there."""

from __future__ import annotations

from lib.services.health.opening import open_installation
from lib.services.history.freezes import freeze_figures, known_freezes
from lib.settings import Settings
from tests.browser.kept_site import KeptSite
from tests.support.people import staff


def test_what_is_written_is_gone_for_the_next_and_looking_costs_no_new_server(kept_site: KeptSite):
    first = kept_site.fresh()
    looked = kept_site.fresh()
    installation = open_installation(Settings(data_dir=kept_site.folder))
    freeze_figures(installation, "Họp giao ban", who=staff("Mai"))
    installation.engine.dispose()

    kept_site.fresh()

    assert looked == first
    after = open_installation(Settings(data_dir=kept_site.folder))
    assert known_freezes(after) == []
    after.engine.dispose()
