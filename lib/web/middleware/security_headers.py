"""What browsers are told to refuse, and which of the server's doors stay shut."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.web.request.paths import inner_path

COMMON_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}

# Only a document heeds these.
PAGE_HEADERS = {
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "browsing-topics=()",
}

# The map's frame evaluates the painting that Python sends (st_folium works that way),
# so it may run text as code; in exchange it may talk to this server only.
FRAME_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

# Scripts, sheets and fonts are no pages. A short line: a visit fetches a hundred of them.
FILE_POLICY = "default-src 'self'; frame-ancestors 'self'"

# Streamlit's answers to its own script are no pages and need nothing.
NO_PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'"

# No script, no picture and no font from anywhere: the page is all there is.
SCRIPTLESS_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

# Streamlit's figures for operators and its interface for programs: nobody here needs them.
SHUT = ("/_stcore/metrics", "/_stcore/agent")


HSTS = "max-age=31536000"
"""For a year this name is reached by https only. Not for names below it: they are not ours."""


def page_policy(script_hashes: Sequence[str]) -> str:
    """The content security policy of the pages: scripts from this server only, no ``eval``."""
    return (
        f"default-src 'self'; script-src 'self' {' '.join(script_hashes)}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; media-src 'self' data: blob:; worker-src 'self' blob:; "
        "connect-src 'self'; frame-src 'self' data: blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


class Guard:
    """Middleware: security headers on every answer, shut doors answered with 404.

    Pure ASGI: websockets and streamed answers pass through untouched.
    """

    def __init__(
        self, app: ASGIApp, *, policy: str, base: str = "", behind_tls: bool = False
    ) -> None:
        self._app = app
        self._policy = policy
        self._behind_tls = behind_tls
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = inner_path(scope, self._base)
        policy = self._policy_for(path)

        async def dressed(message: Message) -> None:
            # "Not modified" leaves the headers in force that came with the answer itself.
            if message["type"] == "http.response.start" and message["status"] != 304:
                headers = MutableHeaders(raw=message["headers"])
                headers.update(COMMON_HEADERS)
                if self._behind_tls:
                    headers["Strict-Transport-Security"] = HSTS
                if policy not in (FILE_POLICY, NO_PAGE_POLICY):
                    headers.update(PAGE_HEADERS)
                # A route that knows better, such as a printed report, keeps its own.
                headers.setdefault("Content-Security-Policy", policy)
            await send(message)

        if any(path == door or path.startswith(f"{door}/") for door in SHUT):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, dressed)
            return
        await self._app(scope, receive, dressed)

    def _policy_for(self, path: str) -> str:
        if path.startswith("/component/"):
            return FRAME_POLICY
        if path.startswith(("/static/", "/tinh/")):
            return FILE_POLICY
        # At the address of a page Streamlit first asks below that address.
        return NO_PAGE_POLICY if "/_stcore/" in path else self._policy
