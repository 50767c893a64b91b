"""From rows in force to the parts of an instance; what had to be assumed is told, not hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.domain.periods import Period
from lib.domain.places.gazetteer import Commune as Place
from lib.domain.places.gazetteer import Flag, Found, Gazetteer, PriorityFlag
from lib.domain.planning.question.days import week_of
from lib.domain.planning.question.instance import Commune, Drive, Grades, Team, Village
from lib.domain.planning.question.needs import Left
from lib.domain.planning.question.skills import each_once
from lib.domain.stages import DriveStage, TeamState

PLANNABLE = (TeamState.EXPECTED, TeamState.APPROVED, TeamState.AT_WORK)
DOUBTFUL_POINTS = ("Vân Sơn", "Thảo Nguyên", "Mộc Sơn")
"""Communes formed from split towns, whose published points are kilometres off
(data/reference/README.md)."""
_UNION = "Đoàn "
_MOST_STAYS = 10
_MOST_MINUTES = 10_000.0
_NO_AMBASSADOR = 1.2
"""A household of a village without a digital ambassador counts a fifth more: a default."""


@dataclass(frozen=True, kw_only=True)
class Season:
    """The days of a campaign: day 1 is ``first_day``."""

    first_day: date
    weeks: int
    stay_days: int

    @property
    def last_day(self) -> int:
        """The last day of the last week."""
        return 7 * self.weeks

    def day(self, date_: date) -> int:
        """The day of the campaign; below 1 before it begins."""
        return (date_ - self.first_day).days + 1


def teams_from_rows(
    rows: pd.DataFrame,
    season: Season,
    *,
    book: Gazetteer,
    default_base: str,
    statuses: Collection[str] = PLANNABLE,
) -> tuple[list[Team], list[str]]:
    """The teams of template 04 that can be sent, and codes of those whose base was assumed.

    The base and the travel limit are those of the row. Without a base that is a commune, a union
    of a commune sets out from that commune and others from ``default_base``. A team makes as many
    stays as fit into its own days.
    """
    teams, assumed = [], []
    for row in rows.to_dict("records"):
        members = _whole(row.get("members"))
        status = row.get("status")
        # A blank status is not a cancelled team.
        if (isinstance(status, str) and status not in statuses) or not members:
            continue
        code = str(row["unit_key"])
        base = _base(row, book)
        if base is None:
            assumed.append(code)
        first, last = _window(row, season)
        teams.append(
            Team(
                code=code,
                name=str(row["unit_name"]),
                base=base or default_base,
                size=members,
                skills=_languages(row),
                from_day=first,
                to_day=last,
                home=_union_commune(row.get("founded_by"), book),
                stays=min(_MOST_STAYS, max(1, (last - first + 1) // season.stay_days)),
                max_minutes=_limit_minutes(row.get("travel_limit_hours")),
            )
        )
    return teams, assumed


def _window(row: Mapping[str, object], season: Season) -> tuple[int, int]:
    starts, ends = _day(row.get("starts_on")), _day(row.get("ends_on"))
    first = max(1, season.day(starts)) if starts else 1
    last = min(season.last_day, season.day(ends)) if ends else season.last_day
    # A window outside the campaign is kept as an empty one, so that the plan can say so.
    return (first, last) if last >= first else (2, 1)


def _base(row: Mapping[str, object], book: Gazetteer) -> str | None:
    """The commune the row states, by name or code; else that of a commune's union."""
    stated = row.get("base_commune")
    if isinstance(stated, str) and stated.strip():
        if stated.strip() in book.communes:
            return stated.strip()
        found = book.resolve(stated)
        return found.commune.code if isinstance(found, Found) else None
    return _union_commune(row.get("founded_by"), book)


def _limit_minutes(hours: object) -> float | None:
    if hours is None or pd.isna(hours):
        return None
    return min(_MOST_MINUTES, max(0.0, float(str(hours)) * 60))


def _union_commune(founder: object, book: Gazetteer) -> str | None:
    """ "Đoàn xã Bó Sinh" leads to Bó Sinh; a school or an office to no commune."""
    if not isinstance(founder, str) or not founder.startswith(_UNION):
        return None
    found = book.resolve(founder.removeprefix(_UNION))
    return found.commune.code if isinstance(found, Found) else None


def unspoken(rows: pd.DataFrame) -> list[str]:
    """Codes of teams that name languages and count nobody who speaks them: those fall away."""
    return [
        str(row["unit_key"])
        for row in rows.to_dict("records")
        if isinstance(row.get("languages"), str) and not _languages(row)
    ]


def _languages(row: Mapping[str, object]) -> tuple[str, ...]:
    text = row.get("languages")
    speakers = row.get("minority_speakers")
    # Nobody counted them: the languages are stated all the same. Stated none: nobody speaks.
    nobody = speakers is not None and not pd.isna(speakers) and not _whole(speakers)
    if not isinstance(text, str) or nobody:
        return ()
    return each_once(t for t in text.replace(",", ";").split(";") if t.strip())


def communes_from(
    places: Iterable[Place],
    left: Mapping[str, Left],
    flags: Mapping[str, Collection[PriorityFlag]],
    *,
    villages: Mapping[str, tuple[Village, ...]],
    period: Period,
) -> list[Commune]:
    """The communes with the households ``left`` to guide, by code; missing stays unknown.

    Figures of a report older than ``period`` are marked with its own.
    """
    made = []
    for place in places:
        known = left.get(place.code)
        whole = None if known is None else max(0, round(known.households))
        old = known is not None and known.period != period
        mine = villages.get(place.code, ())
        made.append(
            Commune(
                code=place.code,
                name=place.name,
                need=whole,
                need_of=str(known.period) if known and old else None,
                flags=_grades(flags.get(place.code, ())),
                lon=place.lon,
                lat=place.lat,
                point_doubtful=place.name in DOUBTFUL_POINTS,
                villages=mine if sum(v.need for v in mine) == whole else (),
            )
        )
    return made


def _grades(flags: Collection[PriorityFlag]) -> Grades:
    highest = {f: max((p.grade for p in flags if p.flag is f), default=0) for f in Flag}
    return Grades(
        border=highest[Flag.BORDER],
        remote=highest[Flag.REMOTE],
        special_difficulty=highest[Flag.SPECIAL_DIFFICULTY],
    )


def villages_from(register: pd.DataFrame, reports: pd.DataFrame) -> dict[str, tuple[Village, ...]]:
    """Villages by commune, where every one of the register has reported its guided households."""
    if register.empty or reports.empty or "households" not in register:
        return {}
    told = reports.set_index("unit_key")
    joined = register.assign(
        guided=register["unit_key"].map(told.get("households_guided", pd.Series(dtype=float))),
        ambassadors=register["unit_key"].map(told.get("ambassadors", pd.Series(dtype=float))),
        digital_team=register["unit_key"].map(
            told.get("digital_team_active", pd.Series(dtype=float))
        ),
    )
    joined["left"] = joined["households"] - joined["guided"]
    return {
        str(code): tuple(
            Village(
                code=str(r.unit_key),
                name=str(r.unit_name),
                need=max(0, round(float(r.left))),
                weight=_NO_AMBASSADOR if r.ambassadors == 0 else 1.0,
                digital_team=None if pd.isna(r.digital_team) else bool(r.digital_team),
            )
            for r in mine.itertuples()
        )
        for code, mine in joined.groupby("commune_code")
        if mine["left"].notna().all()
    }


def drives_from_rows(rows: pd.DataFrame, season: Season, *, not_of: Collection[str]) -> list[Drive]:
    """Drives of template 05 in the season, except ``not_of`` these teams, by commune and team.

    ``not_of`` are teams being planned now and teams that are cancelled. Where a team both planned
    and reported drives in a commune, what it planned counts; what was only reported counts too.
    """
    if rows.empty or "starts_on" not in rows:
        return []
    told = rows[
        rows["stage"].isin((DriveStage.PLANNED, DriveStage.HELD)) & rows["starts_on"].notna()
    ]
    others = told[~told["team_code"].isin(list(not_of))]
    made = []
    for (commune, _), both in others.groupby(["commune_code", "team_code"], dropna=False):
        planned = both[both["stage"] == DriveStage.PLANNED]
        drive = _drive(str(commune), planned if len(planned) else both, season)
        if drive is not None:
            made.append(drive)
    return made


def _drive(commune: str, mine: pd.DataFrame, season: Season) -> Drive | None:
    """The drives of one team in one commune as one; ``None`` outside the season."""
    first = season.day(date.fromisoformat(min(mine["starts_on"])))
    last = season.day(date.fromisoformat(max(mine["ends_on"].fillna(mine["starts_on"]))))
    if last < 1 or first > season.last_day:
        return None
    first, last = max(1, first), min(season.last_day, last)
    households = mine["households_helped"].sum() if "households_helped" in mine else 0
    return Drive(
        commune=commune,
        from_week=week_of(first),
        to_week=week_of(last),
        from_day=first,
        to_day=last,
        households=round(float(households)) if pd.notna(households) else 0,
    )


def cancelled_teams(rows: pd.DataFrame) -> list[str]:
    """Codes of the teams of template 04 that will not go."""
    if rows.empty or "status" not in rows:
        return []
    return [str(code) for code in rows.loc[rows["status"] == TeamState.CANCELLED, "unit_key"]]


def _whole(value: object) -> int:
    return 0 if value is None or pd.isna(value) else round(float(str(value)))


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
