"""Minutes on the road entered on the page or from a file: the way in of every sheet."""

from __future__ import annotations

import pandas as pd

from lib.domain.access.permissions import Act, Person
from lib.domain.planning.question.roads import DROPPED, SINGLE, base_roads
from lib.domain.planning.question.travel import (
    CALIBRATED_FROM,
    HourClass,
    Source,
    hour_class,
    trips,
)
from lib.services.installation import Installation
from lib.services.intake.edited_tables import headers, previewed
from lib.services.intake.previewed import Preview
from lib.services.planning.instance_in_force import TRIPS
from lib.services.planning.saved_plan import SavedPlan
from lib.services.planning.screen_words import DASH, number
from lib.services.wording.table import Table
from lib.text import Words


def preview_trip(
    installation: Installation,
    base: str,
    commune: str,
    *,
    minutes: int,
    year: int,
    who: Person,
    note: str = "",
    dropped: bool = False,
) -> Preview:
    """What publishing one corrected trip would change; nothing is written.

    ``base``, ``commune``: codes. ``dropped``: the correction no longer holds.
    """
    who.must(Act.PLAN)
    names, header = installation.gazetteer.communes, headers(TRIPS)
    row = {
        header["base_commune"]: names[base].full_name,
        header["commune_code"]: commune,
        header["commune_name"]: names[commune].full_name,
        header["period"]: str(year),
        header["minutes"]: minutes,
        header["known_by"]: DROPPED if dropped else SINGLE,
        header["note"]: note.strip(),
    }
    return previewed(installation, TRIPS, pd.DataFrame([row], dtype=object), year=year, who=who)


def bases_table(saved: SavedPlan, names: dict[str, str], say: Words) -> Table:
    """Each base with how its trips are known, how long they are, and its factor."""
    rows, mapped = [], bool(saved.instance.travel.road_minutes)
    for one in base_roads(saved.instance):
        low, high = one.spread or (0.0, 0.0)
        half = f" ({number(low, say, 1)}–{number(high, say, 1)})" if one.spread else ""
        rests = one.road_known >= CALIBRATED_FROM
        slower = ((number(one.road_factor, say, 2) if rests else DASH),) if mapped else ()
        rows.append(
            (
                names.get(one.base, one.base),
                *(number(one.sources[kind], say) for kind in _SOURCES),
                *(number(one.hours[kind], say) for kind in HourClass),
                number(one.detour, say, 1) + half,
                *slower,
                number(one.known, say),
            )
        )
    heads = ("base", *(f"source_{s.name.lower()}" for s in _SOURCES))
    hours = tuple(say(f"plan_hours.{h.name.lower()}") for h in HourClass)
    columns = (
        *(say(f"planner_road.{h}") for h in heads),
        *hours,
        say("planner_road.detour"),
        *((say("planner_road.map_factor"),) if mapped else ()),
        say("planner_road.known"),
    )
    return Table(columns=columns, rows=tuple(rows), numeric=frozenset(range(1, len(columns))))


_SOURCES = (Source.OVERRIDE, Source.MATRIX, Source.ROAD, Source.CALIBRATED, Source.ESTIMATE)
"""The surest first."""


_BY_POINT = (Source.ROAD, Source.CALIBRATED, Source.ESTIMATE)
"""What is reckoned from where the map has the commune's seat."""


def trips_table(saved: SavedPlan, base: str, names: dict[str, str], *, say: Words) -> pd.DataFrame:
    """Every trip from one base, the shortest first, in classes and with where the time is from."""
    every = trips(saved.instance)
    at = every.bases.index(base)
    doubtful = {c.code for c in saved.instance.communes if c.point_doubtful}
    rows = []
    for n, commune in enumerate(saved.instance.communes):
        minutes, source = float(every.minutes[at, n]), Source(int(every.source[at, n]))
        known = source is not Source.NONE
        told = say(f"planner_road.of_{source.name.lower()}")
        if commune.code == base:
            told, source = say("planner_road.of_here"), Source.NONE
        elif commune.code in doubtful and source in _BY_POINT:
            told = say("planner_road.of_doubtful", source=told)
        hours = say(f"plan_hours.{hour_class(minutes).name.lower()}") if known else DASH
        rows.append((minutes if known else None, names[commune.code], hours, told, source))
    rows.sort(key=lambda r: (r[0] is None, r[0] or 0, r[1]))
    exact = (Source.OVERRIDE, Source.MATRIX)
    return pd.DataFrame(
        {
            say("planner_road.commune"): [r[1] for r in rows],
            say("planner_road.hours"): [r[2] for r in rows],
            say("planner_road.minutes"): [
                number(r[0], say) if r[4] in exact else DASH for r in rows
            ],
            say("planner_road.from"): [r[3] for r in rows],
        }
    )
