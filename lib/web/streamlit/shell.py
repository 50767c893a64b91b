"""The page that starts Streamlit, in our language, with our typeface and without theirs."""

from __future__ import annotations

import base64
import hashlib
import re
from email.utils import formatdate
from html import escape
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.assets import FAMILY, Asset, fingerprint, font_rules, icon_font, urgent_fonts
from lib.text import words
from lib.web.answer.encoding import ASK_FIRST, MINE_ASK_FIRST, encode, respond
from lib.web.first_screen.screen import FirstScreens, Screen
from lib.web.first_screen.style import first_script, first_style
from lib.web.request.paths import inner_path
from lib.web.streamlit.widget_words import line_script, words_script

_INLINE_SCRIPT = re.compile(r"<script>(.*?)(?:</script>|\Z)", re.DOTALL)
_STYLESHEET = re.compile(
    r'<link rel="stylesheet"(?=[^<>]*>)[^<>]*?href="\./(static/css/[^"<>]+)"[^<>]*+>'
)
_PRIMARY_BUTTON = '[data-testid^="stBaseButton-primary"]{color:light-dark(#fff,#0b1214)!important}'
_ROOT = '<div id="root"></div>'
# Shown only to those who wait; Streamlit's own page takes its place.
_LATE = "<style>@keyframes late{to{visibility:visible}}</style>"
_WAITING = (
    '<div id="root"><p style="visibility:hidden;animation:late 0s 1.2s forwards;'
    'font:1rem/1.7 system-ui;padding:18vh 1rem;text-align:center">'
    '{waiting}<br><a href="./nhe">{light}</a></p></div>'
)
_FONT_RULE = re.compile(r"@font-face\{[^{}]*+\}")


class Shell:
    """Streamlit's index.html and style sheet, rewritten once, at start."""

    def __init__(self, folder: Path, *, title: str, language: str, own_styles: str = "") -> None:
        original = folder / "index.html"
        page = original.read_text(encoding="utf-8")
        self.last_modified = formatdate(original.stat().st_mtime, usegmt=True)
        self.stylesheet = stylesheet(
            "".join((folder / name).read_text(encoding="utf-8") for name in _sheets(page)),
            own_styles,
        )
        self.text = rewritten(page, title=title, language=language, stylesheet=self.stylesheet)
        tag = f'"{hashlib.sha256(self.text.encode()).hexdigest()[:16]}"'
        self.plain = Screen(encode(self.text.encode()), tag)
        self._waiting = _waiting(language)
        self._first_head = f"<style>{first_style(own_styles)}</style>\n"

    def around(self, language: str, head: str, screen: str) -> str:
        """The page with a first screen in it: that shows before anything else is fetched."""
        link = _sheet_link(self.stylesheet)
        page = re.sub(r'<html lang="[^"]*">', f'<html lang="{escape(language)}">', self.text)
        page = page.replace(link, "").replace(_LATE, "")
        page = page.replace("</head>", f"{self._first_head}{head}</head>")
        # A sheet in the body holds up only what follows it.
        return page.replace(self._waiting, f"{screen}{link}{_ROOT}")

    @property
    def script_hashes(self) -> tuple[str, ...]:
        """The page's inline scripts as a content security policy names them."""
        return tuple(_digest(script) for script in _INLINE_SCRIPT.findall(self.text))


def rewritten(page: str, *, title: str, language: str, stylesheet: Asset) -> str:
    """``page`` with its language, title and typeface replaced; every address stays relative."""
    page = re.sub(r"<!--.*?(?:-->|\Z)", "", page, flags=re.DOTALL)
    page = re.sub(r'<html lang="[^"]*">', f'<html lang="{escape(language)}">', page)
    page = re.sub(r"<title>[^<]*+</title>", f"<title>{escape(title)}</title>", page)
    page = re.sub(r"<noscript>.*?(?:</noscript>|\Z)", "", page, flags=re.DOTALL)
    page = re.sub(r'<link\s+rel="service-desc"[^<>]*+>', "", page)
    page = re.sub(r'<link\s+rel="preload"(?=[^<>]*SourceSans)[^<>]*+>', "", page)
    page = _STYLESHEET.sub("", page)
    page = re.sub(r"\n\s*(?=\n)", "", page)
    fonts = "".join(
        f'<link rel="preload" href="./tinh/{font.name}" as="font" type="font/woff2" crossorigin>\n'
        for font in urgent_fonts()
    )
    # Deferred, and before the script of Streamlit, which reads what ours says of the server.
    own = f'<script src="./tinh/{first_script().name}" defer fetchpriority="high"></script>\n'
    for script in (words_script(), line_script()):
        own += f'<script src="./tinh/{script.name}" defer></script>\n'
    page = page.replace("</title>", f"</title>\n{own}{fonts}", 1)
    page = page.replace(_ROOT, _waiting(language))
    return page.replace("</head>", f"{_sheet_link(stylesheet)}{_LATE}</head>")


def _waiting(language: str) -> str:
    say = words(language)
    return _WAITING.format(waiting=escape(say("light.waiting")), light=escape(say("light.link")))


def _sheet_link(stylesheet: Asset) -> str:
    return f'<link rel="stylesheet" href="./tinh/{stylesheet.name}">\n'


def stylesheet(original: str, own: str = "") -> Asset:
    """Streamlit's sheet with our typeface in place of theirs, the icon font cut down, and ours.

    On a dark page white letters on the accent would be too faint; Streamlit has no setting
    for them. Until the theme arrives Streamlit writes in "Source Sans" (170 kB): that name is
    given to our typeface too, so nothing is fetched for one second's use.
    """

    def fitting(rule: re.Match[str]) -> str:
        text = rule.group()
        if "font-family:Source Sans;" in text:
            return ""
        if "Material Symbols" in text:
            return re.sub(r"url\([^()]*+\)", f"url({icon_font().name})", text)
        return text

    sheet = _FONT_RULE.sub(fitting, original).replace("url(../media/", "url(../static/media/")
    fonts = font_rules(FAMILY, "Source Sans")
    return fingerprint("page", "css", (fonts + sheet + _PRIMARY_BUTTON + own).encode())


def _sheets(page: str) -> list[str]:
    return _STYLESHEET.findall(page)


class ShellPage:
    """Middleware: where Streamlit answers with its index.html, ours is sent.

    Streamlit answers with it at the address of every page, and only Streamlit knows
    which addresses those are; so the answer is recognised, not the question.
    """

    def __init__(
        self, app: ASGIApp, *, shell: Shell, first: FirstScreens | None = None, base: str = ""
    ) -> None:
        self._app = app
        self._shell = shell
        self._first = first
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        replaced = False

        async def watch(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and self._is_index(message):
                replaced = True
                screen = await run_in_threadpool(self._screen, scope)
                answer = respond(
                    screen.body,
                    request=Headers(scope=scope),
                    media_type="text/html; charset=utf-8",
                    cache=ASK_FIRST if screen is self._shell.plain else MINE_ASK_FIRST,
                    etag=screen.tag,
                )
                await answer(scope, receive, send)
            elif not replaced:
                await send(message)

        await self._app(scope, receive, watch)

    def _screen(self, scope: Scope) -> Screen:
        """With a first screen where there is one for this address and this visitor."""
        if self._first is None:
            return self._shell.plain
        visitor = HTTPConnection(scope)
        path = inner_path(scope, self._base)
        return self._first.screen(path, visitor.query_params, visitor=visitor) or self._shell.plain

    def _is_index(self, message: Message) -> bool:
        headers = Headers(raw=message["headers"])
        return (
            message["status"] == 200
            and headers.get("content-type", "").startswith("text/html")
            # Not its length or digest: at most addresses Streamlit has compressed it already.
            and headers.get("last-modified") == self._shell.last_modified
        )


def _digest(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"
