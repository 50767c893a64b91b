"""Bringing a period back to an earlier state, told before it is done, and undone again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pandas as pd
from sqlalchemy import Connection

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.reporting.period_changes import Turn, turn_between
from lib.domain.reporting.reasons import SHORTEST_REASON
from lib.domain.templates import TEMPLATES, Template
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.services.reporting.closings import refuse_closed
from lib.store.engine import asking, writing
from lib.store.figures.figures import active_uploads, in_force
from lib.store.history.freezes import after_freezes
from lib.store.history.returns import Return, add_return, add_undoing, governing, returns
from lib.store.history.uploads import Upload, last_change, newest_upload, uploads
from lib.text import say_moment

SAME_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class ReturnPreview:
    """What bringing a period back would do. Uploads are newest first."""

    period: Period
    as_of: datetime
    base: frozenset[int]
    """The uploads that count now; making the return holds itself to them."""
    kept: frozenset[int]
    dropped: tuple[Upload, ...]
    """They count now and would count no more."""
    brought_back: tuple[Upload, ...]
    """They do not count now and would count again."""
    turns: tuple[Turn, ...]
    """One for each template whose figures would be others."""

    @property
    def nothing(self) -> bool:
        """Whether the period stands so already."""
        return not self.dropped and not self.brought_back


def before(upload: Upload) -> datetime:
    """The last moment at which the upload was not known."""
    return upload.published_at - SAME_MOMENT


def preview_return(
    installation: Installation, period: Period, as_of: datetime, *, who: Person
) -> ReturnPreview:
    """What a return to ``as_of`` (UTC) would change. Writes nothing."""
    who.must(Act.WITHDRAW)
    with asking(installation.engine) as connection:
        now = active_uploads(connection, str(period))
        then = active_uploads(connection, str(period), as_of=as_of)
        touched = uploads(connection, ids=now ^ then)
        codes = {u.template for u in touched}
        found = [_turn(connection, TEMPLATES[c], period, as_of=as_of) for c in sorted(codes)]
    return ReturnPreview(
        period=period,
        as_of=as_of,
        base=now,
        kept=then,
        dropped=tuple(u for u in touched if u.id in now),
        brought_back=tuple(u for u in touched if u.id in then),
        turns=tuple(t for t in found if t.communes),
    )


def _turn(connection: Connection, template: Template, period: Period, *, as_of: datetime) -> Turn:
    def rows(moment: datetime | None) -> pd.DataFrame:
        return in_force(connection, template.code, periods={str(period)}, as_of=moment)

    return turn_between(template, rows(None), rows(as_of))


def return_to(
    installation: Installation,
    ready: ReturnPreview,
    *,
    who: Person,
    reason: str,
    closed_too: bool = False,
) -> Return:
    """Brings the period back exactly as previewed, in one transaction; nothing is deleted.

    Raises ``NotAllowed`` without a person or a reason, where it would change nothing, where the
    period is closed and ``closed_too`` was not said, and where somebody has changed the period
    since the preview: who and when is told.
    """
    who.must(Act.WITHDRAW)
    _must_be_told(who, reason)
    if ready.nothing:
        raise NotAllowed("return_nothing")
    with writing(installation.engine) as connection:
        if active_uploads(connection, str(ready.period)) != ready.base:
            raise _overtaken(connection, ready)
        refuse_closed(
            installation, connection, {str(ready.period)}, reason=reason if closed_too else ""
        )
        new = Return(
            period=str(ready.period),
            as_of=ready.as_of,
            newest_upload=newest_upload(connection),
            kept=ready.kept,
            who=who.name.strip(),
            at=_behind_all(installation, connection),
            reason=reason.strip(),
        )
        told = {"as_of": new.as_of, "reason": new.reason, "uploads": sorted(new.kept)}
        earlier = {"uploads": sorted(ready.base)}
        about = f"period:{ready.period}"
        record(
            installation,
            connection,
            who,
            deed=Deed.RETURNED,
            subject=about,
            before=earlier,
            after=told,
        )
        return replace(new, id=add_return(connection, new))


def undo_return(
    installation: Installation,
    return_id: int,
    *,
    who: Person,
    reason: str,
    closed_too: bool = False,
) -> Return:
    """Takes a return back: the period stands as if it had never been made.

    Raises ``NotAllowed`` for one that is undone already or lies under a newer one, and as
    ``return_to`` does.
    """
    who.must(Act.WITHDRAW)
    _must_be_told(who, reason)
    with writing(installation.engine) as connection:
        known = {r.id: r for r in returns(connection)}
        if return_id not in known:
            raise NotAllowed("no_return", id=return_id)
        mine = known[return_id]
        if mine.undone_at:
            raise NotAllowed("return_undone", id=return_id)
        newest = next(r for r in governing(connection) if r.period == mine.period)
        if newest.id != return_id:
            raise NotAllowed("return_covered", id=return_id, newest=newest.id)
        refuse_closed(installation, connection, {mine.period}, reason=reason if closed_too else "")
        at = _behind_all(installation, connection)
        add_undoing(connection, return_id, who=who.name.strip(), at=at, reason=reason.strip())
        told = {"return": return_id, "reason": reason.strip()}
        about = f"period:{mine.period}"
        record(installation, connection, who, deed=Deed.RETURN_UNDONE, subject=about, after=told)
        return returns(connection, ids={return_id})[0]


def known_returns(installation: Installation) -> list[Return]:
    """All returns, newest first, the undone ones too."""
    with asking(installation.engine) as connection:
        return returns(connection, as_of=installation.as_of)


def known_governing(installation: Installation) -> dict[str, Return]:
    """The return that each returned period stands by."""
    with asking(installation.engine) as connection:
        return {r.period: r for r in governing(connection, as_of=installation.as_of)}


def state_of(upload: Upload, back: Mapping[str, Return]) -> str:
    """Whether an upload is ``in_force``, ``withdrawn``, put ``aside`` or ``restored`` by a return.

    ``back``: the return that each period stands by. One that still counts for some period of its
    own is not put aside.
    """
    mine = [back[p] for p in upload.summary["periods"] if p in back]
    mine = [r for r in mine if upload.id <= r.newest_upload]
    gone = upload.withdrawn_at
    if gone:
        restored = any(upload.id in r.kept and gone <= r.at for r in mine)
        return "restored" if restored else "withdrawn"
    aside = mine and len(mine) == len(upload.summary["periods"])
    return "aside" if aside and all(upload.id not in r.kept for r in mine) else "in_force"


def _must_be_told(who: Person, reason: str) -> None:
    if not who.name.strip():
        raise NotAllowed("who_needed")
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("why_needed", least=SHORTEST_REASON)


def _behind_all(installation: Installation, connection: Connection) -> datetime:
    """A moment behind everything that was ever written, whatever the clock says."""
    at, changed = installation.clock(), last_change(connection)
    if changed is not None and at <= changed:
        at = changed + SAME_MOMENT
    return after_freezes(connection, at)


def _overtaken(connection: Connection, ready: ReturnPreview) -> NotAllowed:
    now = active_uploads(connection, str(ready.period))
    newest = uploads(connection, ids=now ^ ready.base)[:1]
    if not newest:
        return NotAllowed("return_moved")
    turn = newest[0]
    who, at = (
        (turn.withdrawn_by, turn.withdrawn_at)
        if turn.withdrawn_at
        else (turn.who, turn.published_at)
    )
    return NotAllowed("return_overtaken", who=who, at=say_moment(at), file=turn.filename)
