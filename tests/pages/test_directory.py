"""The ambassadors' directory on its page: only where it is switched on, only as it is."""

from __future__ import annotations

from lib.domain.access.permissions import Role
from lib.services.health.opening import installation_with
from lib.settings import Settings
from lib.store.engine import open_engine
from lib.text import words
from lib.ui.frame.nav import PAGES, page_called
from tests.support.directory import add, row
from tests.support.people import in_role

SAY = words()


def html_of(page) -> str:
    return " ".join(block.proto.body for block in page.get("html"))


def test_by_default_the_page_is_open_to_nobody(at, tmp_path):
    at(tmp_path / "empty", "guide", role=Role.STAFF)

    entry = page_called("directory")
    assert not any(entry.open_to(in_role(role, "03646")) for role in Role)
    assert all(e.switch == "" for e in PAGES if e is not entry)


def test_an_empty_directory_says_so_and_offers_the_form(at, tmp_path):
    page = at(tmp_path / "empty", "directory", role=Role.STAFF)

    assert SAY("directory.none") in [i.value for i in page.info]
    assert SAY("directory.rule") in html_of(page)
    assert not page.exception


def test_a_demonstration_says_why_it_takes_in_nobody(at, own_full_store):
    page = at(own_full_store, "directory", role=Role.STAFF)

    assert SAY("error.directory_demo") in [i.value for i in page.info]
    assert not page.get("file_uploader")


def test_the_list_is_masked_searched_and_undone(at, tmp_path):
    settings = Settings(data_dir=tmp_path / "var", directory=True)
    installation = installation_with(settings, open_engine(settings.store_url))
    recently = installation.today.strftime("%d/%m/%Y")
    add(installation, row("Lò Thị Mây", consented=recently))
    installation.engine.dispose()
    page = at(tmp_path / "var", "directory", role=Role.STAFF)

    assert page.dataframe[0].value.iloc[0].tolist()[1:3] == ["L. T. M.", "•••• ••• 678"]
    assert "Mây" not in str(page.main)
    page.text_input(key="directory-seek").set_value("Hà").run()
    assert SAY("directory.nobody") in [i.value for i in page.info]
    page.button(key="directory-undo-1").click().run()
    assert SAY("directory.undone") in html_of(page)
    assert SAY("directory.none") in [i.value for i in page.info]
