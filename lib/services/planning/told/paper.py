"""A plan as its papers say it: stays with days and names, and the tables of the workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from lib.domain.campaign.coming import StayKey
from lib.domain.campaign.stays import PlannedStay, days_of_week, planned_stays
from lib.domain.campaign.telling import Event
from lib.domain.planning.plan.plan import Plan, known_sum
from lib.domain.planning.question.instance import Commune, Instance, Team
from lib.domain.planning.question.parameters import parameters
from lib.files.writing.plan_workbook import Cell, PlanSheet
from lib.services.planning.screen_words import need_mark, road_said
from lib.services.planning.told.coming_words import village_said
from lib.services.planning.words import certificate_sentence, unmet_sentence
from lib.text import Words, say_date, say_moment, say_number

DASH = "–"


@dataclass(frozen=True, kw_only=True)
class PlanPaper:
    """Everything the papers of one version are made from."""

    plan: Plan
    document: dict[str, object]
    first_day: date
    title: str
    version: int
    author: str
    at: datetime
    """When the version was saved, UTC."""
    say: Words
    place_names: dict[str, str]
    """Full names of communes by code; of others the instance's own."""
    events: Mapping[StayKey, Event]
    """Every stay that was ever published, and those of this plan, as calendars keep them."""

    @property
    def instance(self) -> Instance:
        """What was asked."""
        return self.plan.instance

    @property
    def season(self) -> str:
        """The year."""
        return str(self.first_day.year)

    @property
    def mark(self) -> str:
        """The note of made-up figures, or ""."""
        return self.say("app.demo") if self.instance.demo else ""

    @cached_property
    def stays(self) -> tuple[PlannedStay, ...]:
        """By day and team."""
        return planned_stays(self.document, self.first_day)

    @cached_property
    def teams(self) -> dict[str, Team]:
        """By code."""
        return {t.code: t for t in self.instance.teams}

    @cached_property
    def communes(self) -> dict[str, Commune]:
        """By code."""
        return {c.code: c for c in self.instance.communes}

    @cached_property
    def by_commune(self) -> dict[str, list[PlannedStay]]:
        """The stays of every commune that has any, by name."""
        found = defaultdict(list)
        for stay in self.stays:
            found[stay.commune].append(stay)
        return dict(sorted(found.items(), key=lambda item: self.place(item[0])))

    @cached_property
    def by_team(self) -> dict[str, list[PlannedStay]]:
        """The stays of every team that has any."""
        found = defaultdict(list)
        for stay in self.stays:
            found[stay.team].append(stay)
        return dict(sorted(found.items()))

    @property
    def last_day(self) -> date:
        """Of the campaign."""
        return days_of_week(self.first_day, self.instance.rules.weeks)[1]

    def place(self, code: str) -> str:
        """A commune or base by name."""
        known = self.communes.get(code)
        bases = {b.code: b.name for b in self.instance.bases}
        return self.place_names.get(code) or (known.name if known else bases.get(code, "")) or code

    def team_name(self, code: str) -> str:
        """A team by name, else by code."""
        team = self.teams.get(code)
        return (team.name if team else "") or code

    def villages(self, stay: PlannedStay) -> str:
        """ "Bản A (20 hộ); Bản B (15 hộ)", or ""."""
        commune = self.communes.get(stay.commune)
        known = {v.code: v for v in commune.villages} if commune else {}
        return "; ".join(
            village_said(
                (known[v.code].name if v.code in known else "") or v.code,
                self.number(v.households),
                self.say,
                digital_team=known[v.code].digital_team if v.code in known else None,
            )
            for v in stay.villages
        )

    def road(self, stay: PlannedStay) -> str:
        """The hour class, and what it rests on."""
        return road_said(stay, self.say)

    def number(self, value: float | None, digits: int = 0) -> str:
        """A figure as people write it."""
        return say_number(value, digits=digits, language=self.say.language)

    def origin(self) -> str:
        """Which version this is, whose, and on which figures."""
        return self.say(
            "plan_files.origin",
            title=self.title,
            version=self.version,
            author=self.author,
            at=say_moment(self.at),
            data=self.instance.data_version or DASH,
        )


def sheets(paper: PlanPaper) -> list[PlanSheet]:
    """The tables of the workbook."""
    made = (_assignments, _by_commune, _by_team, _settings, _certificate)
    return [make(paper) for make in made]


def _sheet(paper: PlanPaper, key: str, columns: str, *, rows: list[tuple[Cell, ...]]) -> PlanSheet:
    say = paper.say
    notes = [*([paper.mark] if paper.mark else []), paper.origin()]
    return PlanSheet(
        name=say(f"plan_sheet.{key}"),
        title=say(f"plan_sheet.{key}_title", season=paper.season),
        notes=notes,
        columns=[say(f"plan_column.{c}") for c in columns.split()],
        rows=rows,
    )


def _assignments(paper: PlanPaper) -> PlanSheet:
    rows: list[tuple[Cell, ...]] = []
    for number, stay in enumerate(paper.stays, start=1):
        team = paper.teams.get(stay.team)
        rows.append((
            number, stay.team, paper.team_name(stay.team), team.size if team else None,
            "; ".join(team.skills) if team else None, stay.commune, paper.place(stay.commune),
            _weeks(stay), stay.first, stay.last, stay.households, paper.road(stay),
            paper.villages(stay) or None,
        ))  # fmt: skip
    columns = (
        "no team team_name size skills commune commune_name weeks first last households road "
        "villages"
    )
    return _sheet(paper, "assignments", columns, rows=rows)


def _by_commune(paper: PlanPaper) -> PlanSheet:
    rows: list[tuple[Cell, ...]] = []
    for code in sorted(paper.communes, key=paper.place):
        commune, stays = paper.communes[code], paper.by_commune.get(code, [])
        flags = ", ".join(
            f"{paper.say(f'plan_flag.{name}')} ({grade})"
            for name, grade in commune.flags.model_dump().items()
            if grade
        )
        teams = "; ".join(f"{s.team} ({_days(s)})" for s in stays)
        rows.append((
            code, paper.place(code), flags or None, commune.need,
            need_mark(commune, paper.say, now=paper.instance.need_period) or None, len(stays),
            known_sum(s.households for s in stays), teams or None,
        ))  # fmt: skip
    columns = "commune commune_name flags need need_of stays households teams"
    return _sheet(paper, "communes", columns, rows=rows)


def _by_team(paper: PlanPaper) -> PlanSheet:
    rows: list[tuple[Cell, ...]] = []
    idle = {i.team: i.why for i in paper.plan.idle}
    for code in sorted(paper.teams):
        team, stays = paper.teams[code], paper.by_team.get(code, [])
        places = "; ".join(f"{paper.place(s.commune)} ({_days(s)})" for s in stays)
        why = paper.say(f"plan_idle.{idle[code]}", team=code) if code in idle else None
        rows.append((
            code, team.name or None, paper.place(team.base), team.size,
            "; ".join(team.skills) or None, len(stays), known_sum(s.households for s in stays),
            places or None, why,
        ))  # fmt: skip
    columns = "team team_name base size skills stays households communes idle"
    return _sheet(paper, "teams", columns, rows=rows)


def _settings(paper: PlanPaper) -> PlanSheet:
    say, rules = paper.say, paper.instance.rules
    rows: list[tuple[Cell, ...]] = []
    for known in parameters():
        key = f"planner_rule.{known.key}"
        rows.append((say(f"{key}.label"), known.of(rules), say(f"{key}.unit"), say(f"{key}.help")))
    for piece in rules.diminishing:
        share = f"{paper.number(piece.share * 100)} %"
        label = f"{say('planner_rule.diminishing.label')}: {share}"
        rows.append((label, piece.value, say("planner_rule.diminishing.value"),
                     say("planner_rule.diminishing.help")))  # fmt: skip
    travel = paper.instance.travel
    for name in ("detour", "km_per_hour"):
        key = f"plan_files.{name}"
        rows.append((say(key), float(getattr(travel, name)), None, say(f"{key}_help")))
    if travel.road_source:
        key = "plan_files.road_source"
        rows.append((say(key), travel.road_source, None, say(f"{key}_help")))
    return _sheet(paper, "settings", "setting value unit meaning", rows=rows)


def _certificate(paper: PlanPaper) -> PlanSheet:
    say, told, figures = paper.say, paper.plan.certificate, paper.plan.figures
    rows: list[tuple[Cell, ...]] = [
        (say("plan_certificate.sentence"), certificate_sentence(paper.plan, say)),
        (say("plan_certificate.objective"), told.objective),
        *(
            [(say("plan_certificate.beside"), figures.beside_points)]
            if figures.beside_points
            else []
        ),
        (say("plan_certificate.bound"), DASH if told.bound is None else told.bound),
        (say("plan_certificate.gap"), _percent(paper, told.gap)),
        (say("plan_certificate.unmet"), told.unmet),
        (say("plan_certificate.unmet_bound"), told.unmet_bound),
        *((say("plan_certificate.missing"), line) for line in unmet_lines(paper)),
        (say("plan_certificate.households"), figures.households),
        (say("plan_certificate.priority"), figures.priority_households),
        (say("plan_certificate.travel"), round(figures.travel_hours, 1)),
        (say("plan_certificate.served"), figures.communes_served),
        (say("plan_certificate.without"), figures.communes_without),
        (say("plan_certificate.seed"), str(told.seed)),
        (say("plan_certificate.digest"), told.digest),
        (say("plan_certificate.data"), told.data_version or DASH),
        (say("plan_certificate.solver"), told.solver),
    ]
    return _sheet(paper, "certificate", "item value", rows=rows)


def _percent(paper: PlanPaper, gap: float | None) -> str:
    return DASH if gap is None else f"{paper.number(gap * 100, 4)} %"


def unmet_lines(paper: PlanPaper) -> list[str]:
    """Each guarantee that is not kept."""
    return [unmet_sentence(u, paper.plan, paper.say) for u in paper.plan.unmet]


def _weeks(stay: PlannedStay) -> str:
    return f"{stay.start_week}–{stay.end_week}"


def _days(stay: PlannedStay) -> str:
    return f"{say_date(stay.first)}–{say_date(stay.last)}"
