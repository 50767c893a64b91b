"""Miswritten names that can only mean one place: one question for all, the doubtful ones apart."""

from __future__ import annotations

import pytest

from lib.domain.intake.resolving.proposals import agreed_to, pairs_of
from lib.domain.places.gazetteer import Unknown
from lib.domain.places.villages import Village, VillageRegister
from lib.domain.problems import Code, Problem, Severity
from lib.files.reference import gazetteer
from tests.support.pipeline import Understood, summary_sheet, understand, village_row, village_sheet
from tests.support.sheets import REGISTER_HEAD, SUMMARY_HEAD, sheet, summary_row

BOOK = gazetteer()
LONG_SAP = "04045"
NAMES = ("Bản Pha Đón", "Bản Na", "Bản Nà", "Tiểu khu 5", "Bản Buốc Pát", "Bản Phiêng Cài",
         "Bản Háng Hồ 1", "Bản Háng Hồ 2")  # fmt: skip
VILLAGES = tuple(
    Village(LONG_SAP, f"{LONG_SAP}-{at:03d}", name) for at, name in enumerate(NAMES, 1)
)


def communes(*names: str, **more: object) -> Understood:
    rows = [summary_row(name, ambassadors=50 + at) for at, name in enumerate(names)]
    return understand(summary_sheet(*rows), **more)


def villages(*names: str, **more: object) -> Understood:
    page = village_sheet(*(village_row(name) for name in names))
    return understand(page, villages=VILLAGES, **more)


def asked(answer: Understood) -> Problem:
    (problem,) = [*answer.found(Code.COMMUNES_PROPOSED), *answer.found(Code.VILLAGES_PROPOSED)]
    return problem


def codes(answer: Understood) -> list[str]:
    return list(answer.rows["commune_code"])


# --- what a name can only mean


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Lóng Sap", "Xã Lóng Sập"),
        ("Xã Long Sập", "Xã Lóng Sập"),
        ("Muờng Bú", "Xã Mường Bú"),
        ("Mường Buu", "Xã Mường Bú"),
        ("xa Chieng Sihn", "Phường Chiềng Sinh"),
        ("Chiềng Muon", "Xã Mường La"),
    ],
)
def test_a_name_that_can_only_be_one_is_proposed(written, meant):
    near = BOOK.near(written)

    assert near is not None
    assert near.commune.full_name == meant


@pytest.mark.parametrize(
    "written",
    ["Chiêng An", "Muong Bang", "Mường Sãi", "Chieng Dông", "Mường Lao", "Mường Lò",
     "Chiềng Sing", "Mường Lạn 1", "Mường Lạ", "Lạ Hoắc", "", "X"],
)  # fmt: skip
def test_a_name_with_an_accent_twin_or_several_near_it_is_not(written):
    assert BOOK.near(written) is None


@pytest.mark.parametrize("commune", BOOK.communes.values(), ids=lambda c: c.name)
def test_no_name_one_letter_off_is_proposed_as_another_commune(commune):
    for at in range(len(commune.name)):
        written = commune.name[:at] + commune.name[at + 1 :]
        near = BOOK.near(written) if BOOK.resolve(written) == Unknown() else None
        assert near is None or near.commune == commune


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Bản Pha Don", "Bản Pha Đón"),
        ("pha đon", "Bản Pha Đón"),
        ("Ban Phieng Caii", "Bản Phiêng Cài"),
        ("Bản Buôc Pat", "Bản Buốc Pát"),
        ("Ban Na", None),
        ("Bản Ná", None),
        ("Tiểu khu 6", None),
        ("Tiểu khu Pha Don", None),
        ("Bản Háng Hồ", None),
        ("Bản Háng Hô 1", "Bản Háng Hồ 1"),
        ("Bản Háng Hồ 3", None),
    ],
)
def test_a_village_is_proposed_by_its_letters_and_kind(written, name):
    near = VillageRegister(VILLAGES).near(LONG_SAP, written)

    assert (near.name if near else None) == name


# --- one question for all


def test_many_names_are_one_question_and_doubtful_ones_their_own():
    answer = communes("Lóng Sap", "Muờng Bú", "Chieng An", "Xã Tô Hiệu")

    problem = asked(answer)
    assert (problem.severity, problem.row, problem.values["count"]) == (Severity.ASK, 2, 2)
    assert [o.value for o in problem.options] == ["as_proposed", "one_by_one"]
    assert pairs_of(problem) == [
        ("B2", "Lóng Sap", "Xã Lóng Sập"),
        ("B3", "Muờng Bú", "Xã Mường Bú"),
    ]
    assert [p.given for p in answer.found(Code.UNKNOWN_COMMUNE)] == ["Chieng An"]
    assert codes(answer) == ["", "", "", "03646"]


def test_agreed_to_they_are_read_and_told_and_each_is_an_answer_of_its_own():
    question = asked(communes("Lóng Sap", "Muờng Bú")).question

    answer = communes("Lóng Sap", "Muờng Bú", answers={question: "as_proposed"})

    assert codes(answer) == [LONG_SAP, "03847"]
    assert [p.severity for p in answer.found(Code.NAMES_AGREED)] == [Severity.NOTE]
    assert agreed_to(answer.problems) == {
        "commune::lóng sap": LONG_SAP,
        "commune::muờng bú": "03847",
    }
    assert not [p for p in answer.problems if p.severity > Severity.NOTE]


def test_with_these_answers_nothing_is_asked():
    question = asked(communes("Lóng Sap", "Muờng Bú")).question
    learnt = agreed_to(communes("Lóng Sap", "Muờng Bú", answers={question: "as_proposed"}).problems)

    answer = communes("Muờng Bú", "Lóng Sap", "Xã Tô Hiệu", answers=learnt)

    assert codes(answer) == ["03847", LONG_SAP, "03646"]
    assert not answer.problems


def test_one_by_one_brings_the_single_questions_and_stays_while_they_are_answered():
    names = ("Lóng Sap", "Muờng Bú", "Xã Chiềng Sihn")
    question = asked(communes(*names)).question

    answer = communes(*names, answers={question: "one_by_one"})
    further = communes(*names, answers={question: "one_by_one", "commune::lóng sap": "04057"})

    assert [p.given for p in answer.found(Code.UNKNOWN_COMMUNE)] == list(names)
    assert [p.given for p in further.found(Code.UNKNOWN_COMMUNE)] == list(names[1:])
    assert Code.COMMUNES_PROPOSED not in answer.codes | further.codes


def test_other_names_are_another_question():
    first = asked(communes("Lóng Sap", "Muờng Bú")).question
    more = communes("Lóng Sap", "Muờng Bú", "Xã Chiềng Sihn", answers={first: "as_proposed"})

    assert asked(more).question != first
    assert codes(more) == ["", "", ""]


def test_a_single_name_is_asked_as_itself():
    assert [p.code for p in communes("Lóng Sap").problems] == [Code.UNKNOWN_COMMUNE]


def test_a_place_that_another_row_names_is_not_proposed():
    answer = communes("Lóng Sap", "Xã Lóng Sập", "Muờng Bú", "Mường Buu", "Xã Chiềng Sihn")

    assert Code.COMMUNES_PROPOSED not in answer.codes
    assert len(answer.found(Code.UNKNOWN_COMMUNE)) == 4


def test_a_place_that_a_person_chose_for_another_row_is_not_proposed():
    answer = communes("Lóng Sap", "Muờng Bú", "Lạ Hoắc", answers={"commune::lạ hoắc": LONG_SAP})

    assert Code.COMMUNES_PROPOSED not in answer.codes


def test_a_code_beside_the_name_has_to_say_the_same():
    head = ("Mã xã", *SUMMARY_HEAD)
    rows = [("4045", *summary_row("Lóng Sap")), ("03847", *summary_row("Muờng Bú")),
            ("03664", *summary_row("Xã Chiềng Sihn"))]  # fmt: skip

    answer = understand(sheet(head, *rows))

    assert [given for _, given, _ in pairs_of(asked(answer))] == ["Lóng Sap", "Muờng Bú"]
    assert [p.given for p in answer.found(Code.CODE_NAME_DIFFER)] == ["Xã Chiềng Sihn"]


def test_a_former_unit_is_meant_as_such_also_when_answered_alone():
    single = communes("Chiềng Muon", answers={"commune::chiềng muon": "03808"})
    question = asked(communes("Chiềng Muon", "Lóng Sap")).question
    together = communes("Chiềng Muon", "Lóng Sap", answers={question: "as_proposed"})

    for answer in (single, together):
        units = {u.old_code: u.name for u in BOOK.former}
        assert units[answer.rows["former_code"].iloc[0]] == "Chiềng Muôn"


def test_villages_are_one_question_with_all_their_rows():
    answer = villages("Bản Pha Don", "Buốc Pat", "Ban Na", "Bản Phiêng Cài", "Bản Mới")

    problem = asked(answer)
    assert problem.values["rows"] == "2, 3"
    assert [p.given for p in answer.found(Code.AMBIGUOUS_VILLAGE)] == ["Ban Na"]
    assert [p.given for p in answer.found(Code.UNKNOWN_VILLAGE)] == ["Bản Mới"]

    agreed = villages("Bản Pha Don", "Buốc Pat", answers={problem.question: "as_proposed"})
    assert agreed.rows["unit_key"].tolist() == ["04045-001", "04045-005"]
    assert agreed.rows["unit_name"].tolist() == ["Bản Pha Đón", "Bản Buốc Pát"]


def test_a_village_that_another_row_names_is_not_proposed():
    answer = villages("Bản Pha Don", "Bản Pha Đón", "Buốc Pat")

    assert [p.given for p in answer.found(Code.UNKNOWN_VILLAGE)] == ["Bản Pha Don", "Buốc Pat"]


def test_a_register_without_accents_is_one_question():
    rows = [("", "Xã Lóng Sập", "", name, 120, "31/12/2026")
            for name in ("Ban Pha Don", "Ban Buoc Pat", "Ban Na")]  # fmt: skip

    answer = understand(sheet(REGISTER_HEAD, *rows), villages=VILLAGES)

    assert [given for _, given, _ in pairs_of(asked(answer))] == ["Ban Pha Don", "Ban Buoc Pat"]
    assert [p.given for p in answer.found(Code.UNKNOWN_VILLAGE)] == ["Ban Na"]


def test_so_many_names_are_told_shortly_and_listed_whole():
    more = [Village(LONG_SAP, f"{LONG_SAP}-{100 + at}", f"Bản Pú Nhuổng {at}") for at in range(40)]
    page = village_sheet(*(village_row(f"Bản Pú Nhuông {at}") for at in range(40)))

    problem = asked(understand(page, villages=(*VILLAGES, *more)))

    assert problem.values["count"] == len(pairs_of(problem)) == 40
    assert str(problem.values["pairs"]).count("→") == 30
    assert str(problem.values["pairs"]).endswith("; …")


# --- what is surely the same name or code stays read without a question


@pytest.mark.parametrize(
    "written",
    ["\u200eXã Lóng Sập\u202c", "04045", "4045", "Xã 04045", "04045 - Xã Lóng Sập",
     "4045 Lóng Sập"],
)  # fmt: skip
def test_marks_of_direction_and_codes_among_names_are_read(written):
    answer = communes(written)

    assert codes(answer) == [LONG_SAP]
    assert not answer.problems


def test_a_code_among_names_that_denies_the_name_is_asked():
    (problem,) = communes("04045 - Xã Mường La").problems

    assert problem.code is Code.CODE_NAME_DIFFER


def test_letters_turned_round_are_not_taken_for_what_they_hide():
    assert Code.UNKNOWN_COMMUNE in communes("Xã \u202eLóng Sập").codes


def test_a_villages_code_among_the_names_is_read():
    answer = villages("04045-1", "4045-005")

    assert answer.rows["unit_key"].tolist() == ["04045-001", "04045-005"]
    assert not [p for p in answer.problems if p.severity > Severity.NOTE]


# --- another province


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Xã Tuần Giáo, tỉnh Điện Biên", "tỉnh Điện Biên"),
        ("Tỉnh Lai Châu", "tỉnh Lai Châu"),
        ("Xã Mường La tỉnh Lai Châu", "tỉnh Lai Châu"),
        ("Xã Mường La (tỉnh Lai Châu)", "tỉnh Lai Châu"),
        ("Thành phố Điện Biên Phủ", "thành phố Điện Biên Phủ"),
        ("TP. Hà Nội", "tp Hà Nội"),
        ("03127", "03127"),
    ],
)
def test_a_row_of_another_province_is_named_as_such(written, other):
    answer = communes(written, "Xã Tô Hiệu")

    (problem,) = answer.problems
    assert (problem.code, problem.values["other"]) == (Code.OTHER_PROVINCE, other)
    assert problem.options[0].value == "skip"
    assert codes(answer) == ["", "03646"]
    assert codes(communes(written, "Xã Tô Hiệu", answers={problem.question: "skip"})) == ["03646"]


@pytest.mark.parametrize(
    "written",
    ["Xã Lóng Sập, tỉnh Sơn La", "Xã Lóng Sập (tỉnh Sơn La)", "Xã Lóng Sập, Sơn La",
     "Phường Tô Hiệu, thành phố Sơn La", "Phường Tô Hiệu, TP Sơn La"],
)  # fmt: skip
def test_our_own_province_is_none_of_the_others(written):
    assert Code.OTHER_PROVINCE not in communes(written).codes


def test_a_code_of_another_province_is_named_as_such_unless_the_name_is_ours():
    head = ("Mã xã", *SUMMARY_HEAD)
    rows = [("03127", *summary_row("Thanh Nưa")), ("00001", *summary_row("Lóng Sập"))]

    answer = understand(sheet(head, *rows))

    assert [p.row for p in answer.found(Code.OTHER_PROVINCE)] == [2]
    assert [p.row for p in answer.found(Code.UNKNOWN_COMMUNE_CODE)] == [3]
