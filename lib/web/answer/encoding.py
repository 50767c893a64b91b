"""Compressed once, served many times."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.responses import Response

from lib.build import build

FOREVER = "public, max-age=31536000, immutable"
MINE_FOREVER = "private, max-age=31536000, immutable"
"""For what only this visitor may see: no store on the way may keep it."""
ASK_FIRST = "no-cache"
ASK_LATER = "public, max-age=600, stale-while-revalidate=2592000"
MINE_ASK_FIRST = "private, no-cache"


@dataclass(frozen=True)
class Encoded:
    """One body in every shape a browser may ask for."""

    plain: bytes
    br: bytes | None = None
    gzip: bytes | None = None

    def pick(self, accept_encoding: str) -> tuple[str | None, bytes]:
        """The smallest shape the browser takes, with its Content-Encoding."""
        accepted = accepted_encodings(accept_encoding)
        if self.br is not None and "br" in accepted:
            return "br", self.br
        if self.gzip is not None and "gzip" in accepted:
            return "gzip", self.gzip
        return None, self.plain


def accepted_encodings(header: str) -> frozenset[str]:
    """The encodings named in Accept-Encoding; one with ``q=0`` is refused, not accepted."""
    names = set()
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights = [p.removeprefix("q=") for p in parameters if p.startswith("q=")]
        if not any(weight.strip("0.") == "" for weight in weights):
            names.add(name)
    return frozenset(names)


@lru_cache(maxsize=64)
def encode(body: bytes) -> Encoded:
    """``body`` compressed at its best and remembered: for what is asked again and again."""
    return compressed(body)


def compressed(body: bytes, *, quality: int = 11) -> Encoded:
    """``body`` with brotli and gzip, where that saves anything."""
    br = brotli.compress(body, quality=quality)
    zipped = gzip.compress(body, compresslevel=min(9, quality), mtime=0)
    return Encoded(
        plain=body,
        br=br if len(br) < len(body) else None,
        gzip=zipped if len(zipped) < len(body) else None,
    )


def validator(named: str, body: bytes) -> str:
    """The one place that makes ETags: of the build that answers, of what the answer is named by,
    and of every byte of it. "Not modified" holds the headers of the answer before in force, so
    another build says everything anew.
    """
    told = "\n".join((build(), named, hashlib.sha256(body).hexdigest()))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'


def respond(
    encoded: Encoded, *, request: Headers, media_type: str, cache: str, etag: str = ""
) -> Response:
    """The answer to ``request``: compressed as it likes, or "not modified".

    ``etag``: what decides the answer besides what is in it, such as store, period and person; ""
    for what is never asked for again.
    """
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    if etag:
        headers["ETag"] = validator(etag, encoded.plain)
        if headers["ETag"] in request.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    encoding, body = encoded.pick(request.get("accept-encoding", ""))
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body, media_type=media_type, headers=headers)
