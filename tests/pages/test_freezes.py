"""A freeze in the pages: its ribbon, figures and links; and addresses with nonsense in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lib.domain.periods import Period
from lib.services.figures.snapshots import measured
from lib.services.health.opening import open_installation
from lib.services.history.freezes import freeze_figures, known_freezes, opened
from lib.services.history.uploads import history, withdraw
from lib.services.installation import Installation
from lib.settings import Settings
from lib.text import words
from lib.ui.frame import figures_of_page as data
from lib.ui.frame.page import Page
from tests.files_made import summary_workbook
from tests.support.indicators import INDICATORS
from tests.support.installations import put
from tests.support.people import staff

HOSTILE = "<script>alert(1)</script>${alert(2)}"


@pytest.fixture
def installation(own_full_store: Path):
    opened_installation = open_installation(Settings(data_dir=own_full_store))
    yield opened_installation
    opened_installation.engine.dispose()


@pytest.fixture
def chot(installation: Installation) -> str:
    """Frozen; then one upload was withdrawn and a new one published."""
    code = freeze_figures(installation, f"Họp {HOSTILE}", who=staff("Lò Thị Mai")).code
    withdraw(
        installation,
        history(installation, who=staff())[0].id,
        who=staff("An"),
        reason="gửi nhầm tệp",
    )
    put(installation, summary_workbook(period="10/2026"), name="sau.xlsx")
    return code


def drawn(page) -> str:
    return "".join(block.proto.body for block in page.get("html"))


@pytest.mark.parametrize("script", ["map", "commune"])
def test_a_frozen_page_wears_its_ribbon_and_says_what_has_come(at, own_full_store, chot, script):
    page = at(own_full_store, script, chot=chot)

    assert not page.exception
    assert not page.error
    assert "Bản chốt “Họp &lt;script&gt;" in drawn(page)
    assert "<script>" not in drawn(page)
    assert "1 lần công bố mới và 1 lần thu hồi" in drawn(page)
    assert "<details class='bd-since'>" in drawn(page)


@pytest.mark.parametrize("script", ["upload", "history", "guide"])
def test_pages_about_uploads_stay_live_and_say_so(at, own_full_store, chot, script):
    page = at(own_full_store, script, chot=chot)

    assert "Trang này luôn theo số liệu hiện tại" in drawn(page)
    assert "Về số liệu hiện tại" not in drawn(page)


def test_the_freeze_stays_open_from_page_to_page(at, own_full_store, chot):
    page = at(own_full_store, "map", chot=chot)

    page.switch_page("commune.py").run()

    assert "Bản chốt “Họp" in drawn(page)
    assert page.query_params["chot"] == [chot] or page.query_params["chot"] == chot


def test_a_page_without_a_freeze_wears_no_ribbon(at, own_full_store, chot):
    page = at(own_full_store, "map")

    assert "bd-frozen" not in drawn(page)


def test_frozen_and_live_pages_keep_their_own_figures_for_every_indicator(
    installation: Installation, chot
):
    live = Page("map", words(), installation, staff())
    then = replace(live, installation=opened(installation, chot).installation)
    period = Period(2026, 10)

    for _ in range(2):
        for code in INDICATORS:
            for page in (live, then):
                shown = data.measured(page, code, period)
                fresh = measured(page.installation, code, period)
                assert shown.value == fresh.value
                assert shown.communes.equals(fresh.communes)
    assert data.measured(live, "GD03", period).value != data.measured(then, "GD03", period).value


@pytest.mark.parametrize("script", ["map", "commune"])
@pytest.mark.parametrize(
    "name",
    ["chi_tieu", "ky", "kieu", "co", "lop", "nhom", "xa", "ngon_ngu", "chot", "luc", "so_voi"],
)
def test_nonsense_in_a_link_opens_the_default_with_a_sentence(at, full_store, script, name):
    page = at(full_store, script, **{name: HOSTILE})

    assert not page.exception
    assert not page.error
    told = next(b.proto.body for b in page.get("html") if "bd-frozen" in b.proto.body)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "<script>" not in drawn(page)
    assert page.query_params.get(name.replace("_", "-")) != [HOSTILE]


def test_figures_are_frozen_from_the_map_and_listed_in_the_history(
    at, own_full_store, installation
):
    page = at(own_full_store, "map", ky="2026-09")
    next(b for b in page.button if b.label == "Chốt").click().run()

    [made] = known_freezes(installation)
    page.switch_page("history.py").run()

    assert made.name.startswith("Họp giao ban ")
    assert (made.who, made.period) == ("Lò Thị Mai", "2026-09")
    assert f"ban-do?chot={made.code}&amp;ky=2026-09" in drawn(page)
