"""The page that starts Streamlit, in our language, with our typeface and without theirs."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from pathlib import Path

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.assets import font_styles, urgent_fonts
from lib.web.encoding import ASK_FIRST, Encoded, encode, respond

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class Shell:
    """Streamlit's index.html rewritten once, at start."""

    def __init__(self, original: Path, *, title: str, language: str) -> None:
        self.text = rewritten(original.read_text(encoding="utf-8"), title=title, language=language)
        self.size = original.stat().st_size
        self.encoded: Encoded = encode(self.text.encode())
        self.etag = f'"{hashlib.sha256(self.text.encode()).hexdigest()[:16]}"'

    @property
    def script_hashes(self) -> tuple[str, ...]:
        """The page's inline scripts as a content security policy names them."""
        return tuple(_digest(script) for script in _INLINE_SCRIPT.findall(self.text))


def rewritten(page: str, *, title: str, language: str) -> str:
    """``page`` with its language, title and typeface replaced; every address stays relative."""
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r'<html lang="[^"]*">', f'<html lang="{escape(language)}">', page)
    page = re.sub(r"<title>.*?</title>", f"<title>{escape(title)}</title>", page)
    page = re.sub(r"<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    page = re.sub(r'<link\s+rel="service-desc"[^>]*>', "", page)
    page = re.sub(r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', "", page)
    page = re.sub(r"\n\s*(?=\n)", "", page)
    fonts = "".join(
        f'<link rel="preload" href="./tinh/{font.name}" as="font" type="font/woff2" crossorigin>\n'
        for font in urgent_fonts()
    )
    styles = f'<link rel="stylesheet" href="./tinh/{font_styles().name}">\n'
    return page.replace("</head>", f"{fonts}{styles}</head>")


class ShellPage:
    """Middleware: where Streamlit answers with its index.html, ours is sent.

    Streamlit answers with it at the address of every page, and only Streamlit knows
    which addresses those are; so the answer is recognised, not the question.
    """

    def __init__(self, app: ASGIApp, *, shell: Shell) -> None:
        self._app = app
        self._shell = shell

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
                answer = respond(
                    self._shell.encoded,
                    request=Headers(scope=scope),
                    media_type="text/html; charset=utf-8",
                    cache=ASK_FIRST,
                    etag=self._shell.etag,
                )
                await answer(scope, receive, send)
            elif not replaced:
                await send(message)

        await self._app(scope, receive, watch)

    def _is_index(self, message: Message) -> bool:
        headers = Headers(raw=message["headers"])
        return (
            message["status"] == 200
            and headers.get("content-type", "").startswith("text/html")
            and headers.get("content-length") == str(self._shell.size)
            and "etag" in headers
        )


def _digest(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"
