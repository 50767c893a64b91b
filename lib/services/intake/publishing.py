"""Publishing what was previewed: one transaction, exactly that, or a word about who came first."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import Connection

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.checking.compare import Changes
from lib.domain.intake.layouts.gained import ONCE, SAID
from lib.domain.intake.resolving import KEYS
from lib.services.audit.recording import record
from lib.services.audit.upload_entry import trail_of
from lib.services.installation import Installation
from lib.services.intake.overtaken import Overtaken, overtaken
from lib.services.intake.preview import must_hand_in
from lib.services.intake.previewed import Preview
from lib.services.intake.remembered_answers import learn
from lib.services.intake.village_register import REGISTER
from lib.services.reporting.closings import refuse_closed
from lib.store.engine import writing
from lib.store.figures.figures import keys_ever, standing
from lib.store.history.freezes import after_freezes
from lib.store.history.uploads import NewUpload, add_upload


@dataclass(frozen=True)
class Published:
    """The upload's number in the history; the first of ``count`` that follow one another."""

    upload_id: int
    count: int = 1


def publish(
    installation: Installation,
    ready: Preview,
    *,
    who: Person,
    reason: str = "",
    also: Callable[[Connection, int], None] | None = None,
) -> Published | Overtaken:
    """Publishes exactly what was previewed, in one transaction, or tells who came first.

    Where every commune's figures stand on sheets of their own, each is an upload that can be
    undone by itself.

    ``also`` is done in the same transaction, with the first upload's number: both hold or neither.
    ``reason``: why a closed period is corrected. Raises ``NotAllowed`` where one is closed and no
    reason is given, ``ValueError`` for a preview that is not publishable: the page must not offer
    it.
    """
    who.must(Act.ENTER_VOLUNTEERS)
    must_hand_in(installation, ready, who=who)
    if not ready.publishable or ready.changes is None or ready.reading is None:
        raise ValueError(ready.verdict)
    parts = _parts(ready, ready.reading, ready.changes)
    template, scopes = ready.reading.template.code, [(str(p), str(c)) for p, c in ready.base]
    with writing(installation.engine) as connection:
        now = standing(connection, template, scopes)
        moved = {scope for scope in now if now[scope] != list(ready.base.get(scope, []))}
        if ready.new_codes and ready.new_codes & set(keys_ever(connection, REGISTER)):
            moved |= set(now)  # a register of another year has given out the same codes
        if moved:
            return overtaken(installation, connection, base=ready.base, now=now, moved=moved)
        late = refuse_closed(installation, connection, {p for p, _ in scopes}, reason=reason)
        correction = reason.strip() if late else ""
        communes = {commune for _, commune in scopes}
        learn(
            connection,
            installation,
            {**ready.answers, **_told_once(ready)},
            template=template,
            who=who.name,
            commune=communes.pop() if len(communes) == 1 else "",
        )
        numbers = []
        for part in parts:
            one = _new_upload(installation, part, ready.reading, who=who.name)
            at = after_freezes(connection, one.published_at)
            one = replace(one, correction=correction, published_at=at)
            numbers.append(add_upload(connection, one))
            record(
                installation,
                connection,
                who,
                deed=Deed.PUBLISHED,
                subject=f"upload:{numbers[-1]}",
                after=trail_of(one),
            )
        if also:
            also(connection, numbers[0])
        return Published(numbers[0], len(numbers))


@dataclass(frozen=True)
class _Part:
    """What one upload holds: its sheets, rows, and what it changes."""

    ready: Preview
    changes: Changes
    sheets: Sequence[str]


def _parts(ready: Preview, reading: Recognised, changes: Changes) -> list[_Part]:
    """One for each commune, where no sheet tells of two; else all in one."""
    pages = reading.sheet.read_from
    origin = reading.sheet.origin
    whole = [_Part(ready, changes, pages)]
    if origin is None or len(pages) < 2:
        return whole
    cells = [origin.of(int(row) - 1) for row in ready.rows.index]
    of_row = pd.Series([cell.sheet if cell else "" for cell in cells], index=ready.rows.index)
    communes = ready.rows["commune_code"]
    if communes.nunique() < 2 or communes.groupby(of_row).nunique().max() > 1:
        return whole
    return [
        _Part(
            replace(
                ready,
                rows=ready.rows[communes == code],
                base={scope: ids for scope, ids in ready.base.items() if scope[1] == code},
            ),
            replace(changes, communes=changes.communes[changes.communes["commune_code"] == code]),
            list(dict.fromkeys(of_row[communes == code])),
        )
        for code in dict.fromkeys(communes)
    ]


def _told_once(ready: Preview) -> dict[str, str]:
    """What this sender need not be told again."""
    return {str(p.values[ONCE]): SAID for p in ready.problems if ONCE in p.values}


def _new_upload(
    installation: Installation, part: _Part, reading: Recognised, *, who: str
) -> NewUpload:
    ready, changes, received = part.ready, part.changes, part.ready.received
    totals = {key: changes.total(key) for key in reading.template.headline}
    return NewUpload(
        sha256=received.sha256,
        content=received.content,
        filename=received.filename,
        template=reading.template.code,
        mode=changes.mode,
        who=who.strip(),
        published_at=installation.clock(),
        sheet="; ".join(part.sheets),
        answers=ready.answers,
        summary={
            "rows": len(ready.rows),
            "periods": ready.periods,
            "communes": len(changes.communes),
            "changed": changes.changed_communes,
            "aside": len(ready.parted.aside) if ready.parted else 0,
            "totals": {k: [_plain(old), _plain(new)] for k, (old, new) in totals.items()},
        },
        scopes=[(str(p), str(c)) for p, c in ready.base],
        figures=_figures(ready),
    )


def _figures(ready: Preview) -> list[dict[str, object]]:
    """Rows for the store: keys apart, values by column key with blanks left out."""
    rows = ready.rows
    values = [c for c in rows.columns if c not in KEYS]
    keyed = rows[KEYS].assign(row=ready.rows_in_file).to_dict("records")
    columns = {key: rows[key].tolist() for key in values}
    for place, line in enumerate(keyed):
        line["values"] = {
            key: _plain(cells[place]) for key, cells in columns.items() if not _blank(cells[place])
        }
    return [{str(k): v for k, v in record.items()} for record in keyed]


def _blank(cell: object) -> bool:
    return cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell))


def _plain(value: object) -> object:
    """Whole numbers as integers, so that JSON keeps 12 and not 12.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
