"""Checks files of batches in a process of its own, so that nobody else's page waits:
``python -m lib.services.intake.batch.process``.

The first line at standard input holds the settings, every further line a task as JSON; each task
is answered with one line. What is found goes to the store; only how it ended goes back.

A file may be made so that its check never ends or fills the memory: then it is this process that
ends, by its own clock or by whoever waits for it, and all it had begun to write is undone.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.domain.access.permissions import Person, Role
from lib.services.installation import Installation
from lib.services.intake.batch.files import check_file, publish_file
from lib.settings import HOME, Settings
from lib.store.engine import open_engine

_MODULE = "lib.services.intake.batch.process"
_NICER = 5
_BIRTH_S = 60
"""Time to import what it needs, on a busy machine."""
_GRACE_S = 5
"""So much later the process ends by itself, where nobody is left to end it."""
_MEMORY = 600 * 2**20
"""What one file may take beyond what the process holds at its start."""
DONE, FULL = "done", "full"


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
        self.settings = settings
        self.late = False
        """Whether the last task took all its time, or all its memory."""
        self._process: subprocess.Popen[str] | None = None

    def do(self, task: Task) -> bool:
        """Whether the task was carried out; False where the process ended over it."""
        self.late = False
        try:
            process = self._started()
            assert process.stdin is not None  # noqa: S101 - a pipe
            print(json.dumps(vars(task)), file=process.stdin, flush=True)
            said = _heard(process, self.settings.batch_file_seconds)
        except OSError:
            self.close()
            return False
        self.late = said in (None, FULL)
        if self.late:
            self.close()
        return said == DONE

    def close(self) -> None:
        """Ends the process and whatever it has started."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
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
            start_new_session=True,
        )
        assert self._process.stdin  # noqa: S101 - a pipe
        print(self.settings.model_dump_json(), file=self._process.stdin, flush=True)
        if _heard(self._process, _BIRTH_S) != DONE:
            raise OSError
        return self._process


def _heard(process: subprocess.Popen[str], seconds: float) -> str | None:
    """The next line of its answers, "" where it has ended, ``None`` where it took too long."""
    assert process.stdout is not None  # noqa: S101 - a pipe
    # Each question has one line of answer, so none waits in the buffer.
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    return process.stdout.readline().strip() if ready else None


def main() -> None:
    """Works through the tasks at standard input."""
    with suppress(OSError):
        os.nice(_NICER)
    told = sys.stdout
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    settings = Settings(**json.loads(sys.stdin.readline()))
    installation = Installation(settings, open_engine(settings.store_url))
    _bound_memory()
    print(DONE, file=told, flush=True)
    for line in sys.stdin:
        signal.alarm(settings.batch_file_seconds + _GRACE_S)
        try:
            _carry_out(installation, json.loads(line))
            said = DONE
        except MemoryError:
            said = FULL
        signal.alarm(0)
        print(said, file=told, flush=True)


def _carry_out(installation: Installation, task: Mapping[str, Any]) -> None:
    if not task["seal"]:
        check_file(installation, task["file_id"])
        return
    who = Person(**{**task["who"], "role": Role(task["who"]["role"])})
    publish_file(installation, task["file_id"], seal=task["seal"], who=who, reason=task["reason"])


def _bound_memory() -> None:
    held = Path("/proc/self/status").read_text().partition("VmData:")[2].split()
    if held:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (int(held[0]) * 1024 + _MEMORY, hard))


if __name__ == "__main__":
    main()
