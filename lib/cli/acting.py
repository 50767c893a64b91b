"""Who acts on the command line: whoever may run it on the server may do everything."""

from __future__ import annotations

from typing import Annotated

import typer

from lib.domain.access.permissions import Person, Role

Who = Annotated[str, typer.Option("--who", help="Người thực hiện / person acting.")]
CONSOLE = "cli"
"""Stands for whoever is at the server and gives no name."""


def administrator(name: str) -> Person:
    """The person at the console, under the name they give."""
    return Person(name.strip(), Role.ADMINISTRATOR)
