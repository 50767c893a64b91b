"""Passwords as digests that are slow to make, and never many at the same time."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lib.domain.errors import NotAllowed
from lib.services.rations import Limits, Ration

# Of one core 0.1 to 0.3 s and 46 MiB each; few at once leave the pages their share.
_hasher = PasswordHasher(time_cost=3, memory_cost=47_104, parallelism=1)
_AT_ONCE, _PATIENCE_S = 3, 10.0

CHECKS = Ration(Limits(at_once=_AT_ONCE, reserved=1, in_line=8, patience_s=15.0))
"""In what order passwords are looked at: strangers of one network in turn, and never in the place
that is kept for people at a device of theirs.
"""


class Hashing:
    """Makes and checks digests; whoever comes when the queue is full is asked to come again."""

    def __init__(self, hasher: PasswordHasher = _hasher) -> None:
        self._hasher = hasher
        self._gate = BoundedSemaphore(_AT_ONCE)
        # Checked where there is no account, so that an unknown name takes as long as a known one.
        self._nobody = hasher.hash("nobody")

    def hash(self, password: str) -> str:
        """The digest of a password. Raises ``NotAllowed`` when too many wait."""
        self._wait()
        try:
            return self._hasher.hash(password)
        finally:
            self._gate.release()

    def fits(self, digest: str, password: str) -> bool:
        """Whether the password is the one of the digest; "" fits none and takes as long."""
        self._wait()
        try:
            return self._hasher.verify(digest or self._nobody, password) and bool(digest)
        except (VerificationError, InvalidHashError):
            return False
        finally:
            self._gate.release()

    def outdated(self, digest: str) -> bool:
        """Whether the digest was made with lower costs than today's."""
        return self._hasher.check_needs_rehash(digest)

    def _wait(self) -> None:
        if not self._gate.acquire(timeout=_PATIENCE_S):
            raise NotAllowed("login_busy")


@cache
def hashing() -> Hashing:
    """The one of this process."""
    return Hashing()
