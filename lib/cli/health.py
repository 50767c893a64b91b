"""``health``, ``backup`` and ``restore``: how the installation is, copies of its store.

Exit status of ``health``: 0 well, 1 somebody should see to something.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from lib.cli.acting import Who, administrator
from lib.cli.calm import calm
from lib.domain.errors import NotAllowed
from lib.services.health import words as told
from lib.services.health.backups import restore, restoring
from lib.services.health.health import health_of, take_backup
from lib.services.health.opening import open_installation
from lib.settings import settings
from lib.text import say_number, words


def health(
    thorough: Annotated[bool, typer.Option("--thorough", help="Đọc từng tệp, từng dòng.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Máy đọc được.")] = False,
) -> None:
    """Phiên bản, kho, sao lưu, chỗ trống, nhật ký; mã thoát 1 nếu có việc cần lo."""
    say = words(settings().language)
    with calm():
        found = health_of(
            open_installation(settings()), who=administrator("cli"), thorough=thorough
        )
    lines = [f"{what}: {how}" for what, how in told.health_rows(found, say)]
    lines += [f"! {line}" for line in told.concerns(found, say)]
    plain = {**asdict(found), "concerns": found.concerns}
    typer.echo(json.dumps(plain, default=str) if as_json else "\n".join(lines))
    if found.concerns:
        raise typer.Exit(1)


def backup(
    file: Path,
    who: Who = "cli",
) -> None:
    """Sao lưu kho đang chạy (SQLite, PostgreSQL) ra một tệp, đọc lại để kiểm tra, ghi nhật ký."""
    say = words(settings().language)
    with calm():
        size = take_backup(open_installation(settings()), file, who=administrator(who))
    mega = say_number(size / 2**20, digits=1, language=say.language)
    typer.echo(say("health.backup_done", file=file, size=mega))


def put_back(
    file: Path,
    who: Who = "cli",
    yes: Annotated[bool, typer.Option("--yes", help="Đồng ý, không hỏi lại.")] = False,
) -> None:
    """Đặt một bản sao lưu vào chỗ kho đang dùng; kho đang dùng được giữ lại, mọi phiên kết thúc."""
    say, actor = words(settings().language), administrator(who)
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    with calm(), restoring(settings(), file, who=actor, name=moment) as ready:
        typer.echo("\n".join(told.restore_lines(ready, say)))
        if not yes and not _agreed(say("health.restore_agree", aside=ready.aside)):
            raise NotAllowed("restore_not_agreed")
        done = restore(ready, who=actor)
    typer.echo(say("health.restore_done", aside=done.aside))
    typer.echo(say("health.restore_next"))


def _agreed(question: str) -> bool:
    return sys.stdin.isatty() and typer.confirm(question)
