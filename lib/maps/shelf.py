"""A folder of what an installation took in from files: the newest is in force, each can go back.

Every file is written whole or not at all; a file taken back stays, for what was made with it.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

Entry = dict[str, str]


@dataclass(frozen=True)
class Shelf:
    """Contents by their digest, and a list of those adopted."""

    folder: Path
    ending: str
    """Of the files' names, as ``.topojson``."""

    @property
    def adopted(self) -> list[Entry]:
        """Those adopted and not taken back, the one in force last: digest, source, adopted_at
        (UTC), who.
        """
        try:
            text = (self.folder / "current.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        found: list[Entry] = json.loads(text)["adopted"]
        return found

    def path(self, digest: str) -> Path:
        """Where a content lies."""
        return self.folder / f"{digest}{self.ending}"

    def put(self, content: bytes, *, digest: str, source: str, who: str) -> None:
        """Brings a content into force."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.path(digest), content)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        entry = {"digest": digest, "source": source, "adopted_at": at, "who": who}
        self._point_to([*self.adopted, entry])

    def take_back(self) -> None:
        """Goes back to what was in force before the last."""
        self._point_to(self.adopted[:-1])

    def _point_to(self, adopted: list[Entry]) -> None:
        text = json.dumps({"adopted": adopted}, ensure_ascii=False, indent=1)
        _write(self.folder / "current.json", text.encode())


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
