"""``audit``: the trail of acts checked, told outside the store, taken out, removed in time.

Exit status: 0 done or whole, 1 a bad entry was found or the wish refused, 2 wrong usage.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lib.cli.acting import Who, administrator
from lib.cli.calm import calm
from lib.domain.audit.chain import Deed
from lib.ownership import make_private
from lib.services.audit import recording as service
from lib.services.audit import words as told
from lib.services.health.opening import open_installation
from lib.settings import settings
from lib.store.audit.entries import Wanted
from lib.text import say_number, words

app = typer.Typer(no_args_is_help=True, help="Nhật ký: kiểm tra, dấu băm, xuất, bỏ phần hết hạn.")

AsJson = Annotated[bool, typer.Option("--json", help="Máy đọc được / machine readable.")]


@app.command("verify")
def verify(
    heads: Annotated[
        list[Path] | None,
        typer.Option("--heads", exists=True, dir_okay=False, help="Tệp dấu băm / file of heads."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Đọc toàn bộ nhật ký; nêu dòng hỏng đầu tiên nếu có."""
    say = words(settings().language)
    with calm():
        found = service.verify(open_installation(settings()), heads, who=administrator("cli"))
    whole = found.fault is None
    answer = {"whole": whole, **asdict(found)}
    typer.echo(json.dumps(answer) if as_json else "\n".join(told.verified_lines(found, say)))
    if not whole:
        raise typer.Exit(1)


@app.command("head")
def head(as_json: AsJson = False) -> None:
    """Ghi dấu băm của dòng mới nhất ra ngoài kho; chạy mỗi ngày một lần."""
    say = words(settings().language)
    with calm():
        newest, path = service.export_head(open_installation(settings()))
    if as_json:
        typer.echo(json.dumps({**asdict(newest), "path": str(path) if path else None}))
    elif path is None:
        typer.echo(say("trail.no_entries"))
    else:
        typer.echo(say("trail.head", seq=newest.seq, hash=newest.hash, path=path))


@app.command("export")
def export(file: Path, who: Who = "cli") -> None:
    """Xuất toàn bộ nhật ký ra một tệp Excel."""
    say = words(settings().language)
    with calm():
        installation = open_installation(settings())
        found, _ = service.read_trail(installation, Wanted(), who=administrator(who))
        service.record_alone(
            installation, administrator(who), Deed.TRAIL_EXPORTED, after={"rows": len(found)}
        )
        file.write_bytes(told.trail_workbook(installation, found, say))
        make_private(file)
    typer.echo(say("trail.exported", count=len(found), path=file))


@app.command("list")
def list_newest(
    count: Annotated[int, typer.Option("--count", min=1, max=10_000)] = 50,
    as_json: AsJson = False,
) -> None:
    """Các dòng mới nhất."""
    say = words(settings().language)
    with calm():
        found, _ = service.read_trail(
            open_installation(settings()), Wanted(), who=administrator("cli"), limit=count
        )
    lines = "\n".join(told.line_of(e, say) for e in found) or say("trail.none")
    rows = json.dumps([asdict(e) for e in found], ensure_ascii=False)
    typer.echo(rows if as_json else lines)


@app.command("prune")
def prune(who: Who) -> None:
    """Bỏ các dòng quá hạn lưu; dòng xác nhận ở lại trong nhật ký."""
    say = words(settings().language)
    with calm():
        installation = open_installation(settings())
        gone = service.prune(installation, who=administrator(who))
        months = say_number(installation.in_force.trail_months, language=say.language)
    if gone is None:
        typer.echo(say("trail.nothing_to_prune", months=months))
    else:
        typer.echo(say("trail.pruned", seq=gone.seq))
