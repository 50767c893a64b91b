"""A plan saved when stays were told in whole weeks opens and is told as before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from lib.domain.access.permissions import Person, Role
from lib.services.health.opening import open_installation
from lib.services.planning.desk import begin_plan, by_hand, plan_saved, rearranged, with_params
from lib.services.planning.question import locked
from lib.services.planning.runs import params_of
from lib.services.planning.saved_plan import PlanDraft
from lib.services.planning.told.archive import plan_archive
from lib.services.planning.told.telling import news_of, note_told
from lib.services.planning.versions import plan_of, publish_plan, save_plan, versions
from lib.settings import Settings
from lib.text import words
from tests.pages.test_plan import STEPS, button, drawn, opened, solved, waited

MAI = Person("Lò Thị Mai", Role.ADMINISTRATOR)
LAST_SUMMER = date(2026, 6, 8)
_OF_STAYS = ("start_day", "end_day", "at_home", "stays_on")
_OF_FIGURES = ("home_stays", "beside_points")
_OF_REASONS = ("start_day", "at_home", "home", "at_own")
_OF_RULES = ("stay_days", "start_every_days", "home_worth", "return_worth")


@pytest.fixture
def installation(own_full_store):
    store = open_installation(Settings(data_dir=own_full_store))
    yield store
    store.engine.dispose()


@pytest.fixture
def old(installation):
    """Solved today under rules in weeks, then written down as it was written then."""
    begun = begin_plan(
        installation, who=MAI, first_day=LAST_SUMMER, title="Hè cũ", weeks=4, with_finished=True
    )
    rules = params_of(begun).rules.model_copy(update={"start_every_days": None})
    params = params_of(begun).model_copy(update={"rules": rules})
    draft = with_params(installation, begun, params, who=MAI)
    made = solved(installation, save_plan(installation, draft, who=MAI, base=begun.id))
    written = PlanDraft(
        season=made.season,
        title=made.title,
        instance=made.instance,
        params=_params_then(made.params),
        document=_document_then(made.document),
        note="lập phương án",
    )
    return save_plan(installation, written, who=MAI, base=made.id)


def _without(told: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {k: v for k, v in told.items() if k not in names}


def _document_then(document: Mapping[str, Any]) -> dict[str, Any]:
    weeks = {(s["team"], s["start_day"]): s["start_week"] for s in document["assignments"]}
    reasons = [
        _without(r, *_OF_REASONS) | {"start_week": weeks[r["team"], r["start_day"]]}
        for r in document["explained"]["reasons"]
    ]
    return {
        **document,
        "assignments": [_without(s, *_OF_STAYS) for s in document["assignments"]],
        "figures": _without(document["figures"], *_OF_FIGURES),
        "explained": {**document["explained"], "reasons": reasons},
    }


def _params_then(params: Mapping[str, Any]) -> dict[str, Any]:
    return {**params, "rules": _without(params["rules"], *_OF_RULES)}


def untouched(installation, old) -> bool:
    return versions(installation, who=MAI, line=old.line)[0].id == old.id


def test_looking_at_any_step_saves_nothing(at, own_full_store, installation, old):
    for step in STEPS:
        for language in ("vi", "en"):
            page = opened(at, own_full_store, pa=str(old.id), buoc=step, ngon_ngu=language)

            assert not page.error
            assert "Hè cũ" in drawn(page)
            assert untouched(installation, old), step


def test_it_is_explained_locked_and_made_again(at, own_full_store, installation, old):
    stay = old.document["assignments"][0]
    page = opened(at, own_full_store, pa=str(old.id), buoc="sua", chon=f"doi.{stay['team']}")
    assert "hệ số" in drawn(page).split("Vì sao ở đây?")[1]

    button(page, "Khóa").click().run()
    assert not page.exception
    button(page, "Giải lại").click().run()
    waited(page, until="Không đội nào thay đổi")

    again = plan_of(installation, versions(installation, who=MAI, line=old.line)[0].id, who=MAI)
    assert stays(again.document) == stays(old.document)


def test_a_stay_is_put_elsewhere_by_hand_and_the_others_keep_their_days(installation, old):
    plan = plan_saved(old)
    found = rearranged(old, plan, taken=[0], put=[])
    assert found.possible

    draft = by_hand(installation, old, found.stays, locks=found.locks)
    moved = save_plan(installation, draft, who=MAI, base=old.id)

    assert stays(moved.document) == stays(old.document) - {
        (plan.stays[0].team, plan.stays[0].commune, plan.stays[0].start_week)
    }


def stays(document) -> set[tuple[str, str, int]]:
    return {(s["team"], s["commune"], s["start_week"]) for s in document["assignments"]}


def test_published_and_told_once_it_need_not_be_told_again_when_it_is_saved_anew(installation, old):
    publish_plan(installation, old.id, who=MAI)
    news = news_of(installation, old.season, who=MAI)
    sides = [one.side for one in news.to_tell]
    assert sides
    note_told(installation, old.season, old.id, sides=sides, who=MAI)
    say = words("vi")
    assert plan_archive(installation, old, say, who=MAI)
    plan = plan_saved(old)
    kept = [locked(stay) for stay in plan.stays]

    draft = by_hand(installation, old, kept, locks=params_of(old).locks)
    anew = save_plan(installation, draft, who=MAI, base=old.id)
    publish_plan(installation, anew.id, who=MAI, reason="ghi theo ngày")

    assert news_of(installation, old.season, who=MAI).to_tell == ()
