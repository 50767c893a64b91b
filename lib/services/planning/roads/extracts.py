"""The roads of an OpenStreetMap extract: adopting the minutes it gives, going back, telling of it.

The file is one that the installation owns; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.domain.planning.question.building import DOUBTFUL_POINTS
from lib.domain.planning.question.instance import Commune, Instance, Travel
from lib.domain.planning.question.travel import CALIBRATED_FROM, road_factor, road_factors
from lib.domain.reporting.reasons import SHORTEST_REASON
from lib.maps.roads import extract
from lib.maps.roads.extract import RoadTable
from lib.maps.shelf import Entry
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.services.planning.instance_in_force import known_travel
from lib.store.engine import writing
from lib.text import Words, say_date, say_moment, say_number

_NAMES_SHOWN = 10


def propose_roads(
    installation: Installation, content: bytes, filename: str, *, who: Person
) -> RoadTable:
    """The minutes that an extract gives; touches nothing. Raises ``RoadProblem``."""
    who.must(Act.SET_UP)
    return extract.table_from(content, filename, installation.gazetteer)


def adopt_roads(installation: Installation, table: RoadTable, *, who: Person) -> None:
    """From now on plans take trips that nobody knows from this table; on record."""
    who.must(Act.SET_UP)
    with writing(installation.engine) as connection:
        after = {"file": table.source, "roads": table.digest, "extracted": table.extracted}
        record(
            installation,
            connection,
            who,
            deed=Deed.ROADS_ADOPTED,
            before={"roads": _key(installation)},
            after=after,
        )
        extract.adopt(table, installation.settings.data_dir, who=who.name)


def withdraw_roads(installation: Installation, *, who: Person, reason: str) -> None:
    """Goes back to the table before the last adopted, or to straight lines; on record."""
    who.must(Act.SET_UP)
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("why_needed", least=SHORTEST_REASON)
    with writing(installation.engine) as connection:
        before = {"roads": _key(installation)}
        extract.withdraw(installation.settings.data_dir)
        record(
            installation,
            connection,
            who,
            deed=Deed.ROADS_WITHDRAWN,
            before=before,
            after={"roads": _key(installation), "reason": reason.strip()},
        )


def roads_in_force(installation: Installation, *, who: Person) -> tuple[RoadTable, Entry] | None:
    """The table in force and who adopted it when; ``None`` where there is none."""
    who.must(Act.SEE_PLANS)
    return extract.current(installation.settings.data_dir)


def in_force_said(found: tuple[RoadTable, Entry] | None, say: Words) -> str:
    """What the trips that nobody knows are taken from."""
    if found is None:
        return say("road_extract.none")
    table, entry = found
    return say(
        "road_extract.in_force",
        source=table.source,
        day=_day(table, say),
        digest=table.digest,
        at=say_moment(datetime.fromisoformat(entry["adopted_at"])),
        who=entry["who"] or "–",
    )


def told_of(installation: Installation, table: RoadTable, say: Words) -> Iterator[str]:
    """What an extract gives and what is known to be wrong with such minutes."""
    book, language = installation.gazetteer, say.language
    pairs = len(book) * (len(book) - 1)
    found = sum(map(len, table.minutes.values()))
    yield say("road_extract.day", source=table.source, day=_day(table, say))
    yield say(
        "road_extract.pairs",
        count=say_number(found, language=language),
        total=say_number(pairs, language=language),
    )
    yield say(
        "road_extract.surfaces",
        paved=say_number(table.km_paved, language=language),
        unpaved=say_number(table.km_unpaved, language=language),
        unsaid=say_number(table.km_unsaid, language=language),
    )
    if table.far:
        yield say("road_extract.far", names=_listed(installation, table.far))
    apart = [c for c in book.communes if c not in table.minutes and c not in table.far]
    if apart:
        yield say("road_extract.apart", names=_listed(installation, apart))
    yield from _calibrated(installation, table, say)
    yield say("road_extract.faults")
    yield say("road_extract.licence")


def _calibrated(installation: Installation, table: RoadTable, say: Words) -> Iterator[str]:
    """For each base with enough known trips, how much longer they took than the map says."""
    known = known_travel(installation, installation.today.year)
    question = Instance(
        communes=tuple(
            Commune(code=c.code, need=None, point_doubtful=c.name in DOUBTFUL_POINTS)
            for c in installation.gazetteer.communes.values()
        ),
        teams=(),
        travel=Travel(calibration=known.calibration, road_minutes=_plain(table.minutes)),
    )
    for base in sorted({t.base for t in known.calibration}):
        count = len(road_factors(question, base))
        if count >= CALIBRATED_FROM:
            yield say(
                "road_extract.calibrated",
                base=installation.gazetteer.communes[base].full_name,
                count=count,
                factor=say_number(road_factor(question, base), digits=2, language=say.language),
            )


def _plain(minutes: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {base: dict(row) for base, row in minutes.items()}


def _key(installation: Installation) -> str:
    found = extract.current(installation.settings.data_dir)
    return found[0].digest if found else ""


def _day(table: RoadTable, say: Words) -> str:
    if not table.extracted:
        return say("road_extract.no_day")
    return say_date(date.fromisoformat(table.extracted))


def _listed(installation: Installation, codes: Collection[str]) -> str:
    names = [installation.gazetteer.communes[c].full_name for c in codes]
    return ", ".join(names[:_NAMES_SHOWN]) + ("…" if len(names) > _NAMES_SHOWN else "")
