"""Starting a server for a measurement and counting what crosses the wire."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from lib.domain.errors import StoreUnavailable
from tests.support.entering import admit
from tests.support.patience import answered, stopped

ROOT = Path(__file__).resolve().parents[2]


class Address(str):
    """Where a server answers, and its process."""

    process: int

    @property
    def memory(self) -> float:
        """Megabytes that the process holds now."""
        return self._megabytes("VmRSS")

    @property
    def most_memory(self) -> float:
        """Megabytes that the process held at its fullest."""
        return self._megabytes("VmHWM")

    @property
    def most_memory_of_helpers(self) -> float:
        """Megabytes that the fullest process it started, and that still runs, held so far."""
        found = Path(f"/proc/{self.process}/task").glob("*/children")
        helpers = [int(pid) for told in found for pid in told.read_text().split()]
        return max((self._megabytes("VmHWM", pid) for pid in helpers), default=0.0)

    def _megabytes(self, line: str, process: int = 0) -> float:
        status = Path(f"/proc/{process or self.process}/status").read_text()
        told = re.findall(rf"{line}:\s+(\d+) kB", status)
        return int(told[0]) / 1024 if told else 0.0  # one that has ended holds nothing


@contextmanager
def served(
    script: Path, *, cwd: Path, env: Mapping[str, str] | None = None, port: int = 0
) -> Iterator[Address]:
    """The address of ``streamlit run script``, stopped afterwards.

    A server of the product's, which has a store, lets in whoever comes with the cookie of
    ``tests.support.entering``.
    """
    if env and "BDHVS_DATA_DIR" in env:
        with suppress(StoreUnavailable):  # one that does not answer is served as well
            admit(Path(env["BDHVS_DATA_DIR"]), url=env.get("BDHVS_DATABASE_URL", ""))
    port = port or free_port()
    address = Address(f"http://localhost:{port}")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
         "--server.headless", "true", "--browser.gatherUsageStats", "false"],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address.process = process.pid
        answered(f"{address}/_stcore/health", process=process)
        yield address
    finally:
        stopped(process)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Wire:
    """Counts the bytes one page receives and sends: answers as compressed, and websocket frames."""

    def __init__(self, page: Any) -> None:
        self.bytes = 0
        cdp = page.context.new_cdp_session(page)
        cdp.send("Network.enable")
        cdp.on("Network.loadingFinished", lambda e: self._add(e["encodedDataLength"]))
        for way in ("Received", "Sent"):
            cdp.on(f"Network.webSocketFrame{way}", lambda e: self._frame(e["response"]))

    def _add(self, count: float) -> None:
        self.bytes += int(count)

    def _frame(self, frame: Mapping[str, Any]) -> None:
        data = frame["payloadData"]
        # Binary frames (opcode 2) arrive in base64.
        self._add(len(data) * 3 / 4 if frame["opcode"] == 2 else len(data))

    def take(self) -> int:
        """The bytes since the last question."""
        count, self.bytes = self.bytes, 0
        return count
