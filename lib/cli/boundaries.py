"""``boundaries``: import official outlines, fetch them, show or withdraw them.

Exit status: 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lib.cli.acting import CONSOLE, Who, administrator
from lib.cli.calm import calm
from lib.maps.boundaries import current, history
from lib.maps.importing.fetching import BASE, NAME, fetch
from lib.services.health.opening import open_installation
from lib.services.map import outlines as service
from lib.settings import settings
from lib.text import Words, say_moment, words

app = typer.Typer(no_args_is_help=True, help="Ranh giới xã, phường.")

Agree = Annotated[bool, typer.Option("--agree", help="Đồng ý dùng dù thiếu hoặc lệch diện tích.")]


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    agree: Agree = False,
    who: Who = CONSOLE,
) -> None:
    """Nhập ranh giới từ GeoJSON, TopoJSON, GeoPackage, KML hoặc Shapefile nén."""
    say = words(settings().language)
    with calm():
        _adopt(file.read_bytes(), file.name, agree=agree, who=who, say=say)


@app.command("fetch")
def fetch_files(
    base: Annotated[str, typer.Option("--from", help="Địa chỉ gốc của kho dữ liệu.")] = BASE,
    agree: Agree = False,
    who: Who = CONSOLE,
) -> None:
    """Tải ranh giới từ kho công khai, kiểm từng tệp rồi dùng."""
    say = words(settings().language)
    typer.echo(say("boundaries.terms"))
    with calm():
        content = fetch(base, progress=lambda done, total: _progress(done, total, say))
        _adopt(content, NAME, agree=agree, who=who, say=say)


@app.command("show")
def show() -> None:
    """Cho biết ranh giới đang dùng."""
    say = words(settings().language)
    found = current(settings().data_dir)
    typer.echo(say("boundaries.in_force", source=service.source_said(found, say), key=found.key))
    for entry in reversed(history(settings().data_dir)):
        at = say_moment(datetime.fromisoformat(entry["adopted_at"]))
        typer.echo(f"  {at}  {entry['digest']}  {entry['source']}")


@app.command("withdraw")
def withdraw_last(
    who: Who = CONSOLE,
    reason: Annotated[str, typer.Option("--reason", help="Lý do.")] = "boundaries withdraw",
) -> None:
    """Bỏ ranh giới nhập gần nhất, quay về ranh giới trước đó."""
    say = words(settings().language)
    with calm():
        installation = open_installation(settings())
        found = service.withdraw_outlines(installation, who=administrator(who), reason=reason)
        typer.echo(say("boundaries.withdrawn", source=service.source_said(found, say)))


def _adopt(content: bytes, filename: str, *, agree: bool, who: str, say: Words) -> None:
    installation, person = open_installation(settings()), administrator(who)
    proposal = service.propose_outlines(installation, content, filename, who=person)
    far = [service.area_said(installation, a, say) for a in service.areas_that_differ(proposal)]
    for line in (*service.offered(installation, proposal, say), *far):
        typer.echo(line)
    found = service.adopt_outlines(installation, proposal, who=person, agreed=agree)
    typer.echo(say("boundaries.adopted", source=found.source, key=found.key))


def _progress(done: int, total: int, say: Words) -> None:
    if done % 15 == 0 or done == total:
        typer.echo(say("boundaries.downloading", done=done, total=total))
