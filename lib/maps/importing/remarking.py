"""What a person should know of a file of boundaries before it is adopted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lib.domain.places.gazetteer import Gazetteer
from lib.maps.importing.choosing import Chosen
from lib.maps.importing.coverage import Shapes
from lib.maps.importing.matching import contradicted, labels, off_degrees
from lib.maps.importing.proposal import Remark

_ELSEWHERE_DEGREES = 0.08
"""Some nine kilometres: twice as far as any published point lies outside its commune."""
_KM = 111
"""Of one degree of latitude."""
_DOUBTS = frozenset({"elsewhere", "other_name"})
_TOLD = 10


def remarks(one: Chosen, faulty: Mapping[str, str], gazetteer: Gazetteer) -> Iterator[Remark]:
    """Everything that was assumed, left aside or put together. ``faulty``: communes not drawn."""
    if one.others:
        told = {"layer": one.layer.name, "others": ", ".join(one.others)}
        yield Remark(kind="layer" if one.layer.name else "left_aside", values=told)
    for kind, values in one.placed.notes:
        yield Remark(kind=kind, values=values)
    for code, fault in sorted(faulty.items()):
        yield Remark(kind="faulty", code=code, values={"fault": fault})
    yield from _rows(one, faulty)
    said = contradicted(one.frame, one.codes, one.claims, gazetteer=gazetteer)
    for code, other in sorted(said.items()):
        yield Remark(kind="other_name", code=code, values={"other": other})


def _rows(one: Chosen, faulty: Mapping[str, str]) -> Iterator[Remark]:
    """What concerns single features: rings without area, faults, several rows of one commune."""
    named = labels(one.frame)
    for number in sorted(one.layer.trimmed):
        if isinstance(code := one.codes[number], str) and code not in faulty:
            yield Remark(kind="trimmed", code=code)
    left = [n for n in sorted(one.layer.faults) if one.codes[n] not in faulty]
    for number in left[:_TOLD]:
        told = {"number": number + 1, "label": named[number], "fault": one.layer.faults[number]}
        yield Remark(kind="feature", values=told)
    if len(left) > _TOLD:
        yield Remark(kind="features", values={"count": len(left) - _TOLD})
    drawn = one.codes[one.frame.geometry.notna()].value_counts()
    for code, count in sorted(drawn[drawn > 1].items()):
        yield Remark(kind="joined", code=str(code), values={"count": int(count)})


def elsewhere(shapes: Shapes, gazetteer: Gazetteer) -> Iterator[Remark]:
    """The communes that are drawn far from where they are published."""
    for code, shape in shapes.items():
        if (off := off_degrees(shape, code, gazetteer)) > _ELSEWHERE_DEGREES:
            yield Remark(kind="elsewhere", code=code, values={"km": round(off * _KM)})


def doubted(remarks: Iterable[Remark], shapes: Shapes) -> tuple[str, ...]:
    """The drawn communes of which a remark says that they may be another."""
    return tuple(sorted({r.code for r in remarks if r.kind in _DOUBTS} & shapes.keys()))
