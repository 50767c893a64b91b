"""Official boundaries from their public repository: pinned, checked, all or nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from lib.maps.boundaries import GEO, BoundaryProblem

COMMIT = "cd58063299585146ded3981f2272946ef19ced54"
REPOSITORY = "thanglequoc/vietnamese-provinces-database"
BASE = f"https://raw.githubusercontent.com/{REPOSITORY}/{COMMIT}"
NAME = f"{REPOSITORY}@{COMMIT[:7]}.geojson"
"""What the joined files are called once adopted."""

Progress = Callable[[int, int], None]
"""Told how many files are done, of how many."""


@dataclass(frozen=True)
class Pinned:
    """One file as it was checked: only exactly these bytes are taken."""

    path: str
    size: int
    sha256: str

    @property
    def commune_code(self) -> str:
        """The code the file's name begins with."""
        return PurePosixPath(self.path).name[:5]


def pinned() -> list[Pinned]:
    """The files of the province."""
    with (GEO / "upstream_files.csv").open(encoding="utf-8", newline="") as file:
        return [Pinned(r["path"], int(r["bytes"]), r["sha256"]) for r in csv.DictReader(file)]


def fetch(base: str = BASE, *, progress: Progress | None = None, timeout_s: float = 30.0) -> bytes:
    """One GeoJSON of all files, ready for ``prepare``; writes nothing to disk.

    Raises ``BoundaryProblem`` at the first file that is missing or not as checked.
    """
    if not base.startswith(("https://", "http://")):
        raise BoundaryProblem("boundary_bad_address", base=base)
    files = pinned()
    features = []
    for done, file in enumerate(files, start=1):
        content = _download(file, base.rstrip("/"), timeout_s)
        features += _features(content, file.commune_code)
        if progress:
            progress(done, len(files))
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _download(file: Pinned, base: str, timeout_s: float) -> bytes:
    try:
        with urllib.request.urlopen(f"{base}/{file.path}", timeout=timeout_s) as answer:  # noqa: S310
            # One byte more than expected is enough to know that it is another file.
            content: bytes = answer.read(file.size + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise BoundaryProblem("boundary_download_failed", path=file.path, reason=reason) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise BoundaryProblem("boundary_download_changed", path=file.path)
    return content


def _features(content: bytes, code: str) -> list[dict[str, object]]:
    """The file's features, each with the commune code of its file name."""
    document = json.loads(content)
    found = document.get("features", [document])
    return [
        {"type": "Feature", "properties": {"code": code}, "geometry": f.get("geometry", f)}
        for f in found
    ]
