"""An extract of OpenStreetMap: what it tells of the roads, and the table of minutes in force."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from lib.aside.asking import Aside, Limits, Refusals
from lib.domain.errors import AppError
from lib.domain.patience import patience
from lib.domain.places.gazetteer import Gazetteer
from lib.maps.shelf import Entry, Shelf

MOST_MB = 150
"""A province is some ten; a whole country is cut first (``osmium extract``)."""
_SECONDS, _PATIENCE_S = 300, 600
_ASIDE = Aside(
    "lib.maps.roads.measuring",
    limits=Limits(memory=1_500 * 2**20, answer=50 * 2**20, seconds=_SECONDS, patience=_PATIENCE_S),
    idle_s=60,
)


class RoadProblem(AppError):
    """An extract that cannot be read or tells nothing of the roads here."""


@dataclass(frozen=True, kw_only=True)
class RoadTable:
    """Minutes between the seats of communes, along the roads of one extract."""

    source: str
    """The file's name."""
    digest: str
    """Of the file, the first 12 hex digits of its SHA-256."""
    extracted: str
    """The day the extract is of, ISO; "" where the file does not say."""
    minutes: Mapping[str, Mapping[str, float]]
    """From one commune to another; pairs without a way are left out."""
    far: Mapping[str, float]
    """Communes whose seat has no road nearby, and the kilometres to the nearest."""
    km_paved: float
    km_unpaved: float
    km_unsaid: float
    """Of roads, by what the extract says of their surface."""


def table_from(content: bytes, filename: str, gazetteer: Gazetteer) -> RoadTable:
    """Reads an extract and measures, aside; nothing is kept. Raises ``RoadProblem``."""
    if len(content) > MOST_MB * 2**20:
        raise RoadProblem("road_too_large", filename=filename, most=MOST_MB)
    seats = [(c.code, c.lon, c.lat) for c in gazetteer.communes.values()]
    with patience(_PATIENCE_S):
        told, (block,) = _ASIDE.ask(
            "measure",
            content,
            refusals=Refusals(
                kind=RoadProblem,
                broken="road_unreadable",
                too_hard="road_too_hard",
                values={"filename": filename},
            ),
            filename=filename,
            seats=seats,
        )
    every = np.frombuffer(block, dtype=np.float64).reshape(len(seats), len(seats))
    codes = [code for code, _, _ in seats]
    minutes = {
        base: {codes[n]: float(row[n]) for n in np.flatnonzero(~np.isnan(row)) if codes[n] != base}
        for base, row in zip(codes, every, strict=True)
    }
    return RoadTable(
        source=filename,
        digest=hashlib.sha256(content).hexdigest()[:12],
        minutes={base: row for base, row in minutes.items() if row},
        **told,
    )


def shelf(data_dir: Path) -> Shelf:
    """Where an installation keeps the tables it adopted."""
    return Shelf(data_dir / "roads", ".json")


def adopt(table: RoadTable, data_dir: Path, *, who: str) -> None:
    """Brings a table into force; the earlier one is kept."""
    content = json.dumps(asdict(table), ensure_ascii=False).encode()
    shelf(data_dir).put(content, digest=table.digest, source=table.source, who=who)


def withdraw(data_dir: Path) -> None:
    """Goes back to the table before, or to none. Raises ``RoadProblem`` where there is none."""
    own = shelf(data_dir)
    if not own.adopted:
        raise RoadProblem("road_none_to_withdraw")
    own.take_back()


def current(data_dir: Path) -> tuple[RoadTable, Entry] | None:
    """The table in force and who adopted it when; ``None`` where trips are straight lines."""
    own = shelf(data_dir)
    for entry in own.adopted[-1:]:
        path = own.path(entry["digest"])
        if path.is_file():
            return _load(path, path.stat().st_mtime_ns), entry
    return None


@lru_cache(maxsize=4)
def _load(path: Path, _changed_ns: int) -> RoadTable:
    return RoadTable(**json.loads(path.read_text("utf-8")))
