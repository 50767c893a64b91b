"""The papers of a plan: every name stays a name, and nothing is signed for anybody."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import openpyxl
import pytest
from icalendar import Calendar

from lib.domain.access.permissions import Person, Role
from lib.domain.errors import NotAllowed, UnreadableFile
from lib.files.writing.letter_templates import Letter, blank_letter
from lib.files.writing.plan_letters import FOLDER
from lib.services.planning.told.archive import blank_letters, plan_archive, slug
from lib.services.planning.versions import save_plan
from lib.text import words
from tests.support.papers import HOSTILE, hostile_question
from tests.support.plans import MAI, QUESTION, draft


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def text_of(content: bytes) -> str:
    made = docx.Document(io.BytesIO(content))
    cells = [c.text for t in made.tables for r in t.rows for c in r.cells]
    heads = [p.text for s in made.sections for p in
             (*s.header.paragraphs, *s.first_page_header.paragraphs)]  # fmt: skip
    return "\n".join([*heads, *(p.text for p in made.paragraphs), *cells])


def archive(installation, instance=QUESTION, language="vi") -> zipfile.ZipFile:
    saved = save_plan(installation, draft(instance), who=MAI)
    return opened(plan_archive(installation, saved, words(language), who=MAI))


def test_the_archive_holds_workbook_letters_and_a_calendar_for_each_team(installation):
    names = archive(installation).namelist()

    assert {"phuong-an.xlsx", "ke-hoach.docx"} <= set(names)
    assert [n for n in names if n.startswith("giao-nhiem-vu/")]
    assert {n for n in names if n.endswith(".ics")} == {
        "lich/001-tn-01.ics",
        "lich/002-tn-02.ics",
    }


def test_hostile_names_stay_names_in_every_paper(installation):
    made = archive(installation, hostile_question())

    for name in made.namelist():
        assert ".." not in name
        assert not name.startswith("/")
        content = made.read(name)
        if name.endswith(".docx"):
            told = text_of(content)
            assert "{{ 7*7 }}" in told
            assert "<b>&" in told
        if name.endswith(".ics"):
            calendar = Calendar.from_ical(content)
            stays = list(calendar.walk("VEVENT"))
            assert len(stays) == content.count(b"\r\nBEGIN:VEVENT\r\n")
    book = openpyxl.load_workbook(io.BytesIO(made.read("phuong-an.xlsx")))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f" or c.hyperlink]
    assert [c for c in cells if str(c.value).startswith(HOSTILE[:12])]


def test_made_up_figures_are_marked_in_every_paper(installation):
    made = archive(installation, hostile_question())
    mark = words()("app.demo")

    book = openpyxl.load_workbook(io.BytesIO(made.read("phuong-an.xlsx")))
    assert all(mark in [c.value for c in sheet["A"]][:4] for sheet in book)
    for name in made.namelist():
        if name.endswith(".docx"):
            assert text_of(made.read(name)).count(mark) == 2, "first page and the others"
        if name.endswith(".ics"):
            assert mark.encode() in made.read(name).replace(b"\r\n ", b"")


def test_numbers_days_of_signing_and_names_of_signers_stay_blank(installation):
    told = text_of(archive(installation).read("ke-hoach.docx"))

    assert "Số:          -KH/TĐTN-…" in told
    assert "Sơn La, ngày       tháng       năm 2027" in told
    assert "./." in told


def test_a_stay_is_an_event_of_whole_days(installation):
    made = archive(installation)

    events = [
        e
        for n in made.namelist()
        if n.endswith(".ics")
        for e in Calendar.from_ical(made.read(n)).walk("VEVENT")
    ]

    assert events
    for event in events:
        begins, ends = event.decoded("dtstart"), event.decoded("dtend")
        assert type(begins) is date
        assert (ends - begins).days == 14
    assert len({str(e["uid"]) for e in events}) == len(events)


def test_the_workbook_tells_parameters_with_their_sentences_and_the_certificate(installation):
    book = openpyxl.load_workbook(io.BytesIO(archive(installation).read("phuong-an.xlsx")))

    assert book.sheetnames == ["Phân công", "Theo xã", "Theo đội", "Thiết lập", "Chứng nhận"]
    settings = list(book["Thiết lập"].iter_rows(values_only=True))
    assert any(row[0] == "Trần cho mỗi xã" and row[1] == 3 and row[3] for row in settings)
    told = {row[0]: row[1] for row in book["Chứng nhận"].iter_rows(values_only=True)}
    assert told["Hạt giống"] == "0"
    assert told["Giá trị (hộ quy đổi)"] <= told["Mức trần đã chứng minh (hộ quy đổi)"] + 1e-6


def test_an_english_reader_gets_english_tables_and_vietnamese_letters(installation):
    made = archive(installation, language="en")

    assert (
        "Assignments" in openpyxl.load_workbook(io.BytesIO(made.read("phuong-an.xlsx"))).sheetnames
    )
    assert "KẾ HOẠCH" in text_of(made.read("ke-hoach.docx"))


def own(installation, content: bytes) -> None:
    folder = installation.settings.data_dir / FOLDER
    folder.mkdir(parents=True)
    (folder / "ke-hoach.docx").write_bytes(content)


def written(text: str) -> bytes:
    made, buffer = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(buffer)
    return buffer.getvalue()


def test_an_office_s_own_template_is_used(installation):
    own(installation, written("Của chúng tôi: {{ so_dot }} đợt"))

    assert "Của chúng tôi: 2 đợt" in text_of(archive(installation).read("ke-hoach.docx"))


def test_a_template_put_there_later_is_used_at_once(installation):
    saved = save_plan(installation, draft(), who=MAI)
    plan_archive(installation, saved, words(), who=MAI)

    own(installation, written("Mẫu mới"))

    made = opened(plan_archive(installation, saved, words(), who=MAI))
    assert "Mẫu mới" in text_of(made.read("ke-hoach.docx"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (written("{{ khong_co }}"), "letter_unknown"),
        (written("{% for d in phan_cong %}{{ d.khong_co }}{% endfor %}"), "letter_unknown"),
        (written("{{ nam "), "letter_syntax"),
        (written("{{ nam.__class__.__mro__ }}"), "letter_broken"),
        (b"no word file", "letter_broken"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_told_calmly(installation, content, code):
    own(installation, content)

    with pytest.raises(UnreadableFile) as told:
        archive(installation)

    assert told.value.code == code
    assert "ke-hoach.docx" in words()(f"error.{code}", **told.value.values)


def test_blank_letters_come_with_either_letterhead():
    made = opened(blank_letters())

    assert set(made.namelist()) == {
        f"{head}/{letter}.docx" for head in ("quoc-hieu", "tieu-de-doan") for letter in Letter
    }
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text_of(made.read("quoc-hieu/ke-hoach.docx"))
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in text_of(made.read("tieu-de-doan/ke-hoach.docx"))


def test_letters_are_laid_out_as_the_decree_asks():
    page = docx.Document(io.BytesIO(blank_letter(Letter.PLAN))).sections[0]

    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    margins = [page.top_margin, page.bottom_margin, page.left_margin, page.right_margin]
    assert [round(m.mm) for m in margins] == [20, 20, 30, 15]
    assert page.different_first_page_header_footer


def test_who_may_not_see_plans_gets_no_papers(installation):
    saved = save_plan(installation, draft(), who=MAI)

    with pytest.raises(NotAllowed):
        plan_archive(installation, saved, words(), who=Person("Cán bộ xã", Role.OFFICER, "03646"))


def test_a_plan_that_is_not_solved_has_no_papers(installation):
    saved = save_plan(installation, draft(solved=False), who=MAI)

    with pytest.raises(NotAllowed):
        plan_archive(installation, saved, words(), who=MAI)


def test_names_of_files_are_plain():
    assert slug("Xã Lóng Sập") == "xa-long-sap"
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("漢") == "x"
