"""People of every role, and a hasher that costs nothing."""

from __future__ import annotations

from argon2 import PasswordHasher

from lib.domain.access import Person, Role
from lib.services.hashing import Hashing
from lib.services.house import House
from lib.services.sessions import begin
from lib.store.accounts import Account, accounts, add_account
from lib.store.engine import writing

CHEAP = Hashing(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
GOOD = "suối reo trên đá trắng"
"""A password that an account may have."""


def leader(name: str = "Lãnh") -> Person:
    return Person(name, Role.LEADER)


def planner(name: str = "Đoàn") -> Person:
    return Person(name, Role.PLANNER)


def officer(commune: str, name: str = "Xã") -> Person:
    return Person(name, Role.OFFICER, commune)


def staff(name: str = "An") -> Person:
    return Person(name, Role.STAFF)


def administrator(name: str = "Quản") -> Person:
    return Person(name, Role.ADMINISTRATOR)


def in_role(role: Role, commune: str | None = None) -> Person:
    """Somebody in this role; an officer needs a commune."""
    return Person(f"Người {role}", role, commune if role is Role.OFFICER else None)


def token_for(house: House, role: Role = Role.STAFF, *, commune: str | None = None) -> str:
    """The token of a session of an account with this role, which is made where it is missing."""
    login, now = f"test-{role}", house.clock()
    with writing(house.engine) as connection:
        known = accounts(connection, login=login)
        new = Account(
            login=login,
            name=f"Người {role}",
            role=role.value,
            commune_code=commune,
            created_at=now,
            created_by="test",
            password_changed_at=now,
        )
        return begin(connection, known[0].id if known else add_account(connection, new), at=now)
