"""The command line of a tree, asked many times in one process: ``python -m lib.cli`` as typed.

Run by its path inside a tree (the current folder): lines of JSON come in, each a list of
arguments, and as many go out with output, complaints and exit code. Nothing of the tree is
imported here but its command line, so it works on any state of the product.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

Said = tuple[str, str, int]
"""Output, complaints, exit code."""


def asked_in(tree: Path, store: Path, language: str, asked: Sequence[Sequence[str]]) -> list[Said]:
    """What the command line of a tree says of a store to each list of arguments."""
    done = subprocess.run(
        [sys.executable, "-P", __file__],
        input="\n".join(json.dumps(list(one)) for one in asked),
        cwd=tree, capture_output=True, text=True, check=True,
        env={**os.environ, "BDHVS_DATA_DIR": str(store), "BDHVS_LANGUAGE": language,
             "PYTHONPATH": str(tree), "COLUMNS": "100"},
    )  # fmt: skip
    return [(one[0], one[1], one[2]) for one in map(json.loads, done.stdout.splitlines())]


def _said(arguments: Sequence[str]) -> Said:
    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["lib.cli", *arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            runpy.run_module("lib.cli", run_name="__main__")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return out.getvalue(), err.getvalue(), code


def _main(lines: Iterable[str]) -> None:
    for line in lines:
        print(json.dumps(_said(json.loads(line))), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    _main(sys.stdin)
