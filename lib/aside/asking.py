"""Asking for work to be done aside: the question goes to a child, the answer comes back or not."""

from __future__ import annotations

import atexit
import json
import mmap
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any

import structlog

from lib.aside import parcel
from lib.aside.parcel import Block
from lib.domain.errors import AppError, UnreadableFile
from lib.domain.patience import left, not_counted

log = structlog.get_logger()

_HOME = Path(__file__).resolve().parents[2]
_MOTHER = "lib.aside.mother"
_BIRTH_S = 20
"""Time for a mother to import what she needs, on a busy machine."""
_AT_ONCE = BoundedSemaphore(2)
"""Children of one process at the same time: what one may take, all together may take twice."""
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "TZ", "LD_LIBRARY_PATH")
"""Of the environment; the secrets in it are none of a reader's business."""
_ALONE = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one child may take beyond what its mother holds."""

    memory: int = 500 * 2**20
    answer: int = 400 * 2**20
    seconds: int = 12
    """Of reckoning."""
    patience: int = 19
    """Seconds by the clock, on a machine that is busy with other things too."""


@dataclass(frozen=True, kw_only=True)
class Refusals:
    """How is told what goes wrong: the kind of fault, its codes and values."""

    kind: type[AppError] = UnreadableFile
    broken: str = "broken_file"
    too_hard: str = "too_hard"
    values: Mapping[str, object] = field(default_factory=dict)


class Aside:
    """Children that have imported a module. Their mother starts with the first question, and ends
    once nobody has asked for ``idle_s`` seconds.
    """

    def __init__(self, module: str, *, limits: Limits | None = None, idle_s: int = 86_400) -> None:
        self._module, self._idle_s = module, idle_s
        self._limits = limits or Limits()
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def ask(
        self, work: str, *blocks: Block, refusals: Refusals | None = None, **told: object
    ) -> tuple[Any, list[memoryview]]:
        """What the module's function ``work`` gives for these blocks and plain values.

        It must give plain values and a list of blocks. Raises what ``refusals`` says where it
        refuses, fails, or takes more time or memory than it may.
        """
        how = refusals or Refusals()
        with _turn(), _nameless() as question, _nameless() as answer:
            with os.fdopen(os.dup(question), "wb") as file:
                parcel.write(file, told, blocks)
            if not self._done(f"{self._module}:{work}", question, answer):
                raise how.kind(how.too_hard, **how.values)
            found, parts = parcel.read(mmap.mmap(answer, 0, access=mmap.ACCESS_READ))
        return _understood(found, how), parts

    def ready(self) -> None:
        """Starts the mother, so that the first person need not wait for her."""
        with self._lock, suppress(OSError):
            self._mother()

    def stop(self) -> None:
        """Ends the mother and all her children."""
        with self._lock:
            self._stop()

    def _done(self, work: str, question: int, answer: int) -> bool:
        """Whether a child came to its end with an answer."""
        for _ in range(2):  # the mother may have gone just when she was asked
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with ours:
                with theirs:
                    self._send(work, (question, answer, theirs.fileno()))
                if not _heard(ours, _BIRTH_S):
                    self.stop()
                elif child := ours.recv(64):
                    return self._ended_well(ours, int(child))
        return False

    def _ended_well(self, line: socket.socket, child: int) -> bool:
        if not _heard(line, min(self._limits.patience, left())):
            os.kill(child, signal.SIGKILL)
            return False
        return line.recv(64) == b"done"

    def _send(self, work: str, descriptors: Sequence[int]) -> None:
        message = json.dumps({"work": work, **vars(self._limits)}).encode()
        with self._lock:
            try:
                socket.send_fds(self._mother(), [message], descriptors)
            except OSError:  # she has died of something: another takes her place
                self._stop()
                socket.send_fds(self._mother(), [message], descriptors)

    def _mother(self) -> socket.socket:
        if self._line is not None and self._process is not None and self._process.poll() is None:
            return self._line
        self._stop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no word from outside
                [sys.executable, "-m", _MOTHER, self._module, str(self._idle_s)],
                cwd=_HOME,
                env={n: os.environ[n] for n in _PASSED_ON if n in os.environ} | _ALONE,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a reader's own words are for nobody
                start_new_session=True,
            )
            atexit.register(self.stop)
        self._line = ours
        return ours

    def _stop(self) -> None:
        process, self._process = self._process, None
        line, self._line = self._line, None
        if line is not None:
            line.close()
        if process is not None:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def _turn() -> Iterator[None]:
    """A place for a child; the wait for it is nothing the file is to blame for."""
    begin = monotonic()
    with _AT_ONCE:
        not_counted(monotonic() - begin)
        yield


@contextmanager
def _nameless() -> Iterator[int]:
    """A file in memory that no name leads to."""
    file = os.memfd_create("aside")
    try:
        yield file
    finally:
        os.close(file)


def _heard(line: socket.socket, seconds: float) -> bool:
    """Whether a word, or the other's end, comes in time."""
    poll = select.poll()
    poll.register(line, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _understood(answer: dict[str, Any], how: Refusals) -> Any:
    if "found" in answer:
        return answer["found"]
    if "refused" in answer:
        raise how.kind(answer["refused"], **answer["values"])
    if "too_hard" in answer:
        raise how.kind(how.too_hard, **how.values)
    log.error("a reader failed", trace=answer["fault"])
    raise how.kind(how.broken, **how.values)
