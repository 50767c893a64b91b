"""The server itself asks nothing of any host outside."""

from __future__ import annotations

import subprocess
import sys

from lib.settings import HOME
from tests.support.patience import PATIENCE_S


def test_the_server_never_asks_an_outside_host_for_its_address(tmp_path):
    ask = "import app, streamlit.net_util as n; print(n.get_external_ip())"

    answer = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=HOME,
        env={"PATH": "", "BDHVS_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )

    assert answer.stdout.strip().endswith("None")
