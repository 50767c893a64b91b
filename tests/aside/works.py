"""What the children of these tests are asked to do."""

from __future__ import annotations

import os
import time
from typing import Any

from lib.domain.errors import UnreadableFile

Answer = tuple[Any, list[bytes]]


def give_back(content: bytes, **told: object) -> Answer:
    return {**told, "size": len(content)}, [content, b"", content[::-1]]


def refuse(content: bytes) -> Answer:
    raise UnreadableFile("too_many_rows", rows=3, most=2)


def fail(content: bytes) -> Answer:
    raise KeyError("of ours")


def turn(content: bytes) -> Answer:
    while True:
        pass


def sleep(content: bytes) -> Answer:
    time.sleep(60)
    return None, []


def grow(content: bytes) -> Answer:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def die(content: bytes) -> Answer:
    os.abort()


def nest(content: bytes) -> Answer:
    return nest(content)


def write_much(content: bytes) -> Answer:
    return None, [bytes(1_000_000)] * 100


def surroundings(content: bytes) -> Answer:
    return sorted(os.environ), []
