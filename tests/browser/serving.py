"""The product as people reach it: a server of its own on a data folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from lib.settings import HOME
from tests.support.entering import admit

CHROMIUM = shutil.which("chromium")


class serving:
    """Serves a data folder on a free loopback port until left."""

    def __init__(self, store: Path, tree: Path = HOME) -> None:
        """``tree``: whose code serves it."""
        self.store, self.tree = store, tree

    def __enter__(self) -> str:
        admit(self.store)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
             "--server.address", "127.0.0.1"],
            cwd=self.tree,
            env={**os.environ, "BDHVS_DATA_DIR": str(self.store)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{address}/health", timeout=2):
                    return address
            except OSError:
                time.sleep(0.2)
        self.process.kill()
        raise TimeoutError("the server did not answer")

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
