"""Languages and skills are one, however an office wrote them, and none is dropped in silence."""

from __future__ import annotations

import json

import pytest

from lib.domain.planning.plan.solving import solve
from lib.domain.planning.question.faults import FaultCode, Refused
from lib.domain.planning.question.reading import read_instance
from lib.domain.planning.question.skills import LANGUAGES, each_once, same_skill, spelled


def planned(instance):
    return solve(read_instance(json.dumps(instance)))


def two():
    return {
        "communes": [{"code": "A", "need": 300}, {"code": "B", "need": 290}],
        "teams": [{"code": "T1", "base": "A", "size": 10}],
    }


def test_languages_are_one_however_they_were_written():
    spellings = ("Mông", "mông", "Mo\u0302ng", " MÔNG ", "tiếng Mông", "H'Mông")
    for wanted in spellings:
        for known in spellings:
            question = two()
            question["communes"][0]["needs_skills"] = [wanted]
            question["teams"][0]["skills"] = [known]

            plan = planned(question)

            assert plan.unmet == ()
            assert plan.instance.teams[0].skills == ("Mông",)


def test_a_skill_that_is_no_language_keeps_its_words_and_still_meets_its_like():
    question = two()
    question["communes"][0]["needs_skills"] = ["Lái  xe", "lái xe"]
    question["teams"][0]["skills"] = ["LÁI XE"]

    plan = planned(question)

    assert plan.unmet == ()
    assert plan.instance.communes[0].needs_skills == ("Lái xe",)


def test_every_spelling_of_a_language_is_its_own_alone():
    written = [w for name, others in LANGUAGES.items() for w in (name, *others)]

    assert [spelled(w) for w in LANGUAGES] == list(LANGUAGES)
    assert len({w.casefold() for w in written}) == len({w.casefold().strip() for w in written})
    assert same_skill("Thái") != same_skill("Thai")
    assert each_once(("mông", "Thái", "MÔNG")) == ("Mông", "Thái")


def test_a_skill_without_a_name_is_refused_not_dropped():
    question = two()
    question["communes"][0]["needs_skills"] = ["  "]

    with pytest.raises(Refused) as refused:
        planned(question)

    assert refused.value.faults[0].code is FaultCode.WRONG_VALUE
