"""People of the directory as rows: added, read, and truly removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from lib.domain.directory.people import Ambassador
from lib.store.engine import wipe_what_goes
from lib.store.schema.directory import ambassador, directory_intake


@dataclass(frozen=True, kw_only=True)
class DirectoryIntake:
    """One list that was taken in. Times are UTC."""

    who: str
    at: datetime
    added: int
    renewed: int
    undone_at: datetime | None = None
    undone_by: str | None = None
    id: int = 0


def add_intake(connection: Connection, new: DirectoryIntake, people: Iterable[Ambassador]) -> int:
    """Writes people, each in the place of what was told of them before; the list's number."""
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    number = connection.execute(
        insert(directory_intake).returning(directory_intake.c.id), values
    ).scalar_one()
    for one in people:
        if one.person is not None:
            connection.execute(
                update(ambassador)
                .where(ambassador.c.person == one.person, ambassador.c.replaced_by.is_(None))
                .values(replaced_by=number)
            )
        _add(connection, one, int(number))
    return int(number)


def _add(connection: Connection, one: Ambassador, intake: int) -> None:
    told = asdict(replace(one, person=one.person or 0)) | {"intake_id": intake}
    row = connection.execute(insert(ambassador).returning(ambassador.c.id), told).scalar_one()
    if one.person is None:  # the number of their first row is theirs for good
        connection.execute(update(ambassador).where(ambassador.c.id == row).values(person=row))


def people(connection: Connection, *, person: int | None = None) -> list[Ambassador]:
    """Everybody in force, by commune, village and row; one of them where a number is given."""
    asked = select(ambassador).where(ambassador.c.replaced_by.is_(None))
    if person is not None:
        asked = asked.where(ambassador.c.person == person)
    order = ambassador.c.commune_code, ambassador.c.village_name, ambassador.c.id
    return [_ambassador(row) for row in connection.execute(asked.order_by(*order))]


def all_told(connection: Connection, person: int) -> list[tuple[Ambassador, int]]:
    """All that was ever told of somebody, oldest first, with the list it came in."""
    asked = select(ambassador).where(ambassador.c.person == person).order_by(ambassador.c.id)
    return [(_ambassador(row), row.intake_id) for row in connection.execute(asked)]


def _ambassador(row: Row[Any]) -> Ambassador:
    return Ambassador(**{name: getattr(row, name) for name in Ambassador.__dataclass_fields__})


def intakes(connection: Connection) -> list[DirectoryIntake]:
    """The lists taken in, newest first."""
    asked = select(directory_intake).order_by(directory_intake.c.id.desc())
    names = DirectoryIntake.__dataclass_fields__
    return [
        DirectoryIntake(**{n: getattr(row, n) for n in names}) for row in connection.execute(asked)
    ]


def undo_intake(connection: Connection, id: int, *, who: str, at: datetime) -> None:
    """Removes what a list brought; what was told before holds again."""
    _remove(connection, ambassador.c.intake_id == id)
    connection.execute(
        update(ambassador).where(ambassador.c.replaced_by == id).values(replaced_by=None)
    )
    connection.execute(
        update(directory_intake)
        .where(directory_intake.c.id == id)
        .values(undone_at=at, undone_by=who)
    )


def erase(connection: Connection, persons: Collection[int]) -> None:
    """Removes all that was ever told of these people."""
    _remove(connection, ambassador.c.person.in_(persons))


def forget_replaced(connection: Connection, today: date) -> None:
    """Removes what was told before of somebody, once its own time is over."""
    old = ambassador.c.replaced_by.is_not(None) & (ambassador.c.keep_until < today)
    _remove(connection, old)


def mark(connection: Connection) -> tuple[int, int]:
    """Changes with every change of the directory."""
    asked = select(func.coalesce(func.max(ambassador.c.id), 0), func.count())
    newest, count = connection.execute(asked.select_from(ambassador)).one()
    return int(newest), int(count)


def _remove(connection: Connection, which: Any) -> None:
    wipe_what_goes(connection)
    connection.execute(delete(ambassador).where(which))
