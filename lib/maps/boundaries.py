"""The boundaries in force: official when imported, schematic otherwise; and the tile map."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lib.domain.errors import AppError
from lib.maps.shelf import Entry, Shelf
from lib.maps.tiles import squares
from lib.text import words

GEO = Path(__file__).resolve().parents[2] / "geo"
Bounds = tuple[float, float, float, float]
_NAME = re.compile(r"(schematic|official|tiles)-([0-9a-f]{12})")


class BoundaryProblem(AppError):
    """A file of boundaries that cannot be read, or must not be adopted as it is."""


@dataclass(frozen=True, kw_only=True)
class Boundaries:
    """One set of commune outlines, ready for the browser."""

    name: str
    """``schematic``, ``official`` or ``tiles``."""
    digest: str
    """First 12 hex digits of the content's SHA-256."""
    topojson: bytes
    """Object ``communes``; each geometry has its code as id, and properties code and name."""
    schematic: bool
    """Whether outlines are not the official ones and must be labelled so."""
    source: str
    """Where the outlines come from: a file's name, or the Vietnamese sentence of ours.

    The sentence stands under ``boundaries.source.<name>`` in each language.
    """
    bounds: Bounds
    """West, south, east, north in degrees."""

    @property
    def key(self) -> str:
        """``<name>-<digest>``, as their address has it."""
        return f"{self.name}-{self.digest}"


def current(data_dir: Path) -> Boundaries:
    """Official boundaries when adopted in ``data_dir``, else the schematic ones."""
    adopted = history(data_dir)
    if adopted:
        found = _official(data_dir, adopted[-1]["digest"], adopted[-1]["source"])
        if found:
            return found
    return schematic()


def by_name(name_digest: str, data_dir: Path) -> Boundaries | None:
    """The boundaries called ``<name>-<digest>``, also earlier official ones; else ``None``."""
    match = _NAME.fullmatch(name_digest)
    if match is None:
        return None
    name, digest = match.groups()
    if name == "official":
        sources = {entry["digest"]: entry["source"] for entry in history(data_dir)}
        return _official(data_dir, digest, sources.get(digest, ""))
    found = schematic() if name == "schematic" else tiles()
    return found if found.digest == digest else None


def schematic() -> Boundaries:
    """Approximate outlines computed from public packages; see ``geo/README.md``."""
    path = GEO / "schematic.topojson"
    return _load(path, path.stat().st_mtime_ns, "schematic", words()("boundaries.source.schematic"))


def tiles() -> Boundaries:
    """One square of equal size for each commune, near its neighbours."""
    path = GEO / "tiles.csv"
    return _tiles(path, path.stat().st_mtime_ns)


def digest_of(content: bytes) -> str:
    """The name of a content: 12 hex digits."""
    return hashlib.sha256(content).hexdigest()[:12]


def shelf(data_dir: Path) -> Shelf:
    """Where an installation keeps what it adopted."""
    return Shelf(data_dir / "boundaries", ".topojson")


def history(data_dir: Path) -> list[Entry]:
    """Adopted boundaries, the ones in force last: digest, source, adopted_at (UTC), who."""
    return shelf(data_dir).adopted


def _official(data_dir: Path, digest: str, source: str) -> Boundaries | None:
    path = shelf(data_dir).path(digest)
    try:
        return _load(path, path.stat().st_mtime_ns, "official", source)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=8)
def _load(path: Path, _changed_ns: int, name: str, source: str) -> Boundaries:
    return _boundaries(path.read_bytes(), name, source)


def _boundaries(content: bytes, name: str, source: str) -> Boundaries:
    west, south, east, north = json.loads(content)["bbox"]
    return Boundaries(
        name=name,
        digest=digest_of(content),
        topojson=content,
        schematic=name != "official",
        source=source,
        bounds=(west, south, east, north),
    )


@lru_cache(maxsize=2)
def _tiles(path: Path, _changed_ns: int) -> Boundaries:
    with path.open(encoding="utf-8", newline="") as file:
        places = {
            r["commune_code"]: (int(r["column"]), int(r["row"])) for r in csv.DictReader(file)
        }
    with (GEO.parent / "data/reference/communes.csv").open(encoding="utf-8", newline="") as file:
        names = {r["code"]: r["name"] for r in csv.DictReader(file)}
    content = squares(places, names)
    return _boundaries(content, "tiles", words()("boundaries.source.tiles"))
