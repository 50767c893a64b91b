"""Four states of a figure, a part beside the whole, and changes that compare like with like."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lib.domain.figures.analysis.change import change_between, provincial_change
from lib.domain.figures.analysis.groups import rank_of
from lib.domain.figures.indicators import measure
from lib.domain.figures.snapshot import (
    COMMUNE_MONTH,
    DRIVES,
    REGISTER,
    SUMMARY,
    TEAMS,
    VILLAGES,
    Earlier,
    Snapshot,
    take_snapshot,
)
from lib.domain.periods import Period
from tests.support.indicators import INDICATORS

JUNE, JULY, AUGUST = (Period(2026, month) for month in (6, 7, 8))
A, B, C = "00001", "00002", "00003"


def rows(columns: str, *lines: tuple) -> pd.DataFrame:
    names = ["period", "commune_code", "unit_key", *columns.split()]
    table = pd.DataFrame(list(lines), columns=names)
    numbers = dict.fromkeys(names[3:], "Float64")
    return table.assign(upload_id=1, row=2).astype(numbers)


def taken(period: Period = AUGUST, **sent: pd.DataFrame) -> Snapshot:
    names = {
        "villages": VILLAGES,
        "summary": SUMMARY,
        "register": REGISTER,
        "office": COMMUNE_MONTH,
    }
    empty = pd.DataFrame(columns=["period", "commune_code", "unit_key"])
    told = dict.fromkeys((*names.values(), TEAMS, DRIVES), empty)
    told |= {names[name]: table for name, table in sent.items()}
    return take_snapshot(period, [A, B, C], told)


def register(*counts: tuple[str, int]) -> pd.DataFrame:
    lines = [
        ("2026", code, f"{code}-{n}", 100) for code, villages in counts for n in range(villages)
    ]
    return rows("households", *lines)


def guided(period: Period, *lines: tuple[str, int, float]) -> pd.DataFrame:
    return rows(
        "ambassadors households_guided",
        *((str(period), code, f"{code}-{n}", 1, value) for code, n, value in lines),
    )


def state(snapshot: Snapshot, code: str = "GD03") -> list[str]:
    return list(measure(INDICATORS[code], snapshot).communes["state"])


def test_a_figure_is_reported_old_lacking_or_not_sent():
    then = taken(JULY, villages=guided(JULY, (B, 0, 40)), register=register((B, 1)))
    now = taken(villages=guided(AUGUST, (A, 0, 50)), register=register((B, 1)))
    now = replace(now, earlier=Earlier([(JULY, {VILLAGES: {B}})], at=lambda _period: then))

    found = measure(INDICATORS["GD03"], now)

    assert list(found.communes["state"]) == ["no_denominator", "old", "not_sent"]
    assert found.communes.at[A, "lacking"] == REGISTER
    assert (found.communes.at[B, "old"], found.communes.at[B, "old_for"]) == (40, "2026-07")


def test_an_old_figure_enters_no_sum_no_count_and_no_rank():
    then = taken(JULY, villages=guided(JULY, (B, 0, 90)), register=register((A, 1), (B, 1)))
    now = taken(villages=guided(AUGUST, (A, 0, 50)), register=register((A, 1), (B, 1)))
    now = replace(now, earlier=Earlier([(JULY, {VILLAGES: {B}})], at=lambda _period: then))

    found = measure(INDICATORS["GD03"], now)

    assert (found.value, found.reporting) == (50, 1)
    assert rank_of(found, B) is None
    assert rank_of(found, A).of == 1


def test_what_an_office_told_in_an_earlier_month_is_not_this_month_s():
    office = rows("desk_turns", (str(JULY), A, "", 10), (str(AUGUST), B, "", 20))

    found = measure(INDICATORS["MC02"], taken(office=office))

    assert (found.value, found.reporting) == (20, 1)


def test_a_sheet_that_came_with_nothing_in_the_place_of_a_figure_is_not_called_unsent():
    office = rows(
        "desk_turns desk_staff", (str(AUGUST), A, "", None, 3), (str(AUGUST), B, "", 7, 1)
    )
    sheet = rows("households_guided households", (str(AUGUST), C, "", 10, 100))

    turns = measure(INDICATORS["MC02"], taken(office=office, summary=sheet))
    reviewed = measure(INDICATORS["GD03"], taken(office=office, summary=sheet))

    assert list(turns.communes["blank"]) == [True, False, False]
    assert list(turns.communes["state"]) == ["not_sent", "reported", "not_sent"]
    assert list(turns.silent) == [False, False, True]
    assert not reviewed.communes["blank"].any(), "no sheet came that asks for it"


def test_a_plan_told_once_is_this_month_s_only_of_who_reports_this_month():
    plans = pd.DataFrame(
        [
            (str(JULY), A, "5/KH-UBND", "2026-07-10", 3.0),
            (str(JULY), B, "6/KH-UBND", "2026-07-11", 3.0),
            (str(AUGUST), A, None, None, 4.0),
        ],
        columns=["period", "commune_code", "plan_number", "plan_issued_on", "desk_staff"],
    ).assign(upload_id=1, row=2, unit_key="")
    then = taken(JULY, office=plans[:2])
    now = replace(
        taken(office=plans), earlier=Earlier([(JULY, {COMMUNE_MONTH: {B}})], at=lambda _p: then)
    )

    found = measure(INDICATORS["KH01"], now)

    assert list(found.communes["state"]) == ["reported", "old", "not_sent"]
    assert (found.numerator, found.reporting) == (1, 1)
    assert (found.communes.at[B, "old"], found.communes.at[B, "old_for"]) == (100, "2026-07")


def test_a_part_of_the_villages_never_takes_the_place_of_the_commune_s_own_sheet():
    sheet = rows(
        "villages villages_with_ambassador ambassadors households households_guided",
        (str(AUGUST), A, "", 4, 4, 9, 400, 383),
    )
    now = taken(
        villages=guided(AUGUST, (A, 0, 60), (A, 1, 40)), summary=sheet, register=register((A, 4))
    )

    row = measure(INDICATORS["GD03"], now).communes.loc[A]

    assert (row["numerator"], row["denominator"]) == (383, 400)
    assert pd.isna(row["part"])


def test_without_such_a_sheet_both_sides_are_of_the_villages_that_reported_and_it_is_told():
    now = taken(villages=guided(AUGUST, (A, 0, 60), (A, 1, 40)), register=register((A, 4)))

    row = measure(INDICATORS["GD03"], now).communes.loc[A]

    assert (row["numerator"], row["denominator"], row["value"]) == (100, 200, 50)
    assert (row["part"], row["whole"]) == (2, 4)


def test_a_blank_cell_leaves_its_village_out_of_both_sides():
    now = taken(villages=guided(AUGUST, (A, 0, 60), (A, 1, None)), register=register((A, 2)))

    row = measure(INDICATORS["GD03"], now).communes.loc[A]

    assert (row["value"], row["part"], row["whole"]) == (60, 1, 2)


def test_completeness_is_held_against_the_register_whoever_sent_what():
    sheet = rows("villages", (str(AUGUST), B, "", 999))
    now = taken(
        villages=guided(AUGUST, (A, 0, 1)), summary=sheet, register=register((A, 2), (B, 3))
    )

    found = measure(INDICATORS["BC02"], now)

    assert (found.numerator, found.denominator) == (1, 5)


def test_a_change_rests_on_the_communes_that_told_both_months():
    both = register((A, 1), (B, 1))
    then = taken(JULY, villages=guided(JULY, (A, 0, 10), (B, 0, 90)), register=both)
    now = taken(villages=guided(AUGUST, (A, 0, 20)), register=both)

    moved = provincial_change(*(measure(INDICATORS["GD03"], s) for s in (then, now)))

    assert moved is not None
    assert (moved.by, moved.both, moved.everyone) == (10, 1, False)


def test_a_part_and_a_whole_are_not_compared():
    both = register((A, 2), (B, 1))
    then = taken(JULY, villages=guided(JULY, (A, 0, 10), (A, 1, 10), (B, 0, 5)), register=both)
    now = taken(villages=guided(AUGUST, (A, 0, 40), (B, 0, 6)), register=both)
    measured = [measure(INDICATORS["GD05"], s) for s in (then, now)]

    change = change_between(*measured)

    assert pd.isna(change.communes.at[A, "change"])
    assert change.communes.at[B, "change"] == pytest.approx(-1)
    assert provincial_change(*measured).by == -1
