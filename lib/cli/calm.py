"""Faults on the command line: one calm sentence, never a trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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
        typer.echo(words(settings().language)(f"error.{error.code}", **error.values), err=True)
        raise typer.Exit(1) from error
