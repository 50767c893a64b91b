"""What a planner decides upon: communes, teams, travel and rules, exactly as a file states them.

Weeks and days are counted from 1, the first of the campaign; both ends of a span belong to it.
What may be stated in days goes before what the same row states in weeks.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from lib.domain.planning.question.skills import Skill

FORMAT = "ke-hoach/1"
FLAGS = ("border", "remote", "special_difficulty")

LONGEST_TEXT = 2_000
"""As long as a cell of a sheet may be: what was published can always be planned with."""
Code = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Label = Annotated[str, Field(max_length=LONGEST_TEXT)]
Households = Annotated[int, Field(ge=0, le=10_000_000)]
TeamCount = Annotated[int, Field(ge=0, le=1_000)]
Week = Annotated[int, Field(ge=1, le=60)]
Day = Annotated[int, Field(ge=1, le=420)]
ReportedMonth = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Minutes = Annotated[float, Field(ge=0, le=10_000)]
Grade = Annotated[int, Field(ge=0, le=3)]
Weight = Annotated[float, Field(ge=0, le=100)]
Share = Annotated[float, Field(gt=0, le=1)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class _Stated(BaseModel):
    """Strict: a number in quotes, NaN or a field nobody knows is refused, never interpreted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Grades(_Stated):
    """How strongly each reason for priority holds: 0 not at all, 1 low to 3 high."""

    border: Grade = 0
    remote: Grade = 0
    special_difficulty: Grade = 0


class Village(_Stated):
    """A village of a commune, for the second level of the plan."""

    code: Code
    name: Label = ""
    need: Households
    """Households not yet guided."""
    weight: Annotated[float, Field(ge=1, le=100)] = 1.0
    """1 for an ordinary village; 1.2 counts a household a fifth more."""
    digital_team: bool | None = None
    """Whether an active community digital team is there to work with; ``null``: nobody knows."""


class Commune(_Stated):
    """A commune that may be sent teams."""

    code: Code
    name: Label = ""
    need: Households | None
    """Households not yet guided; ``null`` when nobody knows, which is not zero."""
    need_of: ReportedMonth | None = None
    """The period of the commune's last report, where it is older than those of the others."""
    need_basis: Label = ""
    """What the planner's own figure rests on, where it takes the place of a report's."""
    flags: Grades = Grades()
    weight: Weight | None = None
    """Weight of a household; ``null`` takes it from the flags."""
    terrain: Share = 1.0
    """What is left of a team's capacity on this ground."""
    min_teams: TeamCount | None = None
    """Guarantee: at least so many teams; ``null`` takes it from the flags."""
    max_teams: TeamCount | None = None
    host_limit: TeamCount | None = None
    needs_skills: tuple[Skill, ...] = ()
    """Guarantee: for each skill at least one team that has it."""
    blackout_weeks: tuple[Week, ...] = ()
    """Weeks of flood or harvest, when no team may be there."""
    lon: Longitude | None = None
    lat: Latitude | None = None
    point_doubtful: bool = False
    """The point is known to be kilometres off: roads estimated from it are told apart."""
    villages: tuple[Village, ...] = ()


class Base(_Stated):
    """A place where teams set out that is not a commune of the instance."""

    code: Code
    name: Label = ""
    lon: Longitude | None = None
    lat: Latitude | None = None


class Team(_Stated):
    """A team that can be sent."""

    code: Code
    name: Label = ""
    base: Code
    """A code of ``bases`` or of ``communes``."""
    size: Annotated[int, Field(ge=1, le=1_000)]
    skills: tuple[Skill, ...] = ()
    from_week: Week = 1
    to_week: Week | None = None
    from_day: Day | None = None
    to_day: Day | None = None
    start_days: tuple[Day, ...] = ()
    """The only days on which a stay may begin; none stated: any of the rules' own."""
    home: Code | None = None
    """The commune whose own people these are: there they sleep at home, nobody's guests."""
    earlier: tuple[Code, ...] = ()
    """Communes where the team was in earlier summers, once for each summer."""
    stays: Annotated[int, Field(ge=1, le=10)] = 1
    """At most so many stays, one after the other."""
    max_minutes: Minutes | None = None
    """Travel limit, one way; ``null`` takes that of the rules."""
    households_per_stay: Households | None = None
    """On easy ground; ``null`` computes it from the size."""


class Drive(_Stated):
    """Work that is arranged already: it counts against need, caps and guarantees."""

    commune: Code
    from_week: Week
    to_week: Week
    from_day: Day | None = None
    to_day: Day | None = None
    teams: Annotated[int, Field(ge=1, le=100)] = 1
    households: Households = 0
    skills: tuple[Skill, ...] = ()


class Lock(_Stated):
    """A decision of the planner: this team goes to this commune."""

    team: Code
    commune: Code
    start_week: Week | None = None
    start_day: Day | None = None

    @property
    def begins(self) -> int | None:
        """The first day; ``None`` for any."""
        if self.start_day is None and self.start_week is not None:
            return 7 * (self.start_week - 1) + 1
        return self.start_day


class Forbidden(_Stated):
    """A decision of the planner: this team, or no team at all, goes to this commune."""

    commune: Code
    team: Code | None = None


class KnownTrip(_Stated):
    """Minutes one way that somebody knows."""

    base: Code
    commune: Code
    minutes: Minutes


class Travel(_Stated):
    """Minutes one way; what is not stated is estimated from the points."""

    minutes: dict[Code, dict[Code, Minutes | None]] = {}
    """Base, then commune; ``null`` or left out is a hole."""
    road_minutes: dict[Code, dict[Code, Minutes]] = {}
    """Base, then commune: measured along the roads of a map; stated minutes go before them."""
    road_source: Label = ""
    """The map they were measured on, and of which day it is."""
    overrides: tuple[KnownTrip, ...] = ()
    calibration: tuple[KnownTrip, ...] = ()
    detour: Annotated[float, Field(ge=1, le=10)] = 1.5
    km_per_hour: Annotated[float, Field(gt=0, le=200)] = 30.0


class Weights(_Stated):
    """What one grade of each flag adds to the weight 1 of a household."""

    border: Weight = 0.5
    remote: Weight = 0.5
    special_difficulty: Weight = 0.5


class Guarantees(_Stated):
    """At least so many teams for each commune that has the flag, whatever its grade."""

    border: TeamCount = 1
    remote: TeamCount = 0
    special_difficulty: TeamCount = 0


class Slice(_Stated):
    """A part of a commune's need and what a household in it counts."""

    share: Share
    value: Share


class Rules(_Stated):
    """Every setting of the plan; each has a default."""

    weeks: Week = 2
    stay_weeks: Annotated[int, Field(ge=1, le=12)] = 2
    start_every_weeks: Annotated[int, Field(ge=1, le=12)] | None = None
    """Weeks between two start rounds; ``null`` lets one round follow the other."""
    stay_days: Annotated[int, Field(ge=1, le=84)] | None = None
    """Length of a stay; ``null`` takes ``stay_weeks``."""
    start_every_days: Annotated[int, Field(ge=1, le=84)] | None = None
    """Days between two days on which stays may begin, 1 for any day; ``null`` takes the weeks."""
    households_per_volunteer_week: Annotated[float, Field(gt=0, le=1_000)] = 10.0
    weights: Weights = Weights()
    guarantees: Guarantees = Guarantees()
    max_teams: TeamCount = 3
    host_limit: TeamCount = 2
    max_minutes: Minutes = 240.0
    travel_cost_per_hour: Annotated[float, Field(ge=0, le=10_000)] = 1.5
    """Weighted households that an hour on the road, there or back, must be worth."""
    home_worth: Annotated[float, Field(ge=0, le=100)] = 2.0
    """What each household that own people can guide at home counts more: four grades of a flag."""
    return_worth: Annotated[float, Field(ge=-10_000, le=10_000)] = 0.0
    """Weighted households that a stay is worth more for each earlier summer in which the team was
    in that commune; below 0 rotates."""
    diminishing: tuple[Slice, ...] = (
        Slice(share=0.5, value=1.0),
        Slice(share=0.3, value=0.7),
        Slice(share=0.2, value=0.4),
    )
    villages_per_week: Annotated[int, Field(ge=1, le=50)] = 5

    @property
    def length(self) -> int:
        """Days of a stay."""
        return 7 * self.stay_weeks if self.stay_days is None else self.stay_days

    @property
    def step(self) -> int:
        """Days between two days on which stays may begin."""
        if self.start_every_days is not None:
            return self.start_every_days
        return self.length if self.start_every_weeks is None else 7 * self.start_every_weeks

    @property
    def villages_per_stay(self) -> int:
        """Villages a team has time for in one stay; at least one."""
        return max(1, self.villages_per_week * self.length // 7)


class Previous(_Stated):
    """The plan in force, to be changed as little as is reasonable."""

    assignments: tuple[Lock, ...] = ()
    keep_bonus: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    """Weighted households that keeping one stay is worth; ``null`` takes the default."""


class Instance(_Stated):
    """A whole planning question. Order of rows never matters."""

    format: Annotated[str, Field(pattern=r"^ke-hoach/1$")] = FORMAT
    title: Label = ""
    data_version: Label = ""
    demo: bool = False
    """Whether the figures were made up: told with every plan."""
    need_period: ReportedMonth | None = None
    """The reporting period of the needs."""
    communes: tuple[Commune, ...]
    teams: tuple[Team, ...]
    bases: tuple[Base, ...] = ()
    travel: Travel = Travel()
    rules: Rules = Rules()
    drives: tuple[Drive, ...] = ()
    locks: tuple[Lock, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    previous: Previous = Previous()
