"""The ambassadors' directory: masked, every look on record, undone, asked for, gone in time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lib.domain.audit.chain import Deed
from lib.domain.directory.listing import SAME
from lib.domain.errors import NotAllowed, UnreadableFile
from lib.domain.problems import Code, Severity
from lib.services.audit.recording import read_trail, verify
from lib.services.audit.words import line_of
from lib.services.directory.files import blank_list, masked_list, own_data
from lib.services.directory.intake import ListPreview, preview_list, take_in
from lib.services.directory.people import (
    Why,
    clear_directory,
    erase,
    expire_directory,
    intakes,
    listed,
    reveal,
    undo_intake,
)
from lib.services.installation import Installation
from lib.services.intake.batch.board import board_of
from lib.services.intake.batch.files import check_file
from lib.services.intake.batch.taking_in import start_batch
from lib.services.intake.preview import preview, receive
from lib.services.settings.changing import change_setting
from lib.settings import Settings
from lib.store.audit.entries import Wanted
from lib.store.engine import open_engine
from lib.text import words
from tests.support.directory import MUONG_LA, add, listing, look, row
from tests.support.hostile import FORMULAS
from tests.support.installations import NOON, open_test_installation
from tests.support.people import administrator, staff
from tests.support.sheets import summary, summary_row, village_month

WHO, SAY = staff(), words()
MAY, HA = row("Lò Thị Mây"), row("Quàng Văn Hà", phone="0987 654 321", commune=MUONG_LA)
SECRETS = ("Mây", "Quàng", "912345678", "912 345 678", "987654321", "987 654 321")


def switched_on(folder: Path, url: str = "", *, days: int = 0) -> Installation:
    settings = Settings(data_dir=folder, database_url=url, directory=True)
    clock = lambda: NOON + timedelta(days=days)  # noqa: E731
    return Installation(settings, open_engine(settings.store_url), clock=clock)


@pytest.fixture
def installation(tmp_path) -> Iterator[Installation]:
    opened = switched_on(tmp_path)
    yield opened
    opened.engine.dispose()


def refused(act) -> str:
    with pytest.raises((NotAllowed, UnreadableFile)) as why:
        act()
    return why.value.code


def people(installation: Installation, **more: str) -> list[tuple[str, str]]:
    return [(p.name, p.phone) for p in listed(installation, who=WHO, **more)]


def number(installation: Installation, initials: str) -> int:
    return next(p.person for p in listed(installation, who=WHO) if p.name == initials)


def kinds(ready: ListPreview) -> list[Code]:
    return [p.code for p in ready.problems if p.severity > Severity.NOTE]


def deeds(installation: Installation) -> list[str]:
    found, _ = read_trail(installation, Wanted(), who=administrator())
    return [e.deed for e in found]


def test_nothing_is_offered_where_it_is_not_switched_on(tmp_path):
    installation = open_test_installation(tmp_path)

    assert refused(lambda: listed(installation, who=WHO)) == "directory_off"
    assert refused(lambda: look(installation, MAY)) == "directory_off"


def test_a_demonstration_takes_in_nobody(installation, monkeypatch):
    monkeypatch.setattr(Installation, "is_demo", True)

    assert refused(lambda: look(installation, MAY)) == "directory_demo"


def test_a_list_is_previewed_taken_in_and_listed_masked(installation):
    ready = look(installation, MAY, HA)
    assert (len(ready.new), len(ready.renewed), ready.unchanged) == (2, 0, 0)
    assert listed(installation, who=WHO) == []

    take_in(installation, ready, who=WHO)

    assert sorted(people(installation)) == [
        ("L. T. M.", "•••• ••• 678"),
        ("Q. V. H.", "•••• ••• 321"),
    ]
    assert people(installation, wanted="quang van") == [("Q. V. H.", "•••• ••• 321")]
    assert people(installation, commune="04045") == people(installation, wanted="Mây")


def test_the_same_list_again_changes_nothing_and_a_new_consent_renews(installation):
    add(installation, MAY, HA)

    again = look(installation, MAY, row("Lò Thị Mây", consented="10/09/2026"))
    assert kinds(again) == [Code.PERSON_TWICE]
    same = look(installation, MAY, HA)
    assert not same.ready
    assert same.unchanged == 2

    add(installation, row("Lò Thị Mây", consented="10/09/2026"))
    assert len(listed(installation, who=WHO)) == 2
    may = next(p for p in listed(installation, who=WHO) if p.name == "L. T. M.")
    assert (may.consented_on, may.until) == (date(2026, 9, 10), date(2027, 9, 10))


def test_an_answered_question_settles_who_it_is(installation):
    add(installation, MAY)
    moved = row("Lò Thị Mây", phone="0909090909")
    question = look(installation, moved).problems[0].question

    ready = look(installation, moved, **{question: SAME})
    take_in(installation, ready, who=WHO)

    assert people(installation) == [("L. T. M.", "•••• ••• 909")]


def test_a_list_is_taken_in_as_it_was_previewed_or_not_at_all(installation):
    ready = look(installation, MAY)
    add(installation, HA)

    assert refused(lambda: take_in(installation, ready, who=WHO)) == "directory_moved"
    assert people(installation) == [("Q. V. H.", "•••• ••• 321")]


def test_communes_of_before_the_merger_and_unknown_ones_are_asked_about_as_everywhere(installation):
    assert kinds(look(installation, row("Lò Thị Mây", commune="Xã Không Có"))) == [
        Code.UNKNOWN_COMMUNE
    ]


def test_the_newest_list_is_undone_and_what_was_before_holds_again(installation):
    first = add(installation, MAY)
    second = add(installation, HA, row("Lò Thị Mây", consented="10/09/2026"))

    assert refused(lambda: undo_intake(installation, first, who=WHO)) == "directory_not_newest"
    undo_intake(installation, second, who=WHO)

    assert [p.consented_on for p in listed(installation, who=WHO)] == [date(2026, 9, 1)]
    assert [(i.id, i.undone_by) for i in intakes(installation, who=WHO)] == [(2, "An"), (1, None)]
    undo_intake(installation, first, who=WHO)
    assert listed(installation, who=WHO) == []


def test_every_look_is_kept_before_it_is_seen_and_the_trail_names_nobody(installation):
    add(installation, MAY, HA)
    told = reveal(installation, number(installation, "L. T. M."), who=WHO)
    masked_list(installation, SAY, who=WHO)
    erase(installation, number(installation, "Q. V. H."), Why.LEFT, who=WHO)

    assert (told.name, told.phone) == ("Lò Thị Mây", "0912 345 678")
    assert deeds(installation) == [
        Deed.ERASED, Deed.EXPORTED, Deed.REVEALED, Deed.DIRECTORY_TAKEN_IN
    ]  # fmt: skip
    entries, _ = read_trail(installation, Wanted(), who=administrator())
    lines = [line_of(e, SAY) + e.after + e.before for e in entries]
    assert not [s for s in SECRETS for line in lines if s in line]
    assert verify(installation, who=administrator()).fault is None


def test_somebody_gets_all_that_is_kept_about_them_and_who_looked(installation):
    add(installation, MAY)
    add(installation, row("Lò Thị Mây", consented="10/09/2026"))
    person = number(installation, "L. T. M.")
    reveal(installation, person, who=staff("Cầm"))

    sheet = load_workbook(io.BytesIO(own_data(installation, person, SAY, who=WHO))).active
    cells = [str(c.value) for line in sheet for c in line if c.value]

    for told in ("Lò Thị Mây", "0912 345 678", "01/09/2026", "10/09/2026", "Bản Pha Đón"):
        assert told in cells
    assert any("Cầm" in c for c in cells)
    assert cells.count("Lò Thị Mây") == 2
    assert not any("1990" in c for c in cells)


def on_disk(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


def test_whoever_is_erased_is_gone_from_the_disk_as_well(installation, tmp_path):
    add(installation, MAY, HA)
    add(installation, row("Lò Thị Mây", consented="10/09/2026"))
    assert "Lò Thị Mây".encode() in on_disk(tmp_path)

    erase(installation, number(installation, "L. T. M."), Why.ASKED, who=WHO)
    installation.engine.dispose()

    left = on_disk(tmp_path)
    assert "Lò Thị Mây".encode() not in left
    assert b"912345678" not in left
    assert "Quàng Văn Hà".encode() in left


def test_what_was_erased_does_not_come_back_by_an_undo(installation):
    add(installation, MAY)
    second = add(installation, row("Lò Thị Mây", consented="10/09/2026"), HA)
    erase(installation, number(installation, "L. T. M."), Why.ASKED, who=WHO)

    undo_intake(installation, second, who=WHO)

    assert listed(installation, who=WHO) == []


def test_a_list_itself_is_nowhere_kept(installation, tmp_path):
    content = listing(MAY, row("Lò Văn Chưa Nhận", born="2015"))

    preview_list(installation, content, who=WHO)
    installation.engine.dispose()

    assert "Chưa Nhận".encode() not in on_disk(tmp_path)


def test_time_over_means_gone_from_lists_at_once_and_from_the_store_by_itself(
    installation, tmp_path
):
    add(installation, MAY, row("Quàng Văn Hà", phone="0987654321", consented="15/09/2026"))
    on_the_day = switched_on(tmp_path, days=346)  # 1/9/2027
    after = switched_on(tmp_path, days=347)

    assert len(listed(on_the_day, who=WHO)) == 2
    assert [p.name for p in listed(after, who=WHO)] == ["Q. V. H."]
    assert refused(lambda: reveal(after, 1, who=WHO)) == "directory_gone"

    assert expire_directory(on_the_day) == 0
    assert expire_directory(after) == 1
    assert "Lò Thị Mây".encode() not in on_disk(tmp_path)
    entries, _ = read_trail(after, Wanted(deed=Deed.EXPIRED), who=administrator())
    assert [e.after for e in entries] == ['{"count":1}']


def test_a_shorter_time_set_by_an_administrator_holds_at_once(installation, tmp_path):
    add(installation, MAY)
    change_setting(
        installation, "directory_months", 1, who=administrator(), reason="theo quy chế mới"
    )

    later = switched_on(tmp_path, days=20)

    assert listed(later, who=WHO) == []
    assert expire_directory(later) == 1


def test_everybody_can_be_taken_out_also_when_it_is_switched_off_again(installation, tmp_path):
    add(installation, MAY, HA)
    off = open_test_installation(tmp_path)

    assert clear_directory(off, who=administrator()) == 2
    assert listed(installation, who=WHO) == []
    assert deeds(installation)[:2] == [Deed.ERASED, Deed.ERASED]


def test_a_list_of_people_is_no_report_and_nothing_of_it_is_kept(installation, tmp_path):
    content = listing(MAY, HA)

    received = receive("danh-sach.csv", content, installation.settings)
    assert refused(lambda: preview(installation, received, who=WHO)) == "people_named"
    files = [("danh-sach.csv", content), ("tong-hop.csv", summary(summary_row(MUONG_LA)))]
    batch = start_batch(installation, files, who=WHO)
    for one in board_of(installation, batch.code, who=WHO).lines:
        check_file(installation, one.file_id)
    installation.engine.dispose()

    board = board_of(installation, batch.code, who=WHO)
    assert [line.outcome and line.outcome.refused for line in board.lines] == ["people_named", ""]
    assert [bool(line.sha256) for line in board.lines] == [False, True]
    assert "Lò Thị Mây".encode() not in on_disk(tmp_path)


def test_a_report_with_a_column_of_telephones_is_taken_and_told(installation):
    report = village_month((MUONG_LA, "Bản Một", 2, 20)).decode("utf-8-sig").splitlines()
    told = "\r\n".join([f"{report[0]};Số điện thoại", *(f"{r};0912345678" for r in report[1:])])

    ready = preview(installation, receive("a.csv", told.encode(), installation.settings), who=WHO)

    assert Code.PERSONAL_COLUMN in [p.code for p in ready.problems]
    assert "0912345678" not in str(ready.rows.to_dict())


def test_nothing_of_a_formula_is_live_in_what_leaves_the_directory(installation):
    add(installation, *(row(f"{f} A", phone="", village=f) for f in FORMULAS))
    person = listed(installation, who=WHO)[0].person

    books = [masked_list(installation, SAY, who=WHO), own_data(installation, person, SAY, who=WHO),
             blank_list(SAY).content]  # fmt: skip

    cells = [c for b in books for line in load_workbook(io.BytesIO(b)).active for c in line]
    assert not [c.value for c in cells if c.data_type == "f" or c.hyperlink]


def test_the_empty_form_is_understood_by_the_reader_of_lists(installation):
    book = load_workbook(io.BytesIO(blank_list(SAY).content))
    sheet = book["Biểu"]
    heads = [c.value for c in sheet[1]]
    told = {"Tên xã/phường": MUONG_LA, "Tên thôn/bản": "Bản Một", "Họ và tên": "Lò Thị Mây",
            "Năm sinh": 1990, "Ngày đồng ý": date(2026, 9, 1),
            "Số điện thoại": 912345678}  # fmt: skip
    sheet.append([told.get(h) for h in heads])
    buffer = io.BytesIO()
    book.save(buffer)

    ready = preview_list(installation, buffer.getvalue(), who=WHO)

    assert kinds(ready) == []
    assert [(p.name, p.phone) for p in ready.new] == [("Lò Thị Mây", "+84912345678")]


@pytest.mark.postgres
def test_it_is_the_same_on_postgresql(new_pg_url, tmp_path):
    installation = switched_on(tmp_path, new_pg_url())
    add(installation, MAY, HA)
    second = add(installation, row("Lò Thị Mây", consented="10/09/2026"))
    reveal(installation, number(installation, "L. T. M."), who=WHO)
    undo_intake(installation, second, who=WHO)
    erase(installation, number(installation, "Q. V. H."), Why.WRONG, who=WHO)

    assert people(installation) == [("L. T. M.", "•••• ••• 678")]
    installation.engine.dispose()
