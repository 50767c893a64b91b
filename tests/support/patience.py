"""How long a test waits for what must come: no test fails because the machine is slow or busy.

A wait ends as soon as the thing is there, so a generous number costs nothing where all is well.
"""

from __future__ import annotations

import subprocess
import time
import urllib.request
from collections.abc import Callable, Mapping

PATIENCE_S = 120
PATIENCE_MS = PATIENCE_S * 1000


def until(holds: Callable[[], object], *, what: str, pause_s: float = 0.05) -> None:
    """Returns once it holds; names ``what`` was waited for in vain."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"{PATIENCE_S} s without {what}")
        time.sleep(pause_s)


def answered(
    url: str,
    *,
    process: subprocess.Popen[bytes] | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Returns once the address has given one whole answer; a ``process`` that ended gives none."""

    def holds() -> bool:
        if process is not None and process.poll() is not None:
            raise ChildProcessError(f"the server ended with {process.returncode} before {url}")
        try:
            request = urllib.request.Request(url, headers=dict(headers or {}))
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                answer.read()
        except OSError:
            return False
        return True

    until(holds, what=f"an answer of {url}", pause_s=0.2)


def stopped(process: subprocess.Popen[bytes]) -> None:
    """Ends a server and waits until it is gone."""
    process.terminate()
    process.wait(timeout=PATIENCE_S)
