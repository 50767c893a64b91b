"""``chot``: freezing figures for a meeting; and reading the store as of a moment.

Exit status: 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from lib.cli.acting import Who, administrator
from lib.cli.calm import calm
from lib.domain.errors import NotAllowed
from lib.services.health.opening import open_installation
from lib.services.history.freezes import freeze_figures, known_freezes, opened, withdraw_freeze
from lib.services.installation import Installation
from lib.settings import settings
from lib.store.history.freezes import Freeze
from lib.text import say_moment, words
from lib.text.formats import HANOI

app = typer.Typer(no_args_is_help=True, help="Bản chốt: số liệu chốt cho cuộc họp.")

AsJson = Annotated[bool, typer.Option("--json", help="Máy đọc được / machine readable.")]


@app.command("make")
def make(
    name: Annotated[str, typer.Option("--name", help="Tên cuộc họp / name of the meeting.")],
    who: Who,
    note: Annotated[str, typer.Option("--note", help="Ghi chú / note.")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Chốt số liệu lúc này dưới một tên."""
    with calm():
        made = freeze_figures(
            open_installation(settings()), name, who=administrator(who), note=note
        )
        typer.echo(json.dumps(_told(made), ensure_ascii=False) if as_json else _line(made))


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """Các bản chốt, mới nhất ở trên."""
    with calm():
        found = known_freezes(open_installation(settings()))
        lines = "\n".join(map(_line, found)) or words(settings().language)("freeze.none")
        typer.echo(json.dumps([_told(f) for f in found], ensure_ascii=False) if as_json else lines)


@app.command("withdraw")
def withdraw(
    code: str,
    who: Who,
    reason: Annotated[str, typer.Option("--reason", help="Lý do / reason.")],
) -> None:
    """Thu hồi một bản chốt; không có gì bị xóa."""
    with calm():
        typer.echo(
            _line(
                withdraw_freeze(
                    open_installation(settings()), code, who=administrator(who), reason=reason
                )
            )
        )


def at_moment(installation: Installation, *, code: str = "", as_of: str = "") -> Installation:
    """The installation at a freeze or at a moment (Vietnam's time where it names no zone).

    Raises ``NotAllowed`` for an unknown code, ``typer.BadParameter`` for a moment that is none.
    """
    if code:
        found = opened(installation, code)
        if found.installation.freeze is None:
            raise NotAllowed("no_freeze", given=found.unknown)
        return found.installation
    if not as_of:
        return installation
    try:
        moment = datetime.fromisoformat(as_of)
    except ValueError as error:
        raise typer.BadParameter("2026-11-23T07:30", param_hint="--as-of") from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=HANOI)
    return replace(installation, freeze=Freeze(code="", name="", as_of=aware))


def _told(freeze: Freeze) -> dict[str, str | None]:
    return {
        "chot": freeze.code,
        "name": freeze.name,
        "as_of": freeze.as_of.isoformat(),
        "period": freeze.period,
        "who": freeze.who,
        "note": freeze.note or None,
        "withdrawn_at": freeze.withdrawn_at.isoformat() if freeze.withdrawn_at else None,
        "reason": freeze.reason or None,
    }


def _line(freeze: Freeze) -> str:
    say = words(settings().language)
    gone = f"  [{say('history.withdrawn')}: {freeze.reason}]" if freeze.withdrawn_at else ""
    return f"{freeze.code}  {say_moment(freeze.as_of)}  {freeze.who}  {freeze.name}{gone}"
