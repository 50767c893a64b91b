"""Clean rows are taken in while faulty ones go back, and nothing else changes."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from lib.domain.intake.checking.unusual import movements
from lib.domain.intake.partial import ANSWER, COMMUNES, ROWS
from lib.domain.problems import Code, Severity, Verdict
from lib.services.installation import Installation
from lib.services.intake.preview import thresholds
from lib.services.intake.preview_words import changes_in_words, parted_in_words, unusual_in_words
from lib.text import words
from tests.support.installations import SUMMARY, VILLAGES, facts, found, now, put, see
from tests.support.sheets import SUMMARY_HEAD, saved, summary, summary_row, village_month

GOOD = summary_row("Xã Mường La", guided=431)
BAD = summary_row("Xã Lóng Sập", guided="rất nhiều")


def of(known: set[object], commune: str) -> set[object]:
    return {fact for fact in known if fact[1] == commune}  # type: ignore[index]


def test_a_clean_commune_is_published_and_the_faulty_one_keeps_what_it_has(
    any_installation: Installation,
):
    put(any_installation, summary(summary_row("Xã Lóng Sập"), summary_row("Xã Mường La")))
    before = facts(any_installation)
    file = summary(GOOD, BAD)
    assert see(any_installation, file).verdict is Verdict.REJECT

    put(any_installation, file, {ANSWER: COMMUNES})

    after = facts(any_installation)
    assert of(after, "04045") == of(before, "04045")
    assert (
        now(any_installation, SUMMARY).set_index("commune_code")["households_guided"]["03808"]
        == 431
    )


def test_nothing_is_parted_unless_a_person_chooses(installation: Installation):
    ready = see(installation, summary(GOOD, BAD))

    assert [w.way for w in ready.ways] == [COMMUNES]
    assert ready.parted is None
    assert not ready.publishable


def test_what_will_happen_is_said_before_publishing(installation: Installation):
    ready = see(installation, summary(GOOD, BAD), {ANSWER: COMMUNES})

    assert ready.parted is not None
    said = parted_in_words(ready.parted, installation.gazetteer, words("vi"))
    assert "1 dòng của 1 xã" in said
    assert "Xã Lóng Sập" in said
    assert [p.code for p in ready.aside] == [Code.NOT_A_COUNT]
    assert all(p.severity < Severity.ASK for p in ready.problems)


def test_every_row_with_an_open_doubt_goes_back_not_only_the_first(installation: Installation):
    doubtful = [summary_row(n, guided="1,250") for n in ("Xã Lóng Sập", "Phường Tô Hiệu")]

    [way] = see(installation, summary(*doubtful, GOOD)).ways

    assert way.kept.rows["commune_code"].tolist() == ["03808"]
    assert len(way.aside) == 2


def test_a_file_with_struck_rows_is_not_parted_before_it_is_said_what_becomes_of_them(
    installation: Installation,
):
    book = Workbook()
    for row in (SUMMARY_HEAD, GOOD, summary_row("Xã Lóng Sập")):
        book.active.append(list(row))
    for cell in book.active[3]:
        cell.font = Font(strike=True)

    asked = see(installation, saved(book))

    assert found(asked, Code.STRUCK)
    assert asked.ways == ()


def test_a_file_without_faults_offers_no_parting(installation: Installation):
    assert see(installation, summary(GOOD)).ways == ()


def test_a_file_of_faults_alone_offers_no_parting(installation: Installation):
    assert see(installation, summary(BAD)).ways == ()


def test_a_file_without_a_period_cannot_be_parted(installation: Installation):
    bad = summary_row("Xã Lóng Sập", guided="rất nhiều", period="")

    assert see(installation, summary(summary_row("Xã Mường La", period=""), bad)).ways == ()


ABC = tuple(("Xã Lóng Sập", f"Bản {n}", 3, 20) for n in "ABC")


@pytest.mark.parametrize("bad", ["hai chục mấy", -1])
def test_clean_villages_are_an_update_and_the_faulty_village_keeps_its_figures(
    any_installation: Installation, bad: object
):
    put(any_installation, village_month(*ABC))
    before = facts(any_installation, VILLAGES)
    fresh = village_month(("Xã Lóng Sập", "Bản A", 4, 25), ("Xã Lóng Sập", "Bản B", 4, bad))

    put(any_installation, fresh, {ANSWER: ROWS})

    after = facts(any_installation, VILLAGES)
    rows = now(any_installation, VILLAGES).set_index("unit_name")["households_guided"]
    assert rows.to_dict() == {"Bản A": 25, "Bản B": 20, "Bản C": 20}
    assert {f for f in after if f[2] != "name:bản a"} == {  # type: ignore[index]
        f
        for f in before
        if f[2] != "name:bản a"  # type: ignore[index]
    }


def test_a_commune_with_one_faulty_village_is_set_aside_whole(any_installation: Installation):
    put(any_installation, village_month(*ABC))
    before = facts(any_installation, VILLAGES)
    file = village_month(
        ("Xã Lóng Sập", "Bản A", 4, 25),
        ("Xã Lóng Sập", "Bản B", 4, "hai chục mấy"),
        ("Xã Mường La", "Bản D", 4, 30),
    )

    put(any_installation, file, {ANSWER: COMMUNES})

    after = facts(any_installation, VILLAGES)
    assert of(after, "04045") == before
    assert len(now(any_installation, VILLAGES)) == 4


def test_a_village_of_an_unknown_commune_lets_nothing_lapse(any_installation: Installation):
    put(any_installation, village_month(*ABC))
    file = village_month(("Xã Lóng Sập", "Bản A", 4, 25), ("Xã Lóng Xập", "Bản B", 4, 30))
    assert found(see(any_installation, file), Code.UNKNOWN_COMMUNE)

    put(any_installation, file, {ANSWER: COMMUNES})

    rows = now(any_installation, VILLAGES).set_index("unit_name")["households_guided"]
    assert rows.to_dict() == {"Bản A": 25, "Bản B": 20, "Bản C": 20}


def test_both_rows_of_a_repeated_village_are_set_aside(installation: Installation):
    file = village_month(*ABC, ("Xã Lóng Sập", "Bản A", 9, 99))

    ready = see(installation, file, {ANSWER: ROWS})

    assert sorted(ready.rows["unit_name"]) == ["Bản B", "Bản C"]


def test_parts_of_a_commune_are_not_published_while_a_row_has_no_commune(
    installation: Installation,
):
    file = summary(summary_row("Xã Chiềng San"), summary_row("Xã Pi Tong"), GOOD_ELSEWHERE)

    ready = see(installation, file, {ANSWER: COMMUNES})

    assert list(ready.rows["commune_code"]) == ["04045"]


GOOD_ELSEWHERE = summary_row("Xã Lóng Sập")


def test_the_mended_file_replaces_the_whole_commune_later(any_installation: Installation):
    put(any_installation, village_month(ABC[0], ("Xã Lóng Sập", "Bản B", 4, "x y")), {ANSWER: ROWS})

    put(any_installation, village_month(*ABC))

    assert len(now(any_installation, VILLAGES)) == 3


def test_an_unknown_choice_is_no_choice(installation: Installation):
    assert see(installation, summary(GOOD, BAD), {ANSWER: "' OR 1=1"}).parted is None


def test_the_preview_tells_totals_and_what_is_unusual(installation: Installation):
    put(installation, summary(summary_row("Xã Lóng Sập", ambassadors=88), GOOD))
    ready = see(installation, summary(summary_row("Xã Lóng Sập", ambassadors=58), GOOD))
    assert ready.changes is not None
    say = words("vi")

    moved = movements(ready.changes, thresholds(installation.in_force))
    assert "1/2 xã thay đổi" in changes_in_words(ready.changes, say)
    assert "Số Đại sứ số: 140 → 110 (−30)" in changes_in_words(ready.changes, say)
    assert unusual_in_words(moved, installation.gazetteer, say) == (
        "Lóng Sập: Số Đại sứ số giảm 30 (88 → 58) – bất thường."
    )


def test_a_first_report_of_a_period_is_told_beside_the_period_before(installation: Installation):
    put(installation, summary(summary_row("Xã Lóng Sập", ambassadors=80, period="07/2026")))
    ready = see(installation, summary(summary_row("Xã Lóng Sập", ambassadors=88)))
    assert ready.changes is not None

    said = changes_in_words(ready.changes, words("vi"))

    assert "Số Đại sứ số: 88 (mới; kỳ trước 80, +8)" in said


def test_a_change_that_moves_no_total_is_told_by_itself(installation: Installation):
    put(installation, summary(summary_row("Xã Lóng Sập", note="thiếu mạng")))
    ready = see(installation, summary(summary_row("Xã Lóng Sập", note="thiếu máy")))
    assert ready.changes is not None

    said = changes_in_words(ready.changes, words("vi"))

    assert "Xã Lóng Sập, Ghi chú: thiếu mạng → thiếu máy" in said


def test_villages_that_differ_from_the_communes_own_sheet_are_told(installation: Installation):
    put(installation, summary(summary_row("Xã Lóng Sập", ambassadors=10, guided=60)))

    problems = found(see(installation, village_month(*ABC)), Code.LEVELS_DIFFER)

    assert [(p.given, p.values["old"]) for p in problems] == [("9", "10")]
