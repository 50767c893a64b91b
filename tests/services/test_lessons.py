"""What a person answered once is not asked again, is told, and can be taken back."""

from __future__ import annotations

from lib.domain.doubts import DAYS, THOUSANDS
from lib.domain.problems import Code, Verdict
from lib.services.answers import sentences
from lib.services.house import House
from lib.services.intake import Preview, preview, receive
from lib.services.lessons import forget, known_lessons
from lib.text import LANGUAGES, words
from tests.support.houses import codes, found, put, see
from tests.support.people import staff
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, summary, summary_row, xlsx

ODD = "Xã Lóng Sâp"


def seen(house: House, content: bytes, *, sender: str) -> Preview:
    return preview(house, receive("a.csv", content, house.settings), who=staff(sender))


def month(number: int, name: str = ODD, **more: object) -> bytes:
    return summary(summary_row(name, period=f"{number:02d}/2026", **more))


def teach(house: House, *, who: str = "An") -> str:
    """Publishes July with an answer to the odd name; its question."""
    question = found(see(house, month(7)), Code.UNKNOWN_COMMUNE)[0].question
    put(house, month(7), {question: "04045"}, who=who)
    return question


def test_an_answer_is_remembered_for_its_sender_and_told(any_house: House):
    teach(any_house)

    ready = seen(any_house, month(8), sender=" an ")

    assert ready.publishable
    assert ready.rows["commune_code"].tolist() == ["04045"]
    (note,) = found(ready, Code.ANSWER_APPLIED)
    assert (note.given, note.values["meaning"], note.values["who"]) == (
        "xã lóng sâp",
        "Xã Lóng Sập",
        "An",
    )


def test_an_answer_holds_for_nobody_else_and_for_no_other_template(house: House):
    teach(house)
    priority = csv_bytes([("Tên xã/phường", "Xã biên giới", "Xã vùng sâu, vùng xa", "Căn cứ",
                           "Hiệu lực từ"), (ODD, "Có", "Có", "QĐ 60", "01/01/2026")])  # fmt: skip

    assert Code.UNKNOWN_COMMUNE in codes(seen(house, month(8), sender="Bình"))
    assert Code.UNKNOWN_COMMUNE in codes(seen(house, month(8), sender=""))
    assert Code.UNKNOWN_COMMUNE in codes(seen(house, priority, sender="An"))


def test_an_answer_that_decides_nothing_is_not_told(house: House):
    teach(house)

    ready = seen(house, month(8, "Xã Lóng Sập"), sender="An")

    assert Code.ANSWER_APPLIED not in codes(ready)
    assert ready.answers == {}


def test_an_answer_taken_back_is_asked_again(any_house: House):
    teach(any_house)
    (lesson,) = known_lessons(any_house, who=staff("An"))

    forget(any_house, lesson, who=staff("An"))

    assert known_lessons(any_house, who=staff("An")) == []
    assert Code.UNKNOWN_COMMUNE in codes(seen(any_house, month(8), sender="An"))


def test_a_new_answer_stands_above_the_remembered_one(house: House):
    question = teach(house)

    ready = preview(
        house, receive("a", month(8), house.settings), {question: "03808"}, who=staff("An")
    )

    assert ready.rows["commune_code"].tolist() == ["03808"]
    assert Code.ANSWER_APPLIED not in codes(ready)


def test_leaving_rows_out_is_never_remembered(house: House):
    content = summary(summary_row(ODD), summary_row("Xã Mường La"))
    question = found(see(house, content), Code.UNKNOWN_COMMUNE)[0].question

    put(house, content, {question: "skip"})

    assert known_lessons(house, who=staff("An")) == []


def test_a_thousands_comma_is_asked_once_for_the_file_and_remembered(house: House):
    content = month(7, "Xã Lóng Sập", households="1,250", guided="1,100")
    (problem,) = found(see(house, content), Code.AMBIGUOUS_NUMBER)
    assert (problem.values["count"], problem.values["thousands"], problem.values["decimal"]) == (
        2,
        "1250",
        "1,25",
    )

    put(house, content, {problem.question: THOUSANDS})
    ready = seen(house, month(8, "Xã Lóng Sập", households="2,500", guided="1,100"), sender="An")

    assert ready.rows["households"].tolist() == [2500]
    (note,) = found(ready, Code.ANSWER_APPLIED)
    for language in LANGUAGES:
        assert "thousands:" not in sentences(note, words(language))[0]


def test_days_with_the_month_first_are_asked_for_the_whole_file(house: House):
    head = ("Tên xã/phường", "Số ký hiệu kế hoạch", "Ngày ban hành kế hoạch", "Kỳ báo cáo")
    content = csv_bytes(
        [head, ("Xã Lóng Sập", "1/KH", "7/8/2025", "08/2026"),
         ("Xã Mường La", "2/KH", "7/18/2025", "08/2026")]
    )  # fmt: skip
    ready = see(house, content)
    assert ready.verdict is Verdict.ASK
    assert Code.NOT_A_DATE not in codes(ready)

    months = see(house, content, {DAYS: "mdy"})
    days = see(house, content, {DAYS: "dmy"})

    assert months.rows["plan_issued_on"].tolist() == ["2025-07-08", "2025-07-18"]
    assert days.rows["plan_issued_on"].tolist()[0] == "2025-08-07"
    assert Code.NOT_A_DATE in codes(days)


def test_typed_numbers_are_never_asked_about(house: House):
    row = ("1", "Xã Lóng Sập", 14, 9, 52, 1250, 430.0, "08/2026", "")

    ready = see(house, xlsx(SUMMARY_HEAD, row))

    assert ready.verdict is Verdict.ACCEPT
