"""What is known of the store outside the store: its name, its place, its newest act.

A store that was put back knows less than this file, and can be told by it.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "last-seen.json"


@dataclass(frozen=True)
class LastSeen:
    """The store that served last from this data folder."""

    epoch: str
    place: str
    seq: int = 0
    """Number of the newest entry of its trail, and its hash."""
    hash: str = ""
    demo: bool = False
    """Whether all that it held was made up."""
    lost: bool = False
    """Whether it took the place of a store with real acts that nobody has put back since."""


def last_seen(data_dir: Path) -> LastSeen | None:
    """What was kept; ``None`` where nothing was, or nothing that can be read."""
    try:
        told = json.loads((data_dir / FILE).read_text(encoding="utf-8"))
        return LastSeen(
            str(told["epoch"]),
            str(told["place"]),
            int(told["seq"]),
            str(told["hash"]),
            demo=told.get("demo") is True,
            lost=told.get("lost") is True,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_last_seen(data_dir: Path, seen: LastSeen) -> None:
    """Keeps it, whole or not at all."""
    unfinished = data_dir / f"{FILE}.{os.getpid()}.{threading.get_ident()}"
    data_dir.mkdir(parents=True, exist_ok=True)
    unfinished.write_text(json.dumps(asdict(seen)), encoding="utf-8")
    unfinished.replace(data_dir / FILE)
