"""The way of one value: which modules run from an uploaded file to the painted map.

What runs is heard from the interpreter, so nothing stands in anything's place. What looks inside
the file runs in a process of its own and is not heard: its reader is, where it is asked.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from lib.files.reading import reader
from lib.maps import svg
from lib.services.figures import snapshots
from lib.services.installation import Installation
from lib.services.intake.preview import preview, receive
from lib.services.intake.publishing import Published, publish
from lib.services.map.sheet_files import file_called
from lib.settings import HOME
from lib.web.first_screen.screen import FirstScreens, Frame
from tests.files_made import summary_workbook
from tests.support.entering import visitor
from tests.support.installations import open_test_installation, put
from tests.support.people import staff

STEPS = ("upload", "preview", "publish", "map")
_LIB = f"{HOME / 'lib'}/"
_SNAPSHOT, _READ, _DRAW = (f.__code__ for f in (snapshots.snapshot_of, reader.read, svg.draw))


@dataclass
class Heard:
    """What ran during one step."""

    modules: set[str] = field(default_factory=set)
    """Paths below ``lib``."""
    snapshots: Counter[str] = field(default_factory=Counter)
    """How often the snapshot of each period was computed."""
    reads: int = 0
    """How often the file was read."""
    drawn: int = 0
    """How often a map was drawn."""

    def note(self, frame: FrameType, event: str, _told: Any) -> None:
        """As the interpreter tells of each call."""
        code = frame.f_code
        ours = code.co_filename.startswith(_LIB) and code.co_filename.endswith(".py")
        if event == "call" and ours and code.co_name != "<module>":
            self.modules.add(code.co_filename.removeprefix(_LIB))
            self._count(code, frame)

    def _count(self, code: CodeType, frame: FrameType) -> None:
        if code is _SNAPSHOT:
            self.snapshots[str(frame.f_locals["period"])] += 1
        self.reads += code is _READ
        self.drawn += code is _DRAW


@contextmanager
def _listening(heard: Heard) -> Iterator[None]:
    before = sys.getprofile()
    threading.setprofile(heard.note)
    sys.setprofile(heard.note)
    try:
        yield
    finally:
        sys.setprofile(before)
        threading.setprofile(None)


def followed(folder: Path) -> dict[str, Heard]:
    """The steps of one small workbook, on a store that knows the two months before it."""
    installation = open_test_installation(folder)
    for month in ("06/2026", "07/2026"):
        put(installation, summary_workbook(period=month), name=f"{month[:2]}.xlsx")
    try:
        return _followed(installation, summary_workbook(period="08/2026"))
    finally:
        installation.engine.dispose()


def _followed(installation: Installation, content: bytes) -> dict[str, Heard]:
    told = {step: Heard() for step in (*STEPS, "map again")}

    def step(name: str, do: Callable[..., Any], *given: Any, **named: Any) -> Any:
        with _listening(told[name]):
            return do(*given, **named)

    file = step("upload", receive, "08.xlsx", content, installation.settings)
    ready = step("preview", preview, installation, file, who=staff())
    assert ready.publishable, ready.problems
    done = step("publish", publish, installation, ready, who=staff())
    assert isinstance(done, Published), done
    screens = _screens(installation)
    for name in ("map", "map again"):
        painted = step(name, _painted, screens)
        assert b"2026-08" in painted
    return told


def _screens(installation: Installation) -> FirstScreens:
    return FirstScreens(
        lambda: installation,
        pages=lambda _who: [("ban-do", "map")],
        frame=Frame(lambda _language, head, screen: f"{head}|{screen}"),
    )


def _painted(screens: FirstScreens) -> bytes:
    """The screen with the map drawn, and the sheet that the browser fetches after it."""
    screen = screens.screen("/ban-do", {}, visitor=visitor())
    assert screen is not None, "the first screen failed; see the log"
    told = screen.body.plain.decode()
    name = told.partition("/so-lieu/")[2].partition(".json")[0]
    sheet = file_called(name)
    assert sheet is not None, name
    return sheet
