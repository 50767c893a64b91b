"""Coming in: by password, or on the demonstration by choosing a role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lib.domain.access.permissions import Role
from lib.domain.audit.chain import Deed
from lib.domain.errors import Busy, NotAllowed
from lib.services.access import sessions
from lib.services.access.accounts import folded
from lib.services.access.devices import MOST_WRONG, digest_of, is_known
from lib.services.access.hashing import CHECKS, Hashing, hashing
from lib.services.access.sessions import person_of
from lib.services.access.throttle import (
    Attempt,
    at_the_door,
    count_attempt,
    forgive,
    lane_of,
    on_device,
    without_password,
    wrong_in_a_row,
)
from lib.services.audit.tallies import note_or_count, record_or_count
from lib.services.installation import Installation
from lib.services.rations import Lane
from lib.store.access.accounts import Account, accounts, add_account, change_account
from lib.store.access.devices import forget
from lib.store.engine import asking, writing
from lib.text import words

_LONGEST = 200


def log_in(
    installation: Installation,
    login: str,
    password: str,
    *,
    address: str = "",
    agent: str = "",
    device: str = "",
    hasher: Hashing | None = None,
) -> str:
    """The token of a new session. ``device``: what the device's own cookie holds.

    Raises ``NotAllowed``: "login_wait" with its seconds after many refusals, "login_busy" when
    too many stand in line, else "login_refused" whatever was wrong: nobody learns which names
    exist, neither by words nor by time.
    """
    hasher = hasher or hashing()
    name = folded(login[:_LONGEST])
    found, attempt = _who(installation, name, address, device=device)
    with _in_line(attempt, lane_of(installation, attempt)):
        with writing(installation.engine) as connection:
            count_attempt(connection, attempt, at=installation.clock())
        fits = hasher.fits(found.hash if found else "", password[:_LONGEST])
    if not fits or found is None or found.disabled_at:
        _failed(installation, found, attempt, device=device)
        raise NotAllowed("login_refused")
    renewed = hasher.hash(password) if hasher.outdated(found.hash) else found.hash
    now = installation.clock()
    with writing(installation.engine) as connection:
        _must_be_unchanged(found, accounts(connection, id=found.id))
        forgive(connection, attempt)
        if renewed != found.hash:
            change_account(connection, found.id, hash=renewed)
        record_or_count(installation, connection, person_of(found), deed=Deed.LOGIN)
        return sessions.begin(connection, found.id, at=now, agent=agent, address=address)


def _who(
    installation: Installation, name: str, address: str, *, device: str
) -> tuple[Account | None, Attempt]:
    """The account of a name, and as what the attempt to come in as it is counted."""
    with asking(installation.engine) as connection:
        found = next((a for a in accounts(connection, login=name)), None)
        # Asked for names that nobody has, too: they take as long.
        known = is_known(connection, device, found.id if found else 0, at=installation.clock())
    if found and known:
        return found, on_device(f"{found.id}\n{digest_of(device)}")
    return found, at_the_door(name, address, known=found is not None)


@contextmanager
def _in_line(attempt: Attempt, lane: Lane) -> Iterator[None]:
    try:
        with CHECKS.turn(attempt.person, lane=lane):
            yield
    except Busy as error:
        raise NotAllowed("login_busy") from error


def _failed(
    installation: Installation, found: Account | None, attempt: Attempt, *, device: str
) -> None:
    """Keeps it, and takes a device for a stranger's after too many."""
    _record_failure(installation, found)
    if found and attempt.lane is Lane.KNOWN:
        with writing(installation.engine) as connection:
            if wrong_in_a_row(connection, attempt) >= MOST_WRONG:
                forget(connection, found.id, digest=digest_of(device))


def _record_failure(installation: Installation, found: Account | None) -> None:
    """A name that nobody has is not kept: now and then it is somebody's password."""
    note_or_count(
        installation, "", Deed.LOGIN_FAILED, subject=f"account:{found.login}" if found else ""
    )


def _must_be_unchanged(found: Account, now: list[Account]) -> None:
    """Disabled or given another password while the old one was being checked."""
    if not now or now[0].disabled_at or now[0].hash != found.hash:
        raise NotAllowed("login_refused")


def begin_sign_on(installation: Installation, *, address: str) -> None:
    """Counts an answer of the single sign-on before it is looked at.

    Raises ``NotAllowed("login_wait")`` with its seconds after many refusals from one network.
    """
    _count(installation, "sso", address)


def _count(installation: Installation, kind: str, address: str) -> None:
    attempt = without_password(kind, address)
    lane_of(installation, attempt)
    with writing(installation.engine) as connection:
        count_attempt(connection, attempt, at=installation.clock())


def refused_sign_on(installation: Installation) -> None:
    """Keeps that an answer of the single sign-on did not hold."""
    note_or_count(installation, "", Deed.LOGIN_FAILED, subject="sso:")


def subject_log_in(
    installation: Installation, subject: str, *, agent: str = "", address: str = ""
) -> str:
    """The token of a new session, for somebody whom the single sign-on has vouched for.

    Raises ``NotAllowed``: "sso_unknown" where no administrator has tied an account to the
    subject, "sso_disabled" where that account is disabled.
    """
    now = installation.clock()
    with writing(installation.engine) as connection:
        found = next(iter(accounts(connection, subject=subject)), None)
        if found and not found.disabled_at:
            forgive(connection, without_password("sso", address))
            record_or_count(
                installation,
                connection,
                person_of(found),
                deed=Deed.LOGIN,
                after={"subject": subject},
            )
            return sessions.begin(connection, found.id, at=now, agent=agent, address=address)
    about = f"account:{found.login}" if found else "sso:"
    note_or_count(installation, "", Deed.LOGIN_FAILED, subject=about, after={"subject": subject})
    raise NotAllowed("sso_disabled" if found else "sso_unknown", subject=subject)


def demo_log_in(
    installation: Installation, role: Role, *, agent: str = "", address: str = ""
) -> str:
    """The token of a new session in a role of one's choice.

    Raises ``NotAllowed`` on every store that was not made up from the first row on; "demo_wait"
    with its seconds where one network has opened very many.
    """
    if not installation.is_demo:
        raise NotAllowed("no_demo_login")
    _count(installation, "demo", address)
    now = installation.clock()
    with writing(installation.engine) as connection:
        login = f"demo-{role}"
        known = accounts(connection, login=login)
        if known and known[0].disabled_at:
            raise NotAllowed("login_refused")
        account_id = (
            known[0].id if known else add_account(connection, _demo(installation, role, login))
        )
        record_or_count(
            installation,
            connection,
            person_of(accounts(connection, id=account_id)[0]),
            deed=Deed.LOGIN,
        )
        return sessions.begin(connection, account_id, at=now, agent=agent, address=address)


def demo_commune(installation: Installation) -> tuple[str, str]:
    """Code and name of the commune whose officer the demonstration offers."""
    code = min(installation.gazetteer.communes)
    return code, installation.gazetteer.communes[code].full_name


def _demo(installation: Installation, role: Role, login: str) -> Account:
    say = words(installation.in_force.language)
    now = installation.clock()
    return Account(
        login=login,
        name=say(f"access.demo_name.{role}"),
        role=role.value,
        commune_code=demo_commune(installation)[0] if role is Role.OFFICER else None,
        created_at=now,
        created_by=say("app.demo"),
        password_changed_at=now,
    )
