"""What administrators changed of the settings. Rows are only ever added."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from lib.store.schema.records import setting_change


@dataclass(frozen=True, kw_only=True)
class SettingChange:
    """A setting brought to a value, or back to its default. ``at`` is UTC."""

    id: int = 0
    key: str
    value: Any = None
    """As JSON knows it; ``None`` for the default."""
    who: str
    at: datetime
    reason: str


def add_setting_change(connection: Connection, new: SettingChange) -> int:
    """Writes it; from ``at`` on it holds."""
    text = "" if new.value is None else json.dumps(new.value, ensure_ascii=False)
    values = {"key": new.key, "value": text, "who": new.who, "at": new.at, "reason": new.reason}
    made = connection.execute(insert(setting_change).returning(setting_change.c.id), values)
    return int(made.scalar_one())


def setting_changes(connection: Connection, *, key: str = "") -> list[SettingChange]:
    """All changes, or those of one setting, oldest first."""
    query = select(setting_change).order_by(setting_change.c.id)
    if key:
        query = query.where(setting_change.c.key == key)
    return [
        SettingChange(
            id=row.id,
            key=row.key,
            value=json.loads(row.value) if row.value else None,
            who=row.who,
            at=row.at,
            reason=row.reason,
        )
        for row in connection.execute(query)
    ]


def newest_of_each(
    changes: Iterable[SettingChange], *, until: datetime | None = None
) -> dict[str, SettingChange]:
    """The change that holds of each key, now or at a moment. ``changes``: oldest first."""
    return {c.key: c for c in changes if until is None or c.at <= until}
