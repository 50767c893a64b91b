"""Villages of a commune: the register, the last figures, and how each stands this period."""

from __future__ import annotations

import pandas as pd

from lib.domain.periods import Period
from lib.domain.places.village_lines import Standing, village_lines

AUGUST = Period(2026, 8)


def reports(*rows: tuple[str, str, float | None, float | None]) -> pd.DataFrame:
    names = ["unit_key", "period", "ambassadors", "households_guided"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(unit_name=table["unit_key"])


def register(*keys: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"unit_key": keys, "unit_name": [f"Bản {k}" for k in keys], "households": 100.0}
    )


def test_a_silent_village_shows_its_last_figures_and_their_period():
    told = reports(("A", "2026-06", 2, 30), ("A", "2026-07", 3, 40), ("A", "2026-09", 9, 99))

    (village,) = village_lines(register("A"), told, AUGUST)

    assert (village.ambassadors, village.guided) == (3, 40)
    assert village.reported_for == Period(2026, 7)
    assert village.standing is Standing.SILENT
    assert not village.lacks_ambassador


def test_a_blank_is_no_answer_and_not_zero():
    told = reports(("A", "2026-08", None, None), ("B", "2026-08", 0, 0), ("C", "2026-08", 1, 0))

    blank, none, unguided = village_lines(register("A", "B", "C"), told, AUGUST)

    assert blank.standing is Standing.UNDER_WAY
    assert not blank.lacks_ambassador
    assert none.standing is Standing.NO_AMBASSADOR
    assert none.lacks_guided
    assert unguided.standing is Standing.NO_GUIDED


def test_without_a_register_those_that_reported_are_seen():
    told = reports(("A", "2026-07", 1, 1))

    (village,) = village_lines(pd.DataFrame(), told, AUGUST)

    assert (village.name, village.registered, village.households) == ("A", False, None)


def test_a_village_that_left_the_register_is_seen_only_while_it_reports():
    told = reports(("OLD", "2026-07", 1, 1), ("NEW", "2026-08", 1, 1))

    found = village_lines(register("A"), told, AUGUST)

    assert [v.code for v in found] == ["A", "NEW"]


def test_a_place_needs_both_coordinates():
    both = register("A", "B").assign(longitude=[104.1, 104.2], latitude=[21.0, None])

    a, b = village_lines(both, pd.DataFrame(), AUGUST)

    assert a.place == (104.1, 21.0)
    assert b.place is None
