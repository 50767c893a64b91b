"""The campaign from a real store: entry by the way of every file, sheets, and empty years."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from lib.domain.access.permissions import Person, Role
from lib.domain.campaign.weeks import team_weeks
from lib.domain.errors import NotAllowed
from lib.services.campaign.summer import Summer, seasons, summer_of
from lib.services.campaign.words import heading
from lib.services.intake.field_sheets import village_sheets
from lib.services.intake.quick_entry import Entry, entry_choices, handed_in, looked_at
from lib.services.intake.quick_words import against
from lib.text import words
from tests.support.installations import now, put
from tests.support.plans import AN, MAI
from tests.support.visits import LATER, campaign, visit

DRIVES = "05_dot_ra_quan"
OFFICER = Person("Cán bộ", Role.OFFICER, "04045")
TEAMS = (
    "Mã đội hình;Năm;Tên đội hình;Số thành viên;Ngày bắt đầu;Ngày kết thúc;Xã được phân công\n"
    "TN26-001;2026;Đội <b>một</b>;12;01/7/2026;31/7/2026;04045\n"
).encode()
REGISTER = (
    "Mã xã;Tên xã/phường;Mã thôn/bản;Tên thôn/bản;Tổng số hộ;Ngày chốt\n"
    "04045;Xã Lóng Sập;04045-001;Bản A;40;01/01/2026\n"
    "04045;Xã Lóng Sập;04045-002;Bản B;30;01/01/2026\n"
).encode()


def entry(**changes) -> Entry:
    told = {"team": "TN26-001", "commune": "04045", "village": "", "people": 10,
            "first": date(2026, 7, 6), "last": date(2026, 7, 8)}  # fmt: skip
    return Entry(**(told | changes))


def enter(installation, told: Entry, who=OFFICER):
    ready = looked_at(installation, [told], who=who)
    assert ready.publishable, [(p.code, p.given) for p in ready.problems]
    return handed_in(installation, ready, told.commune, who=who)


def test_an_empty_store_has_this_year_and_nothing_in_it(installation):
    summer = summer_of(installation, "2026", who=MAI)

    assert seasons(installation, who=MAI) == ["2026"]
    assert (summer.campaign, summer.plan, summer.untouched) == (None, None, ())


def test_what_is_typed_takes_the_way_of_every_file(installation):
    put(installation, TEAMS)

    enter(installation, entry(households=7))

    [row] = now(installation, DRIVES).to_dict("records")
    assert (row["commune_code"], row["people_guided"], row["households_helped"]) == ("04045", 10, 7)
    assert row["starts_on"] == "2026-07-06"
    assert summer_of(installation, "2026", who=MAI).campaign.weeks == 1


def test_a_field_left_blank_is_not_a_zero(installation):
    put(installation, TEAMS)

    enter(installation, entry())

    [row] = now(installation, DRIVES).to_dict("records")
    assert "households_helped" not in row or row["households_helped"] != 0


def test_the_same_visit_typed_again_corrects_and_does_not_double(installation):
    put(installation, TEAMS)

    enter(installation, entry(people=10))
    enter(installation, entry(people=12))

    assert now(installation, DRIVES)["people_guided"].tolist() == [12]


def test_an_officer_enters_for_their_own_commune_only(installation):
    with pytest.raises(NotAllowed):
        looked_at(installation, [entry(commune="03646")], who=OFFICER)
    with pytest.raises(NotAllowed):
        entry_choices(installation, "03646", "2026", who=OFFICER)
    with pytest.raises(NotAllowed):
        summer_of(installation, "2026", who=OFFICER)


def test_more_people_than_attendances_is_told_before_it_is_published(installation):
    put(installation, TEAMS)

    with pytest.raises(NotAllowed, match="quick_refused"):
        looked_at(installation, [entry(people=10, turns=5)], who=OFFICER)


def test_a_hostile_reason_stays_a_text(installation):
    put(installation, TEAMS)

    enter(installation, entry(reason='=cmd|" /C calc"!A0;"\n<script>'))

    assert "<script>" in now(installation, DRIVES)["reason"][0]


def test_villages_with_a_report_of_any_year_are_visited(installation):
    put(installation, REGISTER)
    put(installation, TEAMS)
    enter(installation, entry(village="04045-001"))

    left = summer_of(installation, "2026", who=MAI).untouched

    assert [v.code for v in left] == ["04045-002"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_team_heard_of_elsewhere_is_told_in_the_heading(language):
    at = campaign([visit("A", "04045")], [visit("A", "03646")])
    summer = Summer(
        season="2026", campaign=at, plan=None, stays=(), teams={}, untouched=(), villages=0,
        unnamed=0, village_names={},
    )  # fmt: skip
    cases = [(date(2026, 6, 1), 1), (date(2026, 6, 9), 1), (LATER, 1), (LATER, 2)]

    told = [
        heading(summer, team_weeks(at, week, today=day), week, say=words(language), today=day)
        for day, week in cases
    ]

    elsewhere = words(language)("campaign.head_elsewhere", count="1")
    assert [elsewhere in sentence for sentence in told] == [True, True, True, False]
    assert len(set(told)) == 4


def test_a_sheet_for_every_village_names_it_and_one_without_a_name_is_there_too(installation):
    put(installation, REGISTER)
    put(installation, TEAMS)

    both = village_sheets(
        installation, "04045", "2026", villages=["04045-001", "04045-002"], say=words(), who=AN
    )
    none = village_sheets(installation, "04045", "2026", villages=[], say=words("en"), who=AN)

    pages = PdfReader(io.BytesIO(both)).pages
    assert len(pages) == 2
    assert "Bản A" in pages[0].extract_text()
    assert len(PdfReader(io.BytesIO(none)).pages) == 1


def test_several_villages_of_one_team_are_one_upload(installation):
    put(installation, REGISTER)
    put(installation, TEAMS)
    both = [entry(village=f"04045-00{n}", people=n) for n in (1, 2)]

    ready = looked_at(installation, both, who=OFFICER)
    handed_in(installation, ready, "04045", who=OFFICER)

    rows = now(installation, DRIVES)
    assert dict(zip(rows["village_code"], rows["people_guided"], strict=True)) == {
        "04045-001": 1, "04045-002": 2,
    }  # fmt: skip
    assert rows["upload_id"].nunique() == 1


def test_a_cancelled_team_is_not_offered(installation):
    put(
        installation,
        "Mã đội hình;Năm;Tên đội hình;Số thành viên;Ngày bắt đầu;Ngày kết thúc;Trạng thái\n"
        "TN26-001;2026;Đội một;12;01/7/2026;31/7/2026;Đã duyệt\n"
        "TN26-002;2026;Đội hai;12;01/7/2026;31/7/2026;Hủy\n".encode(),
    )

    offered = entry_choices(installation, "04045", "2026", who=OFFICER)

    assert (list(offered.teams), offered.members) == (["TN26-001"], {"TN26-001": 12})


@pytest.mark.parametrize(
    ("changes", "words_of_it"),
    [
        ({"first": date(2026, 6, 20)}, ["Bản B", "20/06/2026", "ngoài thời gian"]),
        ({"volunteers": 13}, ["Bản B", "13 tình nguyện viên", "12 thành viên"]),
        ({"households": 31}, ["Bản B", "“Hộ được hỗ trợ” ghi 31", "30"]),
    ],
)
def test_what_speaks_against_an_entry_is_said_in_the_words_of_the_form(
    installation, changes, words_of_it
):
    put(installation, REGISTER)
    put(installation, TEAMS)
    both = [entry(village="04045-001"), entry(village="04045-002", **changes)]
    ready = looked_at(installation, both, who=OFFICER)
    villages = entry_choices(installation, "04045", "2026", who=OFFICER).villages

    told = against(ready, both, villages=villages, say=words())

    assert all(word in " ".join(told) for word in words_of_it), told
    assert not [line for line in told if "Dòng" in line or "dòng" in line or "tệp" in line]


def test_a_visit_that_is_still_ahead_is_refused(installation):
    put(installation, TEAMS)
    tomorrow = installation.today + timedelta(days=1)

    with pytest.raises(NotAllowed, match="quick_refused"):
        looked_at(installation, [entry(first=tomorrow, last=tomorrow)], who=OFFICER)
