"""The product as people reach it: a server of its own on a data folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from lib.settings import HOME
from tests.support.entering import admit, header
from tests.support.patience import answered, stopped


class serving:
    """Serves a data folder on a free loopback port until left.

    It has given one whole page before anybody is sent there: what a server does only once, however
    slow the machine, is no part of what a test sees.
    """

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
        try:
            answered(f"{address}/ban-do", process=self.process, headers={"Cookie": header()})
        except BaseException:
            self.process.kill()
            raise
        return address

    def __exit__(self, *_error: object) -> None:
        stopped(self.process)
