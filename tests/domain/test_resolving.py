"""Whose figures a row holds: never guessed, always asked where two answers are possible."""

from __future__ import annotations

import unicodedata

import pytest

from lib.domain.places.villages import Village
from lib.domain.problems import Code, Problem, Severity
from lib.files.reference import gazetteer
from tests.support.pipeline import (
    Understood,
    summary_sheet,
    understand,
    village_row,
    village_sheet,
)
from tests.support.sheets import REGISTER_HEAD, SUMMARY_HEAD, VILLAGE_HEAD, sheet, summary_row

LONG_SAP = "04045"
PLACES = gazetteer()
REGISTERED = (
    Village(LONG_SAP, "04045-001", "Bản A"),
    Village(LONG_SAP, "04045-002", "Bản B"),
    Village(LONG_SAP, "04045-003", "Bản 5"),
)


def one(answer: Understood, code: Code) -> Problem:
    (problem,) = answer.found(code)
    return problem


def communes(answer: Understood) -> list[str]:
    return list(answer.rows["commune_code"])


def of(name: str, **more: object) -> Understood:
    """One commune of the summary sheet, under this name."""
    return understand(summary_sheet(summary_row(name)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written",
    [
        "Xã Lóng Sập",
        "  xã  LÓNG   SẬP ",
        "Lóng Sập",
        "UBND xã Lóng Sập",
        unicodedata.normalize("NFD", "Xã Lóng Sập"),
    ],
)
def test_a_name_of_today_needs_no_question(written: str):
    answer = of(written)

    assert communes(answer) == [LONG_SAP]
    assert not answer.problems
    assert answer.rows["reported_name"].tolist() == [" ".join(written.split())]


def test_a_name_from_before_the_merger_leads_on_and_is_told():
    former = next(u for u in PLACES.former if u.name == "Mường Lang")

    answer = of(former.full_name)

    assert communes(answer) == [former.commune_code]
    assert answer.rows["unit_key"].tolist() == [f"old:{former.old_code}"]
    assert one(answer, Code.FORMER_NAME).severity is Severity.NOTE


def test_chieng_chung_existed_twice_and_is_asked():
    problem = one(of("Chiềng Chung"), Code.AMBIGUOUS_COMMUNE)

    assert problem.severity is Severity.ASK
    assert {o.value for o in problem.options[:2]} == {"04000", "04117"}


def test_chieng_chung_with_its_district_is_not_asked():
    assert communes(of("Xã Chiềng Chung, huyện Mai Sơn")) == ["04117"]


@pytest.mark.parametrize(("code", "old"), [("04117", "04129"), ("04000", "04015")])
def test_the_answer_for_chieng_chung_remembers_the_unit_that_was_named(code: str, old: str):
    question = one(of("Chiềng Chung"), Code.AMBIGUOUS_COMMUNE).question

    answer = of("Chiềng Chung", answers={question: code})

    assert communes(answer) == [code]
    assert answer.rows["former_code"].tolist() == [old]


def test_a_code_beside_chieng_chung_settles_it_and_remembers_the_unit():
    page = sheet(("Mã xã", *SUMMARY_HEAD[1:]), ("04117", *summary_row("Chiềng Chung")[1:]))

    answer = understand(page)

    assert communes(answer) == ["04117"]
    assert answer.rows["former_code"].tolist() == ["04129"]
    assert Code.AMBIGUOUS_COMMUNE not in answer.codes


@pytest.mark.parametrize(
    "written", ["Lóng Sâp", "xa Long Sab", "Chieng An", "Chiềng Ahn", "<script>", "Xã"]
)
def test_an_unknown_name_is_asked_with_suggestions_and_never_taken(written: str):
    answer = of(written)

    problem = one(answer, Code.UNKNOWN_COMMUNE)
    assert problem.severity is Severity.ASK
    assert communes(answer) == [""]
    assert problem.given == written
    assert len(problem.options) == len(PLACES)


def test_the_likeliest_communes_come_first():
    assert one(of("Lóng Sâp"), Code.UNKNOWN_COMMUNE).options[0].value == LONG_SAP


def test_an_answer_settles_the_question_for_all_rows_of_that_name():
    page = summary_sheet(summary_row("Lóng Sâp"), summary_row("Xã Mường La"))
    question = one(understand(page), Code.UNKNOWN_COMMUNE).question

    answer = understand(page, answers={question: LONG_SAP})

    assert communes(answer) == [LONG_SAP, "03808"]
    assert not answer.problems


def test_the_answer_skip_leaves_the_rows_out():
    page = summary_sheet(summary_row("Lóng Sâp"), summary_row("Xã Mường La"))
    question = one(understand(page), Code.UNKNOWN_COMMUNE).question

    assert communes(understand(page, answers={question: "skip"})) == ["03808"]


@pytest.mark.parametrize("nonsense", ["", "99999", "abc", "'; DROP TABLE figure"])
def test_an_answer_that_names_no_commune_is_asked_again(nonsense: str):
    question = one(of("Lóng Sâp"), Code.UNKNOWN_COMMUNE).question

    assert one(of("Lóng Sâp", answers={question: nonsense}), Code.UNKNOWN_COMMUNE)


def test_a_code_and_a_name_that_differ_are_asked():
    page = sheet(("Mã xã", *SUMMARY_HEAD[1:]), ("04045", *summary_row("Xã Mường La")[1:]))

    problem = one(understand(page), Code.CODE_NAME_DIFFER)

    assert {o.value for o in problem.options[:2]} == {"04045", "03808"}


def test_a_lost_leading_zero_is_put_back():
    page = sheet(("Mã xã", *SUMMARY_HEAD[1:]), (4045.0, *summary_row("Xã Lóng Sập")[1:]))

    assert communes(understand(page)) == [LONG_SAP]


def test_a_row_without_a_commune_is_asked():
    problem = one(of(""), Code.NO_COMMUNE)

    assert problem.severity is Severity.ASK


def village_page(title: str) -> Understood:
    head = ("TT", "Tên thôn/bản", "Đại sứ số", "Hộ có ≥1 người được hướng dẫn (lũy kế)")
    return understand(sheet((title,), ("Tháng 8/2026",), head, (1, "Bản A", 3, 20)))


def test_a_sheet_of_one_commune_takes_it_from_its_title():
    assert communes(village_page("UBND XÃ LÓNG SẬP")) == [LONG_SAP]


@pytest.mark.parametrize("title", ["UBND xã Mường Lang", "UBND xã Chiềng Sơn khác", "Sơn La"])
def test_a_title_never_names_a_commune_by_the_beginning_of_another_name(title: str):
    assert communes(village_page(title)) != ["03808"]
    assert communes(village_page(title)) != ["03754"]


def test_chieng_son_in_a_title_is_not_taken_for_chieng_so():
    assert communes(village_page("UBND xã Chiềng Sơn")) == [
        c.code for c in PLACES.communes.values() if c.name == "Chiềng Sơn"
    ]


def units_of(code: str) -> list[str]:
    return [u.full_name for u in PLACES.former_of(code)]


def test_all_former_units_of_a_commune_are_added_up_with_a_note():
    names = units_of("03808")

    answer = understand(summary_sheet(*(summary_row(n) for n in names)))

    assert one(answer, Code.FORMER_SUMMED).severity is Severity.NOTE
    assert len(set(answer.rows["unit_key"])) == len(names)
    assert Code.DUPLICATE_ROW not in answer.codes


def test_some_former_units_are_told_as_incomplete():
    names = units_of("03943")

    problem = one(understand(summary_sheet(summary_row(names[0]))), Code.FORMER_PARTIAL)

    assert problem.severity is Severity.WARN
    assert problem.values["missing"] == ", ".join(names[1:])


def test_the_old_and_the_new_name_of_one_commune_are_double_counting():
    today = PLACES.communes["03943"].full_name

    page = summary_sheet(summary_row(today), summary_row("Xã Mường Lang"))

    assert one(understand(page), Code.FORMER_AND_TODAY).severity is Severity.ERROR


def test_the_same_commune_twice_is_refused():
    page = summary_sheet(summary_row("Xã Lóng Sập"), summary_row("lóng sập"))

    problem = one(understand(page), Code.DUPLICATE_ROW)

    assert (problem.row, problem.values["first"]) == (3, 2)


# --- periods


def test_a_period_is_taken_from_its_column():
    assert of("Xã Lóng Sập").rows["period"].tolist() == ["2026-08"]


def test_a_blank_period_takes_the_only_one_of_the_file():
    page = summary_sheet(summary_row("Xã Lóng Sập"), summary_row("Xã Mường La", period=""))

    assert set(understand(page).rows["period"]) == {"2026-08"}


def test_a_blank_period_beside_two_others_is_asked():
    page = summary_sheet(
        summary_row("Xã Lóng Sập"),
        summary_row("Xã Mường La", period="07/2026"),
        summary_row("Xã Yên Châu", period=""),
    )

    assert one(understand(page), Code.NO_PERIOD).severity is Severity.ASK


def without_period(**more: object) -> Understood:
    return understand(summary_sheet(summary_row("Xã Lóng Sập", period="")), **more)  # type: ignore[arg-type]


def test_no_period_anywhere_is_asked_and_answered():
    problem = one(without_period(), Code.NO_PERIOD)

    assert problem.options[0].value == "2026-09"
    assert without_period(answers={"period": "2026-08"}).rows["period"].tolist() == ["2026-08"]


@pytest.mark.parametrize("nonsense", ["abc", "2026", "2026-13", "", "1900-08"])
def test_an_answer_that_is_no_period_is_asked_again(nonsense: str):
    assert one(without_period(answers={"period": nonsense}), Code.NO_PERIOD)


def test_a_period_that_has_not_begun_is_refused():
    answer = understand(summary_sheet(summary_row("Xã Lóng Sập", period="12/2026")))

    assert one(answer, Code.FUTURE_PERIOD).severity is Severity.ERROR


def test_a_period_that_cannot_be_read_is_refused_not_replaced():
    page = summary_sheet(
        summary_row("Xã Lóng Sập"), summary_row("Xã Mường La", period="Quý 3/2026")
    )

    assert one(understand(page), Code.BAD_PERIOD).severity is Severity.ERROR


# --- villages


def report(*rows: object, **more: object) -> Understood:
    return understand(village_sheet(*rows), villages=REGISTERED, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["Bản A", "bản a", "A", " BẢN  A "])
def test_a_village_is_found_by_its_name(written: str):
    answer = report(village_row(written))

    assert answer.rows["unit_key"].tolist() == ["04045-001"]
    assert answer.rows["unit_name"].tolist() == ["Bản A"]


@pytest.mark.parametrize("written", ["Tiểu khu 5", "Thôn 5", "Tổ dân phố 5"])
def test_another_kind_of_place_of_the_same_name_is_asked(written: str):
    assert one(report(village_row(written)), Code.UNKNOWN_VILLAGE).severity is Severity.ASK


def test_an_unknown_village_is_asked_with_suggestions():
    problem = one(report(village_row("Bản Ạ")), Code.UNKNOWN_VILLAGE)

    assert problem.severity is Severity.ASK
    assert {o.value for o in problem.options} >= {"04045-001", "new"}


def test_an_unknown_village_may_be_answered_new_or_known_or_left_out():
    row = village_row("Bản Mới")
    question = one(report(row), Code.UNKNOWN_VILLAGE).question

    keys = {
        value: report(row, village_row("Bản B"), answers={question: value})
        .rows["unit_key"]
        .tolist()
        for value in ("new", "04045-001", "skip")
    }

    assert keys == {
        "new": ["name:bản mới", "04045-002"],
        "04045-001": ["04045-001", "04045-002"],
        "skip": ["04045-002"],
    }


def test_a_village_cannot_be_answered_with_one_of_another_commune():
    elsewhere = Village("03808", "03808-001", "Bản Mới")
    question = one(report(village_row("Bản Mới")), Code.UNKNOWN_VILLAGE).question

    answer = understand(
        village_sheet(village_row("Bản Mới")),
        villages=(*REGISTERED, elsewhere),
        answers={question: "03808-001"},
    )

    assert one(answer, Code.UNKNOWN_VILLAGE)


def test_a_commune_without_register_is_taken_by_name_with_a_note():
    answer = understand(village_sheet(village_row("Bản A")))

    assert answer.rows["unit_key"].tolist() == ["name:bản a"]
    assert one(answer, Code.NO_REGISTER).severity is Severity.NOTE


def test_a_village_code_and_the_name_of_another_village_are_asked():
    answer = report(village_row("Bản B", code="04045-001"))

    problem = one(answer, Code.CODE_NAME_DIFFER)
    assert problem.severity is Severity.ASK
    assert {o.value for o in problem.options} == {"04045-001", "04045-002"}


def test_the_answer_to_a_village_code_and_name_that_differ_is_kept():
    row = village_row("Bản B", code="04045-001")
    question = one(report(row), Code.CODE_NAME_DIFFER).question

    assert report(row, answers={question: "04045-002"}).rows["unit_key"].tolist() == ["04045-002"]


def test_a_village_code_of_another_commune_is_refused():
    answer = report(village_row("Bản A", code="03808-001"))

    assert one(answer, Code.CODE_ELSEWHERE).severity is Severity.ERROR


def test_an_unknown_village_code_is_told():
    answer = report(village_row("Bản Lạ", code="04045-099"))

    assert one(answer, Code.UNKNOWN_VILLAGE_CODE).severity is Severity.WARN


def test_an_unknown_code_beside_a_known_name_keeps_the_known_village():
    answer = report(village_row("Bản A", code="04045-099"))

    assert answer.rows["unit_key"].tolist() == ["04045-001"]


def test_a_row_without_a_village_is_refused():
    assert one(report(village_row("")), Code.NO_VILLAGE).severity is Severity.ERROR


def test_the_same_village_twice_is_refused():
    assert one(report(village_row("Bản A"), village_row("A")), Code.DUPLICATE_ROW).row == 3


def registered(*rows: object, villages: tuple[Village, ...] = ()) -> Understood:
    return understand(sheet(REGISTER_HEAD, *rows), villages=villages)  # type: ignore[arg-type]


def entry(name: str, *, code: str = "", commune: str = "Xã Lóng Sập") -> tuple[object, ...]:
    return ("", commune, code, name, 100, "31/12/2025")


def test_a_register_gives_every_new_village_its_own_code():
    answer = registered(entry("Bản A"), entry("Bản B"), entry("Bản A", commune="Xã Mường La"))

    assert answer.rows["unit_key"].tolist() == ["04045-001", "04045-002", "03808-001"]


def test_a_later_register_keeps_the_codes_and_goes_on_counting():
    answer = registered(entry("Bản Mới"), entry("Bản A"), villages=REGISTERED)

    assert answer.rows["unit_key"].tolist() == ["04045-004", "04045-001"]


def test_a_village_twice_in_a_register_is_refused_not_counted_twice():
    answer = registered(entry("Bản A"), entry("bản  a"))

    assert one(answer, Code.DUPLICATE_ROW).row == 3


def test_villages_of_one_name_and_two_kinds_are_two_villages():
    answer = registered(entry("Bản 1"), entry("Tiểu khu 1"), villages=REGISTERED)

    assert answer.rows["unit_key"].tolist() == ["04045-004", "04045-005"]
    assert not answer.problems


# --- teams and drives

TEAM_HEAD = (
    "Mã đội hình",
    "Năm",
    "Tên đội hình",
    "Số thành viên",
    "Ngày bắt đầu",
    "Ngày kết thúc",
    "Xã được phân công",
)


def team(code: str, *, assigned: str = "04045; 04240") -> tuple[object, ...]:
    return (code, "2026", f"Đội {code}", 15, "01/7/2026", "31/7/2026", assigned)


def test_a_team_may_go_to_several_communes():
    answer = understand(sheet(TEAM_HEAD, team("TN26-015", assigned="04045; Xã Mường La")))

    assert answer.rows["assigned_communes"].tolist() == ["04045;03808"]
    assert answer.rows["unit_key"].tolist() == ["TN26-015"]


def test_a_team_without_a_code_is_refused():
    answer = understand(sheet(TEAM_HEAD, team(""), team("")))

    problems = answer.found(Code.MISSING_VALUE)
    assert [(p.row, p.column, p.severity) for p in problems] == [
        (2, "A", Severity.ERROR),
        (3, "A", Severity.ERROR),
    ]


def test_a_team_twice_is_refused():
    assert one(understand(sheet(TEAM_HEAD, team("T1"), team("T1"))), Code.DUPLICATE_ROW)


def test_resolving_twice_gives_the_same_rows():
    page = sheet(VILLAGE_HEAD, village_row("Bản A"), village_row("Bản B"))

    first, second = (understand(page, villages=REGISTERED) for _ in range(2))

    assert first.rows.equals(second.rows)
    assert first.problems == second.problems


def units_of_to_hieu(era: str = "") -> Understood:
    """All four units that became Phường Tô Hiệu; one of them bore its name already."""
    rows = [summary_row(u.full_name) for u in PLACES.former_of("03646")]
    return understand(summary_sheet(*rows), answers={"era": era} if era else {})


def test_all_former_units_beside_a_reused_name_ask_whether_the_names_are_old():
    asked = units_of_to_hieu()

    problem = one(asked, Code.BEFORE_OR_AFTER)
    assert problem.question == "era"
    assert Code.FORMER_AND_TODAY not in asked.codes


def test_names_from_before_the_merger_are_added_up_once_a_person_says_so():
    answer = units_of_to_hieu("before")

    units = {u.old_code for u in PLACES.former_of("03646")}
    assert set(answer.rows["former_code"]) == units
    assert set(answer.rows["unit_key"]) == {f"old:{u}" for u in units}
    assert Code.FORMER_SUMMED in answer.codes
    assert not any(p.severity >= Severity.ASK for p in answer.problems)


def test_names_from_after_the_merger_beside_former_ones_are_double_counting():
    assert Code.FORMER_AND_TODAY in units_of_to_hieu("after").codes


def test_some_former_units_beside_a_reused_name_are_double_counting():
    rows = (summary_row("Phường Tô Hiệu"), summary_row("Phường Chiềng Lề"))

    answer = understand(summary_sheet(*rows))

    assert Code.FORMER_AND_TODAY in answer.codes


def test_an_unknown_commune_code_beside_a_known_name_is_asked_with_both():
    page = sheet(("Mã xã", *SUMMARY_HEAD[1:]), ("99999", *summary_row("Xã Lóng Sập")[1:]))

    problem = one(understand(page), Code.UNKNOWN_COMMUNE_CODE)

    assert problem.severity is Severity.ASK
    assert (problem.given, problem.values["code_given"]) == ("Xã Lóng Sập", "99999")
    assert problem.options[0].value == LONG_SAP


def test_the_code_of_an_earlier_unit_agrees_with_the_commune_it_became_part_of():
    former = next(u for u in PLACES.former if u.commune_code == "04117" and u.old_code != "04117")
    page = sheet(
        ("Mã xã", *SUMMARY_HEAD[1:]), (former.old_code, *summary_row(former.full_name)[1:])
    )

    assert communes(understand(page)) == ["04117"]


def test_a_known_village_code_beside_an_unknown_name_is_asked():
    answer = understand(
        village_sheet(village_row("Bản Lạ Hoắc", code="04045-001")), villages=REGISTERED
    )

    problem = one(answer, Code.CODE_NAME_DIFFER)
    assert (problem.severity, problem.given) == (Severity.ASK, "Bản Lạ Hoắc")
    assert problem.options[0].value == "04045-001"


def test_a_suggestion_says_which_earlier_unit_it_was_found_by():
    problem = one(of("Xã Mường Bằg"), Code.UNKNOWN_COMMUNE)

    assert any("Mường Bằng" in o.label and "Mai Sơn" in o.label for o in problem.options[:5])


def test_a_former_district_among_communes_is_a_subtotal_never_a_commune():
    page = summary_sheet(
        summary_row("Thị xã Mộc Châu", households=1250), summary_row("Xã Lóng Sập", households=1250)
    )

    assert communes(understand(page)) == [LONG_SAP]


def test_a_district_in_its_own_column_drops_no_row_and_settles_chieng_chung():
    head = ("TT", "Huyện", *SUMMARY_HEAD[1:])
    rows = [("1", "Huyện Mai Sơn", *summary_row("Chiềng Chung")[1:]),
            ("2", "Thị xã Mộc Châu", *summary_row("Xã Lóng Sập")[1:])]  # fmt: skip

    assert communes(understand(sheet(head, *rows))) == ["04117", LONG_SAP]


def test_communes_as_headings_above_their_villages_are_read():
    head = ("TT", "Tên thôn/bản", VILLAGE_HEAD[5], VILLAGE_HEAD[6], "Kỳ báo cáo")
    page = sheet(
        head,
        ("I", "Xã Lóng Sập", 3, 20, ""),
        ("1", "Bản A", 3, 20, "08/2026"),
        ("II", "Xã Mường La", "", "", ""),
        ("1", "Bản B", 5, 30, "08/2026"),
    )

    answer = understand(page)

    assert communes(answer) == [LONG_SAP, "03808"]
    assert Code.TOTAL_DIFFERS not in answer.codes
