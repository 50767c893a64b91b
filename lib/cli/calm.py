"""Answers on the command line, and faults: one calm sentence, never a trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from lib.domain.errors import AppError
from lib.settings import settings
from lib.text import words


@contextmanager
def calm() -> Iterator[None]:
    """A fault becomes one calm sentence and exit status 1."""
    try:
        yield
    except AppError as error:
        typer.echo(_said(error), err=True)
        raise typer.Exit(1) from error


@contextmanager
def calm_json(as_json_: bool = False) -> Iterator[None]:
    """A fault is answered as a file that is refused would be, with exit status 1."""
    try:
        yield
    except AppError as error:
        sentence = _said(error)
        problem = {"code": error.code, "severity": "error", "row": None, "column": "", "given": ""}
        told: dict[str, Any] = {"verdict": "reject", "template": None, "period": None, "rows": []}
        told["problems"] = [{**problem, "say": sentence, "fix": ""}]
        answer_with(told, sentence, as_json_)
        raise typer.Exit(1) from error


def answer_with(data: Any, text: str, as_json_: bool) -> None:
    """The answer as JSON where it was asked for, else as people read it."""
    typer.echo(json.dumps(data, ensure_ascii=False) if as_json_ else text)


def _said(error: AppError) -> str:
    return words(settings().language)(f"error.{error.code}", **error.values)
