"""Official boundaries from a file: what adopting them would mean. Touches nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.aside.asking import Aside, Limits, Refusals
from lib.domain.places.gazetteer import Gazetteer
from lib.maps.boundaries import BoundaryProblem
from lib.maps.importing import geofiles
from lib.maps.importing.coverage import Repair

_DOUBTFUL = 0.35
"""Share by which an outline may differ from the published area before a person must agree."""
_ASIDE = Aside("lib.maps.importing.preparing", limits=Limits(memory=500 * 2**20), idle_s=120)


@dataclass(frozen=True)
class AreaChange:
    """Geodesic areas of one commune: in the file, as adopted, as published."""

    code: str
    before_km2: float
    after_km2: float
    published_km2: float

    @property
    def off_published(self) -> float:
        """Share by which the adopted outline differs from the published area."""
        return self.after_km2 / self.published_km2 - 1


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something about the file that a person should know; words stand at ``boundaries.remark``."""

    kind: str
    code: str = ""
    """The commune it is about, if it is about one."""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a file offers and what was put right in it."""

    source: str
    matched: tuple[str, ...]
    """Codes of the communes found."""
    missing: tuple[str, ...]
    unmatched: tuple[str, ...]
    """Shapes of the file that are no commune of ours, as the file calls them."""
    repairs: tuple[Repair, ...]
    areas: tuple[AreaChange, ...]
    topojson: bytes
    digest: str
    remarks: tuple[Remark, ...] = ()
    doubted: tuple[str, ...] = ()
    """Communes whose outline lies elsewhere, or bears the name of another."""

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Communes whose outline is far from the published area or place, or from its name."""
        far = {a.code for a in self.areas if abs(a.off_published) > _DOUBTFUL}
        return tuple(sorted(far | set(self.doubted)))

    @property
    def needs_agreement(self) -> bool:
        """Whether a person must agree before it is adopted."""
        return bool(self.missing or self.doubtful)


def prepare(content: bytes, filename: str, gazetteer: Gazetteer) -> Proposal:
    """Reads, matches, repairs and simplifies, aside. Raises ``BoundaryProblem``."""
    told, (topojson,) = _ASIDE.ask(
        "propose",
        content,
        refusals=Refusals(
            kind=BoundaryProblem,
            broken="boundary_unreadable",
            too_hard="boundary_too_hard",
            values={"filename": filename},
        ),
        filename=filename,
        communes=[vars(c) for c in gazetteer.communes.values()],
        former=[vars(f) for f in gazetteer.former],
        most_bytes=geofiles.MOST_BYTES,
    )
    return Proposal(
        source=filename,
        matched=tuple(told["matched"]),
        missing=tuple(told["missing"]),
        unmatched=tuple(told["unmatched"]),
        repairs=tuple(Repair(**each) for each in told["repairs"]),
        areas=tuple(AreaChange(**each) for each in told["areas"]),
        topojson=bytes(topojson),
        digest=told["digest"],
        remarks=tuple(Remark(**each) for each in told["remarks"]),
        doubted=tuple(told["doubted"]),
    )
