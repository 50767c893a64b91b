"""Names agreed to together are learnt one by one: not asked again, and each can be taken back."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from lib.cli.__main__ import app
from lib.domain.intake.batch import Standing
from lib.domain.intake.partial import ANSWER, ROWS
from lib.domain.problems import Code, Problem, Verdict
from lib.services.installation import Installation
from lib.services.intake.batch.board import answer_all, board_of
from lib.services.intake.batch.files import check_file, preview_file
from lib.services.intake.batch.taking_in import start_batch
from lib.services.intake.preview_json import sentences
from lib.services.intake.remembered_answers import forget, known_lessons
from lib.settings import settings
from lib.text import LANGUAGES, words
from tests.support.installations import VILLAGES, codes, found, now, put, see
from tests.support.people import staff
from tests.support.sheets import register, summary, summary_row, village_month

WHO = staff("An")
ODD = {"Lóng Sap": "04045", "Muờng Bú": "03847", "Xã Chiềng Sihn": "03679"}


def month(number: int, *names: str) -> bytes:
    rows = [summary_row(n, period=f"{number:02d}/2026", guided=400 + at + number)
            for at, n in enumerate(names or ODD)]  # fmt: skip
    return summary(*rows)


def proposed(installation: Installation, content: bytes) -> Problem:
    (problem,) = found(see(installation, content), Code.COMMUNES_PROPOSED)
    return problem


def agree(installation: Installation, content: bytes) -> None:
    put(installation, content, {proposed(installation, content).question: "as_proposed"})


def test_agreed_names_are_published_and_learnt_one_by_one(any_installation: Installation):
    agree(any_installation, month(7))

    learnt = {lesson.question: lesson.answer for lesson in known_lessons(any_installation, who=WHO)}
    assert learnt == {f"commune::{name.casefold()}": code for name, code in ODD.items()}


def test_next_month_nothing_is_asked_also_beside_a_new_name(installation: Installation):
    agree(installation, month(7))

    ready = see(installation, month(8))
    assert ready.publishable
    assert ready.rows["commune_code"].tolist() == list(ODD.values())
    assert len(found(ready, Code.ANSWER_APPLIED)) == len(ODD)

    again = see(installation, month(8, *ODD, "Đoàn Kêt"))
    assert [p.given for p in found(again, Code.UNKNOWN_COMMUNE)] == ["Đoàn Kêt"]
    assert Code.COMMUNES_PROPOSED not in codes(again)


def test_one_name_taken_back_is_asked_alone(installation: Installation):
    agree(installation, month(7))
    (lesson,) = [x for x in known_lessons(installation, who=WHO) if "sap" in x.question]

    forget(installation, lesson, who=WHO)

    assert [p.given for p in found(see(installation, month(8)), Code.UNKNOWN_COMMUNE)] == [
        "Lóng Sap"
    ]


def test_asking_one_by_one_is_not_learnt(installation: Installation):
    question = proposed(installation, month(7)).question
    single = {f"commune::{name.casefold()}": code for name, code in ODD.items()}

    put(installation, month(7), {question: "one_by_one", **single})

    assert {x.question for x in known_lessons(installation, who=WHO)} == set(single)


def test_villages_are_learnt_too(installation: Installation):
    names = ("Bản Pha Đón", "Bản Buốc Pát", "Bản Nà")
    put(installation, register(*(("Xã Lóng Sập", n, 100) for n in names)))
    report = village_month(
        *(("Xã Lóng Sập", n, 3, 20) for n in ("Bản Pha Don", "Buốc Pat", "Bản Nà"))
    )
    (asked,) = found(see(installation, report), Code.VILLAGES_PROPOSED)

    put(installation, report, {asked.question: "as_proposed"})

    assert now(installation, VILLAGES)["unit_name"].tolist() == list(names)
    september = village_month(
        ("Xã Lóng Sập", "Bản Pha Don", 3, 21), ("Xã Lóng Sập", "Buốc Pat", 3, 22), period="09/2026"
    )
    assert see(installation, september).verdict in (Verdict.ACCEPT, Verdict.WARN)


def test_rows_with_such_names_are_no_clean_part(installation: Installation):
    names = ("Bản Pha Đón", "Bản Buốc Pát", "Bản Nà")
    put(installation, register(*(("Xã Lóng Sập", n, 100) for n in names)))
    report = village_month(
        *(("Xã Lóng Sập", n, 3, 20) for n in ("Bản Pha Don", "Buốc Pat", "Bản Nà"))
    )

    ready = see(installation, report, {ANSWER: ROWS})

    assert ready.rows["unit_name"].tolist() == ["Bản Nà"]


def test_on_the_board_one_answer_settles_the_files_that_ask_the_same(installation: Installation):
    batch = start_batch(installation, [("a.csv", month(7)), ("b.csv", month(8))], who=WHO)
    for _ in range(2):
        board = board_of(installation, batch.code, who=WHO)
        assert board is not None
        for file_id in board.due:
            check_file(installation, file_id)
        board = board_of(installation, batch.code, who=WHO)
        assert board is not None
        if board.questions:
            (shared,) = board.questions
            assert len(shared.files) == 2
            answer_all(installation, batch, {shared.kind: "as_proposed"}, who=WHO)

    assert [line.standing for line in board.lines] == [Standing.INFERRED, Standing.INFERRED]
    first = preview_file(installation, board.lines[0].file_id, who=WHO)
    assert first.answers["commune::lóng sap"] == "04045"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_how_many_and_which(installation: Installation, language):
    seen, fix = sentences(proposed(installation, month(7)), words(language))

    assert seen.startswith("3 ")
    assert "“Lóng Sap” → Xã Lóng Sập" in seen
    assert words(language)("answer.as_proposed") in fix


def test_the_command_line_takes_the_answer(tmp_path, monkeypatch):
    monkeypatch.setenv("BDHVS_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    path = tmp_path / "a.csv"
    path.write_bytes(month(7))
    told = json.loads(CliRunner().invoke(app, ["check", str(path), "--json"]).stdout)
    (question,) = [p["question"] for p in told["problems"] if p["code"] == "communes_proposed"]

    answered = ["check", str(path), "--json", "--answer", f"{question}=as_proposed"]
    after = json.loads(CliRunner().invoke(app, answered).stdout)

    settings.cache_clear()
    assert (told["verdict"], after["verdict"]) == ("ask", "accept")
    assert [r["commune_code"] for r in after["rows"]] == list(ODD.values())
