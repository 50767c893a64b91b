"""Paths without the base under which the product may live."""

from __future__ import annotations

from starlette.types import Scope


def prefix(base: str) -> str:
    """``base`` as it stands in front of every path: "" or "/so-lieu"."""
    trimmed = base.strip("/")
    return f"/{trimmed}" if trimmed else ""


def inner_path(scope: Scope, base: str) -> str:
    """The path of this request as seen from the product's own root."""
    path = str(scope["path"])
    for front in (str(scope.get("root_path", "")), prefix(base)):
        if front and (path == front or path.startswith(f"{front}/")):
            path = path[len(front) :]
    return path or "/"
