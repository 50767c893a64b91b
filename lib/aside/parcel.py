"""How question and answer travel between two processes: plain values as JSON, then blocks of bytes.

Nothing that is read back can run: no pickled objects, only JSON and bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from mmap import mmap
from typing import Any, BinaryIO

Block = bytes | memoryview
_LENGTH = 8


def write(file: BinaryIO, told: Any, blocks: Sequence[Block] = ()) -> None:
    """Writes plain values and blocks."""
    views = [memoryview(block).cast("B") for block in blocks]
    head = json.dumps([told, [len(v) for v in views]], ensure_ascii=False).encode()
    file.write(len(head).to_bytes(_LENGTH, "little"))
    file.write(head)
    for view in views:
        file.write(view)


def read(content: mmap | bytes) -> tuple[Any, list[memoryview]]:
    """What was written; the blocks are views of ``content``. ``ValueError`` where not whole."""
    whole = memoryview(content)
    start = _LENGTH + int.from_bytes(whole[:_LENGTH], "little")
    told, lengths = json.loads(bytes(whole[_LENGTH:start]))
    blocks = []
    for length in lengths:
        blocks.append(whole[start : start + length])
        start += length
    if start != len(whole):
        raise ValueError(start)
    return told, blocks
