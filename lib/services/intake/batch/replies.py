"""What goes back to the senders of a batch: one zip of marked workbooks, a message for each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lib.domain.access.permissions import Person
from lib.domain.errors import UnreadableFile
from lib.domain.intake.batch import Line, Standing
from lib.services.installation import Installation
from lib.services.intake.addressee import addressee, from_filename
from lib.services.intake.batch.board import Board
from lib.services.intake.batch.files import preview_file
from lib.services.intake.marked_reply import greeting, message, returned
from lib.services.intake.prefilled_forms import FormFile
from lib.text import words


@dataclass(frozen=True)
class Message:
    """A message to go with one file."""

    filename: str
    to: str
    """The commune, "" where the file does not show one."""
    text: str


def to_return(board: Board) -> list[Line]:
    """The files that nobody can publish before their sender mends them."""
    return [line for line in board.lines if line.standing is Standing.RETURNED]


def returned_zip(installation: Installation, board: Board, *, who: Person) -> FormFile:
    """The marked workbooks of all faulty files, and the messages as text beside them."""
    buffer, taken = io.BytesIO(), set[str]()
    told = messages(installation, to_return(board), who=who)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for line in to_return(board):
            try:
                made = returned(installation, preview_file(installation, line.file_id, who=who))
            except UnreadableFile:
                continue  # nothing to mark; its message says why
            archive.writestr(_free_name(made.name, taken), made.content)
        text = "\n\n———\n\n".join(m.text for m in told)
        archive.writestr(words("vi")("board.messages"), text.encode("utf-8-sig"))
    return FormFile(f"tra-lai_{board.batch.code}.zip", buffer.getvalue())


def messages(installation: Installation, lines: Sequence[Line], *, who: Person) -> list[Message]:
    """One message for each file, in the order of the board."""
    return [message_of(installation, line, who=who) for line in lines]


def message_of(installation: Installation, line: Line, *, who: Person) -> Message:
    """The message of one file."""
    book = installation.gazetteer
    try:
        ready = preview_file(installation, line.file_id, who=who)
    except UnreadableFile as refused:
        say, to = words("vi"), from_filename(book, line.filename)  # offices write Vietnamese
        why = say(f"error.{refused.code}", **refused.values)
        parts = [greeting(to, say), say("board.unreadable", file=line.filename, why=why)]
        parts += [say("workbook.demo")] if installation.is_demo else []
        return Message(line.filename, to.full_name if to else "", "\n".join(parts))
    to = addressee(book, ready)
    return Message(line.filename, to.full_name if to else "", message(installation, ready))


def _free_name(name: str, taken: set[str]) -> str:
    """A name that no other file in the zip has."""
    path, number, free = PurePath(name), 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    taken.add(free.casefold())
    return free
