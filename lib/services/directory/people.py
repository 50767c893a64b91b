"""The directory of ambassadors: listed masked, seen one by one on record, removed in time.

Nobody but ``Act.SEE_DIRECTORY`` comes here, and only where the installation has switched it on.
The trail keeps numbers of people, never a name or a telephone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.directory.masks import masked_name, masked_phone, national, sought
from lib.domain.directory.people import Ambassador, last_day
from lib.domain.errors import NotAllowed
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.store.directory import people as store
from lib.store.directory.people import DirectoryIntake
from lib.store.engine import asking, writing


class Why(StrEnum):
    """Why somebody is taken out; chosen, so that no name comes into the trail."""

    ASKED = "asked"
    LEFT = "left"
    WRONG = "wrong"
    SWITCHED_OFF = "switched_off"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Somebody as lists show them."""

    person: int
    name: str
    """Initials."""
    phone: str
    """Its last three digits."""
    commune_code: str
    village: str
    consented_on: date
    trained_on: date | None
    until: date
    """The last day they are kept."""


@dataclass(frozen=True)
class Revealed:
    """Somebody in full."""

    name: str
    phone: str


def switched_on(installation: Installation) -> bool:
    """Whether this installation keeps a directory at all."""
    return installation.settings.directory


def must_see(installation: Installation, who: Person) -> None:
    """Raises ``NotAllowed`` unless the directory is switched on and this person may see it."""
    who.must(Act.SEE_DIRECTORY)
    if not switched_on(installation):
        raise NotAllowed("directory_off")


def listed(
    installation: Installation, *, who: Person, commune: str = "", wanted: str = ""
) -> list[Listed]:
    """Everybody in the directory, or in one commune, or whom ``wanted`` means: see ``sought``."""
    must_see(installation, who)
    months = installation.in_force.directory_months
    return [
        _listed(one, months)
        for one in in_force(installation)
        if (not commune or one.commune_code == commune)
        and (not wanted.strip() or sought(one.name, one.phone, wanted))
    ]


def in_force(installation: Installation) -> list[Ambassador]:
    """Everybody whose time is not over, whether removed yet or not."""
    months = installation.in_force.directory_months
    with asking(installation.engine) as connection:
        return [p for p in store.people(connection) if last_day(p, months) >= installation.today]


def _listed(one: Ambassador, months: int) -> Listed:
    return Listed(
        person=one.person or 0,
        name=masked_name(one.name),
        phone=masked_phone(one.phone),
        commune_code=one.commune_code,
        village=one.village_name,
        consented_on=one.consented_on,
        trained_on=one.trained_on,
        until=last_day(one, months),
    )


def reveal(installation: Installation, person: int, *, who: Person) -> Revealed:
    """Name and telephone of one person; that somebody looked is kept before they see it."""
    must_see(installation, who)
    with writing(installation.engine) as connection:
        one = found(connection, installation, person)
        record(installation, connection, who, deed=Deed.REVEALED, subject=subject_of(person))
    return Revealed(one.name, national(one.phone))


def found(connection: Connection, installation: Installation, person: int) -> Ambassador:
    """The person of this number; raises ``NotAllowed`` where they are gone."""
    months = installation.in_force.directory_months
    for one in store.people(connection, person=person):
        if last_day(one, months) >= installation.today:
            return one
    raise NotAllowed("directory_gone")


def subject_of(person: int) -> str:
    """How the trail names somebody."""
    return f"ambassador:{person}"


def erase(installation: Installation, person: int, why: Why, *, who: Person) -> None:
    """Takes somebody out, with all that was ever told of them."""
    must_see(installation, who)
    with writing(installation.engine) as connection:
        found(connection, installation, person)
        _erase(connection, installation, [person], why=why, who=who)


def clear_directory(installation: Installation, *, who: Person) -> int:
    """Takes everybody out, also where the directory is switched off; how many they were."""
    who.must(Act.SET_UP)
    with writing(installation.engine) as connection:
        everybody = [p.person for p in store.people(connection) if p.person is not None]
        _erase(connection, installation, everybody, why=Why.SWITCHED_OFF, who=who)
    return len(everybody)


def _erase(
    connection: Connection,
    installation: Installation,
    persons: Iterable[int],
    *,
    why: Why,
    who: Person,
) -> None:
    for person in persons:
        store.erase(connection, [person])
        record(
            installation,
            connection,
            who,
            deed=Deed.ERASED,
            subject=subject_of(person),
            after={"erased": why.value},
        )


def expire_directory(installation: Installation) -> int:
    """Removes everybody whose time is over; how many they were. Run by the server every day."""
    months = installation.in_force.directory_months
    with asking(installation.engine) as connection:
        if store.mark(connection) == (0, 0):
            return 0
    with writing(installation.engine) as connection:
        over = [p for p in store.people(connection) if last_day(p, months) < installation.today]
        store.erase(connection, [p.person for p in over if p.person is not None])
        store.forget_replaced(connection, installation.today)
        if over:
            told = {"count": len(over)}
            record(
                installation, connection, "", deed=Deed.EXPIRED, subject="directory:", after=told
            )
    return len(over)


def intakes(installation: Installation, *, who: Person) -> list[DirectoryIntake]:
    """The lists taken in, newest first."""
    must_see(installation, who)
    with asking(installation.engine) as connection:
        return store.intakes(connection)


def undo_intake(installation: Installation, id: int, *, who: Person) -> None:
    """Takes the newest list back: who came with it is gone, what was told before holds again."""
    must_see(installation, who)
    with writing(installation.engine) as connection:
        newest = next((i for i in store.intakes(connection) if i.undone_at is None), None)
        if newest is None or newest.id != id:
            raise NotAllowed("directory_not_newest")
        store.undo_intake(connection, id, who=who.name, at=installation.clock())
        record(installation, connection, who, deed=Deed.DIRECTORY_UNDONE, subject=f"directory:{id}")
