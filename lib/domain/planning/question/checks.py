"""What the parts of an instance say about each other; every fault in one go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from lib.domain.codes import same_code
from lib.domain.planning.question.days import common_starts, drive_days, week_of
from lib.domain.planning.question.faults import Fault, FaultCode, Values
from lib.domain.planning.question.instance import Base, Commune, Instance
from lib.domain.planning.question.lock_checks import lock_faults

_ROUNDING = 1e-6


def faults_of(instance: Instance) -> tuple[Fault, ...]:
    """Everything that refuses the instance; nothing that is only remarkable."""
    found = [
        *_doubles(instance),
        *_unknown_codes(instance),
        *_rules(instance),
        *_spans(instance),
        *_communes(instance),
    ]
    # Whether locks fit can only be told once every code leads somewhere.
    return tuple(found) if found else tuple(lock_faults(instance))


def _doubles(instance: Instance) -> Iterator[Fault]:
    lists: dict[str, Iterable[str]] = {
        "communes": [c.code for c in instance.communes],
        "teams": [t.code for t in instance.teams],
        "bases": [b.code for b in instance.bases],
    }
    for c in instance.communes:
        lists[f"communes ({c.code}).villages"] = [v.code for v in c.villages]
    for name, codes in lists.items():
        times_of = Counter(codes)
        for code, times in sorted(times_of.items()):
            if times > 1:
                yield Fault(FaultCode.CODE_TWICE, name, {"given": code, "times": times})
        yield from _alike(name, times_of)
    communes = {same_code(c.code) for c in instance.communes}
    for base in sorted(b.code for b in instance.bases if same_code(b.code) in communes):
        yield Fault(FaultCode.CODE_SHARED, "bases", {"given": base})
    trips = Counter((o.base, o.commune) for o in instance.travel.overrides)
    for (start, end), times in sorted(trips.items()):
        if times > 1:
            values: Values = {"given": f"{start} → {end}", "times": times}
            yield Fault(FaultCode.TRIP_TWICE, "travel.overrides", values)


def _alike(name: str, codes: Iterable[str]) -> Iterator[Fault]:
    """Codes that people would read as one: most likely one row too many."""
    groups: dict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        groups[same_code(code)].append(code)
    for key, written in sorted(groups.items()):
        if not key:
            yield Fault(FaultCode.CODE_EMPTY, name)
        elif len(written) > 1:
            given = ", ".join(f"“{_made_visible(code)}”" for code in written)
            yield Fault(FaultCode.CODES_ALIKE, name, {"given": given, "count": len(written)})


def _made_visible(code: str) -> str:
    """Blanks at the ends and signs without a width, which nobody would see in a sentence."""
    inner = code.strip(" ")
    start, end = len(code) - len(code.lstrip(" ")), len(code) - len(code.rstrip(" "))
    shown = "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in inner)
    return "␣" * start + shown + "␣" * end


def _unknown_codes(instance: Instance) -> Iterator[Fault]:
    communes = {c.code for c in instance.communes}
    places = communes | {b.code for b in instance.bases}
    teams = {t.code for t in instance.teams}
    for team in instance.teams:
        if team.base not in places:
            yield Fault(FaultCode.BASE_UNKNOWN, f"teams ({team.code}).base", {"given": team.base})
        if team.home is not None and team.home not in communes:
            where = f"teams ({team.code}).home"
            yield Fault(FaultCode.COMMUNE_UNKNOWN, where, {"given": team.home})
    named = [
        *(("locks", k.commune, k.team) for k in instance.locks),
        *(("forbidden", k.commune, k.team) for k in instance.forbidden),
        *(("drives", d.commune, None) for d in instance.drives),
    ]
    for where, commune, team_code in named:
        if commune not in communes:
            yield Fault(FaultCode.COMMUNE_UNKNOWN, where, {"given": commune})
        if team_code is not None and team_code not in teams:
            yield Fault(FaultCode.TEAM_UNKNOWN, where, {"given": team_code})


def _rules(instance: Instance) -> Iterator[Fault]:
    rules = instance.rules
    if not instance.communes:
        yield Fault(FaultCode.NO_COMMUNES, "communes")
    if not common_starts(rules):
        values: Values = {"given": rules.length, "limit": rules.weeks}
        where = "rules.stay_weeks" if rules.stay_days is None else "rules.stay_days"
        yield Fault(FaultCode.STAY_TOO_LONG, where, values)
    slices = rules.diminishing
    if abs(sum(s.share for s in slices) - 1) > _ROUNDING:
        total = round(sum(s.share for s in slices), 6)
        yield Fault(FaultCode.SLICES_SUM, "rules.diminishing", {"given": total})
    if any(later.value > first.value for first, later in pairwise(slices)):
        yield Fault(FaultCode.SLICES_RISE, "rules.diminishing")


def _spans(instance: Instance) -> Iterator[Fault]:
    for drive in instance.drives:
        days = drive_days(drive)
        if not days:
            values: Values = {"first": week_of(days.start), "last": week_of(max(1, days.stop - 1))}
            yield Fault(FaultCode.WEEKS_REVERSED, f"drives ({drive.commune})", values)


def _communes(instance: Instance) -> Iterator[Fault]:
    for commune in instance.communes:
        total = sum(v.need for v in commune.villages)
        if commune.villages and total != commune.need:
            limit = "null" if commune.need is None else commune.need
            values: Values = {"given": total, "limit": limit}
            yield Fault(FaultCode.VILLAGES_DIFFER, f"communes ({commune.code}).villages", values)
    places: list[Base | Commune] = [*instance.communes, *instance.bases]
    for place in places:
        if (place.lon is None) != (place.lat is None):
            yield Fault(FaultCode.POINT_HALF, place.code)
