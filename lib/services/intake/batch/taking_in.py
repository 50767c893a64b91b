"""Taking many files in as one batch."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from lib.domain.access.permissions import EVERYWHERE, Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import UnreadableFile
from lib.files.reading.zip_of_files import FOLDER, Limits, is_bundle, unpacked
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.services.intake.preview import receive
from lib.store.engine import writing
from lib.store.intake import batches as store
from lib.store.intake.batches import Batch, NewFile


@dataclass
class _Gathered:
    files: list[NewFile] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def are_many(given: Sequence[tuple[str, bytes]]) -> bool:
    """Whether the dropped files are to stand on a board: several, or a zip of files."""
    return len(given) > 1 or any(is_bundle(content) for _, content in given)


def start_batch(
    installation: Installation,
    given: Iterable[tuple[str, bytes]],
    *,
    who: Person,
    skipped: Iterable[tuple[str, str]] = (),
) -> Batch:
    """Keeps the dropped files as a batch that outlives the browser. Nothing is checked yet.

    ``skipped``: names and reasons of what was left aside before.

    Raises ``UnreadableFile`` when a zip must not be unpacked, or nothing is left to check.
    """
    who.must(Act.UPLOAD, EVERYWHERE)
    gathered = _Gathered(skipped=list(skipped))
    limits = Limits(
        files=installation.settings.max_batch_files,
        bytes=installation.settings.max_batch_bytes,
        file_bytes=installation.settings.max_upload_bytes,
    )
    for filename, content in given:
        _gather(installation, gathered, (filename, content), limits=limits)
    if len(gathered.files) > limits.files:
        raise UnreadableFile("too_many_files", files=len(gathered.files), most=limits.files)
    if not gathered.files:
        raise UnreadableFile("nothing_to_check")
    with writing(installation.engine) as connection:
        batch_id = store.add_batch(
            connection,
            gathered.files,
            code=secrets.token_hex(4),
            who=who.name.strip(),
            at=installation.clock(),
            skipped=gathered.skipped,
        )
        batch = store.find_batch(connection, id=batch_id)
        about = f"batch:{batch.code}" if batch else ""
        told = {"files": len(gathered.files), "names": [f.filename for f in gathered.files]}
        record(installation, connection, who, deed=Deed.RECEIVED, subject=about, after=told)
    assert batch is not None  # noqa: S101 - written a line above
    return batch


def _gather(
    installation: Installation, gathered: _Gathered, given: tuple[str, bytes], *, limits: Limits
) -> None:
    filename, content = given
    if not is_bundle(content):
        gathered.files.append(_new_file(installation, filename, content))
        return
    bundle = unpacked(content, limits)
    for name, why in bundle.skipped:
        gathered.skipped.append((receive(name, b"", installation.settings).filename, why))
    before = {f.filename.casefold() for f in gathered.files}
    for member in bundle.files:
        # Two zips may each hold a file of this name.
        known = member.name.casefold() in before
        name = f"{PurePath(filename).stem}{FOLDER}{member.name}" if known else member.name
        if member.refused:
            gathered.files.append(_refused(installation, name, member.refused))
        else:
            gathered.files.append(_new_file(installation, name, member.content))


def _new_file(installation: Installation, filename: str, content: bytes) -> NewFile:
    try:
        received = receive(filename, content, installation.settings)
    except UnreadableFile as refused:
        return _refused(installation, filename, refused)
    return NewFile(filename=received.filename, sha256=received.sha256, content=content, refused={})


def _refused(installation: Installation, filename: str, refused: UnreadableFile) -> NewFile:
    told = {"code": refused.code, "values": dict(refused.values)}
    return NewFile(filename=receive(filename, b"", installation.settings).filename, refused=told)
