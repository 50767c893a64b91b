"""Whether the store still holds what was put into it: every page, every file, every row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, select

from lib.domain.errors import StoreUnavailable
from lib.store.engine import asking, integrity
from lib.store.schema.records import figure, file, upload

DIGEST = "rows_digest"
"""Where an upload's summary keeps the digest of its rows."""
_COLUMNS = (
    "period", "commune_code", "unit_key", "unit_name", "reported_name", "former_code", "row",
    "values",
)  # fmt: skip


@dataclass(frozen=True)
class Soundness:
    """What a look through the whole store found."""

    whole: bool
    """Whether the database's own check finds it whole and all of it can be read."""
    files: tuple[str, ...] = ()
    """Uploads' kept originals whose bytes are others by now, by SHA-256."""
    uploads: tuple[int, ...] = ()
    """Uploads whose rows are others than those published."""
    undigested: int = 0
    """Uploads published before rows had a digest: nothing can be said of them."""

    @property
    def sound(self) -> bool:
        """Whether everything is as it was put in, as far as can be told."""
        return self.whole and not self.files and not self.uploads


def rows_digest(rows: Iterable[Mapping[str, Any] | RowMapping]) -> str:
    """Digest of an upload's rows, whatever their order and the database's way to write numbers."""
    lines = sorted(
        json.dumps([_plain(row[name]) for name in _COLUMNS], sort_keys=True) for row in rows
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def soundness(engine: Engine) -> Soundness:
    """Looks through the whole store; reads all of it."""
    if not integrity(engine):
        return Soundness(whole=False)
    try:
        with asking(engine) as connection:
            uploads, undigested = _uploads(connection)
            return Soundness(True, _files(connection), uploads, undigested)
    except (StoreUnavailable, ValueError):  # a page, or a text on it, can no longer be read
        return Soundness(whole=False)


def _files(connection: Connection) -> tuple[str, ...]:
    kept = connection.execute(select(file.c.sha256, file.c.content)).yield_per(20)
    return tuple(name for name, bytes_ in kept if hashlib.sha256(bytes_).hexdigest() != name)


def _uploads(connection: Connection) -> tuple[tuple[int, ...], int]:
    digests = {
        number: summary.get(DIGEST, "")
        for number, summary in connection.execute(select(upload.c.id, upload.c.summary)).all()
    }
    columns = (figure.c.upload_id, *(figure.c[name] for name in _COLUMNS))
    rows = connection.execute(select(*columns).order_by(figure.c.upload_id)).mappings()
    found = {
        number: rows_digest(part)
        for number, part in groupby(rows.yield_per(2000), key=lambda row: row["upload_id"])
    }
    empty = rows_digest(())
    wrong = [n for n, told in digests.items() if told and found.pop(n, empty) != told]
    lost = [n for n in found if n not in digests]
    return tuple(sorted([*wrong, *lost])), sum(not told for told in digests.values())


def _plain(value: Any) -> Any:
    """1 and 1.0 are one number, however it is kept."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return value if value is None or isinstance(value, bool) else str(value)
