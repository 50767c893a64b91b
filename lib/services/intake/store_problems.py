"""What the store says of a file before it is looked into: known bytes, closed periods."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from lib.domain.periods import Period, written
from lib.domain.problems import Code, Problem, Severity
from lib.store.history.closings import Closing
from lib.store.history.uploads import Upload, uploads
from lib.text import say_moment


def seen_before(connection: Connection, sha256: str) -> list[Problem]:
    """The newest upload of the very same bytes: one that still stands, else one withdrawn."""
    known = sorted(uploads(connection, sha256=sha256), key=lambda u: bool(u.withdrawn_at))
    return [_same_file(u) for u in known[:1]]


def _same_file(upload: Upload) -> Problem:
    told: dict[str, object] = {
        "id": upload.id,
        "who": upload.who,
        "at": say_moment(upload.published_at),
    }
    if not upload.withdrawn_at:
        code, severity = Code.SAME_FILE, Severity.WARN
    else:
        code, severity = Code.SAME_FILE_WITHDRAWN, Severity.NOTE
        told |= {
            "gone_by": upload.withdrawn_by,
            "gone_at": say_moment(upload.withdrawn_at),
            "why": upload.reason,
        }
    return Problem(code=code, severity=severity, given=upload.filename, values=told)


def closed_before(shut: Mapping[str, Closing]) -> list[Problem]:
    """One warning for each period of the file that is closed."""
    return [
        Problem(
            code=Code.PERIOD_CLOSED,
            severity=Severity.WARN,
            given=written(Period.parse(period)),
            values={"who": one.who, "at": say_moment(one.at)},
        )
        for period, one in sorted(shut.items())
    ]
