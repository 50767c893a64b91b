"""Figures frozen for a meeting: made, opened again exactly, taken back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.services.audit.recording import record
from lib.services.boundaries import boundaries_for
from lib.services.figures.snapshots import periods_reported
from lib.services.history.freeze_seal import seal_of
from lib.services.installation import Installation
from lib.services.view_address import cut
from lib.store.engine import asking, writing
from lib.store.history.freezes import (
    Freeze,
    add_freeze,
    add_freeze_withdrawal,
    after_freezes,
    freezes,
)
from lib.store.history.uploads import last_change

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Of codes: none that is mistaken for another when read aloud or copied by hand."""
_CODE_LENGTH = 6
_LONGEST_CODE = 16
_LONGEST_NAME, _LONGEST_NOTE = 120, 500
_SHORTEST_REASON = 5


@dataclass(frozen=True)
class Opened:
    """The installation that an address leads to, and the code in it that no freeze has."""

    installation: Installation
    unknown: str = ""


def freeze_figures(
    installation: Installation,
    name: str,
    *,
    who: Person,
    note: str = "",
    period: Period | None = None,
) -> Freeze:
    """Freezes the figures of this moment under a name, to be opened with ``period``.

    Raises ``NotAllowed`` without a name, a person, or any figure.
    """
    who.must(Act.FREEZE)
    if not name.strip():
        raise NotAllowed("freeze_name_needed")
    if not who.name.strip():
        raise NotAllowed("who_needed")
    with writing(installation.engine) as connection:
        # Under the writers' lock: whatever comes later is stamped behind this moment.
        asked, changed = installation.clock(), last_change(connection)
        opens_with = period or next(iter(periods_reported(installation)), None)
        if changed is None or opens_with is None:
            raise NotAllowed("freeze_nothing")
        new = Freeze(
            code=_fresh_code({f.code for f in freezes(connection)}),
            name=" ".join(name.split())[:_LONGEST_NAME],
            as_of=after_freezes(connection, max(asked, changed)),
            period=str(opens_with),
            boundaries=boundaries_for(installation, "boundary").key,
            who=who.name.strip(),
            made_at=asked,
            note=note.strip()[:_LONGEST_NOTE],
        )
        new = replace(new, seal=seal_of(replace(installation, freeze=new), opens_with))
        told = {"name": new.name, "as_of": new.as_of, "period": new.period}
        record(
            installation,
            connection,
            who,
            deed=Deed.FROZEN,
            subject=f"freeze:{new.code}",
            after=told,
        )
        return replace(new, id=add_freeze(connection, new))


def _fresh_code(taken: set[str]) -> str:
    while True:
        code = "".join(secrets.choice(_SIGNS) for _ in range(_CODE_LENGTH))
        if code not in taken and not code.isdigit():
            return code


def known_freezes(installation: Installation) -> list[Freeze]:
    """All freezes, newest first, the withdrawn ones too."""
    with asking(installation.engine) as connection:
        return freezes(connection)


def opened(installation: Installation, code: str) -> Opened:
    """The installation as it stood at the freeze of this code; as it is now where none is."""
    wanted = code.strip().lower()
    if not wanted:
        return Opened(installation)
    if len(wanted) <= _LONGEST_CODE and wanted.isascii() and wanted.isalnum():
        with asking(installation.engine) as connection:
            found = freezes(connection, code=wanted)
        if found:
            return Opened(replace(installation, freeze=found[0]))
    return Opened(installation, unknown=cut(code))


def withdraw_freeze(installation: Installation, code: str, *, who: Person, reason: str) -> Freeze:
    """Takes a freeze back: its page goes on showing the same figures, and says so.

    Raises ``NotAllowed`` when there is no such freeze, it is withdrawn already, or nobody or no
    reason is named.
    """
    who.must(Act.FREEZE)
    if not who.name.strip():
        raise NotAllowed("who_needed")
    if len(reason.strip()) < _SHORTEST_REASON:
        raise NotAllowed("reason_needed", least=_SHORTEST_REASON)
    with writing(installation.engine) as connection:
        found = freezes(connection, code=code)
        if not found:
            raise NotAllowed("no_freeze", given=cut(code))
        if found[0].withdrawn_at:
            raise NotAllowed("freeze_already_withdrawn", name=found[0].name)
        add_freeze_withdrawal(
            connection,
            found[0].id,
            who=who.name.strip(),
            at=installation.clock(),
            reason=reason.strip(),
        )
        told = {"name": found[0].name, "reason": reason.strip()}
        record(
            installation,
            connection,
            who,
            deed=Deed.FREEZE_WITHDRAWN,
            subject=f"freeze:{code}",
            after=told,
        )
        return freezes(connection, code=code)[0]
