"""How many messy files are understood wholly: verdict, rows and problems.

The seeds are not those that the reading was built with (0 to 9999) nor those of the short test.
`BDHVS_MESS_SEEDS=20000:20600` takes others.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.report import Bar, Report
from tests.mess.installation import installation_with_villages
from tests.mess.judged import judged

_MANY, _FEW = "10000:10600", "10000:10012"


def run(*, short: bool = False) -> dict[str, Any]:
    """Shares of some hundred files, and each fault that was found."""
    first, last = os.environ.get("BDHVS_MESS_SEEDS", _FEW if short else _MANY).split(":")
    with tempfile.TemporaryDirectory() as folder:
        installation = installation_with_villages(Path(folder))
        score = judged(installation, range(int(first), int(last)))
        installation.engine.dispose()
    return Report(
        bars=[
            Bar(what="files not wholly right", measured=1 - score.share_right, bar=0.02),
            Bar(what="files with a number silently changed", measured=len(score.changed), bar=0),
            Bar(what="crashes", measured=len(score.crashed), bar=0),
        ],
        figures={
            "files": score.files,
            "wrong": score.wrong,
            "changed": score.changed,
            "crashed": score.crashed,
        },
    ).as_dict()
