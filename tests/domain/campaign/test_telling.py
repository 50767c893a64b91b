"""Who must be told again, and how often a calendar's event has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from lib.domain.campaign.coming import Coming, Part, StayKey
from lib.domain.campaign.replies import Party
from lib.domain.campaign.telling import changes, events, to_tell

A, B = StayKey("TN-01", "03646", 1), StayKey("TN-02", "03679", 1)


def stay(key: StayKey, day: int = 7) -> Coming:
    first = date(2027, 6, day)
    return Coming(key=key, team_name=key.team, people=10, skills=(), first=first,
                  last=first + timedelta(days=13), households=50, villages=())  # fmt: skip


BOTH = {A: stay(A), B: stay(B)}
LATER = {A: stay(A, 14), B: stay(B)}
ELSEWHERE = {B: stay(B), StayKey("TN-01", "04240", 1): stay(StayKey("TN-01", "04240", 1))}
COMMUNE_A, TEAM_A = (Party.COMMUNE, "03646"), (Party.TEAM, "TN-01")
EVERYBODY = {COMMUNE_A: 1, TEAM_A: 1, (Party.COMMUNE, "03679"): 1, (Party.TEAM, "TN-02"): 1}


def test_before_anybody_was_told_all_have_to_be():
    found = to_tell(BOTH, {}, {})

    assert [t.side for t in found] == sorted(EVERYBODY)
    assert all(t.told is None and t.changes[0].before is None for t in found)


def test_after_a_change_only_those_are_told_whom_it_concerns():
    found = to_tell(LATER, EVERYBODY, {1: BOTH})

    assert [t.side for t in found] == [COMMUNE_A, TEAM_A]
    [change] = found[0].changes
    assert (change.before, change.after, change.parts) == (BOTH[A], LATER[A], (Part.DAYS,))
    assert to_tell(BOTH, EVERYBODY, {1: BOTH}) == []


def test_a_commune_whose_team_goes_elsewhere_is_told_and_so_is_the_new_one():
    found = to_tell(ELSEWHERE, EVERYBODY, {1: BOTH})

    assert {t.side for t in found} == {COMMUNE_A, TEAM_A, (Party.COMMUNE, "04240")}
    [gone] = next(t for t in found if t.side == COMMUNE_A).changes
    assert gone.after is None
    team = next(t for t in found if t.side == TEAM_A).changes
    assert [(c.before is None, c.after is None) for c in team] == [(True, False), (False, True)]


def test_what_was_told_of_an_older_plan_is_compared_with_that_plan():
    told = EVERYBODY | {COMMUNE_A: 2}

    found = to_tell(BOTH, told, {1: BOTH, 2: LATER})

    assert [(t.side, t.told) for t in found] == [(COMMUNE_A, 2)]


def test_a_stay_that_is_put_off_grows_by_one_and_the_others_not_at_all():
    told = events([BOTH, BOTH, LATER])

    assert (told[A].sequence, told[A].stay) == (1, LATER[A])
    assert told[B].sequence == 0


def test_a_stay_that_falls_away_is_cancelled_once_and_may_come_back():
    gone = {B: stay(B)}

    assert (events([BOTH, gone])[A].sequence, events([BOTH, gone])[A].cancelled) == (1, True)
    assert events([BOTH, gone, gone])[A].sequence == 1
    back = events([BOTH, gone, BOTH])[A]
    assert (back.sequence, back.cancelled) == (2, False)


def test_what_was_never_otherwise_has_no_changes():
    assert changes(BOTH, BOTH) == ()
    assert [c.parts for c in changes(BOTH, {**BOTH, A: replace(BOTH[A], people=3)})] == [
        (Part.PEOPLE,)
    ]
