"""What a person answered once is not asked again, is told, and can be taken back."""

from __future__ import annotations

import pytest

from lib.domain.errors import NotAllowed
from lib.domain.intake.cells.as_said import APPROXIMATE, FIRST, TAKE_NUMBER
from lib.domain.intake.cells.doubts import DAYS, THOUSANDS
from lib.domain.problems import Code, Verdict
from lib.services.audit.recording import read_trail
from lib.services.installation import Installation
from lib.services.intake.names_register import former_units, taught
from lib.services.intake.preview import preview, receive
from lib.services.intake.preview_json import sentences
from lib.services.intake.previewed import Preview
from lib.services.intake.remembered_answers import all_lessons, forget, known_lessons, meaning
from lib.store.audit.entries import Wanted
from lib.text import LANGUAGES, words
from tests.support.installations import codes, found, put, see
from tests.support.people import administrator, staff
from tests.support.sheets import SUMMARY_HEAD, csv_bytes, summary, summary_row, xlsx

ODD = "Xã Lóng Sâp"


def seen(installation: Installation, content: bytes, *, sender: str) -> Preview:
    return preview(
        installation, receive("a.csv", content, installation.settings), who=staff(sender)
    )


def month(number: int, name: str = ODD, **more: object) -> bytes:
    return summary(summary_row(name, period=f"{number:02d}/2026", **more))


def teach(installation: Installation, *, who: str = "An") -> str:
    """Publishes July with an answer to the odd name; its question."""
    question = found(see(installation, month(7)), Code.UNKNOWN_COMMUNE)[0].question
    put(installation, month(7), {question: "04045"}, who=who)
    return question


def test_an_answer_is_remembered_for_its_sender_and_told(any_installation: Installation):
    teach(any_installation)

    ready = seen(any_installation, month(8), sender=" an ")

    assert ready.publishable
    assert ready.rows["commune_code"].tolist() == ["04045"]
    (note,) = found(ready, Code.ANSWER_APPLIED)
    assert (note.given, note.values["meaning"], note.values["who"]) == (
        "xã lóng sâp",
        "Xã Lóng Sập",
        "An",
    )


def test_an_answer_holds_for_nobody_else_and_for_no_other_template(installation: Installation):
    teach(installation)
    priority = csv_bytes([("Tên xã/phường", "Xã biên giới", "Xã vùng sâu, vùng xa", "Căn cứ",
                           "Hiệu lực từ"), (ODD, "Có", "Có", "QĐ 60", "01/01/2026")])  # fmt: skip

    assert Code.UNKNOWN_COMMUNE in codes(seen(installation, month(8), sender="Bình"))
    assert Code.UNKNOWN_COMMUNE in codes(seen(installation, month(8), sender=""))
    assert Code.UNKNOWN_COMMUNE in codes(seen(installation, priority, sender="An"))


def test_which_of_two_numbers_is_meant_is_remembered_and_shown(installation: Installation):
    (asked,) = found(see(installation, month(7, "Xã Lóng Sập", guided="120/150")), Code.TWO_NUMBERS)
    put(installation, month(7, "Xã Lóng Sập", guided="120/150"), {asked.question: FIRST}, who="An")

    ready = seen(installation, month(8, "Xã Lóng Sập", guided="130/150"), sender="An")
    (note,) = found(ready, Code.ANSWER_APPLIED)
    (lesson,) = known_lessons(installation, who=staff("An"))

    assert ready.rows["households_guided"].tolist() == [130]
    assert found(ready, Code.READ_AS)[0].given == "130/150"
    assert sentences(note, words("vi"))[0].startswith("“120/150”")
    assert "trước dấu gạch chéo" in meaning(lesson, installation.gazetteer, words("vi"))


def test_that_a_number_is_taken_for_an_exact_one_is_said_each_time(installation: Installation):
    put(installation, month(7, "Xã Lóng Sập", guided="~120"), {APPROXIMATE: TAKE_NUMBER}, who="An")

    ready = seen(installation, month(8, "Xã Lóng Sập", guided="~130"), sender="An")

    assert ready.verdict is Verdict.ASK
    assert known_lessons(installation, who=staff("An")) == []


def test_an_administrator_sees_and_takes_back_everybody_s_answers_on_record(
    any_installation: Installation,
):
    teach(any_installation)
    put_by = put(any_installation, month(9, "Xã Lóng Sâp"), {}, who="An")
    assert put_by
    quan = administrator()

    (one,) = taught(any_installation, "long sap", words(), who=quan)
    forget(any_installation, one, who=quan)

    assert meaning(one, any_installation.gazetteer, words()) == "Xã Lóng Sập"
    assert all_lessons(any_installation, who=quan) == []
    assert Code.UNKNOWN_COMMUNE in codes(seen(any_installation, month(8), sender="An"))
    entry = read_trail(any_installation, Wanted(deed="unlearned"), who=quan)[0][0]
    assert entry.name == quan.name
    assert "xã lóng sâp" in entry.before


def test_nobody_but_an_administrator_takes_back_what_another_taught(installation: Installation):
    teach(installation)
    (one,) = known_lessons(installation, who=staff("An"))

    with pytest.raises(NotAllowed, match="denied"):
        forget(installation, one, who=staff("Bình"))


def test_the_register_of_earlier_units_is_searched_with_and_without_accents(
    installation: Installation,
):
    def found(wanted):
        return {u.name for u in former_units(installation, wanted, who=administrator())}

    assert {"Chiềng Ân", "Chiềng An"} <= found("chieng an")
    assert "Chiềng An" not in found("chiềng ân")
    assert "Chiềng Ân" in found("chiềng ân")
    assert len(former_units(installation, "", who=administrator())) == len(
        installation.gazetteer.former
    )
    assert found("không có tên này") == set()


def test_an_answer_that_decides_nothing_is_not_told(installation: Installation):
    teach(installation)

    ready = seen(installation, month(8, "Xã Lóng Sập"), sender="An")

    assert Code.ANSWER_APPLIED not in codes(ready)
    assert ready.answers == {}


def test_an_answer_taken_back_is_asked_again(any_installation: Installation):
    teach(any_installation)
    (lesson,) = known_lessons(any_installation, who=staff("An"))

    forget(any_installation, lesson, who=staff("An"))

    assert known_lessons(any_installation, who=staff("An")) == []
    assert Code.UNKNOWN_COMMUNE in codes(seen(any_installation, month(8), sender="An"))


def test_a_new_answer_stands_above_the_remembered_one(installation: Installation):
    question = teach(installation)

    ready = preview(
        installation,
        receive("a", month(8), installation.settings),
        {question: "03808"},
        who=staff("An"),
    )

    assert ready.rows["commune_code"].tolist() == ["03808"]
    assert Code.ANSWER_APPLIED not in codes(ready)


def test_leaving_rows_out_is_never_remembered(installation: Installation):
    content = summary(summary_row(ODD), summary_row("Xã Mường La"))
    question = found(see(installation, content), Code.UNKNOWN_COMMUNE)[0].question

    put(installation, content, {question: "skip"})

    assert known_lessons(installation, who=staff("An")) == []


def test_a_thousands_comma_is_asked_once_for_the_file_and_remembered(installation: Installation):
    content = month(7, "Xã Lóng Sập", households="1,250", guided="1,100")
    (problem,) = found(see(installation, content), Code.AMBIGUOUS_NUMBER)
    assert (problem.values["count"], problem.values["thousands"], problem.values["decimal"]) == (
        2,
        "1250",
        "1,25",
    )

    put(installation, content, {problem.question: THOUSANDS})
    ready = seen(
        installation, month(8, "Xã Lóng Sập", households="2,500", guided="1,100"), sender="An"
    )

    assert ready.rows["households"].tolist() == [2500]
    (note,) = found(ready, Code.ANSWER_APPLIED)
    for language in LANGUAGES:
        assert "thousands:" not in sentences(note, words(language))[0]


def test_days_with_the_month_first_are_asked_for_the_whole_file(installation: Installation):
    head = ("Tên xã/phường", "Số ký hiệu kế hoạch", "Ngày ban hành kế hoạch", "Kỳ báo cáo")
    content = csv_bytes(
        [head, ("Xã Lóng Sập", "1/KH", "7/8/2025", "08/2026"),
         ("Xã Mường La", "2/KH", "7/18/2025", "08/2026")]
    )  # fmt: skip
    ready = see(installation, content)
    assert ready.verdict is Verdict.ASK
    assert Code.NOT_A_DATE not in codes(ready)

    months = see(installation, content, {DAYS: "mdy"})
    days = see(installation, content, {DAYS: "dmy"})

    assert months.rows["plan_issued_on"].tolist() == ["2025-07-08", "2025-07-18"]
    assert days.rows["plan_issued_on"].tolist()[0] == "2025-08-07"
    assert Code.NOT_A_DATE in codes(days)


def test_typed_numbers_are_never_asked_about(installation: Installation):
    row = ("1", "Xã Lóng Sập", 14, 9, 52, 1250, 430.0, "08/2026", "")

    ready = see(installation, xlsx(SUMMARY_HEAD, row))

    assert ready.verdict is Verdict.ACCEPT
