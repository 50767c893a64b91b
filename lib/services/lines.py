"""Which login each open page belongs to.

Streamlit gives a page's state to whoever names its session id. Here each id is tied to the login
under which its page first ran, and nobody else gets it.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

_MOST = 20_000


class Lines:
    """Ids of open pages, each with the digest of its login; the oldest are forgotten."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._owners: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def bind(self, line: str, digest: str) -> bool:
        """Ties a page to a login at its first run; whether it belongs to this login."""
        with self._lock:
            owner = self._owners.setdefault(line, digest)
            self._owners.move_to_end(line)
            while len(self._owners) > self._most:
                self._owners.popitem(last=False)
            return owner == digest

    def belongs(self, line: str, digest: str) -> bool:
        """Whether the page is known and belongs to this login."""
        with self._lock:
            return self._owners.get(line) == digest


LINES = Lines()
"""Of this process: its pages live here and nowhere else."""
