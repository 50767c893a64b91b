"""Filling an empty store with a made-up province, through the same door as real files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lib.domain.demo import MONTHS, VILLAGES, DemoFile, demo_files
from lib.domain.errors import NotAllowed
from lib.domain.places import Flag
from lib.files.reference import official_flags
from lib.services.house import House
from lib.services.intake import Published, preview, publish, receive
from lib.store.engine import writing
from lib.store.uploads import read_mark, set_mark, uploads

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""


def fill_with_demo(
    house: House,
    progress: Progress | None = None,
    *,
    months: int = MONTHS,
    villages: int = VILLAGES,
) -> int:
    """Publishes every file of the demonstration and tells how many there were.

    Raises ``NotAllowed`` when the store has any upload: made-up and real figures never mix.
    """
    _mark_as_demo(house)
    border = {f.commune_code for f in official_flags() if f.flag is Flag.BORDER}
    files = demo_files(house.gazetteer, border=border, months_told=months, villages=villages)
    for done, file in enumerate(files, 1):
        _take_in(house, file)
        if progress:
            progress(done, len(files))
    return len(files)


def _mark_as_demo(house: House) -> None:
    with writing(house.engine) as connection:
        if uploads(connection):
            raise NotAllowed("demo_not_empty")
        if not read_mark(connection, "demo"):
            set_mark(connection, "demo", "yes")


def _take_in(house: House, file: DemoFile) -> None:
    """One file as if its sender had brought it at its moment."""
    then = replace(house, clock=lambda: file.at)
    ready = preview(then, receive(file.name, file.content, house.settings))
    if not ready.publishable:
        raise AssertionError(file.name, ready.problems[:5])
    answer = publish(then, ready, who=file.who)
    if not isinstance(answer, Published):
        raise AssertionError(file.name, answer)
