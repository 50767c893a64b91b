"""Coming in: by password, or on the demonstration by choosing a role."""

from __future__ import annotations

from lib.domain.access import Role
from lib.domain.errors import NotAllowed
from lib.domain.trail import Deed
from lib.services import sessions
from lib.services.accounts import folded
from lib.services.hashing import Hashing, hashing
from lib.services.house import House
from lib.services.sessions import person_of
from lib.services.throttle import count_attempt, forgive, keys_for
from lib.services.trail import record, record_alone
from lib.store.accounts import Account, accounts, add_account, change_account
from lib.store.engine import writing
from lib.text import words

_LONGEST = 200


def log_in(
    house: House,
    login: str,
    password: str,
    *,
    address: str = "",
    agent: str = "",
    hasher: Hashing | None = None,
) -> str:
    """The token of a new session.

    Raises ``NotAllowed``: "login_wait" with its seconds after many refusals, else "login_refused"
    whatever was wrong: nobody learns which names exist, neither by words nor by time.
    """
    hasher = hasher or hashing()
    name = folded(login[:_LONGEST])
    keys = keys_for(name, address)
    now = house.clock()
    with writing(house.engine) as connection:
        count_attempt(connection, keys, at=now)
        found = next((a for a in accounts(connection, login=name)), None)
    fits = hasher.fits(found.hash if found else "", password[:_LONGEST])
    if not fits or found is None or found.disabled_at:
        _record_failure(house, found)
        raise NotAllowed("login_refused")
    renewed = hasher.hash(password) if hasher.outdated(found.hash) else found.hash
    with writing(house.engine) as connection:
        _must_be_unchanged(found, accounts(connection, id=found.id))
        forgive(connection, keys)
        if renewed != found.hash:
            change_account(connection, found.id, hash=renewed)
        record(house, connection, person_of(found), Deed.LOGIN)
        return sessions.begin(connection, found.id, at=now, agent=agent, address=address)


def _record_failure(house: House, found: Account | None) -> None:
    """A name that nobody has is not kept: now and then it is somebody's password."""
    record_alone(house, "", Deed.LOGIN_FAILED, f"account:{found.login}" if found else "")


def _must_be_unchanged(found: Account, now: list[Account]) -> None:
    """Disabled or given another password while the old one was being checked."""
    if not now or now[0].disabled_at or now[0].hash != found.hash:
        raise NotAllowed("login_refused")


def begin_sign_on(house: House, *, address: str) -> None:
    """Counts an answer of the single sign-on before it is looked at.

    Raises ``NotAllowed("login_wait")`` with its seconds after many refusals from one address.
    """
    with writing(house.engine) as connection:
        count_attempt(connection, keys_for("", address), at=house.clock())


def refused_sign_on(house: House) -> None:
    """Keeps that an answer of the single sign-on did not hold."""
    record_alone(house, "", Deed.LOGIN_FAILED, "sso:")


def subject_log_in(house: House, subject: str, *, agent: str = "", address: str = "") -> str:
    """The token of a new session, for somebody whom the single sign-on has vouched for.

    Raises ``NotAllowed``: "sso_unknown" where no administrator has tied an account to the
    subject, "sso_disabled" where that account is disabled.
    """
    now = house.clock()
    with writing(house.engine) as connection:
        found = next(iter(accounts(connection, subject=subject)), None)
        if found and not found.disabled_at:
            forgive(connection, keys_for("", address))
            record(house, connection, person_of(found), Deed.LOGIN, after={"subject": subject})
            return sessions.begin(connection, found.id, at=now, agent=agent, address=address)
    about = f"account:{found.login}" if found else "sso:"
    record_alone(house, "", Deed.LOGIN_FAILED, about, after={"subject": subject})
    raise NotAllowed("sso_disabled" if found else "sso_unknown", subject=subject)


def demo_log_in(house: House, role: Role, *, agent: str = "", address: str = "") -> str:
    """The token of a new session in a role of one's choice.

    Raises ``NotAllowed`` on every store that was not made up from the first row on.
    """
    if not house.is_demo:
        raise NotAllowed("no_demo_login")
    now = house.clock()
    with writing(house.engine) as connection:
        login = f"demo-{role}"
        known = accounts(connection, login=login)
        if known and known[0].disabled_at:
            raise NotAllowed("login_refused")
        account_id = known[0].id if known else add_account(connection, _demo(house, role, login))
        record(house, connection, person_of(accounts(connection, id=account_id)[0]), Deed.LOGIN)
        return sessions.begin(connection, account_id, at=now, agent=agent, address=address)


def demo_commune(house: House) -> tuple[str, str]:
    """Code and name of the commune whose officer the demonstration offers."""
    code = min(house.gazetteer.communes)
    return code, house.gazetteer.communes[code].full_name


def _demo(house: House, role: Role, login: str) -> Account:
    say = words(house.in_force.language)
    now = house.clock()
    return Account(
        login=login,
        name=say(f"access.demo_name.{role}"),
        role=role.value,
        commune_code=demo_commune(house)[0] if role is Role.OFFICER else None,
        created_at=now,
        created_by=say("app.demo"),
        password_changed_at=now,
    )
