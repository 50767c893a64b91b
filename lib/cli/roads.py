"""``roads``: minutes along the roads of an OpenStreetMap extract that the installation owns.

Exit status: 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lib.cli.acting import CONSOLE, Who, administrator
from lib.cli.calm import calm
from lib.maps.roads.extract import MOST_MB
from lib.services.health.opening import open_installation
from lib.services.planning.roads import extracts as service
from lib.settings import settings
from lib.text import words

app = typer.Typer(no_args_is_help=True, help="Đường đi theo bản trích OpenStreetMap của đơn vị.")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    look: Annotated[bool, typer.Option("--look", help="Chỉ xem, không dùng.")] = False,
    who: Who = CONSOLE,
) -> None:
    """Tính số phút đi giữa các xã từ một tệp .osm.pbf có sẵn trên máy; không tải gì về."""
    say = words(settings().language)
    with calm():
        installation, person = open_installation(settings()), administrator(who)
        with file.open("rb") as given:  # one that is too large need not be read whole
            content = given.read(MOST_MB * 2**20 + 1)
        table = service.propose_roads(installation, content, file.name, who=person)
        for line in service.told_of(installation, table, say):
            typer.echo(line)
        if not look:
            service.adopt_roads(installation, table, who=person)
            typer.echo(say("road_extract.adopted", source=table.source))


@app.command("show")
def show() -> None:
    """Cho biết các chặng không ai biết được lấy từ đâu."""
    say = words(settings().language)
    with calm():
        installation = open_installation(settings())
        found = service.roads_in_force(installation, who=administrator(CONSOLE))
        typer.echo(service.in_force_said(found, say))
        if found:
            for line in service.told_of(installation, found[0], say):
                typer.echo(line)


@app.command("withdraw")
def withdraw_last(
    who: Who = CONSOLE,
    reason: Annotated[str, typer.Option("--reason", help="Lý do.")] = "roads withdraw",
) -> None:
    """Bỏ bản trích nhập gần nhất, quay về bản trước đó hoặc đường thẳng."""
    say = words(settings().language)
    with calm():
        installation, person = open_installation(settings()), administrator(who)
        service.withdraw_roads(installation, who=person, reason=reason)
        found = service.roads_in_force(installation, who=person)
        typer.echo(say("road_extract.withdrawn", now=service.in_force_said(found, say)))
