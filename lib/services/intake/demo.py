"""Filling an empty store with a made-up province, through the same door as real files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lib.domain.access.permissions import Person, Role
from lib.domain.demo import MONTHS, VILLAGES, DemoFile, demo_files
from lib.domain.errors import NotAllowed
from lib.domain.places.gazetteer import Flag
from lib.files.last_seen import last_seen
from lib.files.reference import official_flags
from lib.services.health.lost import store_lost
from lib.services.installation import DEMO, Installation
from lib.services.intake.preview import preview, receive
from lib.services.intake.publishing import Published, publish
from lib.store.access.accounts import accounts
from lib.store.engine import asking, writing
from lib.store.history.uploads import read_mark, set_mark, uploads

FILLED = "demo_filled"
Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""


def fill_with_demo(
    installation: Installation,
    progress: Progress | None = None,
    *,
    months: int = MONTHS,
    villages: int = VILLAGES,
) -> int:
    """Publishes every file of the demonstration and tells how many there were.

    A fill that was cut short goes on where it stopped. Raises ``NotAllowed`` when the store has
    an upload that is not ours: made-up and real figures never mix.
    """
    _mark_as_demo(installation)
    border = {f.commune_code for f in official_flags() if f.flag is Flag.BORDER}
    files = demo_files(installation.gazetteer, border=border, months_told=months, villages=villages)
    with asking(installation.engine) as connection:
        known = {u.sha256 for u in uploads(connection)}
    for done, file in enumerate(files, 1):
        if receive(file.name, file.content, installation.settings).sha256 not in known:
            _take_in(installation, file)
        if progress:
            progress(done, len(files))
    with writing(installation.engine) as connection:
        set_mark(connection, FILLED, "yes")
    return len(files)


def wants_demo(installation: Installation) -> bool:
    """Whether the store is empty, or a fill with demonstration data was cut short.

    A store that somebody has an account in is somebody's, though nothing was published yet: the
    demonstration lets in whoever comes. Raises ``NotAllowed`` of an empty store in the place of a
    real one that is gone.
    """
    with asking(installation.engine) as connection:
        if read_mark(connection, DEMO):
            return not read_mark(connection, FILLED)
        empty = not uploads(connection) and not accounts(connection)
    known = last_seen(installation.settings.data_dir)
    if empty and known and known.lost:
        raise store_lost(installation.settings)
    return empty


def _mark_as_demo(installation: Installation) -> None:
    if not wants_demo(installation):
        raise NotAllowed("demo_not_empty")
    with writing(installation.engine) as connection:
        if not read_mark(connection, DEMO):
            set_mark(connection, DEMO, "yes")
    installation.settled.demo = None  # it is asked again


def _take_in(installation: Installation, file: DemoFile) -> None:
    """One file as if its sender had brought it at its moment."""
    then = replace(installation, clock=lambda: file.at)
    sender = Person(file.who, Role.STAFF)
    ready = preview(then, receive(file.name, file.content, installation.settings), who=sender)
    if not ready.publishable:
        raise AssertionError(file.name, ready.problems[:5])
    answer = publish(then, ready, who=sender)
    if not isinstance(answer, Published):
        raise AssertionError(file.name, answer)
