"""The first screen: a page's address answered with its figures and its map already drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from markupsafe import Markup
from starlette.requests import HTTPConnection

from lib.domain.indicators import INDICATORS
from lib.domain.periods import Period
from lib.maps import still
from lib.maps.sheet import Sheet
from lib.maps.still import Looked, looked_at
from lib.maps.svg import draw, glyph
from lib.services import wording
from lib.services.choice import (
    AGAINST,
    FREEZE,
    LANGUAGE,
    MOMENT,
    Choice,
    choice_in,
    language_in,
    misread,
)
from lib.services.figures import Figures
from lib.services.house import House
from lib.services.kept import Kept
from lib.services.period_sheet import period_sheet
from lib.services.scenes import boundaries_for
from lib.services.sheet_files import put_out
from lib.text import LANGUAGES, Words, words
from lib.web.ahead import link
from lib.web.encoding import Encoded, compressed
from lib.web.permission import may_see_figures
from lib.web.rendering import rendered
from lib.web.routes import OUTLINES, SHEETS

log = structlog.get_logger()

_SCREENS_KEPT, _FIGURES_KEPT = 80, 40


@dataclass(frozen=True)
class Screen:
    """The answer to one address."""

    body: Encoded
    tag: str


class FirstScreens:
    """Draws first screens and keeps the newest, each for its version of the data and its view.

    ``pages`` are the addresses in the menu with the script of each; ``around`` puts a screen into
    the page that starts Streamlit; it gets the language, lines for the head, and the screen.
    ``ahead`` are addresses of what a page with the map fetches before its figures, and after.
    """

    def __init__(
        self,
        house: Callable[[], House],
        *,
        pages: Sequence[tuple[str, str]],
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
        script = self._script(path)
        if script is None or not may_see_figures(visitor):
            return None
        try:
            return self._screen(script, query)
        except Exception as error:
            log.error("first_screen_fault", exc_info=error)
            return None

    def _script(self, path: str) -> str | None:
        """The bare address leads to the first page of the menu."""
        asked = path.strip("/")
        return dict(self._pages).get(asked) if asked else self._pages[0][1]

    def _screen(self, script: str, query: Mapping[str, str]) -> Screen:
        house = self._house()
        say = words(language_in(query, default=house.settings.language))
        figures = Figures(house, self._figures)
        choice = choice_in(
            query,
            periods=figures.periods,
            communes=house.gazetteer.communes,
            language=house.settings.language,
        )
        frame = _Frame(script, self._pages, say, choice, house.is_demo)
        if script != "map" or choice is None or _stands_apart(query, figures, house):
            key = (script, say.language, house.is_demo, choice)
            return self._screens.get(key, lambda: self._made(frame, head="", map=None))
        sheet = _sheet(figures, choice.period, say)
        looked = looked_at(sheet, query)
        file = put_out(sheet)
        seen = (looked.layer.code, looked.classing.mode, looked.view, looked.flags, looked.commune)
        return self._screens.get(
            (file, say.language, house.is_demo, choice, seen),
            lambda: self._made(
                frame,
                head=self._needs(sheet, looked, file),
                map=_map(figures, sheet, looked, period=choice.period, say=say),
            ),
        )

    def _needs(self, sheet: Sheet, looked: Looked, file: str) -> str:
        outlines = sheet.shapes[looked.view].geometry
        figures = (f"{SHEETS}/{file}.json", f"{OUTLINES}/{outlines}.json")
        before, after = self._ahead
        return "".join(map(link, (*before, *figures, *after)))

    def _made(self, frame: _Frame, *, head: str, map: object) -> Screen:
        screen = rendered("first.html", **frame.values(), map=map)
        page = self._around(frame.say.language, head, screen).encode()
        return Screen(compressed(page, quality=7), f'"{hashlib.sha256(page).hexdigest()[:16]}"')


def _stands_apart(query: Mapping[str, str], figures: Figures, house: House) -> bool:
    """Whether the page will have more to say above its map: a frozen or past moment, two periods,
    or something in the address that nobody understood. Its place is held, its figures come with it.
    """
    if query.get(FREEZE) or query.get(MOMENT) or query.get(AGAINST):
        return True
    return bool(misread(query, periods=figures.periods, communes=house.gazetteer.communes))


@dataclass(frozen=True)
class _Frame:
    """What stands around every first screen."""

    script: str
    pages: Sequence[tuple[str, str]]
    say: Words
    choice: Choice | None
    demo: bool

    def values(self) -> dict[str, object]:
        """For the template."""
        say = self.say
        asked = self.choice.changed(language=LANGUAGES[0]).query() if self.choice else ""
        return {
            "script": self.script,
            "say": say,
            "demo": self.demo,
            "heading": say(f"{self.script}.heading"),
            "menu": [(at, say(f"{s}.title"), s == self.script) for at, s in self.pages],
            "languages": [
                (one, f"{asked}&{LANGUAGE}={one}".lstrip("&"), one == say.language)
                for one in LANGUAGES
            ],
            "light": self.choice.query() if self.choice else "",
            "words": {key: say(f"sheet.{key}") for key in ("indicator", "flags", "legend")},
        }


def _sheet(figures: Figures, period: Period, say: Words) -> Sheet:
    return period_sheet(
        figures.house,
        period,
        say,
        version=figures.version,
        periods=figures.periods,
        measured=lambda p: {code: figures.measured(code, p) for code in INDICATORS},
        flags=lambda: figures.flags(period.end),
    )


def _map(
    figures: Figures, sheet: Sheet, looked: Looked, *, period: Period, say: Words
) -> dict[str, object]:
    """The map and the words around it, for the template."""
    before, value, after = still.sentence(sheet, looked)
    drawn = draw(still.scene(sheet, looked), boundaries_for(figures.house, looked.view), margin=0)
    modes = {c.mode for c in looked.layer.classings}
    return {
        "period": wording.period_name(period, say),
        "place": _place(period, figures.periods),
        "name": looked.layer.name,
        "before": before,
        "value": value,
        "after": after,
        "svg": Markup(drawn),  # noqa: S704 - drawn by us, every text in it is escaped
        "note": sheet.shapes[looked.view].note,
        "legend": still.legend(sheet, looked),
        "rule": still.rule(sheet, looked),
        "views": [(word, ours == looked.view) for ours, _, word in sheet.options["views"]],
        "modes": [
            (word, ours == looked.classing.mode)
            for ours, _, word in sheet.options["modes"]
            if ours in modes
        ],
        "chips": [
            (_sign(ours), word, str(ours in looked.flags).lower())
            for ours, _, word in sheet.options["flags"]
        ],
    }


def _place(period: Period, periods: Sequence[Period]) -> float | None:
    """Where the period stands on the line of all, in per cent; ``None`` when it is the only one."""
    if len(periods) < 2:
        return None
    return round(100 - 100 * list(periods).index(period) / (len(periods) - 1), 1)


def _sign(flag: str) -> Markup:
    return Markup(glyph(flag) or '<i class="border-sign"></i>')  # noqa: S704 - constants of ours
