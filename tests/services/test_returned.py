"""What goes back to the sender: marked workbook and message."""

from __future__ import annotations

import io
import re
from string import Formatter

import pytest
from openpyxl import load_workbook

from lib.domain.intake.partial import ANSWER, COMMUNES
from lib.domain.problems import Code, Problem, Severity
from lib.services.installation import Installation
from lib.services.intake.marked_reply import for_sender, has_marks, message, returned
from lib.services.intake.preview_json import sentences
from lib.store.engine import writing
from lib.store.history.uploads import set_mark
from lib.text import LANGUAGES, words
from tests.support.installations import see
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, summary, summary_row, xlsx

OWN = {"row", "column", "place", "line", "given", "header"}


def asked(key: str) -> set[str]:
    """The names that a sentence asks for."""
    return {name for _, name, _, _ in Formatter().parse(words()(key)) if name}


BAD = summary_row("Xã Lóng Sập", guided="rất nhiều", ambassadors=-3)


def test_each_faulty_cell_is_marked_where_the_sender_wrote_it(installation: Installation):
    ready = see(installation, xlsx(SUMMARY_HEAD, BAD, name="Biểu"), name="Lóng Sập.xlsx")

    made = returned(installation, ready)

    book = load_workbook(io.BytesIO(made.content))
    page = book["Biểu"]
    assert made.name == "Lóng Sập_can-sua.xlsx"
    assert "rất nhiều" in page["G2"].comment.text
    assert "số âm" in page["E2"].comment.text
    assert page["D2"].comment is None
    assert [page["G2"].value, page["E2"].value] == ["rất nhiều", -3]
    listed = [[c.value for c in row] for row in book["Lỗi cần sửa"].iter_rows(min_row=4)]
    assert {row[1] for row in listed} == {"G2", "E2"}


def test_the_mended_workbook_is_taken_in_with_its_list_still_in_it(installation: Installation):
    ready = see(installation, xlsx(SUMMARY_HEAD, BAD, name="Biểu"))
    book = load_workbook(io.BytesIO(returned(installation, ready).content))
    book["Biểu"]["G2"], book["Biểu"]["E2"] = 430, 3
    mended = io.BytesIO()
    book.save(mended)

    again = see(installation, mended.getvalue())

    assert again.publishable
    assert [p.code for p in again.problems] == []


def test_a_csv_comes_back_as_a_workbook_of_the_same_cells(installation: Installation):
    ready = see(installation, summary(BAD), name="a.csv")

    page = load_workbook(io.BytesIO(returned(installation, ready).content))["CSV"]

    assert [c.value for c in page[1]] == list(SUMMARY_HEAD)
    assert page["G2"].comment


def test_what_was_set_aside_goes_back_too(installation: Installation):
    ready = see(installation, summary(summary_row("Xã Mường La"), BAD), {ANSWER: COMMUNES})

    page = load_workbook(io.BytesIO(returned(installation, ready).content))["CSV"]

    assert page["G3"].comment
    assert "Xã Lóng Sập" in message(installation, ready)


def test_the_message_is_ready_to_be_sent(installation: Installation):
    rows = [summary_row("Xã Lóng Sập", guided=f"x{n}") for n in range(3)]
    ready = see(installation, summary(*rows), name="t8.csv")

    said = message(installation, ready)

    assert said.startswith("Kính gửi UBND Xã Lóng Sập,")
    assert "“t8.csv”" in said
    assert "Tương tự ở các dòng: 3, 4." in said
    assert "không ghi 0" in said
    assert said.count("không phải số.") == 1


def test_the_message_stays_short_however_many_problems_there_are(installation: Installation):
    rows = [summary_row("Xã Lóng Sập", guided="x") for _ in range(500)]

    said = message(installation, see(installation, summary(*rows)))

    assert len(said) < 3000
    assert "dòng nữa" in said


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x","y")', "<script>x</script>", "\u202ex"])
def test_hostile_words_are_quoted_and_never_live(installation: Installation, name: str):
    rows = csv_bytes([SUMMARY_HEAD, summary_row(name)], encoding="utf-8")
    ready = see(installation, rows)

    book = load_workbook(io.BytesIO(returned(installation, ready).content))

    assert all(
        c.data_type != "f" or c.quotePrefix or c.number_format == "@"
        for page in book
        for row in page.iter_rows()
        for c in row
    )
    assert for_sender(ready)


def test_a_demo_store_marks_what_goes_back(installation: Installation):
    with writing(installation.engine) as connection:
        set_mark(connection, "demo", "yes")
    ready = see(installation, summary(BAD))

    assert "DỮ LIỆU MINH HỌA" in message(installation, ready)
    page = load_workbook(io.BytesIO(returned(installation, ready).content))["Lỗi cần sửa"]
    assert "DỮ LIỆU MINH HỌA" in page["A1"].value


def test_a_file_of_no_known_template_still_gets_its_message(installation: Installation):
    ready = see(installation, b"ten;so\r\nA;1\r\n")

    assert "chưa nhận ra biểu mẫu" in message(installation, ready)
    assert (
        "Lỗi cần sửa" in load_workbook(io.BytesIO(returned(installation, ready).content)).sheetnames
    )


def test_a_fault_of_the_whole_file_speaks_of_no_coloured_cell_and_no_row(
    installation: Installation,
):
    ready = see(installation, csv_bytes([("Họp", "Ngày"), ("giao ban", "15/8/2026")]))

    said = message(installation, ready)
    made = load_workbook(io.BytesIO(returned(installation, ready).content))
    listed = " ".join(
        str(c.value) for row in made["Lỗi cần sửa"].iter_rows() for c in row if c.value
    )

    assert not has_marks(ready)
    for text in (said, listed):
        assert "màu" not in text
        assert not re.search(r"[Dd]òng (0|–)|Ô –", text)
    assert "Phải sửa: 1 điểm." in said


@pytest.mark.parametrize(
    ("above", "name", "to"),
    [
        ("UBND XÃ LÓNG SẬP", "bieu.csv", "Kính gửi UBND Xã Lóng Sập,"),
        ("Báo cáo tháng 8", "Xã_Lóng Sập-t8.csv", "Kính gửi UBND Xã Lóng Sập,"),
        ("Xã Lóng Sập, Xã Mường La", "bieu.csv", "Kính gửi đơn vị gửi báo cáo,"),
        ("Xã Lóng Sậpp", "bieu.csv", "Kính gửi đơn vị gửi báo cáo,"),
    ],
)
def test_a_file_without_rows_is_answered_to_the_commune_of_its_title(
    installation: Installation, above: str, name: str, to: str
):
    ready = see(installation, csv_bytes([(above,), SUMMARY_HEAD]), name=name)

    assert len(ready.rows) == 0
    assert message(installation, ready).startswith(to)


def test_faults_of_the_file_are_told_as_the_files_beside_those_of_cells(
    installation: Installation,
):
    alone = see(installation, csv_bytes([("Họp", "Ngày"), ("giao ban", "15/8/2026")]))
    beside = see(installation, summary(summary_row("Xã Lóng Sập", guided="nhiều", period="")))

    assert "là của cả tệp, không riêng ô nào." in message(installation, alone)
    said = message(installation, beside)
    assert "không riêng ô nào" not in said
    assert re.search(r"\d\. Của cả tệp: ", said)


def test_a_marked_cell_is_told_of_and_nothing_is_counted_that_is_not_there(
    installation: Installation,
):
    ready = see(installation, summary(BAD))

    said = message(installation, ready)

    assert has_marks(ready)
    assert "tô màu" in said
    assert "0 điểm" not in said


def test_a_sender_is_never_asked_to_choose_on_a_page(installation: Installation):
    ready = see(installation, summary(summary_row("Xã Lóng Sáp Mới")))

    said = message(installation, ready)

    assert "Chọn" not in said
    assert "Nhờ đơn vị cho biết ý đúng" in said


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_names_only_the_place_it_has(code, language):
    # A number, for some sentences write it as people do.
    blank = {name: 7 for part in ("say", "fix") for name in asked(f"problem.{code}.{part}")}
    values = {k: v for k, v in blank.items() if k not in OWN}

    for row, column in ((None, ""), (0, ""), (63, "")):
        problem = Problem(
            code=code, severity=Severity.ERROR, row=row, column=column, given="x", values=values
        )
        seen, _ = sentences(problem, words(language))
        if {"place", "line"} & blank.keys():
            assert "–63" not in seen
            assert not re.search(r"(Ô|Cell|Dòng|Row) (–|0)", seen)
            assert ("63" in seen) is (row == 63)
