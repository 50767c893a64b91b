"""Putting boundaries into force and taking them back, each in one atomic step."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from lib.maps.boundaries import Boundaries, BoundaryProblem, current, folder, history
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
    place = folder(data_dir)
    place.mkdir(parents=True, exist_ok=True)
    _write(place / f"{proposal.digest}.topojson", proposal.topojson)
    entry = {
        "digest": proposal.digest,
        "source": proposal.source,
        "adopted_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": who,
    }
    _point_to([*history(data_dir), entry], data_dir)
    return current(data_dir)


def withdraw(data_dir: Path) -> Boundaries:
    """Goes back to the boundaries before the last import; gives those now in force."""
    adopted = history(data_dir)
    if not adopted:
        raise BoundaryProblem("boundary_none_to_withdraw")
    _point_to(adopted[:-1], data_dir)
    return current(data_dir)


def _point_to(adopted: list[dict[str, str]], data_dir: Path) -> None:
    text = json.dumps({"adopted": adopted}, ensure_ascii=False, indent=1)
    _write(folder(data_dir) / "current.json", text.encode())


def _write(path: Path, content: bytes) -> None:
    """The whole content or nothing, also when the power fails."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
