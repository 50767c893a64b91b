"""Lists of ambassadors read: what is refused, what is asked, who is found again."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain.directory.form import FORM
from lib.domain.directory.listing import OTHER, SAME, Read, read_people
from lib.domain.directory.people import Ambassador, last_day, months_after
from lib.domain.directory.rows import Terms
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.cells.worksheet import Sheet
from lib.domain.intake.layouts.recognise import recognise
from lib.domain.intake.rows.clean import clean
from lib.domain.problems import Code, Severity
from tests.support.directory import HEAD, row

TODAY = date(2026, 9, 20)
TERMS = Terms(TODAY, 12)


def read(*rows, known=(), answers=None) -> Read:
    reading = recognise([Sheet(name="S", rows=[list(HEAD), *map(list, rows)])], templates=(FORM,))
    assert isinstance(reading, Recognised)
    cleaned = clean(reading)
    placed = cleaned.rows.assign(
        commune_code="03646",
        unit_key=cleaned.rows["village_name"].astype(str),
        unit_name=cleaned.rows["village_name"].astype(str),
    )
    return read_people(cleaned, placed, known, terms=TERMS, answers=answers or {})


def told(found: Read) -> list[tuple[Code, int | None, str]]:
    return [(p.code, p.row, p.column) for p in found.problems]


def person(name="Lò Thị Mây", **more) -> Ambassador:
    given = {
        "person": 7, "commune_code": "03646", "village_key": "Bản Pha Đón",
        "village_name": "Bản Pha Đón", "phone": "+84912345678",
        "consented_on": date(2026, 9, 1), "keep_until": date(2027, 9, 1),
    }  # fmt: skip
    return Ambassador(name=name, **(given | more))


def test_a_sound_row_gives_a_person_kept_for_a_year_from_the_consent():
    found = read(row("Lò Thị  Mây", trained="05/09/2026"))

    assert found.problems == ()
    assert found.people[2] == person(person=None, trained_on=date(2026, 9, 5))


@pytest.mark.parametrize(
    ("given", "code", "column"),
    [
        ({"phone": "12345"}, Code.NOT_A_PHONE, "E"),
        ({"phone": "0912 345 67"}, Code.NOT_A_PHONE, "E"),
        ({"phone": "hỏi trưởng bản"}, Code.NOT_A_PHONE, "E"),
        ({"born": ""}, Code.MISSING_VALUE, "F"),
        ({"born": "hai mươi"}, Code.NOT_A_BIRTH, "F"),
        ({"born": "31/02/1990"}, Code.NOT_A_BIRTH, "F"),
        ({"born": "2030"}, Code.NOT_A_BIRTH, "F"),
        ({"born": "2010"}, Code.UNDER_AGE, "F"),
        ({"born": "2008"}, Code.UNDER_AGE, "F"),  # of age only at the end of the year
        ({"born": "21/09/2008"}, Code.UNDER_AGE, "F"),
        ({"consented": ""}, Code.MISSING_VALUE, "G"),
        ({"consented": "21/09/2026"}, Code.CONSENT_AHEAD, "G"),
        ({"consented": "19/09/2025"}, Code.CONSENT_OVER, "G"),
        ({"consented": "miệng"}, Code.NOT_A_DATE, "G"),
    ],
)
def test_what_may_not_stand_in_the_directory_is_refused_at_its_cell(given, code, column):
    found = read(row("Lò Thị Mây", **given))

    kinds = {(p.code, p.row, p.column) for p in (*found.problems, *cleaning(given))}
    assert (code, 2, column) in kinds
    assert found.people == {}


def cleaning(given):
    reading = recognise(
        [Sheet(name="S", rows=[list(HEAD), list(row("Lò Thị Mây", **given))])], templates=(FORM,)
    )
    assert isinstance(reading, Recognised)
    return clean(reading).problems


@pytest.mark.parametrize("born", ["2007", "20/09/2008", "2008-09-20", "1990"])
def test_whoever_is_surely_of_age_is_taken(born):
    assert read(row("Lò Thị Mây", born=born)).people


@pytest.mark.parametrize("phone", ["912345678", "0912.345.678", "+84912345678", "84 912345678"])
def test_a_telephone_is_understood_however_it_is_written(phone):
    assert read(row("Lò Thị Mây", phone=phone)).people[2].phone == "+84912345678"


def test_a_row_without_a_name_is_told_and_without_a_telephone_is_fine():
    found = read(row(""), row("Lò Thị Mây", phone=""))

    assert told(found) == [(Code.MISSING_VALUE, 2, "D")]
    assert found.people[3].phone == ""


def test_the_same_person_in_two_rows_is_refused_and_namesakes_are_not():
    found = read(row("Lò Thị Mây"), row("Lò Thị Mây", phone="0912345679"), row("lò thị mây"))

    assert told(found) == [(Code.PERSON_TWICE, 4, "D")]
    assert found.problems[0].values["first"] == 2


@pytest.mark.parametrize(
    "now",
    [
        row("lò thị mây", consented="10/09/2026"),
        row("Lò Thị Mây", village="Bản A Má"),  # moved, with the same telephone
        row("Lò Thị Mây", phone=""),
    ],
)
def test_somebody_is_found_again(now):
    assert read(now, known=[person()]).people[2].person == 7


def test_another_name_or_place_is_another_person():
    found = read(
        row("Lò Thị Mai"), row("Lò Thị Mây", village="Bản A Má", phone=""), known=[person()]
    )

    assert [p.person for p in found.people.values()] == [None, None]


def test_the_same_name_with_another_telephone_is_asked():
    now = row("Lò Thị Mây", phone="0987654321")

    found = read(now, known=[person()])
    question = found.problems[0]

    assert (question.code, question.severity) == (Code.SAME_NAME, Severity.ASK)
    assert [o.value for o in question.options] == [SAME, OTHER]
    for answer, number in ((SAME, 7), (OTHER, None)):
        settled = read(now, known=[person()], answers={question.question: answer})
        assert settled.problems == ()
        assert settled.people[2].person == number


def test_two_rows_never_become_one_person():
    rows = row("Lò Thị Mây", phone="0987654321"), row("Lò Thị Mây", phone="0987654322")
    answers = {"person:2:7": SAME, "person:3:7": SAME}

    assert told(read(*rows, known=[person()], answers=answers)) == [(Code.PERSON_TWICE, 3, "D")]


def test_a_shorter_time_holds_at_once_and_a_longer_one_for_later_consents():
    one = person()

    assert last_day(one, 6) == date(2027, 3, 1)
    assert last_day(one, 24) == one.keep_until
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
