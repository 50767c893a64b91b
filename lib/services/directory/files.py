"""What leaves the directory as a file: the empty form, the masked list, one person's own data."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lib.domain.access.permissions import Person
from lib.domain.audit.chain import Deed, Entry
from lib.domain.directory.form import FORM
from lib.domain.directory.masks import national
from lib.files.writing.export import blank_workbook, table_workbook
from lib.services.audit.recording import record
from lib.services.audit.tallies import record_or_count
from lib.services.audit.words import deed_of, person_of
from lib.services.directory.people import Listed, found, listed, must_see, subject_of
from lib.services.installation import Installation
from lib.services.intake.prefilled_forms import FormFile
from lib.store.audit import entries as trail_store
from lib.store.audit.entries import Wanted
from lib.store.directory import people as store
from lib.store.engine import writing
from lib.text import Words, say_date, say_moment


def blank_list(say: Words) -> FormFile:
    """The empty form, with a sheet that explains its columns."""
    parts = ("name", "meaning", "required", "example")
    head = [say(f"workbook.column_{part}") for part in parts]
    rows = [
        [
            c.header,
            say(f"directory_hint.{c.key}"),
            say("map.yes") if c.required else "",
            c.example,
        ]
        for c in FORM.offered
    ]
    content = blank_workbook(FORM, guide_name=say("workbook.guide"), guide=[head, *rows])
    return FormFile(f"{FORM.code}.xlsx", content)


def masked_list(installation: Installation, say: Words, *, who: Person, commune: str = "") -> bytes:
    """The list as the page shows it, as a workbook; taking it out is on record."""
    people = listed(installation, who=who, commune=commune)
    with writing(installation.engine) as connection:
        told = {"rows": len(people), **({"commune": commune} if commune else {})}
        record_or_count(
            installation, connection, who, deed=Deed.EXPORTED, subject="directory:", after=told
        )
    return table_workbook(
        title=say("directory.heading"),
        notes=_notes(installation, say, say("directory.masked_note")),
        table=masked_table(installation, people, say),
    )


def masked_table(installation: Installation, people: Sequence[Listed], say: Words) -> pd.DataFrame:
    """The masked list, one person a row."""
    names = installation.gazetteer.communes
    communes = [
        names[p.commune_code].full_name if p.commune_code in names else p.commune_code
        for p in people
    ]
    columns = {
        "person": [str(p.person) for p in people],
        "name": [p.name for p in people],
        "phone": [p.phone for p in people],
        "village": [p.village for p in people],
        "commune": communes,
        "trained": [say_date(p.trained_on) for p in people],
        "consented": [say_date(p.consented_on) for p in people],
        "until": [say_date(p.until) for p in people],
    }
    return pd.DataFrame(
        {say(f"directory_column.{key}"): cells for key, cells in columns.items()}, dtype=object
    )


def own_data(installation: Installation, person: int, say: Words, *, who: Person) -> bytes:
    """All that is kept of one person and who looked at it, for that person; on record."""
    must_see(installation, who)
    with writing(installation.engine) as connection:
        found(connection, installation, person)
        record(installation, connection, who, deed=Deed.EXPORTED, subject=subject_of(person))
        told = store.all_told(connection, person)
        came = {i.id: i for i in store.intakes(connection)}
        lines = trail_store.entries(connection, Wanted(text=subject_of(person)), limit=None)
    rows: list[tuple[str, str]] = []
    for one, intake in told:
        place = installation.gazetteer.communes.get(one.commune_code)
        listing = came[intake]
        rows += [
            (say("directory_own.came"), f"{say_moment(listing.at)} – {listing.who}"),
            (say("directory_column.name"), one.name),
            (say("directory_column.phone"), national(one.phone)),
            (say("directory_column.village"), one.village_name),
            (say("directory_column.commune"), place.full_name if place else one.commune_code),
            (say("directory_column.trained"), say_date(one.trained_on)),
            (say("directory_column.consented"), say_date(one.consented_on)),
            (say("directory_column.until"), say_date(one.keep_until)),
        ]
    rows += [_looked(entry, say) for entry in lines if entry.subject == subject_of(person)]
    columns = [say("directory_own.field"), say("directory_own.value")]
    return table_workbook(
        title=say("directory_own.title", number=person),
        notes=_notes(installation, say, say("directory_own.note")),
        table=pd.DataFrame(rows, columns=columns, dtype=object),
    )


def _looked(entry: Entry, say: Words) -> tuple[str, str]:
    return deed_of(entry, say), f"{say_moment(entry.moment)} – {person_of(entry, say)}"


def _notes(installation: Installation, say: Words, note: str) -> list[str]:
    mark = [say("app.demo").upper()] if installation.is_demo else []
    return [*mark, say("directory.made_at", at=say_moment(installation.clock())), note]
