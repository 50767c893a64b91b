"""Putting boundaries into force and taking them back, each in one atomic step."""

from __future__ import annotations

from pathlib import Path

from lib.maps.boundaries import Boundaries, BoundaryProblem, current, shelf
from lib.maps.importing.proposal import Proposal


def adopt(proposal: Proposal, data_dir: Path, *, agreed: bool = False, who: str = "") -> Boundaries:
    """Puts the proposal into force; the earlier boundaries are kept for ``withdraw``.

    Refuses with ``BoundaryProblem`` what is incomplete or doubtful unless ``agreed``.
    """
    if proposal.needs_agreement and not agreed:
        raise BoundaryProblem(
            "boundary_incomplete",
            missing=len(proposal.missing),
            doubtful=len(proposal.doubtful),
        )
    shelf(data_dir).put(proposal.topojson, digest=proposal.digest, source=proposal.source, who=who)
    return current(data_dir)


def withdraw(data_dir: Path) -> Boundaries:
    """Goes back to the boundaries before the last import; gives those now in force."""
    own = shelf(data_dir)
    if not own.adopted:
        raise BoundaryProblem("boundary_none_to_withdraw")
    own.take_back()
    return current(data_dir)
