"""Which login each open page belongs to.

Streamlit gives a page's state to whoever names its session id. Here each id is tied to the login
under which its page first ran, and nobody else gets it.
"""

from __future__ import annotations

from threading import Lock

from lib.services.shares import Shares

_MOST = 20_000


class Lines:
    """Ids of open pages, each with the digest of its login. Over the limit, whichever login has
    most pages loses its oldest: nobody's pages push out those of others.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._owners: Shares[str, str] = Shares(most)
        self._lock = Lock()

    def bind(self, line: str, digest: str) -> bool:
        """Ties a page to a login at its first run; whether it belongs to this login."""
        with self._lock:
            owner = self._owners.get(line) or digest
            self._owners.put(line, owner, of=owner)
            return owner == digest

    def belongs(self, line: str, digest: str) -> bool:
        """Whether the page is known and belongs to this login."""
        with self._lock:
            return self._owners.get(line) == digest

    def of(self, digest: str) -> tuple[str, ...]:
        """The pages of a login, the one not used longest first."""
        with self._lock:
            return self._owners.of(digest)


LINES = Lines()
"""Of this process: its pages live here and nowhere else."""
