"""``health`` and ``backup``: how the installation is, and a copy of its store.

Exit status of ``health``: 0 well, 1 somebody should see to something.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lib.cli.acting import Who, administrator
from lib.cli.calm import calm
from lib.services import health_words as told
from lib.services.health import health_of, take_backup
from lib.services.house import open_house
from lib.settings import settings
from lib.text import say_number, words


def health(
    thorough: Annotated[bool, typer.Option("--thorough", help="Đọc từng tệp, từng dòng.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Máy đọc được.")] = False,
) -> None:
    """Phiên bản, kho, sao lưu, chỗ trống, nhật ký; mã thoát 1 nếu có việc cần lo."""
    say = words(settings().language)
    with calm():
        found = health_of(open_house(settings()), who=administrator("cli"), thorough=thorough)
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
    """Sao lưu kho đang chạy ra một tệp, có kiểm tra và ghi nhật ký."""
    say = words(settings().language)
    with calm():
        size = take_backup(open_house(settings()), file, who=administrator(who))
    mega = say_number(size / 2**20, digits=1, language=say.language)
    typer.echo(say("health.backup_done", file=file, size=mega))
