"""Streamlit's own scripts, compressed once and kept by the browser for ever.

Streamlit sends them uncompressed (5 MB at a first visit) and its file names carry digests. The page
of a component carries none: the browser takes the one it has and asks afterwards whether it holds.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.web.answer.encoding import ASK_LATER, FOREVER, Encoded, respond
from lib.web.request.paths import inner_path

_SHRINKS = {".js", ".css", ".svg", ".html", ".json", ".ttf"}
# Beyond this size brotli's last notch costs seconds for a few per cent.
_BEST_BELOW = 1_500_000


class Shelf:
    """Compressed copies of files, kept on disk under the digest of their bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: dict[Path, Encoded] = {}

    def take(self, path: Path) -> Encoded:
        """The file in all its shapes; a quick compression where the best is not ready yet."""
        ready = self._taken.get(path)
        if ready is not None:
            return ready
        body = path.read_bytes()
        if path.suffix not in _SHRINKS:
            found = Encoded(plain=body)
        else:
            stored = self._copy(body)
            if not stored.exists():
                return Encoded(
                    plain=body,
                    br=brotli.compress(body, quality=5),
                    gzip=gzip.compress(body, compresslevel=6, mtime=0),
                )
            found = Encoded(
                plain=body,
                br=stored.read_bytes(),
                gzip=gzip.compress(body, compresslevel=9, mtime=0),
            )
        self._taken[path] = found
        return found

    def fill(self, paths: Iterable[Path], *, stop: threading.Event) -> None:
        """Compresses every file not yet on the shelf, one after another, until ``stop``."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            if stop.is_set():
                return
            if path.suffix in _SHRINKS:
                self._store(path.read_bytes())

    def _store(self, body: bytes) -> None:
        copy = self._copy(body)
        if copy.exists():
            return
        quality = 11 if len(body) < _BEST_BELOW else 9
        # Another process may be doing the same: each writes its own, the last one stays.
        draft = copy.with_suffix(f".{os.getpid()}")
        draft.write_bytes(brotli.compress(body, quality=quality))
        draft.replace(copy)

    def _copy(self, body: bytes) -> Path:
        return self._folder / f"{hashlib.sha256(body).hexdigest()[:24]}.br"


class FrozenFiles:
    """Middleware that answers for whole folders of files whose names never change meaning."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        folders: Mapping[str, Path],
        shelf: Shelf,
        asked_again: Mapping[str, Path] | None = None,
        base: str = "",
    ) -> None:
        self._app = app
        self._tags = {
            path: f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"'
            for path in (asked_again or {}).values()
        }
        self._shelf = shelf
        self._base = base
        # Only files seen now are served: no name from outside ever reaches the disk.
        self._files = frozen_files(folders) | dict(asked_again or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        path = self._file(scope)
        if path is None:
            await self._app(scope, receive, send)
            return
        encoded = await to_thread.run_sync(self._shelf.take, path)
        answer = respond(
            encoded,
            request=Headers(scope=scope),
            media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
            cache=ASK_LATER if path in self._tags else FOREVER,
            etag=self._tags.get(path, ""),
        )
        await answer(scope, receive, send)

    def _file(self, scope: Scope) -> Path | None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        return self._files.get(inner_path(scope, self._base))


def frozen_files(folders: Mapping[str, Path]) -> dict[str, Path]:
    """Every file below the folders, by the path under which it is asked for."""
    return {
        f"{front}/{path.relative_to(folder).as_posix()}": path
        for front, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".map"
    }


def by_urgency(paths: Iterable[Path], *, page: str) -> list[Path]:
    """The files that ``page`` names first, then the rest, small before large."""
    return sorted(paths, key=lambda path: (path.name not in page, path.stat().st_size))
