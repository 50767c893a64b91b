"""What a campaign teaches the next plan: proposed from the data, applied when somebody agrees."""

from __future__ import annotations

from collections.abc import Collection

from lib.domain.access.permissions import Act, Person
from lib.domain.campaign.lessons import (
    StayResult,
    Suggestion,
    capacity_suggestions,
    later_suggestion,
    learned,
    stay_results,
)
from lib.domain.errors import NotAllowed
from lib.domain.planning.question.params import PlanParams, first_monday
from lib.services.campaign.summer import Summer, summer_of
from lib.services.installation import Installation
from lib.services.planning.question import question
from lib.services.planning.saved_plan import PlanDraft, SavedPlan
from lib.services.planning.screen_words import number
from lib.services.planning.versions import save_plan
from lib.text import Words

CAPACITY, LATER = "all", "later"
"""The suggestions that are settings of a plan, by their key."""


def results_of(summer: Summer) -> list[StayResult]:
    """Every stay of the plan in force beside the reports from there; none without a plan."""
    if summer.plan is None or summer.campaign is None:
        return []
    sizes = {code: t.size for code, t in summer.teams.items() if t.size}
    return stay_results(summer.stays, summer.campaign.done, sizes)


def suggestions_of(summer: Summer) -> list[Suggestion]:
    """What the data say of each setting, or that they do not say enough."""
    if summer.plan is None:
        return []
    results = results_of(summer)
    now = summer.plan.instance.rules.households_per_volunteer_week
    later = later_suggestion(results)
    return [*capacity_suggestions(results, now), *([later] if later else [])]


def to_apply(summer: Summer) -> dict[str, float]:
    """The values that a plan can take over, by key; only those the data are enough for."""
    found = {s.key: s.proposed for s in suggestions_of(summer)}
    return {k: v for k in (CAPACITY, LATER) if (v := found.get(k)) is not None}


def begin_with_lessons(
    installation: Installation, season: str, accepted: Collection[str], *, say: Words, who: Person
) -> SavedPlan:
    """A draft for the next summer under the settings of this one's plan and what was accepted.

    The version's note says what was taken over and from where; the plan of this summer stays as it
    is. Raises ``NotAllowed`` where nothing was accepted that the data are enough for.
    """
    who.must(Act.PLAN)
    summer = summer_of(installation, season, who=who)
    values = {k: v for k, v in to_apply(summer).items() if k in accepted}
    if summer.plan is None or not values:
        raise NotAllowed("nothing_learned", season=season)
    before = summer.plan.instance.rules
    rules = learned(before, capacity=values.get(CAPACITY), later=values.get(LATER))
    params = PlanParams(first_day=first_monday(int(season) + 1), rules=rules)
    told = "; ".join(accepted_line(key, summer, say) for key in values)
    draft = PlanDraft(
        season=params.season,
        title=say("planner.title_given", year=params.season),
        instance=question(installation, params, who=who).instance,
        params=params.as_json(),
        note=say("planner_note.learned", season=season, what=told),
    )
    return save_plan(installation, draft, who=who)


def accepted_line(key: str, summer: Summer, say: Words) -> str:
    """ "Một người hướng dẫn được: 10,0 → 7,9"."""
    value = to_apply(summer)[key]
    rules = summer.plan.instance.rules if summer.plan else None
    now = rules.households_per_volunteer_week if rules else None
    if key == LATER:
        now = rules.diminishing[1].value if rules and len(rules.diminishing) > 1 else None
    digits = 2 if key == LATER else 1
    return say(
        f"campaign_lesson.take_{key}",
        before=number(now, say, digits),
        after=number(value, say, digits),
    )
