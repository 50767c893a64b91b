"""What the trail keeps of things that services write."""

from __future__ import annotations

from typing import Any

from lib.store.history.uploads import NewUpload

_MOST_CODES = 80


def trail_of(new: NewUpload) -> dict[str, Any]:
    """Of an upload: the file by its digest, and what it speaks for. No figure of a commune."""
    communes = sorted({commune for _, commune in new.scopes})
    return {
        "file": new.filename,
        "sha256": new.sha256,
        "template": new.template,
        "mode": new.mode,
        "periods": sorted({period for period, _ in new.scopes}),
        "communes": communes if len(communes) <= _MOST_CODES else len(communes),
        "rows": len(new.figures),
        **({"correction": new.correction} if new.correction else {}),
    }
