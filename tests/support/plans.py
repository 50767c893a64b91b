"""A small planning question whose plans are saved, priced and shown in tests."""

from __future__ import annotations

from lib.domain.access.permissions import Person, Role
from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.instance import Commune, Grades, Instance, Lock, Rules, Team
from lib.services.planning.saved_plan import PlanDraft
from lib.services.planning.words import plan_as_json
from lib.text import words

MAI = Person("Lò Thị Mai", Role.PLANNER)
AN = Person("Nguyễn Văn An", Role.ADMINISTRATOR)
LEADER = Person("Chủ tịch", Role.LEADER)

QUESTION = Instance(
    title="Hè 2027",
    communes=(
        Commune(code="03646", name="Tô Hiệu", need=900, lon=103.92, lat=21.33),
        Commune(code="03679", name="Chiềng Sinh", need=500, lon=103.97, lat=21.29),
        Commune(
            code="04240", name="Sốp Cộp", need=400, flags=Grades(border=3), lon=103.6, lat=20.94
        ),
    ),
    teams=(
        Team(code="TN-01", name="Đội 1", base="03646", size=10),
        Team(code="TN-02", name="Đội 2", base="03646", size=12, skills=("Mông",)),
    ),
    rules=Rules(weeks=4),
)


def draft(instance: Instance = QUESTION, *, solved: bool = True, title: str = "Hè") -> PlanDraft:
    """A draft of the question, solved unless said otherwise."""
    plan = solve(instance, Effort(seconds=5)) if solved else None
    return PlanDraft(
        season="2027",
        title=title,
        instance=instance,
        params={"first_day": "2027-06-07"},
        document=plan_as_json(plan, words()) if plan else {},
    )


def moved(
    plan: Plan, team: str, *, to: str, start_day: int, instead_of: int | None = None
) -> tuple[Lock, ...]:
    """The plan's stays with those of one team replaced by a stay in ``to``.

    ``instead_of``: the first day of the only stay that is replaced.
    """
    others = (s for s in plan.stays if s.team != team or instead_of not in (None, s.start_day))
    kept = [Lock(team=s.team, commune=s.commune, start_day=s.start_day) for s in others]
    return (*kept, Lock(team=team, commune=to, start_day=start_day))
