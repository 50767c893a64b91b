"""The first screen: a page's address answered with its figures and its map already drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import structlog
from starlette.requests import HTTPConnection

from lib.domain.access.permissions import Act, Person
from lib.domain.periods import Period
from lib.maps.sheet import Sheet
from lib.maps.still import Looked, looked_at
from lib.services.caching.answers import cached
from lib.services.caching.audience import Everybody
from lib.services.caching.viewer import Viewer
from lib.services.figures.figures import Figures
from lib.services.installation import Installation
from lib.services.map.sheet_files import put_out
from lib.services.pages import BEGINNINGS, page_called
from lib.services.view_address import LANGUAGE, SHEET_ADDRESS, Choice
from lib.text import LANGUAGES
from lib.web.answer.encoding import Encoded, compressed
from lib.web.answer.rendering import rendered
from lib.web.first_screen.content import Asked, Top, asked, map_of, sheet_of
from lib.web.first_screen.preload import link
from lib.web.request.permission import may_see_figures, person_in
from lib.web.routes.own import OUTLINES, SHEETS

log = structlog.get_logger()

Menu = tuple[tuple[str, str], ...]

_LOOKED_AT = frozenset(SHEET_ADDRESS.values())
"""Of an address, what decides how the map is drawn."""


@dataclass(frozen=True)
class Screen:
    """The answer to one address."""

    body: Encoded
    tag: str


@dataclass(frozen=True, eq=False)
class Frame:
    """What a server puts around every screen.

    ``around`` puts a screen into the page that starts Streamlit; it gets the language, lines for
    the head, and the screen. ``ahead`` are addresses of what a page with the map fetches before
    its figures, and after.
    """

    around: Callable[[str, str, str], str]
    ahead: tuple[Sequence[str], Sequence[str]] = ((), ())


class FirstScreens:
    """Draws first screens; the newest are kept.

    ``pages`` gives the addresses in somebody's menu with the script of each.
    """

    def __init__(
        self,
        installation: Callable[[], Installation],
        *,
        pages: Callable[[Person], Sequence[tuple[str, str]]],
        frame: Frame,
    ) -> None:
        self._installation = installation
        self._pages = pages
        self._frame = frame

    def screen(
        self, path: str, query: Mapping[str, str], *, visitor: HTTPConnection
    ) -> Screen | None:
        """The screen for an address; ``None`` where there is none to show, or none to this visitor.

        Whatever goes wrong, the page itself must still come: the trace goes to the log.
        """
        who = person_in(visitor)
        if who is None or not may_see_figures(visitor):
            return None
        menu = tuple(self._pages(who))
        script = _script(menu, path)
        try:
            return self._screen(script, query, menu, who=who) if script else None
        except Exception as error:
            log.error("first_screen_fault", exc_info=error)
            return None

    def _screen(self, script: str, query: Mapping[str, str], menu: Menu, *, who: Person) -> Screen:
        shown = asked(self._installation(), query, who=who)
        viewer, choice = shown.figures.viewer, shown.choice
        if script != "map" or choice is None:
            return plain_screen(viewer, self._frame, script, menu, choice)
        seen = tuple(sorted((k, v) for k, v in query.items() if k in _LOOKED_AT))
        look = _Look(choice, shown.against, shown.top, seen)
        put_out(sheet_of(shown, choice.period))  # it is fetched next, also where the screen is kept
        if shown.top.unread:  # what strangers write into addresses is told, not kept
            return _map_screen(viewer, self._frame, menu, look=look)
        return map_screen(viewer, self._frame, menu, look)


class _Look(NamedTuple):
    """What an address asks for of the map, understood."""

    choice: Choice
    against: Period | None
    top: Top
    query: tuple[tuple[str, str], ...]


@cached("first screen", Everybody(Act.SEE_FIGURES), most=60, spoken=True, exact=True)
def plain_screen(  # noqa: PLR0917 - every argument stands in its key
    viewer: Viewer, frame: Frame, script: str, menu: Menu, choice: Choice | None
) -> Screen:
    """The screen of a page without the map."""
    shown = Asked(Figures(viewer), choice, None, Top(), viewer.say)
    return _made(script, menu, shown, frame=frame, head="", map=None)


@cached("first screen of the map", Everybody(Act.SEE_FIGURES), most=80, spoken=True, exact=True)
def map_screen(  # noqa: PLR0917 - every argument stands in its key
    viewer: Viewer, frame: Frame, menu: Menu, look: _Look
) -> Screen:
    """The screen of the map page, with the map drawn."""
    return _map_screen(viewer, frame, menu, look=look)


def _map_screen(viewer: Viewer, frame: Frame, menu: Menu, *, look: _Look) -> Screen:
    shown = Asked(Figures(viewer), look.choice, look.against, look.top, viewer.say)
    sheet = sheet_of(shown, look.choice.period)
    looked = looked_at(sheet, dict(look.query))
    drawn = map_of(shown, looked, period=look.choice.period)
    head = _needs(sheet, looked, frame)
    return _made("map", menu, shown, frame=frame, head=head, map=drawn)


def _needs(sheet: Sheet, looked: Looked, frame: Frame) -> str:
    outlines = sheet.shapes[looked.view].geometry
    figures = (f"{SHEETS}/{put_out(sheet)}.json", f"{OUTLINES}/{outlines}.json")
    before, after = frame.ahead
    return "".join(map(link, (*before, *figures, *after)))


def _made(script: str, menu: Menu, shown: Asked, *, frame: Frame, head: str, map: object) -> Screen:
    told = _frame(script, menu, shown)
    screen = rendered("first.html", **told, top=shown.top, map=map)
    page = frame.around(shown.say.language, head, screen).encode()
    return Screen(compressed(page, quality=7), f'"{hashlib.sha256(page).hexdigest()[:16]}"')


def _script(menu: Menu, path: str) -> str | None:
    """The bare address leads to the first page of the menu."""
    asked = path.strip("/")
    return dict(menu).get(asked) if asked else menu[0][1]


def _frame(script: str, pages: Menu, shown: Asked) -> dict[str, object]:
    """What stands around every first screen, for the template."""
    say, choice = shown.say, shown.choice
    query = choice.changed(language=LANGUAGES[0]).query() if choice else ""
    return {
        "script": script,
        "say": say,
        "demo": shown.figures.installation.is_demo,
        "heading": say(f"{script}.heading"),
        "menu": [(at, say(f"{s}.title"), s == script) for at, s in pages],
        "languages": [
            (one, f"{query}&{LANGUAGE}={one}".lstrip("&"), one == say.language) for one in LANGUAGES
        ],
        "begin": [
            (f"{page_called(s).address}?{LANGUAGE}={say.language}", say(f"map.empty_{s}"))
            for s in BEGINNINGS
            if page_called(s).address in dict(pages)
        ],
        "empty": choice is None,
        "light": choice.query() if choice else "",
        "words": {key: say(f"sheet.{key}") for key in ("indicator", "flags", "legend")},
    }
