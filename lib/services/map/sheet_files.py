"""Map sheets as files: what a browser fetches once for each version of a period's figures.

They are kept in this process alone, as Streamlit keeps its media: the browser that asks has just
been told the name by the same process, and one that asks too late is told it anew.
"""

from __future__ import annotations

import hashlib

from lib.build import build
from lib.maps.sheet import Sheet
from lib.services.caching.answers import key_of_content
from lib.services.shared_cache import Kept

_SHEETS_KEPT = 48
_files = Kept(_SHEETS_KEPT)


def put_out(sheet: Sheet) -> str:
    """Keeps the sheet ready to be fetched.

    The name carries the digest of all it says, and of the build that says it: browsers keep it.
    """
    body = sheet.payload().encode()
    name = f"{sheet.period}-{hashlib.sha256(build().encode() + body).hexdigest()[:16]}"
    _files.get(key_of_content(name), lambda: body)
    return name


def file_called(name: str) -> bytes | None:
    """The sheet put out under ``name``, while it is kept."""
    found = _files.peek(key_of_content(name))
    return found if isinstance(found, bytes) else None
