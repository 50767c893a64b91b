"""Accounts: the list, adding one, and what is done to the chosen one."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.domain.access.passwords import SHORTEST
from lib.domain.access.permissions import Role
from lib.domain.errors import AppError
from lib.services.access import accounts
from lib.store.access.accounts import Account
from lib.text import Words, say_moment
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, refusal, show

_DONE, _TURN = "accounts:done", "accounts:turn"


def accounts_section(page: Page) -> None:
    """Everybody who may come in; below, what can be done to the chosen one."""
    say = page.say
    if done := st.session_state.pop(_DONE, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", done))
    known = accounts.known_accounts(page.installation, who=page.who)
    active = sum(a.disabled_at is None for a in known)
    st.caption(say("admin.count", count=len(known), active=active))
    chosen = _table(page, known)
    if chosen:
        _chosen(page, chosen)
    elif known:
        st.caption(say("admin.choose"))
    _add(page)


def _table(page: Page, known: list[Account]) -> Account | None:
    say = page.say
    table = pd.DataFrame(
        {
            say("admin.login"): [a.login for a in known],
            say("admin.name"): [a.name for a in known],
            say("admin.role"): [say(f"access.role.{a.role}") for a in known],
            say("admin.commune"): [_commune(page, a) for a in known],
            say("admin.state"): [_state(a, say) for a in known],
            say("admin.since"): [say_moment(a.created_at) for a in known],
        }
        | ({say("sso.subject"): [a.subject or "" for a in known]} if _has_sso(page) else {})
    )
    picked = st.dataframe(
        table,
        hide_index=True,
        height=min(420, 38 + 35 * max(1, len(known))),
        on_select="rerun",
        selection_mode="single-row",
        key=f"accounts-{_turn()}",
        alt=say("admin.accounts"),
    )
    rows = picked["selection"]["rows"] if isinstance(picked, dict) else []
    return known[rows[0]] if rows and rows[0] < len(known) else None


def _commune(page: Page, account: Account) -> str:
    found = page.installation.gazetteer.communes.get(account.commune_code or "")
    return found.full_name if found else ""


def _state(account: Account, say: Words) -> str:
    if account.disabled_at is None:
        return say("admin.active")
    return say("admin.disabled", at=say_moment(account.disabled_at))


def _chosen(page: Page, account: Account) -> None:
    say, login = page.say, account.login
    show(html("<h3>{}</h3>", say("admin.chosen", login=login, name=account.name)))
    with st.container(horizontal=True):
        with st.popover(say("admin.change")), st.form("account-role", border=False):
            role, commune = _role_and_commune(page, account)
            if st.form_submit_button(say("admin.change_do"), type="primary"):
                _do(page, "admin.changed", login,
                    act=lambda: accounts.change_role(
                        page.installation, login, role, who=page.who, commune=commune))  # fmt: skip
        with st.popover(say("admin.reset")), st.form("account-password", border=False):
            password = _password(page, say("admin.new_password"), key="account-new-password")
            if st.form_submit_button(say("admin.reset_do"), type="primary"):
                _do(page, "admin.reset_done", login,
                    act=lambda: accounts.reset_password(
                        page.installation, login, password, who=page.who))  # fmt: skip
        if _has_sso(page):
            _subject(page, account)
        if account.disabled_at:
            if st.button(say("admin.enable")):
                _do(
                    page,
                    "admin.enabled_done",
                    login,
                    act=lambda: accounts.enable_account(page.installation, login, who=page.who),
                )
        elif st.button(say("admin.disable"), help=say("admin.disable_help")):
            _do(
                page,
                "admin.disabled_done",
                login,
                act=lambda: accounts.disable_account(page.installation, login, who=page.who),
            )


def _has_sso(page: Page) -> bool:
    return bool(page.installation.settings.sso_issuer)


def _subject(page: Page, account: Account) -> None:
    say = page.say
    with st.popover(say("sso.tie")), st.form("account-subject", border=False):
        given = st.text_input(
            say("sso.subject"),
            account.subject or "",
            max_chars=255,
            help=say("sso.subject_help"),
            key=f"account-subject-{account.login}",
        )
        if st.form_submit_button(say("sso.tie_do"), type="primary"):
            _do(page, "admin.changed", account.login,
                act=lambda: accounts.set_subject(
                    page.installation, account.login, given, who=page.who))  # fmt: skip


def _add(page: Page) -> None:
    say = page.say
    opened = st.expander(say("admin.add"), key=f"account-add-{_turn()}")
    with opened, st.form(f"account-add-form-{_turn()}", border=False):
        left, right = st.columns(2)
        login = left.text_input(say("admin.login"), max_chars=80, key="account-login")
        name = right.text_input(say("admin.name"), max_chars=80, key="account-name")
        role, commune = _role_and_commune(page, None)
        password = _password(page, say("admin.password"), key="account-password")
        if st.form_submit_button(say("admin.add_do"), type="primary"):
            _do(page, "admin.added", accounts.folded(login),
                act=lambda: accounts.add_account(
                    page.installation, login, who=page.who, name=name, role=role,
                    password=password, commune=commune))  # fmt: skip


def _role_and_commune(page: Page, account: Account | None) -> tuple[Role, str | None]:
    say, names = page.say, page.installation.gazetteer.communes
    roles, kind = list(Role), account.login if account else "new"
    codes = sorted(names, key=lambda c: names[c].name)
    role = st.selectbox(
        say("admin.role"),
        roles,
        index=roles.index(Role(account.role)) if account else roles.index(Role.OFFICER),
        format_func=lambda r: say(f"access.role.{r}"),
        key=f"account-role-{kind}",
    )
    commune = st.selectbox(
        say("admin.commune_of_officer"),
        codes,
        index=codes.index(account.commune_code) if account and account.commune_code else None,
        format_func=lambda c: names[c].full_name,
        placeholder=say("upload.choose"),
        key=f"account-commune-{kind}",
    )
    return role, commune


def _password(page: Page, label: str, *, key: str) -> str:
    told = page.say("admin.password_help", least=SHORTEST)
    return st.text_input(
        label, type="password", max_chars=200, help=told, autocomplete="new-password", key=key
    )


def _do(page: Page, key: str, login: str, *, act: Callable[[], object]) -> None:
    """Carries it out, says so, and begins with empty forms; a refusal is one calm sentence."""
    try:
        act()
    except AppError as refused:
        st.error(refusal(page.say, refused))
        return
    st.session_state[_DONE] = page.say(key, login=login)
    st.session_state[_TURN] = _turn() + 1
    for name in [k for k in st.session_state if str(k).startswith("account-")]:
        del st.session_state[name]
    st.rerun()


def _turn() -> int:
    return int(st.session_state.get(_TURN, 0))
