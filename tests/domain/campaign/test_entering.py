"""What is typed of a visit: what cannot be is refused, what is hardly so is asked about."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain.campaign.entering import Entry, Wrong, impossible, unlikely

TODAY = date(2026, 7, 10)


def entry(**changes) -> Entry:
    told = {"team": "TN26-001", "commune": "04045", "village": "V1",
            "first": date(2026, 7, 6), "last": date(2026, 7, 8)}  # fmt: skip
    return Entry(**(told | changes))


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, []),
        ({"last": TODAY}, []),
        ({"last": date(2026, 7, 11)}, [Wrong.AHEAD]),
        ({"last": date(2026, 7, 5)}, [Wrong.BACKWARDS]),
        ({"volunteers": 10, "days": 30}, []),
        ({"volunteers": 10, "days": 31}, [Wrong.DAYS]),
        ({"days": 31}, []),
        ({"volunteers": 0, "days": 1}, [Wrong.DAYS]),
        ({"people": 6, "turns": 5}, [Wrong.TURNS]),
        ({"people": 5, "turns": 5}, []),
    ],
)
def test_what_cannot_be_is_named(changes, kinds):
    assert [r.kind for r in impossible([entry(**changes)], TODAY)] == kinds


def test_each_village_is_named_by_its_own():
    both = [entry(), entry(village="V2", volunteers=1, days=9)]

    [found] = impossible(both, TODAY)

    assert (found.village, found.values["most"]) == ("V2", 3)


def test_a_team_does_not_work_more_days_than_it_has():
    both = [entry(days=20), entry(village="V2", days=17)]

    assert unlikely(both, 12)[0].values == {"given": 37, "people": 12, "days": 3, "most": 36}
    assert unlikely(both, 13) == []
    assert unlikely(both, None) == []
    assert unlikely([entry()], 1) == []
