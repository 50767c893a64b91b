"""``user``: accounts, from the console of the server. Passwords are asked for, never arguments.

Exit status: 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import getpass
import json
import sys
from typing import Annotated

import typer

from lib.cli.acting import Who, administrator
from lib.cli.calm import calm
from lib.domain.access.permissions import Role
from lib.domain.errors import NotAllowed
from lib.services.access import accounts
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.settings import settings
from lib.store.access.accounts import Account
from lib.text import words

app = typer.Typer(no_args_is_help=True, help="Tài khoản: thêm, khóa, đổi vai trò, đặt mật khẩu.")

Commune = Annotated[str, typer.Option("--commune", help="Mã xã của cán bộ xã / commune code.")]


@app.command("add")
def add(
    login: str,
    name: Annotated[str, typer.Option("--name", help="Họ tên / name.")],
    role: Annotated[Role, typer.Option("--role", help="Vai trò / role.")],
    *,
    commune: Commune = "",
    who: Who = "cli",
) -> None:
    """Thêm tài khoản; mật khẩu được hỏi, hoặc đọc một dòng từ đầu vào chuẩn."""
    with calm():
        made = accounts.add_account(
            _installation(),
            login,
            who=administrator(who),
            name=name,
            role=role,
            password=_password(),
            commune=commune or None,
        )
        typer.echo(_line(made))


@app.command("list")
def list_all(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Mọi tài khoản."""
    with calm():
        found = accounts.known_accounts(_installation(), who=administrator("cli"))
        told = [
            {
                "login": a.login,
                "name": a.name,
                "role": a.role,
                "commune": a.commune_code,
                "disabled": a.disabled_at is not None,
            }
            for a in found
        ]
        typer.echo(
            json.dumps(told, ensure_ascii=False) if as_json else "\n".join(map(_line, found))
        )


@app.command("disable")
def disable(login: str, who: Who = "cli") -> None:
    """Khóa: người ấy ra khỏi mọi máy."""
    with calm():
        typer.echo(_line(accounts.disable_account(_installation(), login, who=administrator(who))))


@app.command("enable")
def enable(login: str, who: Who = "cli") -> None:
    """Mở lại một tài khoản đã khóa."""
    with calm():
        typer.echo(_line(accounts.enable_account(_installation(), login, who=administrator(who))))


@app.command("role")
def role(login: str, to: Role, commune: Commune = "", *, who: Who = "cli") -> None:
    """Đổi vai trò; người ấy phải đăng nhập lại."""
    with calm():
        done = accounts.change_role(
            _installation(), login, to, who=administrator(who), commune=commune or None
        )
        typer.echo(_line(done))


@app.command("subject")
def subject(login: str, to: Annotated[str, typer.Argument()] = "", who: Who = "cli") -> None:
    """Gắn với mã ở nơi đăng nhập một lần; bỏ trống là gỡ."""
    with calm():
        typer.echo(_line(accounts.set_subject(_installation(), login, to, who=administrator(who))))


@app.command("password")
def password(login: str, who: Who = "cli") -> None:
    """Đặt lại mật khẩu; được hỏi, hoặc đọc một dòng từ đầu vào chuẩn."""
    with calm():
        done = accounts.reset_password(_installation(), login, _password(), who=administrator(who))
        typer.echo(_line(done))


@app.command("forget-devices")
def forget_devices(login: str, who: Who = "cli") -> None:
    """Không máy nào còn được coi là quen với tài khoản này (máy mất, máy dùng chung)."""
    with calm():
        typer.echo(_line(accounts.forget_devices(_installation(), login, who=administrator(who))))


def first_administrator(installation: Installation) -> None:
    """Asks for an administrator where nobody could come in; says how where nobody can be asked."""
    if installation.is_demo or accounts.has_accounts(installation):
        return
    say = words(settings().language)
    typer.echo(say("cli.nobody"))
    if not sys.stdin.isatty():
        typer.echo(say("cli.nobody_how"))
        return
    login = typer.prompt(say("access.name"))
    name = typer.prompt(say("admin.name"))
    while True:
        try:
            made = accounts.add_account(
                installation,
                login,
                who=administrator("cli"),
                name=name,
                role=Role.ADMINISTRATOR,
                password=_password(),
            )
        except NotAllowed as refused:
            typer.echo(say(f"error.{refused.code}", **refused.values), err=True)
            if not refused.code.startswith("password"):
                raise typer.Exit(1) from refused
            continue
        typer.echo(_line(made))
        return


def _installation() -> Installation:
    return open_installation(settings())


def _password() -> str:
    say = words(settings().language)
    if sys.stdin.isatty():
        given = getpass.getpass(f"{say('access.password')}: ")
        if getpass.getpass(f"{say('cli.again')}: ") != given:
            raise NotAllowed("password_differs")
        return given
    return sys.stdin.readline().rstrip("\r\n")


def _line(account: Account) -> str:
    say = words(settings().language)
    parts = [account.login, account.name, say(f"access.role.{account.role}")]
    parts += [account.commune_code] if account.commune_code else []
    parts += [f"[{say('admin.disable')}]"] if account.disabled_at else []
    return "  ".join(parts)
