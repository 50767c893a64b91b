"""A small issuer of a single sign-on (OpenID Connect) on this machine, with real keys."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "bdhvs", "a secret of tests"
Claims = dict[str, Any]


class FakeIssuer:
    """Vouches for ``subject`` to whoever is sent to it. ``spoil`` changes what it says."""

    def __init__(self) -> None:
        self.subject = "can-bo-lan"
        self.spoil: Callable[[Claims], Claims] = lambda claims: claims
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.signing = self.key
        self.algorithm = "RS256"
        self.asked: list[str] = []
        self.address = ""
        self._codes: dict[str, dict[str, str]] = {}
        self._numbers = count()

    def come_back(self, address: str, **changed: str) -> str:
        """What a browser that was sent to ``address`` asks for next: path and query of ours."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{next(self._numbers)}"
        self._codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"], **changed})
        return f"{urlsplit(asked['redirect_uri']).path}?{query}"

    def document(self, path: str) -> dict[str, Any]:
        """What anybody may read of it."""
        if path.endswith("openid-configuration"):
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
            }
        return {"keys": [self.key.as_dict(private=False)]}

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """For a code that was not used before, from the client that asked, with its verifier."""
        asked = self._codes.pop(form.get("code", ""), None)
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != f"Basic {known}":
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            return None
        if form["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        claims = self.spoil({
            "iss": self.address, "sub": self.subject, "aud": CLIENT, "iat": now,
            "exp": now + 300, "nonce": asked["nonce"],
        })  # fmt: skip
        header = {"alg": self.algorithm, "kid": "one"}
        signed = jwt.encode(header, claims, self.signing, algorithms=[self.algorithm])
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@contextmanager
def fake_issuer() -> Iterator[FakeIssuer]:
    """Served on loopback for as long as the block lasts."""
    issuer = FakeIssuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            if self.path.startswith("/authorize"):
                self._send_back()
            else:
                self._say(200, issuer.document(self.path))

        def do_POST(self) -> None:
            issuer.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            token = issuer.token(form, self.headers.get("Authorization", ""))
            self._say(200 if token else 400, token or {"error": "invalid_grant"})

        def log_message(self, *_given: Any) -> None:
            """Says nothing."""

        def _send_back(self) -> None:
            wanted = urlsplit(parse_qs(urlsplit(self.path).query)["redirect_uri"][0])
            back = issuer.come_back(self.path)
            self.send_response(302)
            self.send_header("Location", f"{wanted.scheme}://{wanted.netloc}{back}")
            self.end_headers()

        def _say(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
