"""Checks files of batches in a process of its own, so that nobody else's page waits:
``python -m lib.services.batch_process``.

The first line at standard input holds the settings, every further line a task as JSON; each task
is answered with one line. What is found goes to the store; only "done" goes back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lib.domain.access import Person, Role
from lib.services.batch_checks import check_file, publish_file
from lib.services.house import house_with
from lib.settings import HOME, Settings
from lib.store.engine import open_engine

_MODULE = "lib.services.batch_process"
_NICER = 5


@dataclass(frozen=True, kw_only=True)
class Task:
    """Checks a file, or publishes it where ``seal`` says what was shown."""

    file_id: int
    seal: str = ""
    who: Mapping[str, Any] | None = None
    """The person who publishes, as plain values."""
    reason: str = ""
    """Why a closed period is corrected."""


class Worker:
    """The other process, as this one sees it. Starts at the first task."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None

    def do(self, task: Task) -> bool:
        """Whether the task was carried out; False where the process ended over it."""
        try:
            process = self._started()
            assert process.stdin is not None  # noqa: S101 - a pipe
            assert process.stdout is not None  # noqa: S101 - a pipe
            print(json.dumps(vars(task)), file=process.stdin, flush=True)
            return process.stdout.readline().strip() == "done"
        except OSError:
            self.close()
            return False

    def close(self) -> None:
        """Ends the process."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError):
                process.kill()
            with suppress(OSError):
                process.communicate()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no word from outside
            [sys.executable, "-m", _MODULE],
            cwd=HOME,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin  # noqa: S101 - a pipe
        print(self._settings.model_dump_json(), file=self._process.stdin, flush=True)
        return self._process


def main() -> None:
    """Works through the tasks at standard input."""
    with suppress(OSError):
        os.nice(_NICER)
    told = sys.stdout
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    settings = Settings(**json.loads(sys.stdin.readline()))
    house = house_with(settings, open_engine(settings.store_url))
    for line in sys.stdin:
        task: dict[str, Any] = json.loads(line)
        if task["seal"]:
            who = Person(**{**task["who"], "role": Role(task["who"]["role"])})
            publish_file(house, task["file_id"], seal=task["seal"], who=who, reason=task["reason"])
        else:
            check_file(house, task["file_id"])
        print("done", file=told, flush=True)


if __name__ == "__main__":
    main()
