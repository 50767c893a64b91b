"""``plan``: an instance file in, a plan with its certificate out; or the store's own question.

Exit status: 0 a plan was made, 1 the instance is refused, 2 wrong usage.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from lib.domain.errors import AppError
from lib.domain.planning.plan.plan import Plan
from lib.domain.planning.plan.signs import Sign
from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.question.days import ANY_DAY
from lib.domain.planning.question.faults import Refused
from lib.domain.planning.question.instance import Instance, Rules
from lib.domain.planning.question.reading import MOST_BYTES, read_instance, too_large
from lib.ownership import make_private
from lib.services.health.opening import open_installation
from lib.services.planning.explanations import explained
from lib.services.planning.instance_in_force import Asked, instance_of
from lib.services.planning.told.archive import unsaved_archive
from lib.services.planning.words import fault_sentences, faults_as_json, plan_as_json, plan_lines
from lib.settings import settings
from lib.text import say_number, words

AsJson = Annotated[bool, typer.Option("--json", help="Máy đọc được / machine readable.")]


def plan(
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False, readable=True)] = None,
    *,
    as_json: AsJson = False,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, max=3600, help="Thời gian tối đa / time limit.")
    ] = 15.0,
    gap: Annotated[
        float | None,
        typer.Option("--gap", min=0, max=1, help="Dừng khi sai lệch còn / stop at gap."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**31 - 1)] = 0,
    from_store: Annotated[
        bool, typer.Option("--from-store", help="Lấy bài toán từ kho / question from the store.")
    ] = False,
    first_day: Annotated[
        str, typer.Option("--first-day", help="Ngày đầu tuần 1 / first day: 2026-06-08.")
    ] = "",
    weeks: Annotated[
        int, typer.Option("--weeks", min=1, max=60, help="Số tuần / weeks (--from-store).")
    ] = 12,
    with_finished: Annotated[
        bool, typer.Option("--with-finished", help="Kể cả đội đã hoàn thành / replay a summer.")
    ] = False,
    write: Annotated[
        Path | None, typer.Option("--write", help="Chỉ ghi bài toán ra tệp / write the instance.")
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="In lược đồ JSON / JSON schema.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Kèm lý do và cách tháo gỡ / with reasons and cures.")
    ] = False,
    progress: Annotated[bool, typer.Option("--progress", help="Báo tiến độ / progress.")] = False,
    files: Annotated[
        Path | None,
        typer.Option("--files", help="Ghi bộ văn bản (Excel, Word, lịch) / papers as a ZIP."),
    ] = None,
) -> None:
    """Lập phương án bố trí đội hình từ một tệp bài toán / makes a plan from an instance file."""
    if schema:
        typer.echo(json.dumps(Instance.model_json_schema(), ensure_ascii=False))
        return
    if (file is None) != from_store:
        raise typer.BadParameter("INSTANCE.json | --from-store", param_hint="FILE")
    try:
        if file is not None:
            instance = read_instance(_content(file))
        else:
            instance = _stored(first_day, weeks, with_finished=with_finished)
        if write is not None:
            write.write_text(instance.model_dump_json(indent=1), encoding="utf-8")
            make_private(write)
            return
        effort = Effort(seconds=seconds, gap=gap, seed=seed)
        made = solve(instance, effort, hear=_heard if progress else None)
    except Refused as refused:
        _tell_refusal(refused, as_json=as_json)
        raise typer.Exit(1) from refused
    _tell(made, as_json=as_json, explain=explain)
    if files is not None:
        _write_papers(files, made, first_day)


def _tell(made: Plan, *, as_json: bool, explain: bool) -> None:
    say = words(settings().language)
    reasons = explained(made, say) if explain else {}
    if as_json:
        told = plan_as_json(made, say) | ({"explained": reasons} if explain else {})
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    lines = plan_lines(made, say)
    lines += [entry["say"] for part in reasons.values() for entry in part]
    typer.echo("\n".join(lines))


def _write_papers(target: Path, made: Plan, first_day: str) -> None:
    """The same papers as on the page; needs the first day, for letters have dates."""
    say = words(settings().language)
    try:
        day = date.fromisoformat(first_day)
    except ValueError as error:
        hint = say("plan_files.cli_first_day")
        raise typer.BadParameter(hint, param_hint="--first-day") from error
    try:
        papers = unsaved_archive(open_installation(settings()), made, say, first_day=day)
    except AppError as error:
        typer.echo(say(f"error.{error.code}", **error.values), err=True)
        raise typer.Exit(1) from error
    target.write_bytes(papers)
    make_private(target)
    typer.echo(say("plan_files.cli_done", path=target), err=True)


def _tell_refusal(refused: Refused, *, as_json: bool) -> None:
    say = words(settings().language)
    told: dict[str, Any] = {"assignments": [], "problems": faults_as_json(refused.faults, say)}
    lines = [" ".join(fault_sentences(f, say)) for f in refused.faults]
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines))


def _stored(first_day: str, weeks: int, *, with_finished: bool) -> Instance:
    """The question the store asks; one calm sentence and status 1 when it cannot be asked."""
    try:
        day = date.fromisoformat(first_day)
    except ValueError as error:
        raise typer.BadParameter("2026-06-08", param_hint="--first-day") from error
    asked = Asked(
        first_day=day,
        rules=Rules(weeks=weeks, start_every_days=ANY_DAY),
        with_finished=with_finished,
    )
    try:
        return instance_of(open_installation(settings()), asked).instance
    except AppError as error:
        typer.echo(words(settings().language)(f"error.{error.code}", **error.values), err=True)
        raise typer.Exit(1) from error


def _content(file: Path) -> bytes:
    if (size := file.stat().st_size) > MOST_BYTES:
        raise too_large(size)
    return file.read_bytes()


def _heard(sign: Sign) -> None:
    say = words(settings().language)
    line = say(
        f"plan_stage.{sign.stage}",
        seconds=say_number(sign.seconds, digits=1, language=say.language),
        unmet=sign.unmet,
        value=say_number(sign.value, language=say.language),
    )
    typer.echo(line, err=True)
