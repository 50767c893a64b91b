"""``boundaries``: import official outlines, fetch them, show or withdraw them.

Exit status: 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lib.domain.errors import AppError
from lib.domain.places import Gazetteer
from lib.files.reference import gazetteer
from lib.maps.adopting import adopt, withdraw
from lib.maps.boundaries import Boundaries, current, history
from lib.maps.fetching import BASE, NAME, fetch
from lib.maps.importing import Proposal, prepare
from lib.settings import settings
from lib.text import Words, say_moment, say_number, words

app = typer.Typer(no_args_is_help=True, help="Ranh giới xã, phường.")

Agree = Annotated[bool, typer.Option("--agree", help="Đồng ý dùng dù thiếu hoặc lệch diện tích.")]
_TELL_AREA_FROM = 0.05
_NAMES_SHOWN = 10


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    agree: Agree = False,
) -> None:
    """Nhập ranh giới từ GeoJSON, GeoPackage hoặc Shapefile nén."""
    say = words(settings().language)
    with _calm(say):
        _adopt(file.read_bytes(), file.name, agree=agree, say=say)


@app.command("fetch")
def fetch_files(
    base: Annotated[str, typer.Option("--from", help="Địa chỉ gốc của kho dữ liệu.")] = BASE,
    agree: Agree = False,
) -> None:
    """Tải ranh giới từ kho công khai, kiểm từng tệp rồi dùng."""
    say = words(settings().language)
    typer.echo(say("boundaries.terms"))
    with _calm(say):
        content = fetch(base, progress=lambda done, total: _progress(done, total, say))
        _adopt(content, NAME, agree=agree, say=say)


@app.command("show")
def show() -> None:
    """Cho biết ranh giới đang dùng."""
    say = words(settings().language)
    found = current(settings().data_dir)
    typer.echo(say("boundaries.in_force", source=_source(found, say), key=found.key))
    for entry in reversed(history(settings().data_dir)):
        at = say_moment(datetime.fromisoformat(entry["adopted_at"]))
        typer.echo(f"  {at}  {entry['digest']}  {entry['source']}")


@app.command("withdraw")
def withdraw_last() -> None:
    """Bỏ ranh giới nhập gần nhất, quay về ranh giới trước đó."""
    say = words(settings().language)
    with _calm(say):
        found = withdraw(settings().data_dir)
        typer.echo(say("boundaries.withdrawn", source=_source(found, say)))


def _adopt(content: bytes, filename: str, *, agree: bool, say: Words) -> None:
    proposal = prepare(content, filename, gazetteer())
    for line in sentences(proposal, gazetteer(), say):
        typer.echo(line)
    found = adopt(proposal, settings().data_dir, agreed=agree)
    typer.echo(say("boundaries.adopted", source=found.source, key=found.key))


def sentences(proposal: Proposal, book: Gazetteer, say: Words) -> Iterator[str]:
    """What a file offers, in words: found, missing, put right, far from the published area."""
    yield say("boundaries.matched", count=len(proposal.matched), total=len(book))
    if proposal.missing:
        names = [book.communes[c].name for c in proposal.missing]
        yield say("boundaries.missing", names=_listed(names))
    if proposal.unmatched:
        count = say_number(len(proposal.unmatched), language=say.language)
        yield say("boundaries.unmatched", count=count, names=_listed(proposal.unmatched))
    for repair in proposal.repairs:
        hectares = say_number(repair.km2 * 100, digits=1, language=say.language)
        name = book.communes[repair.code].full_name
        yield say(f"boundaries.repaired_{repair.kind}", name=name, hectares=hectares)
    for area in proposal.areas:
        if abs(area.off_published) >= _TELL_AREA_FROM:
            yield say(
                "boundaries.area_differs",
                name=book.communes[area.code].full_name,
                km2=say_number(area.after_km2, digits=1, language=say.language),
                percent=say_number(abs(area.off_published) * 100, language=say.language),
                published=say_number(area.published_km2, digits=1, language=say.language),
            )


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names[:_NAMES_SHOWN]) + ("…" if len(names) > _NAMES_SHOWN else "")


def _source(found: Boundaries, say: Words) -> str:
    if found.name == "official":
        return found.source
    return say(f"boundaries.source.{found.name}").rstrip(".")


def _progress(done: int, total: int, say: Words) -> None:
    if done % 15 == 0 or done == total:
        typer.echo(say("boundaries.downloading", done=done, total=total))


@contextmanager
def _calm(say: Words) -> Iterator[None]:
    """Refusals as one sentence and exit status 1."""
    try:
        yield
    except AppError as error:
        typer.echo(say(f"error.{error.code}", **error.values), err=True)
        raise typer.Exit(1) from error
