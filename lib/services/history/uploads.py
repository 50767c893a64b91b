"""The uploads of the past: listing them, giving back the original, taking one back."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from lib.domain.access.permissions import EVERYWHERE, Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.services.audit.recording import record
from lib.services.caching.answers import cached
from lib.services.caching.audience import EachScope
from lib.services.caching.viewer import Viewer
from lib.services.installation import Installation
from lib.services.reporting.closings import refuse_closed
from lib.store.engine import asking, writing
from lib.store.history.freezes import after_freezes
from lib.store.history.uploads import Upload, add_withdrawal, content_of, scopes_of, uploads

_SHORTEST_REASON = 5


def history(installation: Installation, *, who: Person, commune: str | None = None) -> list[Upload]:
    """All uploads, newest first, the withdrawn ones too; optionally those touching a commune.

    Whoever works for one commune is shown those that touch it.
    """
    who.must(Act.SEE_FILES, commune)
    commune = commune or who.commune
    with asking(installation.engine) as connection:
        return uploads(connection, commune=commune, as_of=installation.as_of)


@cached("history", EachScope(Act.SEE_FILES), most=60)
def known_uploads(viewer: Viewer) -> list[Upload]:
    """All uploads that concern the viewer, newest first. Shared: never change it."""
    if viewer.who is None:
        raise NotAllowed("denied")
    return history(viewer.installation, who=viewer.who)


def original(installation: Installation, upload_id: int, *, who: Person) -> bytes:
    """The file as it was sent, byte for byte.

    Raises ``NotAllowed`` for a file with rows of a commune that is not one's own.
    """
    with asking(installation.engine) as connection:
        found = uploads(connection, ids={upload_id})
        if not found:
            raise NotAllowed("no_upload", id=upload_id)
        for _, commune in scopes_of(connection, upload_id):
            who.must(Act.SEE_FILES, commune or EVERYWHERE)
        sha256 = found[0].sha256
        return content_of(connection, sha256)


def scopes(installation: Installation, upload_id: int, *, who: Person) -> list[tuple[str, str]]:
    """The periods and communes an upload speaks for, as far as they concern this person."""
    who.must(Act.SEE_FILES)
    with asking(installation.engine) as connection:
        found = scopes_of(connection, upload_id)
    return [(period, code) for period, code in found if who.may(Act.SEE_FILES, code)]


def withdraw(
    installation: Installation,
    upload_id: int,
    *,
    who: Person,
    reason: str,
    closed_too: bool = False,
) -> Upload:
    """Takes an upload back: what it replaced is in force again; nothing is deleted.

    Raises ``NotAllowed`` when there is no such upload, it is withdrawn already, the reason says
    nothing, or it touches a closed period and ``closed_too`` was not said.
    """
    who.must(Act.WITHDRAW)
    if not who.name.strip():
        raise NotAllowed("who_needed")
    if len(reason.strip()) < _SHORTEST_REASON:
        raise NotAllowed("reason_needed", least=_SHORTEST_REASON)
    with writing(installation.engine) as connection:
        found = uploads(connection, ids={upload_id})
        if not found:
            raise NotAllowed("no_upload", id=upload_id)
        if found[0].withdrawn_at:
            raise NotAllowed("already_withdrawn", id=upload_id)
        touched = {period for period, _ in scopes_of(connection, upload_id)}
        refuse_closed(installation, connection, touched, reason=reason if closed_too else "")
        try:
            at = after_freezes(connection, installation.clock())
            add_withdrawal(
                connection, upload_id, who=who.name.strip(), at=at, reason=reason.strip()
            )
        except IntegrityError as error:
            raise NotAllowed("already_withdrawn", id=upload_id) from error
        told = {"file": found[0].filename, "reason": reason.strip()}
        record(
            installation,
            connection,
            who,
            deed=Deed.WITHDRAWN,
            subject=f"upload:{upload_id}",
            after=told,
        )
        return uploads(connection, ids={upload_id})[0]
