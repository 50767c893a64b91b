"""What a planner decides by hand: prices, reasons for absence, order, fairness, differences."""

from __future__ import annotations

import pytest

from lib.domain.planning.plan.differences import differences
from lib.domain.planning.plan.fairness import gini, unevenness
from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.instance import Commune, Lock, Previous, Rules, Weights
from lib.domain.planning.question.parameters import parameters, with_values
from lib.domain.planning.question.params import PlanParams, first_monday, weeks_in, weeks_written
from lib.domain.planning.question.ranking import newcomers, ranking
from lib.domain.planning.why.absences import Bar, absence
from lib.domain.planning.why.by_hand import plan_by_hand
from lib.domain.planning.why.pricing import price
from lib.services.planning.words import plan_as_json
from lib.text import words
from tests.planning.checker import violations
from tests.support.plans import QUESTION, moved


@pytest.fixture(scope="module")
def plan():
    return solve(QUESTION, Effort(seconds=5))


def stays_of(plan):
    return [Lock(team=s.team, commune=s.commune, start_day=s.start_day) for s in plan.stays]


# --- by hand


def test_a_plan_by_hand_is_exactly_what_was_asked_and_never_above_its_bound(plan):
    other = moved(plan, "TN-01", to="03679", start_day=15)

    made = plan_by_hand(QUESTION, other)

    assert {(s.team, s.commune, s.start_day) for s in made.stays} == {
        (k.team, k.commune, k.begins) for k in other
    }
    assert made.certificate.objective <= made.certificate.bound + 1e-6
    assert violations(made.instance.model_dump(mode="json"), plan_as_json(made, words())) == []


def test_a_plan_made_again_by_hand_is_worth_the_same(plan):
    made = plan_by_hand(QUESTION, stays_of(plan))

    assert made.certificate.objective == pytest.approx(plan.certificate.objective)
    assert differences(plan, made) == ()


def test_the_price_told_before_is_the_change_found_after(plan):
    other = moved(plan, "TN-01", to="03679", start_day=15)

    told = price(plan, other)
    made = plan_by_hand(QUESTION, other)

    change = made.certificate.objective - plan.certificate.objective
    assert told.change == pytest.approx(change)
    assert told.unmet == made.certificate.unmet - plan.certificate.unmet


def test_only_the_named_stay_of_a_team_is_moved():
    team = QUESTION.teams[0].model_copy(update={"stays": 2})
    asked = QUESTION.model_copy(update={"teams": (team, QUESTION.teams[1])})
    plan = solve(asked, Effort(seconds=5))
    first, second = sorted((s for s in plan.stays if s.team == "TN-01"), key=lambda s: s.start_day)

    other = moved(plan, "TN-01", to="03679", start_day=first.start_day, instead_of=first.start_day)

    mine = {(k.commune, k.begins) for k in other if k.team == "TN-01"}
    assert mine == {("03679", first.start_day), (second.commune, second.start_day)}


def test_a_lock_marks_the_stay_of_its_week_only():
    team = QUESTION.teams[0].model_copy(update={"stays": 2})
    lock = Lock(team="TN-01", commune="03646", start_day=1)
    asked = QUESTION.model_copy(update={"teams": (team,), "locks": (lock,)})

    made = plan_by_hand(asked, [lock, lock.model_copy(update={"start_day": 15})])

    assert [s.locked for s in made.stays] == [True, False]


def test_solving_again_changes_no_week_for_nothing():
    teams = tuple(
        t.model_copy(update={"stays": 2, "code": f"{t.code}{n}"})
        for t in QUESTION.teams
        for n in range(3)
    )
    asked = QUESTION.model_copy(update={"teams": teams, "rules": Rules(weeks=8)})
    plan = solve(asked, Effort(seconds=5))
    kept = Previous(assignments=tuple(stays_of(plan)))

    again = solve(asked.model_copy(update={"previous": kept}), Effort(seconds=5, seed=3))

    assert differences(plan, again) == ()


# --- why nobody comes


def test_a_commune_without_a_team_learns_the_least_costly_way(plan):
    empty = next(c.code for c in QUESTION.communes if c.code not in {s.commune for s in plan.stays})

    found = absence(plan, empty)

    assert found.bar is Bar.NONE
    assert found.least is not None
    assert found.least.change <= 1e-6 or found.least.unmet > 0


@pytest.mark.parametrize(
    ("update", "bar"),
    [
        ({"max_teams": 0}, Bar.NO_ROOM),
        ({"blackout_weeks": (1, 2, 3, 4)}, Bar.NO_ROUND),
        ({"lon": None, "lat": None}, Bar.OUT_OF_REACH),
    ],
)
def test_what_keeps_every_team_away_is_named(update, bar):
    communes = tuple(
        c.model_copy(update=update) if c.code == "03679" else c for c in QUESTION.communes
    )
    plan = solve(QUESTION.model_copy(update={"communes": communes}), Effort(seconds=5))

    assert absence(plan, "03679").bar is bar


def test_without_teams_that_is_the_reason():
    plan = solve(QUESTION.model_copy(update={"teams": ()}), Effort(seconds=5))

    assert absence(plan, "03646").bar is Bar.NO_TEAMS


# --- order, fairness, settings


def test_a_heavier_border_brings_border_communes_to_the_top():
    before = Rules(weights=Weights(border=0.0))
    after = Rules(weights=Weights(border=2.0))

    came, left = newcomers(QUESTION, before, after, top=1)

    assert ranking(QUESTION, after)[0].code == "04240"
    assert (came, left) == (("04240",), ("03646",))


def test_communes_of_unknown_need_have_no_place_in_the_order():
    unknown = Commune(code="99999", name="Chưa rõ", need=None)
    asked = QUESTION.model_copy(update={"communes": (*QUESTION.communes, unknown)})

    assert "99999" not in [r.code for r in ranking(asked, Rules())]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 1, 1], 0), ([0, 0, 3], 2 / 3), ([], None), ([0, 0], None)],
)
def test_unevenness_is_nought_for_equal_shares(values, expected):
    assert gini(values) == (expected if expected is None else pytest.approx(expected))


def test_a_plan_without_stays_has_no_unevenness():
    plan = solve(QUESTION.model_copy(update={"teams": ()}), Effort(seconds=5))

    assert unevenness(plan) is None


def test_every_setting_is_read_and_set_by_its_path():
    rules = Rules()
    changed = with_values(rules, {("weights", "border"): 2.0, ("max_teams",): 5})

    by_key = {p.key: p for p in parameters()}

    assert (by_key["weights_border"].of(changed), by_key["max_teams"].of(changed)) == (2.0, 5)
    assert by_key["max_minutes"].of(changed) == rules.max_minutes
    assert by_key["start_every_days"].optional
    assert by_key["households_per_volunteer_week"].above_low
    with pytest.raises(ValueError, match="max_teams"):
        with_values(rules, {("max_teams",): -1})


def test_choices_come_back_from_json_as_they_were():
    params = PlanParams(first_day=first_monday(2027), locks=(Lock(team="A", commune="B"),))

    assert PlanParams.from_json(params.as_json()) == params
    assert (params.season, params.first_day.isoformat()) == ("2027", "2027-06-07")


@pytest.mark.parametrize(
    ("text", "weeks"), [("3-4; 7", (3, 4, 7)), ("", ()), ("2", (2,)), ("5,1–2", (1, 2, 5))]
)
def test_weeks_are_read_as_people_write_them(text, weeks):
    assert weeks_in(text) == weeks
    assert weeks_in(weeks_written(weeks)) == weeks


@pytest.mark.parametrize("text", ["ba", "0", "4-3", "61", "1-"])
def test_weeks_that_make_no_sense_are_refused(text):
    if text == "1-":
        assert weeks_in(text) == (1,)
        return
    with pytest.raises(ValueError):  # noqa: PT011 - any sentence of int() will do
        weeks_in(text)
