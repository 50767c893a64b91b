"""Two provinces that differ in nothing but small counts of vulnerable people.

Whoever sees the same in both cannot tell one from the other: nothing that they see tells a count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from lib.domain.figures.snapshot import VILLAGES
from lib.domain.templates import TEMPLATES
from lib.services.history.freezes import freeze_figures
from lib.services.history.uploads import withdraw
from lib.services.installation import Installation
from lib.settings import Settings
from lib.store.engine import open_engine
from tests.support.installations import put
from tests.support.people import staff
from tests.support.sheets import csv_bytes, register

JULY, AUGUST = "2026-07", "2026-08"
COMMUNES = (
    "Xã Lóng Sập", "Xã Mường La", "Xã Chiềng Mung", "Xã Yên Châu", "Xã Phù Yên", "Xã Bắc Yên",
    "Xã Sông Mã",
)  # fmt: skip
START = datetime(2026, 7, 16, 1, tzinfo=UTC)
_KEYS = ("period", "commune_name", "village_name", "ambassadors", "households_guided",
         "first_time", "first_time_minority", "first_time_elderly", "first_time_hardship",
         "first_time_disabled")  # fmt: skip
_HEAD = [TEMPLATES[VILLAGES].by_key[key].header for key in _KEYS]


@dataclass(frozen=True)
class World:
    """One of the two."""

    installation: Installation
    moments: tuple[datetime, ...]
    """Before anything, and after every act."""
    freeze: str


def world(folder: Path, small: tuple[int, int]) -> World:
    """``small``: two counts of 1 to 4 whose sum is the same in every world."""
    one, other = small
    moments = [START]
    settings = Settings(data_dir=folder)
    installation = Installation(
        settings,
        open_engine(settings.store_url),
        clock=lambda: moments[-1],
    )

    def later() -> None:
        moments.append(moments[-1] + timedelta(hours=5))

    def told(month: str, **villages: tuple[int, ...]) -> int:
        """A file of some communes; of each village how many of every group."""
        names = dict(zip("ABCDEFG", COMMUNES, strict=True))
        rows = [
            (month, names[key], f"Bản {n}", 2, 20, 30, *([people] * 4))
            for key, counts in villages.items()
            for n, people in enumerate(counts, start=1)
        ]
        later()
        return put(
            installation, csv_bytes([_HEAD, *rows]), {"mode": "update"}, name=f"{month[:2]}.csv"
        )

    put(installation, register(*((c, f"Bản {n}", 50) for c in COMMUNES for n in (1, 2))))
    told("07/2026", C=(12, 8), D=(0, 0))
    told("07/2026", A=(one, 0))  # alone: the province before and after it
    told("07/2026", B=(other, 0), D=(one, 9 + other))
    wrong = told("07/2026", F=(one, 0))
    later()
    with patch("lib.services.history.freezes.secrets.choice", max):  # its code is drawn by lot
        freeze = freeze_figures(installation, "Họp", who=staff()).code
    told("08/2026", A=(0, 0), B=(4 + one, 0), C=(1, 9), D=(0, 9))  # B: all its people, in two parts
    told("07/2026", E=(other, 1))
    told("07/2026", E=(7, 9))  # corrected: from now on it is told
    told("08/2026", G=(one, other), E=(0, 0))
    later()
    withdraw(installation, wrong, who=staff(), reason="gửi nhầm")
    later()
    return World(installation, tuple(moments), freeze)


def worlds(folder: Path) -> Iterator[World]:
    """The two."""
    for number, small in enumerate(((1, 3), (3, 1))):
        yield world(folder / str(number), small)
