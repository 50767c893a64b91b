"""Proof that is proof: bounds, the value of a plan, the plan in force, “at most”."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lib.domain.planning.plan import solving
from lib.domain.planning.plan.plan import Stopped, gap_between, known_sum
from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.reading import read_instance
from lib.domain.planning.solver.optimiser import Optimiser
from lib.domain.planning.why.margins import binding, one_more
from lib.domain.planning.why.shortages import Cause, shortages
from lib.services.planning.comparing import comparison
from lib.services.planning.document import plan_in
from lib.services.planning.explanations import explained
from lib.services.planning.words import at_most, certificate_sentence, plan_as_json, plan_lines
from lib.text import LANGUAGES, say_number, words
from tests.planning.checker import violations
from tests.support.planning import province


def planned(instance, **effort):
    return solve(read_instance(json.dumps(instance)), Effort(**effort))


def pair(**more):
    """Two communes an hour apart, one team each that could go to either."""
    return {
        "communes": [{"code": "A", "need": 300}, {"code": "B", "need": 290}],
        "teams": [
            {"code": "T1", "base": "A", "size": 10},
            {"code": "T2", "base": "B", "size": 9},
        ],
        "travel": {"minutes": {"A": {"A": 0, "B": 60}, "B": {"A": 60, "B": 0}}},
    } | more


# -- no bound, no proof --------------------------------------------------------------------


@pytest.fixture
def boundless(monkeypatch):
    """A machine so busy that nothing is proven in time; what was asked of it is kept."""
    asked = []
    exact = Optimiser.best

    def best(self, *args, **kwargs):
        asked.append(args)
        return replace(exact(self, *args, **kwargs), bound=float("inf"), finished=False)

    monkeypatch.setattr(Optimiser, "relaxation", lambda *_, **__: float("inf"))
    monkeypatch.setattr(Optimiser, "best", best)
    return asked


def test_without_a_bound_nothing_is_proven_and_the_exact_search_is_made(boundless):
    plan = planned(pair())

    assert boundless
    assert (plan.certificate.bound, plan.certificate.gap) == (None, None)
    assert plan.certificate.stopped is Stopped.TIME


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_bound_no_sentence_speaks_of_one_and_the_json_is_valid(boundless, language):
    say, plan = words(language), planned(pair())

    told = json.loads(json.dumps(plan_as_json(plan, say), allow_nan=False))

    assert told["bound"] is None
    assert violations(pair(), told) == []
    assert certificate_sentence(plan, say) == say("plan.unproven")
    assert say("plan.optimal") not in plan_lines(plan, say)
    assert plan_in(plan.instance, told).certificate == replace(
        plan.certificate, seconds=told["seconds"]
    )
    json.dumps(explained(plan, say), allow_nan=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_plan_is_called_the_best_while_fewer_guarantees_might_be_missed(language):
    say, plan = words(language), planned(pair())
    open_still = replace(plan.certificate, unmet=2, unmet_bound=1)

    assert certificate_sentence(plan, say) == say("plan.optimal")
    assert certificate_sentence(replace(plan, certificate=open_still), say) == say(
        "plan.certified_among", percent=say_number(100, digits=2, language=language), unmet=2
    )


def test_a_gap_is_known_only_below_a_finite_bound():
    assert gap_between(3.0, float("inf")) is None
    assert gap_between(90.0, 100.0) == pytest.approx(0.1)
    assert gap_between(100.0, 100.0 + 1e-8) == 0


def test_a_first_stage_cut_short_proves_nothing_and_never_fewer_than_none():
    question = province(60, seed=3, weeks=12, blackouts=True)

    plan = planned(question, seconds=0.05)

    assert 0 <= plan.certificate.unmet_bound <= plan.certificate.unmet


def test_a_plan_that_lost_to_its_villages_is_not_proven_beyond_its_gap():
    villages = [{"code": f"V{n}", "need": need} for n, need in enumerate((60, 50, 40))]
    question = pair(
        communes=[{"code": "A", "need": 150, "villages": villages}, {"code": "B", "need": 0}],
        rules={"villages_per_week": 1, "stay_weeks": 1, "weeks": 1},
    )

    plan = planned(question, gap=0.0)

    proven = plan.certificate.stopped is Stopped.PROVEN
    assert proven == (plan.certificate.gap == 0)
    assert violations(question, plan_as_json(plan, words())) == []


# -- one value of a plan -------------------------------------------------------------------


def test_points_for_keeping_stays_are_no_households_anywhere():
    question, say = pair(), words()
    free = planned(question)
    stays = [{"team": s.team, "commune": s.commune, "start_week": 1} for s in free.stays]

    kept = planned(question | {"previous": {"assignments": stays, "keep_bonus": 500}})

    assert kept.certificate.objective == free.certificate.objective
    assert kept.certificate.bound == pytest.approx(free.certificate.bound)
    assert kept.figures.kept_bonus == 1000
    table = comparison(free, kept, heads=("A", "B"), say=say)
    assert all(row[3] in ("=", "–") for row in table.rows)
    shown = dict(zip([r[0] for r in table.rows], [r[2] for r in table.rows], strict=True))
    assert shown[say("planner_compare.weighted")] == "354"


def test_a_plan_kept_against_its_worth_is_measured_against_the_best_without_points():
    question = pair()
    crossed = [
        {"team": "T1", "commune": "B", "start_week": 1},
        {"team": "T2", "commune": "A", "start_week": 1},
    ]

    plan = planned(question | {"previous": {"assignments": crossed, "keep_bonus": 500}})

    assert plan.figures.moved == ()
    assert plan.certificate.bound == pytest.approx(planned(question).certificate.objective)
    assert plan.certificate.objective < plan.certificate.bound
    assert plan.certificate.stopped is Stopped.ENDED


def test_a_plan_saved_when_points_counted_as_households_is_told_without_them():
    question = pair()
    stays = [
        {"team": s.team, "commune": s.commune, "start_week": 1} for s in planned(question).stays
    ]
    plan = planned(question | {"previous": {"assignments": stays, "keep_bonus": 40}})
    old = plan_as_json(plan, words())
    old |= {"objective": old["objective"] + 80, "bound": old["bound"] + 80, "unmet_bound": -3}
    del old["asked_gap"]

    told = plan_in(plan.instance, old).certificate

    assert told.objective == plan.certificate.objective
    assert told.unmet_bound == 0


# -- restating a plan ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("bonus", [None, 0.0])
def test_restating_a_plan_moves_nobody_and_no_date(seed, bonus):
    question = province(16, seed=seed, weeks=8, blackouts=True)
    for n, team in enumerate(question["teams"]):
        team |= {"stays": 1 + n % 3, "to_week": None}
    first = planned(question, gap=0.001)
    stays = [
        {"team": s.team, "commune": s.commune, "start_week": s.start_week} for s in first.stays
    ]

    again = planned(question | {"previous": {"assignments": stays, "keep_bonus": bonus}}, gap=0.001)

    assert again.stays == first.stays
    assert again.figures.moved == ()
    assert again.certificate.objective == pytest.approx(first.certificate.objective)


# -- at most -------------------------------------------------------------------------------


def test_one_more_team_is_worth_what_a_plan_with_it_brings():
    """The commune takes two teams: the limit of stays for one team must not hide the second."""
    question = {
        "communes": [{"code": "A", "need": 2000}],
        "teams": [{"code": "T1", "base": "A", "size": 10, "stays": 2}],
        "rules": {"weeks": 4},
    }
    plan = planned(question)
    more = question | {"teams": [*question["teams"], question["teams"][0] | {"code": "T2"}]}

    [told] = one_more(plan)

    gain = planned(more).certificate.objective - plan.certificate.objective
    assert told.exact
    assert told.gain == pytest.approx(gain)


def test_what_is_at_most_is_rounded_away_from_the_truth():
    assert at_most(300.2, words()) == "301"
    assert at_most(300.0, words()) == "300"
    assert at_most(None, words()) == "–"


def test_a_family_of_rules_that_binds_is_told_exactly_where_the_question_is_small():
    question = pair(rules={"max_minutes": 0})
    question["teams"][1]["base"] = "A"

    found = {b.family: b for b in binding(planned(question))}

    freed = planned(question | {"rules": {"max_minutes": 240}})
    gain = freed.certificate.objective - planned(question).certificate.objective
    assert found["reach"].gain == pytest.approx(gain)
    assert found["reach"].exact


# -- sentences whose numbers add up --------------------------------------------------------


def test_too_few_is_said_only_where_wanted_less_teams_is_missing():
    """C asks for three and may take one: what it cannot take is no lack of teams."""
    question = {
        "communes": [
            {"code": "A", "need": 900, "min_teams": 1},
            {"code": "B", "need": 900, "min_teams": 1},
            {"code": "C", "need": 900, "min_teams": 3, "max_teams": 1},
        ],
        "teams": [{"code": "T1", "base": "A", "size": 5}],
        "travel": {"minutes": {"A": {"A": 0, "B": 10, "C": 10}}},
    }

    found = {s.cause: s for s in shortages(planned(question))}

    for told in found.values():
        assert told.cause is not Cause.TOO_FEW or told.wanted - told.teams == told.missing


# -- unknown is not zero -------------------------------------------------------------------


def test_households_of_a_commune_nobody_knows_are_unknown_and_never_none():
    question = pair(
        communes=[{"code": "A", "need": None, "min_teams": 1}, {"code": "B", "need": 1}]
    )

    plan = planned(question)

    unknown = [s.households for s in plan.stays if s.commune == "A"]
    assert unknown == [None]
    assert plan.figures.need == 1
    assert violations(question, plan_as_json(plan, words())) == []


def test_a_sum_of_nothing_is_none_and_of_the_unknown_unknown():
    assert known_sum([]) == 0
    assert known_sum([None, 3]) == 3
    assert known_sum([None]) is None


def test_the_search_tells_of_no_bound_before_there_is_one():
    heard = []

    solve(read_instance(json.dumps(pair())), Effort(), hear=heard.append)

    assert heard[0].bound is None
    assert all(s.bound is None or s.bound >= s.value for s in heard)
    assert solving.Sign("bound", 0.0, 0, 0.0, None)


def test_stays_of_one_commune_share_its_villages_and_the_search_knows_it():
    """A second stay in A would find only small villages left; B has more for it to do."""
    villages = [{"code": f"V{n}", "need": need} for n, need in enumerate((100, 20, 10))]
    question = {
        "communes": [{"code": "A", "need": 130, "villages": villages}, {"code": "B", "need": 40}],
        "teams": [{"code": f"T{n}", "base": "A", "size": 10} for n in (1, 2)],
        "travel": {"minutes": {"A": {"A": 0, "B": 10}}},
        "rules": {"villages_per_week": 1, "stay_weeks": 1, "weeks": 1},
    }

    plan = planned(question, gap=0.0)

    assert sorted(s.commune for s in plan.stays) == ["A", "B"]
    assert (plan.certificate.stopped, plan.certificate.gap) == (Stopped.PROVEN, 0)
