"""Whose file a media link leads to.

Streamlit names a file by its content alone and gives it to whoever asks for that name. Here every
name is kept with the pages that were given it, and the gate lets nobody else have it.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import wraps
from pathlib import PurePosixPath
from threading import Lock
from typing import Any

from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.services.access.page_owners import LINES, Lines

PATH = "/media/"
_MOST = 20_000


class MediaOwners:
    """Names of files, each with the pages they were made for; the oldest are forgotten."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lines: OrderedDict[str, set[str]] = OrderedDict()
        self._lock = Lock()

    def note(self, url: str, line: str) -> None:
        """Keeps that this page was given this address."""
        with self._lock:
            self._lines.setdefault(_name(url), set()).add(line)
            self._lines.move_to_end(_name(url))
            while len(self._lines) > self._most:
                self._lines.popitem(last=False)

    def may_have(self, path: str, digest: str, *, lines: Lines = LINES) -> bool:
        """Whether one of the pages that were given this address belongs to this login."""
        with self._lock:
            given = tuple(self._lines.get(_name(path), ()))
        return any(lines.belongs(line, digest) for line in given)


def _name(address: str) -> str:
    return PurePosixPath(address.partition("?")[0]).stem


OWNERS = MediaOwners()
"""Of this process: its files lie in its memory and nowhere else."""


def keep_media_apart(owners: MediaOwners = OWNERS) -> None:
    """From now on every file that Streamlit takes in is kept with the page it was made for."""
    add, execute = MediaFileManager.add, MediaFileManager.execute_deferred

    @wraps(add)
    def added(self: MediaFileManager, *given: Any, **more: Any) -> str:
        url = add(self, *given, **more)
        if context := get_script_run_ctx(suppress_warning=True):
            owners.note(url, context.session_id)
        return url

    @wraps(execute)
    def executed(self: MediaFileManager, file_id: str) -> str:
        asked = self._deferred_callables.get(file_id)
        url = execute(self, file_id)
        if asked:
            owners.note(url, asked["session_id"])
        return url

    MediaFileManager.add = added  # type: ignore[method-assign]
    MediaFileManager.execute_deferred = executed  # type: ignore[method-assign]
