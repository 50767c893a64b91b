"""The issuer of the single sign-on (OpenID Connect): where people are sent, and who came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_urlsafe
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import requests
import structlog
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from lib.domain.errors import AppError, NotAllowed
from lib.settings import Settings

log = structlog.get_logger()

_PATIENCE_S = 10
_LEEWAY_S = 60
_KEPT = timedelta(minutes=10)
# Only what needs the issuer's own private key: the client's secret signs nothing here.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")


@dataclass(frozen=True)
class Question:
    """One sign-on under way. Each is answered once, in the browser that asked."""

    at: datetime
    to: str = ""
    """The page that was wanted."""
    state: str = field(default_factory=token_urlsafe)
    nonce: str = field(default_factory=token_urlsafe)
    verifier: str = field(default_factory=lambda: token_urlsafe(48))
    browser: str = field(default_factory=token_urlsafe)
    """What the cookie of this browser holds."""


class Issuer:
    """What the server asks of the issuer named in the settings, and of nobody else."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.sso_issuer.rstrip("/")
        self._client = settings.sso_client
        self._secret = settings.sso_secret.get_secret_value()
        self._claim = settings.sso_claim
        self._known: tuple[datetime, dict[str, Any]] | None = None
        self._asking = Lock()
        _must_be_safe(self._issuer)

    def address(self, question: Question, *, back: str) -> str:
        """Where the browser is sent. ``back``: where it is to return."""
        endpoint = self._endpoint("authorization_endpoint", at=question.at)
        with self._session(back) as session:
            address, _state = session.create_authorization_url(
                endpoint,
                state=question.state,
                nonce=question.nonce,
                code_verifier=question.verifier,
            )
        return str(address)

    def subject(self, question: Question, code: str, *, back: str) -> str:
        """Who the issuer says it was. Raises ``NotAllowed("sso_failed")`` unless all of it holds:
        signature, issuer, audience, times, nonce.
        """
        token = self._token(question, code, back=back)
        try:
            claims = self._claims(token, question)
        except Exception as error:  # whatever a stranger's token does to the libraries
            raise _failed(error) from error
        if self._claim == "email" and claims.get("email_verified") is not True:
            raise _failed("e-mail not verified")
        subject = claims.get(self._claim)
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise _failed(f"no {self._claim}")
        return subject.casefold() if self._claim == "email" else subject

    def is_meant(self, issuer: str | None) -> bool:
        """Whether an answer that names its issuer names ours."""
        return issuer is None or issuer.rstrip("/") == self._issuer

    def _claims(self, token: dict[str, Any], question: Question) -> CodeIDToken:
        keys = self._fetched(self._endpoint("jwks_uri", at=question.at))
        found = jwt.decode(
            token["id_token"],
            key=KeySet.import_key_set(keys),  # type: ignore[arg-type]
            registry=JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False),
        )
        claims = CodeIDToken(
            found.claims,
            found.header,
            options={
                "iss": {"essential": True, "value": self._metadata(question.at)["issuer"]},
                "aud": {"essential": True, "value": self._client},
            },
            params={
                "nonce": question.nonce,
                "client_id": self._client,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(leeway=_LEEWAY_S)
        return claims

    def _token(self, question: Question, code: str, *, back: str) -> dict[str, Any]:
        try:
            with self._session(back, at=question.at) as session:
                token = session.fetch_token(
                    self._endpoint("token_endpoint", at=question.at),
                    code=code,
                    code_verifier=question.verifier,
                    timeout=_PATIENCE_S,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            raise _unreachable(error) from error
        except AppError:
            raise
        except Exception as error:  # refused by the issuer: a code used twice, or invented
            raise _failed(error) from error
        return dict(token)

    def _session(self, back: str, *, at: datetime | None = None) -> OAuth2Session:
        ways = self._metadata(at).get("token_endpoint_auth_methods_supported") if at else None
        basic = not ways or "client_secret_basic" in ways
        return OAuth2Session(
            self._client,
            self._secret,
            token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
            scope="openid email" if self._claim == "email" else "openid",
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _endpoint(self, name: str, *, at: datetime) -> str:
        address = str(self._metadata(at).get(name, ""))
        if urlsplit(self._issuer).scheme == "https" and urlsplit(address).scheme != "https":
            raise _unreachable(f"{name}: {address!r}")
        return address

    def _metadata(self, at: datetime) -> dict[str, Any]:
        """What the issuer tells of itself, kept for ten minutes.

        Asked by one thread at a time: a silent issuer must not hold those that serve the pages.
        """
        known = self._known
        if known and at - known[0] <= _KEPT:
            return known[1]
        if not self._asking.acquire(timeout=1):
            raise _unreachable("still asking")
        try:
            told = self._fetched(f"{self._issuer}/.well-known/openid-configuration")
        finally:
            self._asking.release()
        if str(told.get("issuer", "")).rstrip("/") != self._issuer:
            raise _unreachable(f"another issuer: {told.get('issuer')!r}")
        self._known = (at, told)
        return told

    def _fetched(self, address: str) -> dict[str, Any]:
        try:
            answer = requests.get(address, timeout=_PATIENCE_S, allow_redirects=False)
            answer.raise_for_status()
            told = answer.json()
        except requests.RequestException as error:
            raise _unreachable(error) from error
        if not isinstance(told, dict):
            raise _unreachable(f"{address}: no object")
        return told


def _must_be_safe(issuer: str) -> None:
    """Only by https, but for an issuer on this very machine (tests)."""
    place = urlsplit(issuer)
    if place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost"):
        raise ValueError("BDHVS_SSO_ISSUER must begin with https://")


def _failed(why: object) -> NotAllowed:
    log.warning("sso_failed", why=str(why))
    return NotAllowed("sso_failed")


def _unreachable(why: object) -> AppError:
    log.error("sso_unreachable", why=str(why))
    return AppError("sso_unreachable")
