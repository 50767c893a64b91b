"""One file with its digest in its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}


@dataclass(frozen=True)
class Asset:
    """A file as it is served: never changed under the same name."""

    name: str
    body: bytes

    @property
    def media_type(self) -> str:
        """The Content-Type, from the suffix."""
        return MEDIA_TYPES[self.name.rsplit(".", 1)[-1]]


def fingerprint(stem: str, suffix: str, body: bytes) -> Asset:
    """An asset named ``stem-<digest>.suffix``."""
    # The hyphen matters: st_folium strips `_[a-z0-9]+` when it compares two maps,
    # so a digest after an underscore would not count as a change.
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(name=f"{stem}-{digest}.{suffix}", body=body)
