"""Heads of the trail kept outside the store: one file a day, one line a head.

Whoever shortens or rewrites the trail in the store would have to do the same to every copy of
these files. A line: ``{"seq": 12, "hash": "…", "at": "2026-11-23T08:47:00.000000Z"}``.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from lib.domain.audit.chain import Head
from lib.domain.errors import UnreadableFile

FOLDER = "trail-heads"
_LONGEST_LINE = 400


def keep_head(data_dir: Path, head: Head, *, at: str) -> Path:
    """Adds the head to the file of its day; what is there stays."""
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{at[:10]}.jsonl"
    line = json.dumps({"seq": head.seq, "hash": head.hash, "at": at}) + "\n"
    # One write to the end of the file: lines of several processes never mix.
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)
    return path


def kept_heads(data_dir: Path) -> list[Path]:
    """The files of all days, oldest first."""
    return sorted((data_dir / FOLDER).glob("*.jsonl"))


def read_heads(paths: Iterable[Path]) -> dict[int, frozenset[str]]:
    """Every hash told of every entry. A last line that was cut by a power failure is passed over.

    Raises ``UnreadableFile`` for a file that tells no heads.
    """
    told: dict[int, set[str]] = defaultdict(set)
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        whole, _, _ = text.rpartition("\n")
        for line in whole.splitlines():
            seq, digest = _head(line, path)
            told[seq].add(digest)
    return {seq: frozenset(found) for seq, found in told.items()}


def _head(line: str, path: Path) -> tuple[int, str]:
    try:
        told = json.loads(line[:_LONGEST_LINE])
        return int(told["seq"]), str(told["hash"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableFile("not_trail_heads", filename=path.name) from error
