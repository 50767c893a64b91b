"""What this installation writes is its owner's alone: said once, by whatever starts first."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import structlog

log = structlog.get_logger()

_OTHERS = 0o077


def keep_private(folder: Path) -> int:
    """From now on nobody else may read what this process writes, nor what lies in ``folder``.

    An installation that is older than this is tightened; how many files and folders that were.
    Links are left alone, and so is whatever belongs to somebody else: it cannot be changed, and
    is told in the log.
    """
    os.umask(_OTHERS)
    with suppress(OSError):  # whoever needs it says what is wrong with it
        folder.mkdir(parents=True, exist_ok=True)
    return sum(_tightened(path) for path in (folder, *_below(folder)))


def make_private(file: Path) -> None:
    """A file that was there before, and is written anew, is its owner's alone as well."""
    file.chmod(stat.S_IMODE(file.stat().st_mode) & ~_OTHERS)


def _below(folder: Path) -> Iterator[Path]:
    for found, folders, files in os.walk(folder):
        yield from (Path(found, name) for name in (*folders, *files))


def _tightened(path: Path) -> bool:
    with suppress(FileNotFoundError):  # a journal goes while one looks
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode) or not stat.S_IMODE(found.st_mode) & _OTHERS:
            return False
        try:
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
        except PermissionError:
            log.warning("not_ours_alone", path=str(path))
            return False
        return True
    return False
