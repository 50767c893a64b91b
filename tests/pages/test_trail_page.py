"""The trail on its page: what was done is read, filtered, taken out and checked."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from lib.domain.access.permissions import Person, Role
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.services.audit.recording import read_trail, record_alone
from lib.services.audit.tallies import note_denial, tally_of
from lib.services.audit.words import changes_of, trail_workbook
from lib.services.health.opening import open_installation
from lib.settings import Settings
from lib.store.audit.entries import Wanted
from lib.text import words
from tests.support.people import administrator

SAY = words()


def filled(store, count: int = 3):
    installation = open_installation(Settings(data_dir=store))
    for number in range(count):
        record_alone(
            installation,
            "An" if number % 2 else "Bình <script>",
            Deed.PUBLISHED if number % 2 else Deed.EXPORTED,
            subject=f"upload:{number}",
            before={"rows": number},
            after={"rows": number + 1, "file": "=cmd|' /C calc'!A0"},
        )
    installation.engine.dispose()
    return store


def opened(at, store):
    return at(store, "trail")


def drawn(page) -> str:
    return "".join(block.proto.body for block in page.get("html"))


def test_the_lines_say_who_did_what_newest_first_and_escape_what_they_say(at, tmp_path):
    page = opened(at, filled(tmp_path / "x"))
    shown = drawn(page)

    assert not page.exception
    assert "Bình &lt;script&gt;" in shown
    assert "<script" not in shown
    assert shown.index("lần tải 2") < shown.index("lần tải 0")
    assert "Số dòng: 1 → 2" in shown
    assert "Dòng 1–3 trong 3" in page.caption[0].value


def test_the_filters_hold_together(at, tmp_path):
    page = opened(at, filled(tmp_path / "x", 6))

    page.selectbox(key="trail-person").set_value("An").run()
    page.text_input(key="trail-text").set_value("upload:3").run()

    shown = drawn(page)
    assert "lần tải 3" in shown
    assert "lần tải 1" not in shown
    page.selectbox(key="trail-deed").set_value("exported").run()
    assert SAY("trail.nothing") in page.info[0].value


@pytest.mark.parametrize("asked", ["' OR 1=1 --", "%", "_", '"; DROP TABLE trail; --', "\\"])
def test_whatever_is_searched_is_only_a_text(at, tmp_path, asked):
    page = opened(at, filled(tmp_path / "x"))

    page.text_input(key="trail-text").set_value(asked).run()

    assert not page.exception
    assert not page.error
    assert SAY("trail.nothing") in page.info[0].value


def test_the_days_are_those_of_vietnam(at, tmp_path):
    page = opened(at, filled(tmp_path / "x"))

    page.date_input(key="trail-until").set_value(datetime(2020, 1, 1, tzinfo=UTC).date()).run()

    assert SAY("trail.nothing") in page.info[0].value


def test_the_check_names_the_first_bad_line(at, tmp_path):
    store = filled(tmp_path / "x", 4)
    page = opened(at, store)
    next(b for b in page.button if b.label == SAY("trail.verify")).click().run()
    assert "Nhật ký nguyên vẹn: 4 dòng" in drawn(page)

    installation = open_installation(Settings(data_dir=store))
    with installation.engine.connect() as connection, connection.begin():
        connection.execute(text("DROP TRIGGER trail_no_update"))
        connection.execute(text("UPDATE trail SET name = 'x' WHERE seq = 3"))
    installation.engine.dispose()
    next(b for b in page.button if b.label == SAY("trail.verify")).click().run()

    assert "Dòng hỏng đầu tiên: số 3" in drawn(page)


def test_excel_holds_every_line_and_no_formula(tmp_path):
    installation = open_installation(Settings(data_dir=filled(tmp_path / "x")))
    found, _ = read_trail(installation, Wanted(), who=Person("An", Role.ADMINISTRATOR))

    book = load_workbook(io.BytesIO(trail_workbook(installation, found, SAY)))

    cells = [c for row in book.active.iter_rows() for c in row if c.value is not None]
    assert not [c for c in cells if c.data_type == "f"]
    assert sum("cmd|" in str(c.value) for c in cells) == 3


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_an_administrator_reads_it(tmp_path, role):
    installation = open_installation(Settings(data_dir=filled(tmp_path / "x")))

    with pytest.raises(NotAllowed):
        read_trail(installation, Wanted(), who=Person("An", role))


def test_what_somebody_has_damaged_is_still_shown(tmp_path):
    installation = open_installation(Settings(data_dir=filled(tmp_path / "x")))
    (one, *_), _ = read_trail(installation, Wanted(), who=Person("An", Role.ADMINISTRATOR))

    object.__setattr__(one, "after", "{broken")

    assert "?: {broken" in changes_of(one, SAY)


def test_what_a_count_is_about_is_told_in_words_as_in_entries_of_their_own(tmp_path):
    installation = open_installation(Settings(data_dir=tmp_path / "x"))
    for number in range(4):
        note_denial(installation, f"address:/media/x{number}.csv")
    note_denial(installation, "page:admin")
    tally_of(installation).close(all_of_them=True)

    told = changes_of(read_trail(installation, Wanted(), who=administrator())[0][0], SAY)

    about = next(line for line in told if line.startswith(SAY("trail_field.about")))
    assert "address:" not in about
    assert "page:" not in about
    assert "địa chỉ /media/x2.csv" in about
    assert f"trang “{SAY('admin.title')}”" in about
