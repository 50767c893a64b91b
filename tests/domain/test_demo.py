"""The made-up province is repeatable, adds up and tells the story of the product."""

import csv
import io
from itertools import pairwise

import numpy as np
import pytest

from lib.domain.demo import demo_files, story_of
from lib.domain.demo.activity import village_sheet, with_blanks
from lib.domain.demo.calendar import LATE, MISSING, MONTHS, months
from lib.domain.demo.drives import drives_of
from lib.domain.demo.offices import commune_sheet, summary_sheet
from lib.domain.demo.priority import priority_sheet
from lib.domain.demo.teams import SUMMERS, teams_of
from lib.domain.demo.words import BASIS, FILE_PREFIX
from lib.domain.places.gazetteer import Flag
from lib.domain.stages import TeamState
from lib.domain.templates import TEMPLATES, AtMost
from lib.files.reference import gazetteer, official_flags

BORDER = frozenset(f.commune_code for f in official_flags() if f.flag is Flag.BORDER)
LAST = MONTHS - 1


@pytest.fixture(scope="module")
def story():
    return story_of(gazetteer(), 2025, border=BORDER)


@pytest.fixture(scope="module")
def files():
    return demo_files(gazetteer(), border=BORDER)


def month_rows(story, month):
    period = months()[month]
    return village_sheet(story.villages, story.growth, story.activity, period=period, month=month)


def summer(story, which):
    teams = teams_of(story.communes, SUMMERS[which], story.seed)
    return teams, *drives_of(teams, story.villages, SUMMERS[which], seed=story.seed)


def broken(template, rows):
    """The rules of a template that some row does not keep."""
    return [
        rule
        for rule in TEMPLATES[template].checks
        if (
            (rows[rule.lower] > rows[rule.upper]).any()
            if isinstance(rule, AtMost)
            else (rows[list(rule.parts)].sum(axis=1) != rows[rule.total]).any()
        )
    ]


def test_the_same_seed_gives_the_same_bytes():
    once, again, other = (
        demo_files(gazetteer(), seed, border=BORDER, months_told=2, villages=300)
        for seed in (1, 1, 2)
    )

    assert once == again
    assert once != other


def test_every_file_says_that_it_is_made_up_and_comes_in_order(files):
    names = [f.name for f in files]

    assert 60 <= len(files) <= 95
    assert len(set(names)) == len(names)
    assert all(name.startswith(FILE_PREFIX) for name in names)
    assert all(a.at <= b.at for a, b in pairwise(files))
    assert max(f.at for f in files).isoformat() < "2026-11"


def test_files_begin_with_the_exact_headers_of_a_template(files):
    offered = [{c.header for c in t.offered} for t in TEMPLATES.values()]

    for file in files:
        header = next(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
        assert any(set(header) <= known for known in offered), file.name


def test_people_of_the_villages_add_up_to_the_communes_population(story):
    people = story.villages.groupby("commune_code")["people"].sum()

    assert len(story.villages) == 2250
    assert (people == story.communes["population"]).all()
    assert people.sum() / story.villages["households"].sum() == pytest.approx(4.4, abs=0.2)


def test_village_names_and_codes_are_unique_within_a_commune(story):
    assert not story.villages.duplicated(["commune_code", "village_name"]).any()
    assert not story.villages["village_code"].duplicated().any()


def test_every_rule_of_the_templates_holds_in_every_month(story):
    for month, period in enumerate(months()):
        rows = month_rows(story, month)
        known = rows.assign(households=story.villages["households"])

        assert broken("02_bao_cao_thang_thon_ban", rows) == []
        assert (
            broken(
                "03_bao_cao_thang_xa",
                commune_sheet(story.communes, story.offices, period, month=month),
            )
            == []
        )
        assert (
            broken(
                "00_tong_hop_xa", summary_sheet(story.communes, story.villages, rows, period=period)
            )
            == []
        )
        assert (known["households_reviewed"] <= known["households"]).all()
        assert (known["households_guided"] <= known["households_reviewed"]).all()


def test_registers_priority_areas_teams_and_drives_keep_their_rules(story):
    assert broken("01_danh_muc_thon_ban", story.villages) == []
    assert broken("07_dia_ban_uu_tien", priority_sheet(story.communes, story.villages, 2026)) == []
    for which in (0, 1):
        teams, planned, actual = summer(story, which)
        assert broken("04_doi_hinh_tinh_nguyen", teams) == []
        assert broken("05_dot_ra_quan", planned) == []
        assert broken("05_dot_ra_quan", actual) == []


def test_stocks_fall_only_where_a_commune_counted_again(story):
    codes = story.villages["commune_code"].to_numpy()
    falls = np.diff(story.growth.guided, axis=1) < 0
    where = {(codes[v], m + 1) for v, m in zip(*np.nonzero(falls), strict=True)}

    assert where == set(story.habits.corrected)
    assert (np.diff(story.growth.reviewed, axis=1) >= 0).all()
    assert (np.diff(story.offices.registered, axis=1) >= 0).all()


def test_remote_communes_lag(story):
    rows = month_rows(story, LAST).assign(households=story.villages["households"])
    sums = rows.groupby("commune_code")[["households_guided", "households"]].sum()
    share = (sums["households_guided"] / sums["households"]).reindex(story.communes.index)
    far = story.communes["remoteness"] > 0.8
    near = story.communes["remoteness"] < 0.2

    assert 0.55 < sums["households_guided"].sum() / sums["households"].sum() < 0.8
    assert share[near].mean() - share[far].mean() > 0.2
    assert story.communes.loc[sorted(BORDER), "remoteness"].mean() > 0.6


def test_some_report_late_some_not_and_one_fell_silent(story):
    habits = story.habits

    assert (habits.status == LATE).any().any()
    assert (habits.status.loc[habits.silent, LAST - 4 :] == MISSING).all()
    assert 3 <= len(habits.summary_only) <= 5


def test_sparing_communes_leave_groups_blank_instead_of_zero(story):
    rows = with_blanks(month_rows(story, LAST), story.habits)
    sparing = rows["commune_code"].isin(story.habits.sparing)

    assert rows.loc[sparing, "first_time_elderly"].isna().all()
    assert rows.loc[~sparing, "first_time_elderly"].notna().all()


def test_teams_pile_up_where_it_is_easy(story):
    teams, _, actual = summer(story, 1)
    at_work = teams[teams["status"] != TeamState.CANCELLED]
    covered = at_work["assigned"].explode().value_counts()
    crowded = covered.index[covered >= 2]
    without = story.communes.index.difference(covered.index)

    assert len(teams) == 40
    assert 50 <= len(covered) <= 60
    assert story.communes.loc[crowded, "remoteness"].max() < 0.5
    assert story.communes.loc[without, "remoteness"].mean() > 0.7
    assert set(actual["commune_code"]) <= set(covered.index)


def test_priority_is_made_up_except_the_border(story):
    sheet = priority_sheet(story.communes, story.villages, 2026)

    assert set(sheet.loc[sheet["border"], "commune_code"]) == BORDER
    assert set(sheet["basis"]) == {BASIS}
    assert (sheet["area_kind"] == "III").sum() == 66


def test_most_plans_come_in_time_some_late_and_a_few_never(story):
    days = story.offices.plan_days
    in_time = sum(d is not None and d.isoformat() < "2025-07-20" for d in days)

    assert days.count(None) == 4
    assert 30 <= in_time <= 60
