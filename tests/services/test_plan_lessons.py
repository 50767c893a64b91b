"""What a summer teaches goes into the next plan only when somebody agrees, and says from where."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.domain.errors import NotAllowed
from lib.domain.planning.question.instance import Commune, Instance, Rules, Team
from lib.services.campaign.lessons import begin_with_lessons, to_apply
from lib.services.campaign.summer import summer_of
from lib.services.planning.runs import params_of
from lib.services.planning.versions import publish_plan, save_plan, versions
from lib.text import say_date, words
from tests.files_made import summary_workbook
from tests.support.installations import put
from tests.support.plans import MAI, draft

CODES = ("03646", "03679", "04240", "04045", "03688", "03670")
SAY = words()


@pytest.fixture
def summer(installation):
    """Six teams in six communes, each of which brought half of what was expected."""
    put(installation, summary_workbook(period="05/2026"), name="bieu.xlsx")
    instance = Instance(
        title="Hè 2026",
        communes=tuple(
            Commune(code=code, name=installation.gazetteer.communes[code].full_name, need=400)
            for code in CODES
        ),
        teams=tuple(Team(code=f"T{n}", name=f"Đội {n}", base=code, size=10)
                    for n, code in enumerate(CODES)),
        rules=Rules(weeks=2, max_teams=1),
    )  # fmt: skip
    made = draft(instance)
    season = {"season": "2026", "params": {"first_day": "2026-06-08"}}
    plan = save_plan(installation, type(made)(**{**vars(made), **season}), who=MAI)
    publish_plan(installation, plan.id, who=MAI)
    found = summer_of(installation, "2026", who=MAI)
    lines = [
        ";".join((
            f"D{n}", stay.team, stay.commune, "Thực hiện", say_date(stay.first),
            say_date(stay.first + timedelta(days=3)), str(round(stay.households / 2)),
        ))
        for n, stay in enumerate(found.stays)
    ]  # fmt: skip
    head = "Mã đợt;Mã đội hình;Mã xã;Loại;Ngày bắt đầu;Ngày kết thúc;Hộ được hỗ trợ"
    put(installation, "\n".join([head, *lines]).encode(), name="dot.csv")
    return installation


def test_nothing_is_taken_over_without_consent(summer):
    with pytest.raises(NotAllowed, match="nothing_learned"):
        begin_with_lessons(summer, "2026", [], say=SAY, who=MAI)

    assert versions(summer, who=MAI, season="2027") == []


def test_what_was_accepted_stands_in_the_next_draft_with_its_origin(summer):
    offered = to_apply(summer_of(summer, "2026", who=MAI))

    begun = begin_with_lessons(summer, "2026", ["all"], say=SAY, who=MAI)

    assert offered["all"] == pytest.approx(5.0, abs=0.2)
    assert params_of(begun).rules.households_per_volunteer_week == offered["all"]
    assert params_of(begun).rules.max_teams == 1  # the rest stays as it was this summer
    assert begun.season == "2027"
    assert "theo kết quả hè 2026: Một người hướng dẫn được 10,0 → 5" in begun.note
    [kept] = versions(summer, who=MAI, season="2026")
    assert kept.version == 1


def test_a_summer_without_a_plan_teaches_nothing(installation):
    with pytest.raises(NotAllowed, match="nothing_learned"):
        begin_with_lessons(installation, "2026", ["all"], say=SAY, who=MAI)
