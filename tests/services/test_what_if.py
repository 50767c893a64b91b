"""Plans under other choices, made in one go beside the one somebody has."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain.errors import NotAllowed
from lib.domain.planning.question.instance import Lock
from lib.services.planning.comparing import beside
from lib.services.planning.desk import plan_saved
from lib.services.planning.runs import PlanRuns, params_of
from lib.services.planning.saved_plan import PlanDraft
from lib.services.planning.versions import plan_of, save_plan, versions
from lib.services.planning.what_if import Choices, sets, what_if
from lib.text import words
from tests.support.plans import LEADER, MAI, draft

FIRST = date(2027, 6, 7)


@pytest.fixture
def saved(installation):
    return save_plan(installation, draft(), who=MAI)


def test_every_combination_but_the_plan_itself_is_a_set(saved):
    found = sets(saved, factors=(1.0, 2.0), withouts=((), ("TN-01",)), days=())

    assert [(c.factor, c.without) for c in found] == [
        (1.0, ("TN-01",)),
        (2.0, ()),
        (2.0, ("TN-01",)),
    ]
    assert all(c.first_day == FIRST for c in found)


def test_the_same_choice_twice_is_one_set(saved):
    found = sets(saved, factors=(2.0, 2.0), withouts=(), days=(FIRST, FIRST))

    assert len(found) == 1


def test_a_set_is_a_line_of_its_own_with_its_weights_and_teams(installation, saved):
    choices = Choices(factor=2.0, without=("TN-01",), first_day=FIRST)

    trial = what_if(installation, saved, choices, who=MAI, name="Thử: hệ số ×2")

    assert trial.line != saved.line
    assert (trial.title, trial.base_version, trial.solved) == ("Thử: hệ số ×2", saved.id, False)
    assert params_of(trial).rules.weights.border == 2 * params_of(saved).rules.weights.border
    assert trial.instance.rules.weights == params_of(trial).rules.weights
    assert [t.code for t in trial.instance.teams] == ["TN-02"]
    assert {k.team for k in trial.instance.previous.assignments} <= {"TN-02"}
    newest = versions(installation, who=MAI, line=saved.line)
    assert [v.id for v in newest] == [saved.id]


def test_locks_of_a_team_that_stays_at_home_go_with_it(installation, saved):
    held = Lock(team="TN-01", commune="03679", start_week=1)
    params = params_of(saved).model_copy(update={"locks": (held,)})
    locked = save_plan(
        installation,
        PlanDraft(
            season=saved.season,
            title=saved.title,
            instance=saved.instance,
            params=params.as_json(),
            document=saved.document,
        ),
        who=MAI,
        base=saved.id,
    )

    choices = Choices(without=("TN-01",), first_day=FIRST)
    trial = what_if(installation, locked, choices, who=MAI, name="Thử")

    assert params_of(trial).locks == ()


def test_who_only_reads_tries_nothing(installation, saved):
    with pytest.raises(NotAllowed):
        what_if(installation, saved, Choices(first_day=FIRST), who=LEADER, name="Thử")


def test_all_sets_are_solved_one_after_the_other_and_stand_side_by_side(installation, saved):
    wanted = sets(saved, factors=(0.0, 2.0), withouts=((), ("TN-02",)), days=())
    trials = [
        what_if(installation, saved, one, who=MAI, name=f"Thử {n}") for n, one in enumerate(wanted)
    ]

    found = PlanRuns().begin_each(installation, trials, who=MAI, note="lập phương án")

    for run in found:
        assert run.over.wait(200)
        assert run.result
    plans = [plan_saved(plan_of(installation, run.result, who=MAI)) for run in found]
    say = words("vi")
    table = beside(plans, heads=[t.title for t in trials], say=say)
    assert table.columns == (say("planner_compare.figure"), *(t.title for t in trials))
    stays = next(r for r in table.rows if r[0] == say("planner_compare.stays"))
    assert stays[1:] == tuple(str(len(p.stays)) for p in plans)
