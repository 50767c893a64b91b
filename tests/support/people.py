"""People of every role, and a hasher that costs nothing."""

from __future__ import annotations

from argon2 import PasswordHasher

from lib.domain.access.permissions import Person, Role
from lib.services.access.hashing import Hashing

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
    name = "Lò Thị Mai" if role is Role.ADMINISTRATOR else f"Người {role}"
    return Person(name, role, commune if role is Role.OFFICER else None)
