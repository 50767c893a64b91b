"""Every role and every page: opened, hidden and refused exactly as the table says."""

from __future__ import annotations

import io
import zipfile

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from lib.domain.access.permissions import PERMISSIONS, Act, Role
from lib.domain.audit.chain import Deed
from lib.services.access.accounts import disable_account
from lib.services.access.sessions import log_out
from lib.services.audit.recording import read_trail
from lib.services.audit.tallies import tally_of
from lib.services.health.opening import open_installation
from lib.services.history.freezes import freeze_figures
from lib.settings import HOME, Settings
from lib.store.audit.entries import Wanted
from lib.text import words
from lib.ui.frame.nav import PAGES
from tests.support.entering import token
from tests.support.installations import put
from tests.support.patience import PATIENCE_S
from tests.support.people import administrator, staff
from tests.support.sheets import summary, summary_row

ACTS = {
    "map": Act.SEE_FIGURES,
    "commune": Act.SEE_FIGURES,
    "plan": Act.SEE_PLANS,
    "upload": Act.UPLOAD,
    "progress": Act.SEE_PROGRESS,
    "campaign": Act.SEE_PLANS,
    "history": Act.SEE_FILES,
    "directory": Act.SEE_DIRECTORY,
    "trail": Act.READ_TRAIL,
    "guide": Act.SEE_FIGURES,
    "admin": Act.MANAGE_ACCOUNTS,
}
ALSO = {"campaign": Act.ENTER_VOLUNTEERS}
"""Pages that another act opens as well, with a part of what is on them."""
SAY = words()


def html_of(page: AppTest) -> str:
    return " ".join(block.proto.body for block in page.get("html"))


def test_every_page_stands_in_this_table():
    assert {entry.script: entry.act for entry in PAGES} == ACTS
    assert {entry.script: entry.also for entry in PAGES if entry.also} == ALSO


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("script", ACTS)
def test_a_page_opens_to_its_roles_and_to_nobody_else(at, tmp_path, monkeypatch, role, script):
    monkeypatch.setenv("BDHVS_DIRECTORY", "true")
    page = at(tmp_path / "empty", "guide", role=role)

    # The page's own file, as if somebody had found a way around the menu.
    alone = AppTest.from_file(
        str(HOME / "pages" / f"{script}.py"), default_timeout=PATIENCE_S
    ).run()

    allowed = bool({ACTS[script], ALSO.get(script)} & PERMISSIONS[role])
    assert not page.exception
    assert (SAY("access.no_page") in [e.value for e in alone.error]) is not allowed
    assert (f"{SAY(f'{script}.heading')}</h1>" in html_of(alone)) is allowed


def test_an_address_beyond_ones_work_says_so_on_ones_own_first_page_and_is_on_record(at, tmp_path):
    page = at(tmp_path / "empty", "guide", role=Role.OFFICER)
    installation = open_installation(Settings(data_dir=tmp_path / "empty"))

    page._page_hash = calc_hash("quan-tri")  # as a browser asks for an address
    page.run()
    told = [e.value for e in page.error], html_of(page)
    page.switch_page("map.py").run()

    noted = read_trail(installation, Wanted(deed=Deed.DENIED), who=administrator())[0]
    assert told[0] == [SAY("access.no_page")]
    assert f"{SAY('map.heading')}</h1>" in told[1]
    assert [e.subject for e in noted] == ["page:admin"]
    assert not page.error


def test_nobody_who_may_not_freeze_is_offered_a_button_with_nothing_behind_it(at, own_full_store):
    empty = at(own_full_store, "map", role=Role.OFFICER)
    before = labels_of(empty)
    freeze_figures(open_installation(Settings(data_dir=own_full_store)), "Họp", who=staff("Mai"))
    empty.run()

    assert not before & {SAY("freeze.make"), SAY("freeze.open")}
    assert SAY("freeze.open") in labels_of(empty)
    assert SAY("freeze.make") in labels_of(at(own_full_store, "map", role=Role.STAFF))


def labels_of(page: AppTest) -> set[str]:
    return {b.proto.popover.label for b in page.get("popover")}


def test_a_zip_is_neither_offered_to_an_officer_nor_left_without_a_word(at, own_full_store):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", summary(summary_row("Phường Tô Hiệu")))
    page = at(own_full_store, "upload", role=Role.OFFICER)
    offered = page.file_uploader[0].proto.type

    page.file_uploader[0].set_value(("ca-nam.xlsx", buffer.getvalue(), "")).run()

    assert ".zip" not in offered
    assert ".zip" in at(own_full_store, "upload", role=Role.STAFF).file_uploader[0].proto.type
    assert ["ZIP" in e.value and "từng tệp" in e.value for e in page.error] == [True]


@pytest.mark.parametrize(
    "end",
    [
        lambda installation: log_out(installation, token(Role.STAFF)),
        lambda installation: disable_account(installation, "test-staff", who=administrator()),
    ],
    ids=["logged out", "disabled"],
)
def test_whoever_is_out_sees_nothing_at_the_next_run(at, tmp_path, end):
    page = at(tmp_path / "empty", "history", role=Role.STAFF)
    page.session_state["kept"] = "of the session"

    end(open_installation(Settings(data_dir=tmp_path / "empty")))
    page.run()

    assert SAY("access.ended") in html_of(page)
    assert SAY("history.heading") not in html_of(page)
    assert "kept" not in page.session_state


def test_an_officer_is_offered_their_own_commune_and_its_files_only(at, own_full_store):
    installation = open_installation(Settings(data_dir=own_full_store))
    own, other = (installation.gazetteer.communes[c].full_name for c in ("03646", "04045"))
    page = at(own_full_store, "commune", role=Role.OFFICER, xa="04045")

    picker = next(s for s in page.selectbox if s.key == "xa")
    assert (picker.value, picker.options) == ("03646", [own])
    assert other not in html_of(page)


def test_an_officer_who_brings_rows_of_another_commune_is_refused_calmly(
    at, own_full_store, capsys
):
    installation = open_installation(Settings(data_dir=own_full_store))
    names = [installation.gazetteer.communes[c].full_name for c in ("03646", "04045")]
    page = at(own_full_store, "upload", role=Role.OFFICER)

    page.file_uploader[0].set_value(("a.csv", summary(*map(summary_row, names)), "")).run()

    tally_of(installation).close(all_of_them=True)
    noted = read_trail(installation, Wanted(deed=Deed.DENIED), who=administrator())[0]
    assert any(names[1] in e.value and names[0] in e.value for e in page.error)
    assert [(e.subject, names[1] in e.after) for e in noted] == [("page:upload", True)]
    assert "Traceback" not in "".join(capsys.readouterr())
    assert not any(b.label == SAY("upload.publish") for b in page.button)


def test_a_role_is_offered_no_button_that_it_may_not_press(at, own_full_store):
    put(
        open_installation(Settings(data_dir=own_full_store)), summary(summary_row("Phường Tô Hiệu"))
    )
    page = at(own_full_store, "history", role=Role.OFFICER)

    labels = {b.label for b in page.button}
    assert not labels & {SAY("history.withdraw"), SAY("closing.close"), SAY("turn.preview")}
    assert SAY("freeze.withdraw") not in labels


def test_an_account_is_added_disabled_and_enabled_on_the_page(at, tmp_path):
    page = at(tmp_path / "empty", "admin")
    next(t for t in page.text_input if t.key == "account-login").set_value("Can.Bo")
    next(t for t in page.text_input if t.key == "account-name").set_value("Cầm Văn B")
    next(t for t in page.text_input if t.key == "account-password").set_value("password1234")
    next(s for s in page.selectbox if s.key == "account-role-new").set_value(Role.STAFF)

    press(page, SAY("admin.add_do"))
    refused = [e.value for e in page.error]
    next(t for t in page.text_input if t.key == "account-password").set_value("suối reo trên đá")
    press(page, SAY("admin.add_do"))

    assert refused == [SAY("error.password_common")]
    assert "can.bo" in list(page.dataframe[0].value[SAY("admin.login")])
    assert "hash" not in str(page.dataframe[0].value)


def press(page: AppTest, label: str) -> None:
    next(b for b in page.button if b.label == label).click().run()
