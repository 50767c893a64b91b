"""What a feature says of itself, flat: properties within properties, texts that hold JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_NESTED = 4
_MOST_OF_A_LIST = 5
_LONGEST_NESTED_TEXT = 10_000


def flat(told: Mapping[str, Any], nested: int = _NESTED) -> dict[str, Any]:
    """Plain values by name; those within others under a name of their own: ``tags.code``."""
    row: dict[str, Any] = {}
    for name, value in told.items():
        inner = _inner(value)
        if inner is None:
            row[_whole(str(name))] = _plain(value)
        elif nested:
            row |= {f"{_whole(str(name))}.{k}": v for k, v in flat(inner, nested - 1).items()}
    return row


def _plain(value: object) -> Any:
    if isinstance(value, str):
        return _whole(value)
    return value if isinstance(value, int | float | bool) else None


def _whole(text: str) -> str:
    """Without halves of letters, which no file and no screen can bear."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _inner(value: object) -> dict[str, Any] | None:
    if isinstance(value, list):
        return {str(n): one for n, one in enumerate(value[:_MOST_OF_A_LIST])}
    if isinstance(value, str) and value.startswith("{") and len(value) <= _LONGEST_NESTED_TEXT:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, dict) else None
