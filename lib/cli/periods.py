"""``ky``: closing periods, opening them again, and bringing one back to an earlier state.

Exit status: 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from lib.cli.acting import Who, administrator
from lib.cli.calm import calm
from lib.domain.periods import Period
from lib.services.health.opening import open_installation
from lib.services.history.moment import moment_in
from lib.services.history.returns import known_returns, preview_return, return_to, undo_return
from lib.services.history.words import closing_line, preview_lines, return_line
from lib.services.installation import Installation
from lib.services.reporting import progress_words as told
from lib.services.reporting.closings import close_period, known_closings, reopen_period
from lib.services.reporting.progress import progress_of
from lib.settings import settings
from lib.text import words

app = typer.Typer(no_args_is_help=True, help="Kỳ báo cáo: chốt, mở lại, trở về, tiến độ nộp.")

AsJson = Annotated[bool, typer.Option("--json", help="Máy đọc được / machine readable.")]
Reason = Annotated[str, typer.Option("--reason", help="Lý do / reason.")]
After = Annotated[
    bool, typer.Option("--after-closing", help="Sửa sau chốt kỳ / corrects a closed period.")
]


@app.command("close")
def close(period: str, who: Who, reason: Reason = "") -> None:
    """Chốt một kỳ đã kết thúc."""
    with calm():
        done = close_period(_installation(), _period(period), who=administrator(who), reason=reason)
        typer.echo(closing_line(done, words(settings().language)))


@app.command("reopen")
def reopen(period: str, who: Who, reason: Reason) -> None:
    """Mở lại một kỳ đã chốt."""
    with calm():
        done = reopen_period(
            _installation(), _period(period), who=administrator(who), reason=reason
        )
        typer.echo(closing_line(done, words(settings().language)))


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """Mọi lần chốt, mở lại và trở về, mới nhất ở trên."""
    say = words(settings().language)
    with calm():
        installation = _installation()
        turned, shut = known_returns(installation), known_closings(installation)
    if as_json:
        rows: dict[str, Any] = {
            "closings": [
                {"period": c.period, "closed": c.closed, "who": c.who, "at": c.at.isoformat(),
                 "reason": c.reason or None} for c in shut
            ],
            "returns": [
                {"id": r.id, "period": r.period, "as_of": r.as_of.isoformat(), "who": r.who,
                 "at": r.at.isoformat(), "reason": r.reason,
                 "undone_at": r.undone_at.isoformat() if r.undone_at else None} for r in turned
            ],
        }  # fmt: skip
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    lines = [*(closing_line(c, say) for c in shut), *(return_line(r, say) for r in turned)]
    typer.echo("\n".join(lines) or say("closing.none"))


@app.command("return")
def bring_back(
    period: str,
    to: Annotated[str, typer.Option("--to", help="Về như lúc / as of: 2026-08-20T15:04.")],
    who: Who = "",
    *,
    reason: Reason = "",
    after_closing: After = False,
    do: Annotated[bool, typer.Option("--do", help="Làm thật / really do it.")] = False,
) -> None:
    """Xem trước, và với --do thì đưa kỳ về như một lúc trước đây."""
    say = words(settings().language)
    moment = moment_in(to)
    if moment is None:
        raise typer.BadParameter("2026-08-20T15:04", param_hint="--to")
    with calm():
        installation = _installation()
        ready = preview_return(installation, _period(period), moment, who=administrator(who))
        typer.echo("\n".join(preview_lines(installation, ready, say)))
        if do:
            done = return_to(
                installation, ready, who=administrator(who), reason=reason, closed_too=after_closing
            )
            typer.echo(return_line(done, say))


@app.command("undo")
def undo(return_id: int, who: Who, reason: Reason, *, after_closing: After = False) -> None:
    """Hoàn tác một lần trở về."""
    with calm():
        done = undo_return(
            _installation(),
            return_id,
            who=administrator(who),
            reason=reason,
            closed_too=after_closing,
        )
        typer.echo(return_line(done, words(settings().language)))


@app.command("progress")
def progress(period: str, as_json: AsJson = False) -> None:
    """Ai đã nộp, ai muộn, ai chưa nộp."""
    say = words(settings().language)
    with calm():
        installation = _installation()
        found = progress_of(installation, _period(period), who=administrator("cli"))
    names = installation.gazetteer.communes
    if as_json:
        rows = [
            {"commune_code": c, "template": t, "state": str(one.state), "days": one.days,
             "sent_on": one.sent_on.isoformat() if one.sent_on else None}
            for (c, t), one in found.cells.items()
        ]  # fmt: skip
        answer = {"period": period, "demo": installation.is_demo, "cells": rows}
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    lines = [f"{told.title(d, say)}: {told.counts(found, d, names, say=say)}" for d in found.duties]
    typer.echo("\n".join([told.dates(found, say), *lines, *told.others(found, say)]))


def _installation() -> Installation:
    return open_installation(settings())


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise typer.BadParameter("2026-08", param_hint="PERIOD") from error
