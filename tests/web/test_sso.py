"""Single sign-on: in comes whom the issuer vouches for and an administrator has tied; nobody else.

The issuer is a real one, with real keys, served on this machine.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.middleware import Middleware

from lib.domain.access.permissions import Role
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.services.access.accounts import add_account, disable_account, set_subject
from lib.services.access.login import begin_sign_on
from lib.services.access.sessions import COOKIE, visit_of
from lib.services.audit.recording import read_trail
from lib.services.audit.tallies import tally_of
from lib.store.audit.entries import Wanted
from lib.text import words
from lib.web.login.forms import entry_routes
from lib.web.login.issuer import Issuer, Question
from lib.web.login.sso import Questions, issuer_of, sso_routes
from lib.web.middleware.sessions import Gate
from tests.support.issuer import CLIENT, SECRET, fake_issuer
from tests.support.people import CHEAP, GOOD, administrator


@pytest.fixture(scope="module")
def running():
    with fake_issuer() as found:
        yield found


@pytest.fixture
def issuer(running):
    running.subject, running.algorithm, running.signing = "can-bo-lan", "RS256", running.key
    running.spoil = lambda claims: claims
    running.asked.clear()
    return running


@pytest.fixture
def here(installation, issuer):
    told = {"sso_issuer": issuer.address, "sso_client": CLIENT, "sso_name": "Cổng tỉnh"}
    settings = installation.settings.model_copy(update=told)
    secret = type(settings.sso_secret)(SECRET)
    return replace(installation, settings=settings.model_copy(update={"sso_secret": secret}))


@pytest.fixture
def lan(here):
    made = add_account(
        here, "lan", who=administrator(), name="Lan", role=Role.STAFF, password=GOOD, hasher=CHEAP
    )
    return set_subject(here, made.login, "can-bo-lan", who=administrator())


@pytest.fixture
def site(client_of, here, base):
    return Site(client_of, here, base, Issuer(here.settings))


class Site:
    def __init__(self, client_of, installation, base, issuer):
        routes = [
            *entry_routes(base=base, installation=lambda: installation),
            *sso_routes(base=base, installation=lambda: installation, issuer=issuer),
        ]
        gate = Middleware(Gate, installation=lambda: installation, base=base)
        self.client = client_of(Starlette(routes=routes, middleware=[gate]), person=None)
        self.front = f"/{base}" if base else ""

    def get(self, address, **headers):
        path, _, query = address.partition("?")
        return self.client.get(path, query=query, host="so.lieu", **headers)

    def away(self, to=""):
        """Where the button leads, and the cookie of this browser."""
        answer = self.get(f"{self.front}/sso{to}")
        return answer.headers["location"], answer.headers["set-cookie"].split(";")[0]

    def enter(self, issuer, *, to="", browser=None, **changed):
        address, cookie = self.away(to)
        return self.get(issuer.come_back(address, **changed), cookie=browser or cookie)


def failures(installation):
    entries, _ = read_trail(installation, Wanted(), who=administrator())
    return [(e.subject, e.after, e.address) for e in entries if e.deed == Deed.LOGIN_FAILED]


def failed_times(installation):
    """How many were refused: those told one by one, and those that a later entry counts."""
    tally_of(installation).close(installation, all_of_them=True)
    counted = [
        json.loads(after).get("times", 1) if after else 1 for _, after, _ in failures(installation)
    ]
    return sum(counted)


def logins(installation):
    entries, _ = read_trail(installation, Wanted(), who=administrator())
    return [(e.name, e.address) for e in entries if e.deed == Deed.LOGIN]


def refused(answer, code="sso_failed", **values):
    says = words()(f"error.{code}", **values)
    return (
        answer.status == 403
        and says in answer.body.decode()
        and f"{COOKIE}=" not in answer.headers.get("set-cookie", "")
    )


def test_whoever_is_vouched_for_and_tied_is_in_as_after_a_password(site, issuer, here, lan):
    answer = site.enter(issuer, to="?toi=/xa%3Fxa%3D03646")

    assert answer.status == 200
    assert f'content="0;url={site.front}/xa?xa=03646"' in answer.body.decode()
    assert logins(here) == [("Lan", "test")]
    assert failures(here) == []


def test_the_session_is_a_row_of_ours_and_its_cookie_as_strict_as_ever(site, issuer, here, lan):
    address, cookie = site.away()
    sent = []
    app = site.client.app

    async def heard(scope, receive, send):
        async def told(message):
            if message["type"] == "http.response.start":
                sent.extend(v.decode() for k, v in message["headers"] if k == b"set-cookie")
            await send(message)

        await app(scope, receive, told)

    site.client.app = heard
    site.get(issuer.come_back(address), cookie=cookie)

    session = next(c for c in sent if c.startswith(f"{COOKIE}="))
    token = session.partition("=")[2].partition(";")[0]
    assert "samesite=strict" in session.lower()
    assert "httponly" in session.lower()
    assert visit_of(here, token).person.name == "Lan"
    disable_account(here, "lan", who=administrator())
    assert visit_of(here, token) is None


def test_the_browser_is_sent_with_state_nonce_and_pkce_and_nothing_that_is_secret(site, issuer):
    address, cookie = site.away()
    asked = parse_qs(urlsplit(address).query)

    assert address.startswith(f"{issuer.address}/authorize?")
    assert asked["redirect_uri"] == [f"http://so.lieu{site.front}/sso/ve"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert SECRET not in address
    assert asked["state"][0] not in cookie


SPOILED = {
    "another nonce": lambda c: {**c, "nonce": "another"},
    "no nonce": lambda c: {k: v for k, v in c.items() if k != "nonce"},
    "for another client": lambda c: {**c, "aud": "another"},
    "for several, and not given to us": lambda c: {**c, "aud": [CLIENT, "another"]},
    "several, given to another": lambda c: {**c, "aud": [CLIENT, "b"], "azp": "b"},
    "of another issuer": lambda c: {**c, "iss": "https://evil.test"},
    "expired": lambda c: {**c, "exp": int(time.time()) - 120, "iat": int(time.time()) - 600},
    "without an end": lambda c: {k: v for k, v in c.items() if k != "exp"},
    "not yet valid": lambda c: {**c, "nbf": int(time.time()) + 600},
    "of nobody": lambda c: {k: v for k, v in c.items() if k != "sub"},
    "of a number": lambda c: {**c, "sub": 12},
    "of an empty name": lambda c: {**c, "sub": ""},
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_token_that_does_not_hold_lets_nobody_in(site, issuer, here, lan, spoil):
    issuer.spoil = spoil

    answer = site.enter(issuer)

    assert refused(answer)
    assert failures(here) == [("sso:", "", "test")]
    assert logins(here) == []


def test_a_token_signed_by_somebody_else_or_by_our_own_secret_lets_nobody_in(
    site, issuer, here, lan
):
    issuer.signing = RSAKey.generate_key(2048, parameters={"kid": "one"})
    strange = site.enter(issuer)
    issuer.signing, issuer.algorithm = OctKey.import_key(SECRET), "HS256"
    shared = site.enter(issuer)

    assert refused(strange)
    assert refused(shared)
    assert logins(here) == []


def test_an_answer_counts_only_in_the_browser_that_asked_and_with_its_state(
    site, issuer, here, lan
):
    told = [
        site.enter(issuer, state="another"),
        site.enter(issuer, browser="bdhvs-sso=another"),
        site.enter(issuer, browser="x=y"),
        site.enter(issuer, iss="https://evil.test"),
        site.enter(issuer, code=""),
        site.get(f"{site.front}/sso/ve"),
        site.get(f"{site.front}/sso/ve?error=access_denied&state=x"),
    ]

    assert all(refused(answer) for answer in told)
    assert failed_times(here) == len(told)
    assert logins(here) == []


def test_a_code_is_good_once(site, issuer, here, lan):
    address, cookie = site.away()
    back = issuer.come_back(address)
    first = site.get(back, cookie=cookie)

    again = site.get(back, cookie=cookie)
    stolen = site.enter(issuer, code=parse_qs(urlsplit(back).query)["code"][0])

    assert first.status == 200
    assert refused(again)
    assert refused(stolen)
    assert len(logins(here)) == 1


def test_whoever_nobody_has_tied_is_told_their_code_and_the_trail_keeps_it(site, issuer, here):
    issuer.subject = "<b>ai-do</b>"

    answer = site.enter(issuer)

    assert "&lt;b&gt;ai-do&lt;/b&gt;" in answer.body.decode()
    assert "<b>ai-do" not in answer.body.decode()
    assert failures(here) == [("sso:", '{"subject":"<b>ai-do</b>"}', "test")]


def test_a_disabled_account_is_not_entered(site, issuer, here, lan):
    disable_account(here, "lan", who=administrator())

    assert refused(site.enter(issuer), "sso_disabled")
    assert len(failures(here)) == 1


def test_an_untied_account_is_not_entered(site, issuer, here, lan):
    set_subject(here, "lan", "", who=administrator())

    assert refused(site.enter(issuer), "sso_unknown", subject="can-bo-lan")


def test_answers_that_nobody_asked_for_reach_no_issuer_and_keep_nobody_out(site, issuer, here, lan):
    told = [site.get(f"{site.front}/sso/ve?state={n}").status for n in range(25)]
    asked = list(issuer.asked)

    assert told == [403] * 25
    assert asked == []
    assert site.enter(issuer).status == 200


def test_many_answers_that_do_not_hold_are_slowed_and_the_next_colleague_comes_in(
    site, issuer, here, lan
):
    for _ in range(21):
        begin_sign_on(here, address="10.1.1.1")

    with pytest.raises(NotAllowed) as caught:
        begin_sign_on(here, address="10.1.1.2")

    assert caught.value.values["seconds"] <= 2
    begin_sign_on(replace(here, clock=lambda: here.clock() + timedelta(seconds=2)),
                  address="10.1.1.2")  # fmt: skip


def test_by_e_mail_only_a_verified_one_counts(site, issuer, here, lan, client_of, base):
    mail = replace(here, settings=here.settings.model_copy(update={"sso_claim": "email"}))
    set_subject(mail, "lan", "Lan@SonLa.gov.vn", who=administrator())
    there = Site(client_of, mail, base, Issuer(mail.settings))
    told = []
    for verified in (True, False, "true"):
        issuer.spoil = lambda c, v=verified: {
            **c, "email": "lan@sonla.GOV.vn", "email_verified": v,
        }  # fmt: skip
        told.append(there.enter(issuer).status)

    assert told == [200, 403, 403]


def test_only_the_issuer_is_asked(site, issuer, lan):
    site.enter(issuer)

    assert issuer.asked == ["/.well-known/openid-configuration", "/token", "/keys"]


def test_an_issuer_that_does_not_answer_leaves_the_password(here, client_of, base):
    silent = here.settings.model_copy(update={"sso_issuer": "http://127.0.0.1:9"})
    installation = replace(here, settings=silent)

    answer = Site(client_of, installation, base, Issuer(silent)).get(
        f"/{base}/sso".replace("//", "/")
    )

    assert answer.status == 503
    assert words()("error.sso_unreachable") in answer.body.decode()
    assert 'name="mat-khau"' in answer.body.decode()


def test_the_button_is_there_only_where_an_issuer_is_set(site, client_of, installation, base, lan):
    without = Site(client_of, installation, base, None)

    shown = site.get(f"{site.front}/dang-nhap?toi=/xa").body.decode()
    plain = without.get(f"{site.front}/dang-nhap").body.decode()

    assert 'href="sso?toi=xa"' in shown
    assert "Cổng tỉnh" in shown
    assert "sso" not in plain
    assert without.get(f"{site.front}/sso").headers["location"].endswith("/dang-nhap")
    assert without.get(f"{site.front}/sso/ve?code=x").status == 303


def test_an_issuer_is_asked_by_https_only(installation):
    assert issuer_of(installation.settings) is None
    with pytest.raises(ValueError, match="https"):
        issuer_of(installation.settings.model_copy(update={"sso_issuer": "http://dang.nhap.vn"}))


def test_whoever_begins_thousands_pushes_out_no_sign_on_of_somebody_else(installation):
    now, questions = installation.clock(), Questions(most=10)
    mine = Question(now)
    questions.keep(mine, address="10.0.0.1")
    for n in range(50):
        questions.keep(Question(now), address=f"10.9.9.{n}")

    assert questions.take(mine.state, mine.browser, at=now) == mine


def test_sign_ons_under_way_are_bounded_and_do_not_wait_for_ever(installation):
    now, questions = installation.clock(), Questions(most=2)
    asked = [Question(now) for _ in range(3)]
    for question in asked:
        questions.keep(question)

    late = now + timedelta(minutes=11)
    assert questions.take(asked[0].state, asked[0].browser, at=now) is None
    assert questions.take(asked[1].state, asked[1].browser, at=now) == asked[1]
    assert questions.take(asked[2].state, asked[2].browser, at=late) is None
