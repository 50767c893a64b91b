"""Need that does not vanish: the last report's with its period, or the planner's with its basis."""

from __future__ import annotations

import pytest

from lib.domain.planning.plan.remarks import needs_marked
from lib.domain.planning.question.canonical import digest
from lib.domain.planning.question.faults import FaultCode
from lib.domain.planning.question.instance import Commune, Instance, Village
from lib.domain.planning.question.needs import month_written, months_behind
from lib.domain.planning.question.params import Exceptions
from lib.services.planning.screen_words import need_said
from lib.text import LANGUAGES, words

LATE = Commune(code="04045", name="Lóng Sập", need=870, need_of="2027-03")


def test_a_figure_is_as_old_as_the_reports_that_came_since():
    assert months_behind("2027-03", "2027-05") == 2
    assert months_behind("2026-11", "2027-02") == 3
    assert months_behind("2027-03", None) is None
    assert month_written("2027-03") == "03/2027"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_figure_is_said_with_its_age_and_an_unknown_one_is_no_number(language):
    say = words(language)

    assert "03/2027" in need_said(LATE, say, now="2027-05")
    assert need_said(LATE.model_copy(update={"need": None}), say) == say("planner.unknown")


def test_late_communes_and_figures_by_hand_are_told_of():
    by_hand = Commune(code="04231", name="Sốp Cộp", need=5, need_basis="xã xác nhận 05/6")

    marked = needs_marked(Instance(communes=(LATE, by_hand), teams=()))

    assert [f.code for f in marked] == [FaultCode.NEED_OLD, FaultCode.NEED_BY_HAND]


def test_a_figure_put_right_by_hand_takes_the_place_of_the_report_and_keeps_its_basis():
    villages = (Village(code="V1", need=500), Village(code="V2", need=370))
    commune = LATE.model_copy(update={"villages": villages})

    same = Exceptions(need=870, need_basis="xã xác nhận").on(commune)
    other = Exceptions(need=600, need_basis="xã xác nhận").on(commune)

    assert (same.need, same.need_of, same.need_basis) == (870, None, "xã xác nhận")
    assert same.villages == villages
    assert (other.need, other.villages) == (600, ())


def test_saying_nothing_of_a_need_leaves_it_as_it_is():
    assert Exceptions(max_teams=2).on(LATE).need == 870
    assert Exceptions(max_teams=2).on(LATE).need_of == "2027-03"


def test_questions_that_say_nothing_of_where_needs_come_from_keep_their_digest():
    asked = Instance(communes=(Commune(code="A", need=1),), teams=())

    assert digest(asked) == "72589199088d9e9a"
    assert digest(asked.model_copy(update={"need_period": "2027-05"})) != digest(asked)


def test_need_told_by_village_takes_the_place_of_the_reported_villages():
    reported = (Village(code="V1", name="Bản A", need=300, weight=1.2), Village(code="V2", need=9))
    commune = LATE.model_copy(update={"villages": reported})
    told = Exceptions(need=50, need_basis="xã xác nhận", village_needs={"V1": 20, "V3": 30})
    apart = told.model_copy(update={"need": 51})

    villages = told.on(commune).villages

    assert [(v.code, v.name, v.need, v.weight) for v in villages] == [
        ("V1", "Bản A", 20, 1.2),
        ("V3", "", 30, 1.0),
    ]
    assert apart.on(commune).villages == ()
