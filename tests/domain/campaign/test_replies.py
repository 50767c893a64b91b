"""Answers of communes and teams: what still holds after the plan has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lib.domain.campaign.coming import Coming, Part, StayKey, ToVillage, changed_parts, comings
from lib.domain.campaign.replies import (
    Doubt,
    Party,
    Reply,
    ReplyKind,
    State,
    doubts,
    fallen_away,
    needs_told,
    of_commune,
    stay_answers,
    without_count,
)
from tests.support.plans import QUESTION

KEY = StayKey("TN-01", "03646", 1)
STAY = Coming(
    key=KEY, team_name="Đội 1", people=10, skills=(), first=date(2027, 6, 7),
    last=date(2027, 6, 20), households=90, villages=(ToVillage("V1", "Bản A", 40),),
)  # fmt: skip
LATER = replace(STAY, first=STAY.first + timedelta(days=7), last=STAY.last + timedelta(days=7))


def said(kind=ReplyKind.CONFIRMED, *, number=1, plan=1, key=KEY, party=Party.COMMUNE, **more):
    return Reply(
        id=number, season="2027", plan_id=plan, key=key, party=party, kind=kind, who="Xã",
        at=datetime(2027, 5, 1, tzinfo=UTC), **more,
    )  # fmt: skip


def states(now, replies, versions):
    return [(a.commune.state, a.team.state) for a in stay_answers(now, replies, versions)]


def assigned(team, commune, week):
    return {"team": team, "commune": commune, "start_week": week, "end_week": week + 1,
            "households": 50, "minutes": None, "travel_source": "estimate"}  # fmt: skip


def test_a_stay_is_known_by_team_commune_and_turn_and_not_by_its_days():
    told = [assigned("TN-01", "03646", 1), assigned("TN-01", "03679", 3),
            assigned("TN-01", "03646", 5)]  # fmt: skip

    found = comings(QUESTION, {"assignments": told}, date(2027, 6, 7))

    assert [(k.commune, k.turn) for k in found] == [("03646", 1), ("03679", 1), ("03646", 2)]
    assert found[KEY].people == 10
    assert (found[KEY].first, found[KEY].last) == (date(2027, 6, 7), date(2027, 6, 20))


def test_whoever_has_not_answered_is_open_and_each_side_answers_for_itself():
    answer = said(party=Party.TEAM)

    assert states({KEY: STAY}, [answer], {1: {KEY: STAY}}) == [(State.OPEN, State.CONFIRMED)]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (STAY, State.CONFIRMED),
        (replace(STAY, households=95), State.CONFIRMED),
        (LATER, State.OLD),
        (replace(STAY, people=12), State.OLD),
        (replace(STAY, villages=(ToVillage("V2", "Bản B", 40),)), State.OLD),
    ],
)
def test_an_answer_to_an_older_version_counts_while_the_stay_is_the_same(now, state):
    [found] = stay_answers({KEY: now}, [said()], {1: {KEY: STAY}})

    assert (found.commune.state, found.commune.reply.plan_id) == (state, 1)


def test_the_newest_answer_holds_and_what_was_taken_back_is_open_again():
    wish = said(ReplyKind.OTHER_DAY, number=2, wished=date(2027, 6, 14))
    back = said(ReplyKind.WITHDRAWN, number=3)

    assert states({KEY: STAY}, [wish, said()], {1: {KEY: STAY}})[0][0] is State.OTHER_DAY
    assert states({KEY: STAY}, [said(), wish, back], {1: {KEY: STAY}})[0][0] is State.OPEN


def test_answers_to_stays_that_fell_away_stay_in_sight():
    assert [r.id for r in fallen_away({}, [said()])] == [1]
    assert fallen_away({KEY: STAY}, [said()]) == []


def test_need_is_of_the_commune_and_outlives_a_change_of_its_stays():
    need = said(ReplyKind.NEED, number=2, key=of_commune("03646"), need=120)

    told = needs_told([said(), need, said(ReplyKind.WITHDRAWN, number=3)])

    assert told["03646"].need == 120
    taken = said(ReplyKind.WITHDRAWN, number=4, key=of_commune("03646"))
    assert needs_told([need, taken]) == {}
    assert fallen_away({}, [need]) == []


def test_counts_above_what_is_known_are_asked_about_and_nothing_else():
    known = {"V1": 40.0}

    assert doubts(130, {"V1": 41, "V2": 89}, known=known, commune=120.0) == [
        Doubt("", 130, 120.0),
        Doubt("V1", 41, 40.0),
    ]
    assert doubts(40, {"V1": 40}, known=known, commune=None) == []


def test_a_village_nobody_counted_is_not_zero():
    assert without_count(["V1", "V2"], {"V1": 3}) == ["V2"]
    assert without_count(["V1", "V2"], {}) == []
    assert without_count(["V1"], {"V1": 0}) == []


def test_what_changed_of_a_stay_is_named():
    assert changed_parts(STAY, LATER) == (Part.DAYS,)
    assert changed_parts(STAY, replace(STAY, households=1)) == (Part.HOUSEHOLDS,)
    assert changed_parts(STAY, replace(STAY, villages=())) == (Part.VILLAGES, Part.HOUSEHOLDS)
