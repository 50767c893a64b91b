"""CSV files with a fault of their own: bytes out of place, lines of nothing but separators."""

from __future__ import annotations

import pytest

from lib.domain.intake.cells.worksheet import Table
from lib.domain.problems import Code, Severity
from lib.files.reading.large_csv import LARGE
from lib.files.reading.reader import read
from tests.support.pipeline import understand
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, summary_row

ROWS = [SUMMARY_HEAD, summary_row("Xã Lóng Sập", note="tốt"), summary_row("Xã Mường La")]


@pytest.mark.parametrize("lines", [0, 30_000])
def test_two_bytes_out_of_place_are_told_where_they_stand(lines):
    rows = [*ROWS, *(summary_row("Xã Mường La", note=str(n)) for n in range(lines))]
    content = csv_bytes(rows, encoding="utf-8").replace("tốt".encode(), b"t\xe1\xbbt")
    assert (len(content) > LARGE) == bool(lines)

    [page] = read(content)
    [told] = [p for p in understand(page).problems if p.code is Code.DAMAGED_LETTERS]

    assert page.rows[1][1] == "Xã Lóng Sập"
    assert page.damaged == ((1, 8),)
    assert (told.severity, told.row, told.column) == (Severity.WARN, 2, "I")
    assert (told.given, told.values["cells"]) == ("t\ufffdt", "I2")


def test_old_alphabets_are_still_told_from_damaged_letters():
    [page] = read("TT;Xã/phường\r\n1;Xã Mộc Châu\r\n".encode("cp1258", "ignore"))

    assert page.damaged == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ghost", [";;;;;;;;", " ; ; ", "", "   "])
def test_lines_of_separators_below_the_last_row_are_nothing(encoding, ghost):
    content = csv_bytes(ROWS, encoding="utf-8").decode() + f"{ghost}\r\n" * 250_000

    [page] = read(content.encode(encoding))

    assert len(page.rows) == len(ROWS)
    assert list(page.rows[2])[1] == "Xã Mường La"


def test_blank_cells_and_breaks_at_the_end_of_the_last_row_stay_in_it():
    content = csv_bytes([*ROWS, ("", "", "a;\n\n;", "", "")])

    [page] = read(content)

    assert list(page.rows[3]) == ["", "", "a;\n\n;", "", ""]


def test_a_large_file_without_ghosts_is_still_read_as_columns():
    content = csv_bytes(
        [SUMMARY_HEAD, *(summary_row("Xã Mường La", note=n) for n in range(30_000))]
    )

    [page] = read(content + b";;;;;;;;\r\n" * 200_000)

    assert isinstance(page.rows, Table)
    assert len(page.rows) == 30_001
