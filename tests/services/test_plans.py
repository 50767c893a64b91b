"""Saved plans: nobody overwrites anybody, one plan is in force, and every step can be seen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lib.domain.errors import NotAllowed
from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.instance import Rules
from lib.services.planning.document import plan_in
from lib.services.planning.saved_plan import PlanOvertaken, PlanStatus
from lib.services.planning.versions import (
    branch_plan,
    plan_of,
    plans,
    publish_plan,
    published_history,
    published_plan,
    save_plan,
    undo_publication,
    versions,
)
from lib.services.planning.words import plan_as_json
from lib.text import words
from tests.support.plans import AN, LEADER, MAI, QUESTION, draft


def refused(act) -> str:
    with pytest.raises(NotAllowed) as told:
        act()
    return told.value.code


def test_a_saved_plan_comes_back_whole(any_installation):
    saved = save_plan(any_installation, draft(), who=MAI)

    found = plan_of(any_installation, saved.id, who=LEADER)

    assert found == saved
    assert (found.instance, found.author, found.version) == (QUESTION, MAI.name, 1)
    assert (found.status, found.solved, found.base_version) == (PlanStatus.DRAFT, True, None)
    assert found.params["first_day"] == "2027-06-07"


def test_a_plan_read_from_its_document_is_the_plan_that_was_made():
    made = solve(QUESTION, Effort(seconds=5))

    document = json.loads(json.dumps(plan_as_json(made, words())))

    read = plan_in(QUESTION, document)

    rounded = replace(made.certificate, seconds=round(made.certificate.seconds, 3))
    assert read == replace(made, certificate=rounded)


def test_every_save_is_a_new_version_and_the_former_stays(any_installation):
    first = save_plan(any_installation, draft(solved=False), who=MAI)
    second = save_plan(any_installation, draft(), who=MAI, base=first.id)

    assert [v.version for v in versions(any_installation, who=MAI, line=first.line)] == [2, 1]
    assert plan_of(any_installation, first.id, who=MAI).document == {}
    assert [p.id for p in plans(any_installation, who=MAI)] == [second.id]


def test_saving_what_is_there_already_saves_nothing(any_installation):
    mine = draft()
    first = save_plan(any_installation, mine, who=MAI)

    again = save_plan(any_installation, mine, who=MAI, base=first.id)

    assert again == first


def test_who_saves_on_an_older_version_is_told_who_came_between(any_installation):
    first = save_plan(any_installation, draft(), who=MAI)
    theirs = save_plan(any_installation, draft(title="của An"), who=AN, base=first.id)

    with pytest.raises(PlanOvertaken) as told:
        save_plan(any_installation, draft(title="của Mai"), who=MAI, base=first.id)

    assert (told.value.newest.author, told.value.newest.id) == (AN.name, theirs.id)
    assert plan_of(any_installation, theirs.id, who=MAI).title == "của An"
    mine = branch_plan(any_installation, draft(title="của Mai"), who=MAI, base=first.id)
    assert (mine.line != theirs.line, mine.version, mine.base_version) == (True, 1, first.id)


def test_publishing_puts_one_plan_in_force_and_keeps_the_former(any_installation):
    one = save_plan(any_installation, draft(), who=MAI)
    other = save_plan(any_installation, draft(title="khác"), who=MAI, base=one.id)

    publish_plan(any_installation, one.id, who=MAI)
    publish_plan(any_installation, other.id, who=AN, reason="hủy một đội")

    assert published_plan(any_installation, "2027", who=LEADER) == plan_of(
        any_installation, other.id, who=MAI
    )
    assert plan_of(any_installation, one.id, who=MAI).status is PlanStatus.SUPERSEDED
    assert published_plan(any_installation, "2026", who=MAI) is None


def test_a_plan_is_replaced_only_with_a_reason(any_installation):
    one = save_plan(any_installation, draft(), who=MAI)
    other = save_plan(any_installation, draft(title="khác"), who=MAI, base=one.id)
    publish_plan(any_installation, one.id, who=MAI)

    assert refused(lambda: publish_plan(any_installation, other.id, who=MAI)) == "why_needed"
    assert refused(lambda: publish_plan(any_installation, one.id, who=MAI)) == "plan_in_force"
    assert published_plan(any_installation, "2027", who=MAI) == plan_of(
        any_installation, one.id, who=MAI
    )


def test_a_publication_is_taken_back_step_by_step(any_installation):
    one = save_plan(any_installation, draft(), who=MAI)
    other = save_plan(any_installation, draft(title="khác"), who=MAI, base=one.id)
    publish_plan(any_installation, one.id, who=MAI)
    publish_plan(any_installation, other.id, who=MAI, reason="hủy một đội")

    undo_publication(any_installation, "2027", who=AN, reason="đội ấy vẫn đi")
    back = published_plan(any_installation, "2027", who=MAI)
    undo_publication(any_installation, "2027", who=AN, reason="chưa ký duyệt")

    assert back is not None
    assert back.id == one.id
    assert published_plan(any_installation, "2027", who=MAI) is None
    assert len(published_history(any_installation, "2027", who=MAI)) == 4
    gone = refused(lambda: undo_publication(any_installation, "2027", who=AN, reason="lần nữa"))
    assert gone == "plan_none_in_force"


def test_a_plan_without_a_solution_is_not_published(any_installation):
    saved = save_plan(any_installation, draft(solved=False), who=MAI)

    assert refused(lambda: publish_plan(any_installation, saved.id, who=MAI)) == "plan_not_solved"


def test_who_only_reads_saves_and_publishes_nothing(any_installation):
    saved = save_plan(any_installation, draft(), who=MAI)

    assert refused(lambda: save_plan(any_installation, draft(), who=LEADER)) == "denied"
    assert refused(lambda: publish_plan(any_installation, saved.id, who=LEADER)) == "denied"
    assert refused(lambda: plan_of(any_installation, 99, who=LEADER)) == "no_plan"


def test_an_instance_shared_by_versions_is_kept_once(any_installation):
    one = save_plan(any_installation, draft(), who=MAI)
    changed = replace(draft(), instance=QUESTION.model_copy(update={"rules": Rules(weeks=6)}))

    other = save_plan(any_installation, changed, who=MAI, base=one.id)

    assert plan_of(any_installation, one.id, who=MAI).instance.rules.weeks == 4
    assert plan_of(any_installation, other.id, who=MAI).instance.rules.weeks == 6
