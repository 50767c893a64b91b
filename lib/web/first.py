"""The first screen: a page's address answered with its figures and its map already drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from starlette.requests import HTTPConnection

from lib.domain.access import Person
from lib.maps.sheet import Sheet
from lib.maps.still import Looked, looked_at
from lib.services.choice import LANGUAGE
from lib.services.house import House
from lib.services.kept import Kept
from lib.services.sheet_files import put_out
from lib.text import LANGUAGES
from lib.web.ahead import link
from lib.web.encoding import Encoded, compressed
from lib.web.first_content import Asked, asked, map_of, sheet_of
from lib.web.permission import may_see_figures, person_in
from lib.web.rendering import rendered
from lib.web.routes import OUTLINES, SHEETS

log = structlog.get_logger()

Menu = tuple[tuple[str, str], ...]

_SCREENS_KEPT, _FIGURES_KEPT = 80, 40


@dataclass(frozen=True)
class Screen:
    """The answer to one address."""

    body: Encoded
    tag: str


class FirstScreens:
    """Draws first screens and keeps the newest, each for its version of the data and its view.

    ``pages`` gives the addresses in somebody's menu with the script of each; ``around`` puts a
    screen into the page that starts Streamlit; it gets the language, lines for the head, and the
    screen.
    ``ahead`` are addresses of what a page with the map fetches before its figures, and after.
    """

    def __init__(
        self,
        house: Callable[[], House],
        *,
        pages: Callable[[Person], Sequence[tuple[str, str]]],
        around: Callable[[str, str, str], str],
        ahead: tuple[Sequence[str], Sequence[str]] = ((), ()),
    ) -> None:
        self._house = house
        self._pages = pages
        self._around = around
        self._ahead = ahead
        self._figures = Kept(_FIGURES_KEPT)
        self._screens = Kept(_SCREENS_KEPT)

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
            return self._screen(script, query, menu) if script else None
        except Exception as error:
            log.error("first_screen_fault", exc_info=error)
            return None

    def _screen(self, script: str, query: Mapping[str, str], menu: Menu) -> Screen:
        shown = asked(self._house(), query, kept=self._figures)
        house, say, choice = shown.figures.house, shown.say, shown.choice
        if script != "map" or choice is None:
            frame = (script, menu, say.language, house.is_demo, choice)
            return self._screens.get(
                frame, lambda: self._made(script, menu, shown, head="", map=None)
            )
        sheet = sheet_of(shown, choice.period)
        looked = looked_at(sheet, query)
        file = put_out(sheet)

        def make() -> Screen:
            head = self._needs(sheet, looked, file)
            drawn = map_of(shown, sheet, looked, period=choice.period)
            return self._made(script, menu, shown, head=head, map=drawn)

        if shown.top.unread:  # what strangers write into addresses is told, not kept
            return make()
        seen = (looked.layer.code, looked.classing.mode, looked.view, looked.flags, looked.classes)
        key = (file, menu, say.language, house.is_demo, choice, shown.top, seen)
        return self._screens.get(key, make)

    def _needs(self, sheet: Sheet, looked: Looked, file: str) -> str:
        outlines = sheet.shapes[looked.view].geometry
        figures = (f"{SHEETS}/{file}.json", f"{OUTLINES}/{outlines}.json")
        before, after = self._ahead
        return "".join(map(link, (*before, *figures, *after)))

    def _made(self, script: str, menu: Menu, shown: Asked, *, head: str, map: object) -> Screen:
        frame = _frame(script, menu, shown)
        screen = rendered("first.html", **frame, top=shown.top, map=map)
        page = self._around(shown.say.language, head, screen).encode()
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
        "demo": shown.figures.house.is_demo,
        "heading": say(f"{script}.heading"),
        "menu": [(at, say(f"{s}.title"), s == script) for at, s in pages],
        "languages": [
            (one, f"{query}&{LANGUAGE}={one}".lstrip("&"), one == say.language) for one in LANGUAGES
        ],
        "empty": choice is None,
        "light": choice.query() if choice else "",
        "words": {key: say(f"sheet.{key}") for key in ("indicator", "flags", "legend")},
    }
