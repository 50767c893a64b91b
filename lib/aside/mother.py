"""The process that children are born from: ``python -m lib.aside.mother MODULE IDLE``.

It has imported what a reader needs and does nothing else, so that a child is there within
milliseconds: one for each file, then gone. Standard input is a socket: every message brings the
limits and three descriptors (question, answer, line). When it closes, or after ``IDLE`` seconds in
which nobody asked, mother and children end.
"""

from __future__ import annotations

import errno
import gc
import importlib
import json
import mmap
import os
import resource
import select
import signal
import socket
import sys
import traceback
from typing import Any

from lib.aside import parcel
from lib.domain.errors import AppError

_LONGEST_MESSAGE = 4096


def main(module: str, idle: float) -> None:
    """Gives birth until nobody asks any more."""
    importlib.import_module(module)
    gc.collect()
    gc.freeze()  # what is imported stays shared with the children
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    with socket.socket(fileno=0) as line:
        while select.select([line], [], [], idle)[0]:
            message, descriptors, _, _ = socket.recv_fds(line, _LONGEST_MESSAGE, 3)
            if not message:
                break
            if os.fork() == 0:
                _child(line, json.loads(message), descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
    os.killpg(0, signal.SIGKILL)


def _child(mother: socket.socket, asked: dict[str, Any], descriptors: list[int]) -> None:
    """One file's work. Says who it is first, and "done" last; silence means that it was ended."""
    mother.detach()
    os.close(0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    question, answer, line = descriptors
    with socket.socket(fileno=line) as word, os.fdopen(answer, "wb") as out:
        word.sendall(str(os.getpid()).encode())
        _limit(asked)
        try:
            parcel.write(out, *_answer(asked["work"], question))
        except BaseException as error:
            # Also what a reader written in Rust throws when it has lost its footing.
            out.seek(0)
            out.truncate()
            parcel.write(out, _told(error))
        out.flush()
        word.sendall(b"done")
    os._exit(0)


def _answer(work: str, question: int) -> tuple[Any, list[Any]]:
    module, _, name = work.partition(":")
    with mmap.mmap(question, 0, prot=mmap.PROT_READ) as content:
        told, blocks = parcel.read(content)
        mine = [bytes(block) for block in blocks]
        del blocks
    os.ftruncate(question, 0)  # the asker need not hold it twice
    found, answer = getattr(importlib.import_module(module), name)(*mine, **told)
    return {"found": found}, answer


def _told(error: BaseException) -> dict[str, Any]:
    """A refusal with its values, a lack of memory, or a fault with its trace for the log."""
    if isinstance(error, AppError):
        return {"refused": error.code, "values": error.values}
    too_much = isinstance(error, OSError) and error.errno in (errno.EFBIG, errno.ENOMEM)
    if too_much or isinstance(error, MemoryError | RecursionError):
        return {"too_hard": type(error).__name__}
    return {"fault": traceback.format_exc(limit=-8)}


def _limit(asked: dict[str, Any]) -> None:
    """Bytes beyond what is held already, seconds of reckoning, bytes of the answer."""
    held = _held()
    for kind, most in (
        (resource.RLIMIT_DATA, held["VmData"] + asked["memory"]),
        (resource.RLIMIT_AS, held["VmSize"] + 2 * asked["memory"]),
        (resource.RLIMIT_FSIZE, asked["answer"]),
        (resource.RLIMIT_CPU, asked["seconds"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _held() -> dict[str, int]:
    """Bytes this process holds, by the kernel's names."""
    with open("/proc/self/status", encoding="ascii") as status:
        lines = (line.split() for line in status if line.startswith("Vm"))
        return {name.rstrip(":"): int(size) * 1024 for name, size, _ in lines}


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
