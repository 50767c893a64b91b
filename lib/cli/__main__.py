"""``python -m lib.cli``: the same services as the pages, for terminals and scripts.

Exit status: 0 done or accepted, 1 refused or a question is open, 2 wrong usage.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lib.cli import (
    audit,
    boundaries,
    directory,
    freezes,
    health,
    intake,
    periods,
    planning,
    roads,
    users,
)
from lib.cli.acting import Who, administrator
from lib.cli.calm import answer_with, calm, calm_json
from lib.domain.figures.indicators import CATALOGUE, State
from lib.domain.intake.batch import UNWARNED, Standing
from lib.domain.patience import each, patience
from lib.domain.periods import Period
from lib.domain.problems import Verdict
from lib.files.reading.reader import ASIDE
from lib.logs import only_for_people
from lib.ownership import keep_private
from lib.services.figures.snapshots import measured
from lib.services.health.lost import must_have_its_store
from lib.services.health.opening import open_installation
from lib.services.history.uploads import history, withdraw
from lib.services.installation import Installation
from lib.services.intake.demo import fill_with_demo, wants_demo
from lib.services.intake.overtaken import Overtaken
from lib.services.intake.preview import PATIENCE_S, preview, receive
from lib.services.intake.preview_json import as_json, sentences
from lib.services.intake.preview_words import overtaken_in_words
from lib.services.intake.previewed import Preview
from lib.services.intake.publishing import publish
from lib.services.wording.figures import reported as reported_said
from lib.settings import settings
from lib.store.soundness import soundness
from lib.text import say_moment, say_number, words

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(audit.app, name="audit")
app.add_typer(boundaries.app, name="boundaries")
app.add_typer(directory.app, name="directory")
app.add_typer(freezes.app, name="chot")
app.add_typer(periods.app, name="ky")
app.add_typer(roads.app, name="roads")
app.add_typer(users.app, name="user")
app.command(name="health")(health.health)
app.command(name="backup")(health.backup)
app.command(name="restore")(health.put_back)
app.command(name="plan")(planning.plan)


@app.callback()
def begin(context: typer.Context) -> None:
    """What holds for every command: files that it writes are their owner's alone, and only a
    restore goes on where the store that served here is gone.
    """
    if context.invoked_subcommand not in _WITHOUT_STORE:
        with calm():
            must_have_its_store(settings())
    keep_private(settings().data_dir)


_WITHOUT_STORE = {"restore", "plan", "boundaries"}
AsJson = Annotated[bool, typer.Option("--json", help="Máy đọc được / machine readable.")]
Answers = Annotated[
    list[str] | None, typer.Option("--answer", help="Trả lời câu hỏi / answer: KEY=VALUE.")
]


@app.command()
def init(
    demo: Annotated[bool, typer.Option("--demo", help="Nạp dữ liệu minh họa.")] = False,
) -> None:
    """Prepares the store; with --demo fills it with demonstration data when it is empty.

    A store of real figures that nobody can enter yet asks for its first administrator.
    """
    say = words(settings().language)
    with calm_json():
        installation = open_installation(settings())
        if demo and wants_demo(installation):
            typer.echo(say("cli.filling"))
            count = fill_with_demo(installation)
            typer.echo(say("cli.filled", count=count))
        typer.echo(say("cli.ready", uploads=len(history(installation, who=administrator("cli")))))
        users.first_administrator(installation)


@app.command()
def check(file: Path, as_json_: AsJson = False, answer: Answers = None) -> None:
    """Checks a file and shows what publishing it would do. Writes nothing."""
    ASIDE.ready()
    with calm_json(as_json_):
        installation = open_installation(settings())
        with patience(PATIENCE_S):
            ready = _preview(installation, file, answer)
            _show(ready, as_json_=as_json_)
    raise typer.Exit(0 if ready.verdict in (Verdict.ACCEPT, Verdict.WARN) else 1)


@app.command(name="publish")
def publish_file(
    file: Path,
    who: Who,
    as_json_: AsJson = False,
    *,
    answer: Answers = None,
    reason: Annotated[str, typer.Option("--reason", help="Lý do sửa sau chốt kỳ.")] = "",
) -> None:
    """Publishes a file that passes its check, in one transaction."""
    say = words(settings().language)
    with calm_json(as_json_):
        installation = open_installation(settings())
        ready = _preview(installation, file, answer)
        if not ready.publishable:
            _show(ready, as_json_=as_json_)
            raise typer.Exit(1)
        done = publish(installation, ready, who=administrator(who), reason=reason)
    if isinstance(done, Overtaken):
        typer.echo(" ".join(overtaken_in_words(done, say)), err=True)
        raise typer.Exit(1)
    answer_with({"upload": done.upload_id}, say("publish.done", id=done.upload_id), as_json_)


@app.command(name="intake")
def take_in(
    source: Path,
    publish_clean: Annotated[
        bool, typer.Option("--publish-clean", help="Công bố tệp sạch.")
    ] = False,
    as_json_: AsJson = False,
    *,
    who: Who = "cli",
) -> None:
    """Checks all files of a folder or a zip; with --publish-clean publishes the clean ones."""
    if not source.exists():
        raise typer.BadParameter(source.name, param_hint="SOURCE")
    say = words(settings().language)
    with calm_json(as_json_):
        installation = open_installation(settings())
        board = intake.taken_in(
            installation, source, who=administrator(who), publish_clean=publish_clean
        )
        answer_with(intake.as_json(board, say), intake.as_text(board, say), as_json_)
    done = (Standing.PUBLISHED, *(() if publish_clean else (*UNWARNED, Standing.WARN)))
    raise typer.Exit(0 if all(line.standing in done for line in board.lines) else 1)


@app.command(name="withdraw")
def withdraw_upload(
    upload_id: int,
    reason: Annotated[str, typer.Option("--reason", help="Lý do / reason.")],
    who: Who = "cli",
    *,
    after_closing: periods.After = False,
) -> None:
    """Takes an upload back; nothing is deleted."""
    with calm_json():
        installation = open_installation(settings())
        gone = withdraw(
            installation, upload_id, who=administrator(who), reason=reason, closed_too=after_closing
        )
    typer.echo(words(settings().language)("history.withdrawn_done", id=gone.id))


@app.command(name="soundness")
def look_through(as_json_: AsJson = False) -> None:
    """Whether the store holds what was put into it: every page, every kept file, every row."""
    say = words(settings().language)
    with calm_json(as_json_):
        found = soundness(open_installation(settings()).engine)
    lines = [say("soundness.sound" if found.sound else "soundness.broken")]
    if not found.whole:
        lines.append(say("soundness.pages"))
    if found.files:
        lines.append(say("soundness.files", names=", ".join(name[:12] for name in found.files)))
    if found.uploads:
        lines.append(say("soundness.uploads", ids=", ".join(map(str, found.uploads))))
    if found.undigested:
        lines.append(say("soundness.undigested", count=found.undigested))
    answer_with({**asdict(found), "sound": found.sound}, "\n".join(lines), as_json_)
    if not found.sound:
        raise typer.Exit(1)


@app.command(name="history")
def show_history(as_json_: AsJson = False) -> None:
    """All uploads, newest first."""
    say = words(settings().language)
    with calm_json(as_json_):
        found = history(open_installation(settings()), who=administrator("cli"))
    rows = [
        {
            "id": u.id,
            "file": u.filename,
            "template": u.template,
            "who": u.who,
            "published_at": u.published_at.isoformat(),
            "withdrawn_at": u.withdrawn_at.isoformat() if u.withdrawn_at else None,
            "reason": u.reason or None,
            "correction": u.correction or None,
            **u.summary,
        }
        for u in found
    ]
    lines = [
        f"{u.id:>5}  {say_moment(u.published_at)}  {u.who}  {u.filename}"
        + (f"  [{say('history.withdrawn')}: {u.reason}]" if u.withdrawn_at else "")
        for u in found
    ]
    answer_with(rows, "\n".join(lines) or say("history.none"), as_json_)


@app.command(name="measure")
def measure_indicator(
    indicator: Annotated[str, typer.Option("--indicator", help="GD03, DS01…")],
    period: Annotated[str, typer.Option("--period", help="2026-08")],
    as_json_: AsJson = False,
    *,
    chot: Annotated[str, typer.Option("--chot", help="Mã bản chốt / code of a freeze.")] = "",
    as_of: Annotated[
        str, typer.Option("--as-of", help="Số liệu đến lúc ấy / known then: 2026-11-23T07:30.")
    ] = "",
) -> None:
    """One indicator in one period, for the province and every commune; now or at a moment."""
    if indicator not in CATALOGUE:
        raise typer.BadParameter(", ".join(CATALOGUE), param_hint="--indicator")
    try:
        wanted = Period.parse(period)
    except ValueError as error:
        raise typer.BadParameter("2026-08", param_hint="--period") from error
    say = words(settings().language)
    with calm_json(as_json_):
        installation = freezes.at_moment(open_installation(settings()), code=chot, as_of=as_of)
        result = measured(installation, indicator, wanted)
    plain = result.communes.astype(object).where(result.communes.notna(), None)
    answer = {
        "indicator": indicator,
        "period": period,
        "demo": installation.is_demo,
        "as_of": installation.as_of.isoformat() if installation.as_of else None,
        "province": {
            "value": result.value,
            "numerator": result.numerator,
            "denominator": result.denominator,
            "reporting": result.reporting,
            "communes": result.total,
            "held_back": result.held_back,
            "in_part": result.in_part,
            "reported_by": result.indicator.reporters,
            "states": {str(s): int((result.communes["state"] == s).sum()) for s in State},
        },
        "communes": [{"commune_code": code, **row} for code, row in plain.to_dict("index").items()],
    }
    value = say_number(result.value, digits=result.indicator.digits)
    reported = reported_said(result, say)
    name = result.indicator.name[say.language]
    answer_with(answer, f"{indicator} {name}: {value} ({reported})", as_json_)


def _preview(installation: Installation, file: Path, answers: list[str] | None) -> Preview:
    if not file.is_file():
        raise typer.BadParameter(file.name, param_hint="FILE")
    given = dict(a.split("=", 1) for a in answers or () if "=" in a)
    received = receive(file.name, file.read_bytes(), installation.settings)
    return preview(installation, received, given, who=administrator(""))


def _show(ready: Preview, *, as_json_: bool) -> None:
    say = words(settings().language)
    lines = [say(f"verdict.{ready.verdict}")]
    for problem in each(ready.problems):
        seen, fix = sentences(problem, say)
        lines.append(f"[{say(f'severity.{problem.severity.name.lower()}')}] {seen} {fix}")
    answer_with(as_json(ready, say), "\n".join(lines), as_json_)


if __name__ == "__main__":
    only_for_people()
    app()
