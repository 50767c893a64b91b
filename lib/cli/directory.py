"""``directory``: who is over time goes, or everybody.

Exit status: 0 done, 1 the wish refused, 2 wrong usage.
"""

from __future__ import annotations

from typing import Annotated

import typer

from lib.cli.acting import Who, administrator
from lib.cli.calm import calm
from lib.services.directory.people import clear_directory, expire_directory
from lib.services.health.opening import open_installation
from lib.settings import settings
from lib.text import say_number, words

app = typer.Typer(no_args_is_help=True, help="Danh bạ Đại sứ số: xóa người hết hạn, xóa tất cả.")


@app.command("expire")
def expire() -> None:
    """Xóa người hết hạn giữ; máy chủ cũng tự làm mỗi ngày."""
    with calm():
        count = expire_directory(open_installation(settings()))
    _tell("directory.expired", count)


@app.command("clear")
def clear(
    who: Who,
    yes: Annotated[bool, typer.Option("--yes", help="Chắc chắn / I am sure.")] = False,
) -> None:
    """Xóa hẳn mọi người trong danh bạ."""
    if not yes:
        typer.echo(words(settings().language)("directory.clear_sure"), err=True)
        raise typer.Exit(2)
    with calm():
        count = clear_directory(open_installation(settings()), who=administrator(who))
    _tell("directory.cleared", count)


def _tell(key: str, count: int) -> None:
    say = words(settings().language)
    typer.echo(say(key, count=say_number(count, language=say.language)))
