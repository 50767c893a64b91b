"""Why here, what is missing, what would cure it, what one more team would bring."""

from __future__ import annotations

import json

import pytest

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.reading import read_instance
from lib.domain.planning.why.margins import binding, curve, one_more, roads, with_teams
from lib.domain.planning.why.reasons import reasons
from lib.domain.planning.why.relaxing import Family
from lib.domain.planning.why.shortages import Cause, cures, more_teams, shortages
from lib.services.planning.explanations import explained
from lib.text import LANGUAGES, words
from tests.support.planning import province


def planned(instance, **effort):
    return solve(read_instance(json.dumps(instance)), Effort(**effort))


def line(**more):
    """Three promised communes; two teams at A, the far one is beyond the limit."""
    return {
        "communes": [
            {"code": c, "need": 1000, "min_teams": 1, "host_limit": 5} for c in ("A", "B", "C")
        ],
        "teams": [{"code": f"T{n}", "base": "A", "size": 4} for n in (1, 2)],
        "travel": {"minutes": {"A": {"A": 0, "B": 60, "C": 300}}},
    } | more


def test_a_commune_beyond_every_limit_is_cured_by_lifting_the_limit_or_by_no_team():
    plan = planned(line())

    [shortage] = shortages(plan)
    assert (shortage.cause, shortage.communes, shortage.missing) == (Cause.OUT_OF_REACH, ("C",), 1)
    # Two teams serve two communes either way: lifting the limit alone meets nothing more.
    assert cures(plan) == ()
    assert more_teams(plan) == ()


def test_too_few_teams_name_every_commune_that_counts_on_them():
    plan = planned(line(travel={"minutes": {"A": {"A": 0, "B": 60, "C": 90}}}))

    [shortage] = shortages(plan)
    assert shortage.cause is Cause.TOO_FEW
    assert shortage.communes == ("A", "B", "C")
    assert (shortage.wanted, shortage.teams, shortage.missing) == (3, 2, 1)
    [more] = more_teams(plan)
    assert (more.count, more.met, more.left, more.base) == (1, 1, 0, "A")


def test_lifting_the_limit_is_offered_when_it_helps():
    instance = line()
    instance["teams"].append({"code": "T3", "base": "A", "size": 4})

    plan = planned(instance)

    assert [(c.family, c.met, c.left) for c in cures(plan)] == [(Family.REACH, 1, 0)]


def test_a_skill_nobody_has_is_told_apart():
    instance = line()
    instance["communes"][0]["needs_skills"] = ["Mông"]

    causes = {s.cause for s in shortages(planned(instance))}

    assert causes == {Cause.NOBODY_SKILLED, Cause.OUT_OF_REACH}


def test_the_loss_of_a_stay_is_what_the_plan_is_worth_more_with_it():
    plan = planned(line())

    by_team = {r.team: r for r in reasons(plan)}

    near = next(r for r in by_team.values() if r.commune == "A")
    assert near.loss == pytest.approx(4 * 2 * 10)
    assert near.keeps_promise
    assert near.nearest.commune == "B"


def test_no_single_move_betters_a_proven_plan():
    plan = planned(province(20, seed=1), gap=0.0)

    for reason in reasons(plan):
        for other in reason.elsewhere:
            assert other.unmet > 0 or (other.unmet == 0 and other.change <= 1e-6)


def test_what_binds_costs_something_and_what_does_not_is_not_named():
    found = {b.family: b.gain for b in binding(planned(line()))}

    assert found[Family.PROMISES] > 0
    assert Family.LOCKS not in found


def test_one_more_team_brings_what_solving_again_brings_at_most():
    plan = planned(province(20, seed=2), gap=0.0)

    for more in one_more(plan)[:3]:
        model = next(t for t in plan.instance.teams if t.code == more.like)
        extra = model.model_copy(update={"code": "new"})
        again = plan.instance.model_copy(update={"teams": (*plan.instance.teams, extra)})
        unmet = plan.certificate.unmet
        found = solve(again, Effort(gap=0.0))
        if found.certificate.unmet == unmet:
            gained = found.certificate.objective - plan.certificate.bound
            assert gained <= more.gain + 1e-6


def test_the_curve_rises_and_misses_fewer_guarantees():
    points = curve(planned(province(20, seed=2), gap=0.01).instance, (10, 20, 40))

    assert [p.teams for p in points] == [10, 20, 40]
    assert points[0].value < points[1].value < points[2].value
    assert points[0].unmet >= points[1].unmet >= points[2].unmet


def test_fewer_teams_keep_only_their_own_locks():
    instance = read_instance(
        json.dumps(line(locks=[{"team": "T2", "commune": "A"}], communes=line()["communes"]))
    )

    assert with_teams(instance, 1).locks == ()
    assert len(with_teams(instance, 5).teams) == 5


def test_longer_roads_name_the_stays_beyond_the_limit():
    plan = planned(province(20, seed=3), gap=0.01)

    assert roads(plan, 1.0).too_far == ()
    assert len(roads(plan, 3.0).too_far) > 0


def test_a_team_that_stays_on_beyond_the_limit_is_counted_once():
    plan = planned(
        {
            "communes": [
                {"code": "A", "need": 0, "lon": 103.9, "lat": 21.3},
                {"code": "B", "need": 1000, "lon": 104.58, "lat": 21.3},
            ],
            "teams": [{"code": "T1", "base": "A", "size": 4, "stays": 2}],
            "rules": {"weeks": 4},
        }
    )
    told = explained(plan, words("vi"))["roads"]

    longer = next(r for r in told if r["factor"] > 1)
    assert [s.commune for s in plan.stays] == ["B", "B"]
    assert list(longer["too_far"]) == [("T1", "B")]
    assert "1 đội vượt" in longer["say"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_explanation_has_a_sentence(language):
    instance = province(20, seed=1, weeks=6, blackouts=True)
    instance["locks"] = [{"team": "TN-001", "commune": "03646"}]

    plan = planned(instance, gap=0.01)

    told = explained(plan, words(language))

    assert all(entry["say"] for part in told.values() for entry in part)
    assert len(told["reasons"]) == len(plan.stays)
