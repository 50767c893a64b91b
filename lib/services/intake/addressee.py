"""The commune that a file is from: told by its rows, else by its title, its sheet or its name."""

from __future__ import annotations

from pathlib import PurePath

from lib.domain.places.gazetteer import Commune, Gazetteer
from lib.services.intake.previewed import Preview
from lib.text import fold


def addressee(book: Gazetteer, ready: Preview) -> Commune | None:
    """The one commune that an answer goes to; ``None`` where none or several are named."""
    rows = ready.rows if ready.parted is None else ready.parted.aside
    codes = set(rows["commune_code"]) & set(book.communes) if "commune_code" in rows else set()
    if codes:
        return book.communes[codes.pop()] if len(codes) == 1 else None
    reading = ready.reading
    if reading is None:
        return from_filename(book, ready.received.filename)
    return (
        _named_in(book, reading.title)
        or _named_in(book, reading.sheet.name)
        or from_filename(book, ready.received.filename)
    )


def from_filename(book: Gazetteer, filename: str) -> Commune | None:
    """The one commune that the name of a file names: "Xa_bao_cao" names none."""
    return _named_in(book, PurePath(filename).stem.replace("_", " ").replace("-", " "))


def _named_in(book: Gazetteer, text: str) -> Commune | None:
    """The one commune whose full name stands in a text, as words of its own."""
    words = " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
    named = [c for c in book.communes.values() if f" {fold(c.full_name)} " in f" {words} "]
    return named[0] if len(named) == 1 else None
