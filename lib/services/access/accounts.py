"""Accounts: made and changed by administrators; each change that matters ends the sessions."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from lib.domain.access.passwords import LONGEST, weakness
from lib.domain.access.permissions import Act, Person, Role
from lib.domain.audit.chain import Deed
from lib.domain.errors import Busy, NotAllowed
from lib.services.access.devices import digest_of
from lib.services.access.hashing import CHECKS, Hashing, hashing
from lib.services.access.throttle import Attempt, at_own_page, count_attempt, forgive
from lib.services.audit.recording import record
from lib.services.audit.tallies import note_or_count
from lib.services.installation import Installation
from lib.store.access import accounts as store
from lib.store.access import devices
from lib.store.access.accounts import Account
from lib.store.access.sessions import end_sessions
from lib.store.engine import asking, writing

_LONGEST_NAME = 80
_LONGEST_SUBJECT = 255


def folded(login: str) -> str:
    """A login name as it is kept and compared."""
    return " ".join(login.split()).casefold()


def known_accounts(installation: Installation, *, who: Person) -> list[Account]:
    """All accounts by login name, the disabled ones too."""
    who.must(Act.MANAGE_ACCOUNTS)
    with asking(installation.engine) as connection:
        return store.accounts(connection)


def has_accounts(installation: Installation) -> bool:
    """Whether anybody at all may come in: until then the login page says how to begin."""
    with asking(installation.engine) as connection:
        return bool(store.accounts(connection))


def add_account(
    installation: Installation,
    login: str,
    *,
    who: Person,
    name: str,
    role: Role,
    password: str,
    commune: str | None = None,
    hasher: Hashing | None = None,
) -> Account:
    """A new account. Raises ``NotAllowed`` for a name that is taken, a weak password, or an
    officer without a commune.
    """
    who.must(Act.MANAGE_ACCOUNTS)
    _must_be_named(login, name)
    _must_be_strong(password, login, name)
    now = installation.clock()
    new = Account(
        login=folded(login),
        name=name.strip(),
        role=role.value,
        commune_code=_commune_for(installation, role, commune),
        hash=(hasher or hashing()).hash(password),
        created_at=now,
        created_by=who.name,
        password_changed_at=now,
    )
    try:
        with writing(installation.engine) as connection:
            made = replace(new, id=store.add_account(connection, new))
            _record(installation, connection, who, deed=Deed.ACCOUNT_ADDED, before=None, after=made)
            return made
    except IntegrityError as error:
        raise NotAllowed("login_taken", login=new.login) from error


def change_role(
    installation: Installation, login: str, role: Role, *, who: Person, commune: str | None = None
) -> Account:
    """Another role, or another commune; the account's sessions end."""
    who.must(Act.MANAGE_ACCOUNTS)
    code = _commune_for(installation, role, commune)
    with writing(installation.engine) as connection:
        found = _found(connection, login)
        if role is not Role.ADMINISTRATOR:
            _keep_an_administrator(connection, found)
        store.change_account(connection, found.id, role=role.value, commune_code=code)
        end_sessions(connection, why="role", at=installation.clock(), account_id=found.id)
        return _record(installation, connection, who, deed=Deed.ACCOUNT_CHANGED, before=found)


def set_subject(installation: Installation, login: str, subject: str, *, who: Person) -> Account:
    """Whom the single sign-on lets in as this account; "" for nobody. Its sessions end."""
    who.must(Act.MANAGE_ACCOUNTS)
    wanted = subject.strip()[:_LONGEST_SUBJECT] or None
    if wanted and installation.settings.sso_claim == "email":
        wanted = wanted.casefold()
    try:
        with writing(installation.engine) as connection:
            found = _found(connection, login)
            store.change_account(connection, found.id, subject=wanted)
            end_sessions(connection, why="subject", at=installation.clock(), account_id=found.id)
            return _record(installation, connection, who, deed=Deed.ACCOUNT_CHANGED, before=found)
    except IntegrityError as error:
        raise NotAllowed("subject_taken") from error


def disable_account(installation: Installation, login: str, *, who: Person) -> Account:
    """Nobody comes in with it any more, and whoever is in is out."""
    who.must(Act.MANAGE_ACCOUNTS)
    with writing(installation.engine) as connection:
        found = _found(connection, login)
        _keep_an_administrator(connection, found)
        now = installation.clock()
        store.change_account(connection, found.id, disabled_at=found.disabled_at or now)
        end_sessions(connection, why="disabled", at=now, account_id=found.id)
        devices.forget(connection, found.id)
        return _record(installation, connection, who, deed=Deed.ACCOUNT_DISABLED, before=found)


def enable_account(installation: Installation, login: str, *, who: Person) -> Account:
    """A disabled account is good again; its owner logs in anew."""
    who.must(Act.MANAGE_ACCOUNTS)
    with writing(installation.engine) as connection:
        found = _found(connection, login)
        store.change_account(connection, found.id, disabled_at=None)
        return _record(installation, connection, who, deed=Deed.ACCOUNT_CHANGED, before=found)


def reset_password(
    installation: Installation,
    login: str,
    password: str,
    *,
    who: Person,
    hasher: Hashing | None = None,
) -> Account:
    """Another password, given by an administrator; the account's sessions end."""
    who.must(Act.MANAGE_ACCOUNTS)
    return _new_password(installation, login, password, who=who, hasher=hasher or hashing())


def change_own_password(
    installation: Installation,
    old: str,
    new: str,
    *,
    who: Person,
    session: str = "",
    device: str = "",
    hasher: Hashing | None = None,
) -> Account:
    """Another password for oneself; all one's sessions end, also this one, and every device is a
    stranger's but the one it is changed on.

    ``session``: digest of the session; ``device``: what the device's cookie holds. Raises
    ``NotAllowed``: "login_wait" with its seconds after many refusals, for whoever sits at an open
    page guesses no faster than at the door; "password_wrong"; or the new one's weakness.
    """
    hasher = hasher or hashing()
    mine = own_account(installation, who=who)
    _must_be_strong(new, mine.login, mine.name)
    attempt = at_own_page(mine.id, session)
    with writing(installation.engine) as connection:
        count_attempt(connection, attempt, at=installation.clock())
    if not _fits(hasher, mine, old, attempt=attempt):
        note_or_count(installation, who, Deed.PASSWORD_WRONG, subject=f"account:{mine.login}")
        raise NotAllowed("password_wrong")
    with writing(installation.engine) as connection:
        forgive(connection, attempt)
    here = digest_of(device) if device else None
    return _new_password(installation, mine.login, new, who=who, hasher=hasher, here=here)


def _fits(hasher: Hashing, mine: Account, given: str, *, attempt: Attempt) -> bool:
    try:
        with CHECKS.turn(attempt.person, lane=attempt.lane):
            return hasher.fits(mine.hash, given[:LONGEST])
    except Busy as error:
        raise NotAllowed("login_busy") from error


def forget_devices(installation: Installation, login: str, *, who: Person) -> Account:
    """No device is known to the account any more: each is a stranger's until its next login."""
    who.must(Act.MANAGE_ACCOUNTS)
    with writing(installation.engine) as connection:
        found = _found(connection, login)
        devices.forget(connection, found.id)
        return _record(installation, connection, who, deed=Deed.ACCOUNT_CHANGED, before=found)


def own_account(installation: Installation, *, who: Person) -> Account:
    """The account of whoever asks. Raises ``NotAllowed`` where there is none any more."""
    with asking(installation.engine) as connection:
        mine = store.accounts(connection, id=who.account or 0)
    if not mine or mine[0].disabled_at:
        raise NotAllowed("password_wrong")
    return mine[0]


def _new_password(
    installation: Installation,
    login: str,
    password: str,
    *,
    who: Person,
    hasher: Hashing,
    here: str | None = None,
) -> Account:
    with asking(installation.engine) as connection:
        found = _found(connection, login)
    _must_be_strong(password, found.login, found.name)
    digest = hasher.hash(password)
    with writing(installation.engine) as connection:
        now = installation.clock()
        store.change_account(connection, found.id, hash=digest, password_changed_at=now)
        end_sessions(connection, why="password", at=now, account_id=found.id)
        devices.forget(connection, found.id, but=here)
        return _record(installation, connection, who, deed=Deed.PASSWORD_CHANGED, before=found)


def _record(
    installation: Installation,
    connection: Connection,
    who: Person,
    *,
    deed: Deed,
    before: Account | None,
    after: Account | None = None,
) -> Account:
    """Keeps what was changed of an account, never its password; the account as it is now."""
    now = after or _found(connection, before.login if before else "")
    old, new = _told(before), _told(now)
    changed = {key for key in old | new if old.get(key) != new.get(key)}
    record(
        installation,
        connection,
        who,
        deed=deed,
        subject=f"account:{now.login}",
        before={k: v for k, v in old.items() if k in changed} or None,
        after={k: v for k, v in new.items() if k in changed} or None,
    )
    return now


def _told(account: Account | None) -> dict[str, object]:
    if account is None:
        return {}
    told: dict[str, object] = {
        "name": account.name,
        "role": account.role,
        "commune": account.commune_code,
        "disabled": account.disabled_at is not None,
    }
    return told | ({"subject": account.subject} if account.subject else {})


def _found(connection: Connection, login: str) -> Account:
    known = store.accounts(connection, login=folded(login))
    if not known:
        raise NotAllowed("no_account", login=folded(login)[:_LONGEST_NAME])
    return known[0]


def _must_be_named(login: str, name: str) -> None:
    if not 2 <= len(folded(login)) <= _LONGEST_NAME:
        raise NotAllowed("login_needed", most=_LONGEST_NAME)
    if not 1 <= len(name.strip()) <= _LONGEST_NAME:
        raise NotAllowed("name_needed", most=_LONGEST_NAME)


def _must_be_strong(password: str, *about: str) -> None:
    if fault := weakness(password, about):
        raise NotAllowed(fault)


def _commune_for(installation: Installation, role: Role, commune: str | None) -> str | None:
    if role is not Role.OFFICER:
        return None
    if commune not in installation.gazetteer.communes:
        raise NotAllowed("officer_needs_commune")
    return commune


def _keep_an_administrator(connection: Connection, account: Account) -> None:
    """There is always somebody who can let others in."""
    role = Role.ADMINISTRATOR.value
    alone = store.active_with_role(connection, role) <= 1
    if account.role == role and not account.disabled_at and alone:
        raise NotAllowed("last_administrator")
