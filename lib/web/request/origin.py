"""Where a request comes from: our own pages, or somebody else's."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from lib.services.access import devices
from lib.services.access.sessions import COOKIE, HOURS
from lib.web.request.paths import prefix

_FORM = "bdhvs-form"
"""The cookie whose value a login form repeats: a form of another site does not know it."""


_QUESTION = "bdhvs-sso"
"""The cookie that ties a sign-on under way to the browser in which it began."""


def same_origin(origin: str, host: str) -> bool:
    """Whether the Origin that a browser names is the very server it knocks at.

    One without Origin is no browser's page of ours: refused. Port and name must agree; the scheme
    need not, for TLS may end at a proxy.
    """
    try:
        found, here = urlsplit(origin), urlsplit(f"//{host}")
        standard = {"http": 80, "https": 443}.get(found.scheme)
        if standard is None or not found.hostname or not here.hostname:
            return False
        ports = {here.port} if here.port else {80, 443}
        return found.hostname == here.hostname and (found.port or standard) in ports
    except ValueError:
        return False


def from_own_page(visitor: HTTPConnection) -> bool:
    """Whether a browser says that a page of this very server sent this. Silence is a no."""
    origin = visitor.headers.get("origin", "")
    site = visitor.headers.get("sec-fetch-site", "same-origin")
    host = visitor.headers.get("host", "")
    return same_origin(origin, host) and site == "same-origin"


def local(address: str) -> str:
    """The address below our own root, as ``ban-do?ky=2026-08``; "" for any other.

    Only letters that our own addresses are made of: what a browser might read as another host
    (``//``, ``\\``, ``:``, control signs) never gets through.
    """
    path, _, query = address.partition("?")
    path = path.removeprefix("/")
    fine = path.replace("-", "").replace("_", "")
    if not (fine.isascii() and fine.isalnum()) or not query.isprintable() or "\\" in query:
        return ""
    return f"{path}?{query}" if query else path


def token_in(visitor: HTTPConnection) -> str:
    """What the cookie of the session holds; "" without one."""
    return visitor.cookies.get(COOKIE, "")


def form_token_in(visitor: HTTPConnection) -> str:
    """What the cookie of the login form holds; "" without one."""
    return visitor.cookies.get(_FORM, "")


def own_form(visitor: HTTPConnection, given: str) -> bool:
    """Whether a form was shown by this server to this very browser."""
    known = form_token_in(visitor)
    own = bool(known) and hmac.compare_digest(given.encode(), known.encode())
    return own and from_own_page(visitor)


def give_session(answer: Response, visitor: HTTPConnection, token: str, *, base: str) -> None:
    """Sends the cookie of a session: no script reads it, no other site sends it."""
    _give(answer, visitor, COOKIE, value=token, base=base, seconds=HOURS * 3600)


def give_form_token(answer: Response, visitor: HTTPConnection, token: str, *, base: str) -> None:
    """Sends the cookie of the login form."""
    _give(answer, visitor, _FORM, value=token, base=base, seconds=3600)


def device_in(visitor: HTTPConnection) -> str:
    """What the cookie of the device holds; "" on one where nobody has come in."""
    return visitor.cookies.get(devices.COOKIE, "")


def give_device(answer: Response, visitor: HTTPConnection, token: str, *, base: str) -> None:
    """Sends the cookie by which the device is known at the next login. It opens nothing."""
    _give(answer, visitor, devices.COOKIE, value=token, base=base, seconds=devices.DAYS * 24 * 3600)


def question_in(visitor: HTTPConnection) -> str:
    """What the cookie of a sign-on under way holds; "" without one."""
    return visitor.cookies.get(_QUESTION, "")


def give_question(answer: Response, visitor: HTTPConnection, value: str, *, base: str) -> None:
    """Sends the cookie of a sign-on under way, or takes it: it comes back from another site."""
    seconds = 600 if value else 0
    _give(answer, visitor, _QUESTION, value=value, base=base, seconds=seconds, from_elsewhere=True)


def take_session(answer: Response, visitor: HTTPConnection, *, base: str) -> None:
    """Makes the browser forget the session."""
    _give(answer, visitor, COOKIE, value="", base=base, seconds=0)


def _give(
    answer: Response,
    visitor: HTTPConnection,
    name: str,
    *,
    value: str,
    base: str,
    seconds: int,
    from_elsewhere: bool = False,
) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        path=f"{prefix(base)}/",
        httponly=True,
        samesite="lax" if from_elsewhere else "strict",
        # The proxy in front says by X-Forwarded-Proto; only a trusted one is believed.
        secure=visitor.url.scheme in ("https", "wss"),
    )
