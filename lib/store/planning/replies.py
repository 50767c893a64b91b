"""What communes and teams answered, and who was told of what. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from lib.domain.campaign.coming import StayKey
from lib.domain.campaign.replies import Party, Reply, ReplyKind
from lib.store.schema.plans import plan_reply, plan_telling

_SAID = ("season", "plan_id", "wished", "why", "need", "said_by", "who", "at")


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A commune or a team was told of a version. ``at`` is UTC."""

    id: int = 0
    season: str
    plan_id: int
    party: Party
    code: str
    undoes: int | None = None
    """The telling that was noted by mistake."""
    who: str
    at: datetime


_TELLING = tuple(Telling.__dataclass_fields__)


def add_reply(connection: Connection, new: Reply) -> int:
    """Writes it."""
    values: dict[str, Any] = {name: getattr(new, name) for name in _SAID}
    values |= {"team": new.key.team, "commune_code": new.key.commune, "turn": new.key.turn}
    values |= {"party": new.party.value, "kind": new.kind.value, "villages": dict(new.villages)}
    return int(
        connection.execute(insert(plan_reply).returning(plan_reply.c.id), values).scalar_one()
    )


def replies_of(connection: Connection, season: str, *, commune: str = "") -> list[Reply]:
    """Every answer of a season, to stays in one commune where named; the oldest first."""
    asked = select(plan_reply).where(plan_reply.c.season == season).order_by(plan_reply.c.id)
    if commune:
        asked = asked.where(plan_reply.c.commune_code == commune)
    return [
        Reply(
            id=row.id,
            key=StayKey(row.team, row.commune_code, row.turn),
            party=Party(row.party),
            kind=ReplyKind(row.kind),
            villages=dict(row.villages),
            **{name: getattr(row, name) for name in _SAID},
        )
        for row in connection.execute(asked)
    ]


def add_tellings(connection: Connection, new: Iterable[Telling]) -> None:
    """Writes them."""
    for one in new:
        values = {name: getattr(one, name) for name in _TELLING if name != "id"}
        connection.execute(insert(plan_telling), values | {"party": one.party.value})


def tellings_of(connection: Connection, season: str) -> list[Telling]:
    """Who was told of what in a season, the oldest first."""
    asked = select(plan_telling).where(plan_telling.c.season == season).order_by(plan_telling.c.id)
    return [
        Telling(**{n: getattr(row, n) for n in _TELLING if n != "party"}, party=Party(row.party))
        for row in connection.execute(asked)
    ]
