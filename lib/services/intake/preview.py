"""Taking a file in: receive, read, recognise, clean, resolve, check, compare."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from unicodedata import category

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed, StoreBusy, UnreadableFile
from lib.domain.intake.cells.column_map import COLUMNS, ColumnMap
from lib.domain.intake.cells.located import in_file
from lib.domain.intake.cells.personal import lists_people
from lib.domain.intake.cells.recognised import Recognised, which_columns
from lib.domain.intake.checking.check import nothing_filled_in, without_spare_rows
from lib.domain.intake.checking.unusual import Thresholds
from lib.domain.intake.judging import changes_of, gone_through, judged
from lib.domain.intake.layouts.gained import not_told_before
from lib.domain.intake.resolving import Context, Resolved
from lib.domain.intake.resolving.proposals import agreed_to
from lib.domain.intake.rows.clean import clean
from lib.domain.patience import patience
from lib.domain.problems import Problem, Severity, verdict
from lib.services.audit.tallies import note_or_count
from lib.services.installation import Installation
from lib.services.intake.facts import Facts, beside_file, facts_for
from lib.services.intake.previewed import Preview, Received
from lib.services.intake.readings import holds_for, reading_of, sheets_of
from lib.services.intake.remembered_answers import Answers, told
from lib.services.intake.store_problems import closed_before
from lib.services.intake.village_register import REGISTER, village_register
from lib.settings import Settings
from lib.store.intake.remembered_answers import Lesson

PATIENCE_S = 18
"""For one file, from its reading to what is told of it."""
_NAMED, _ROWS_NAMED = 3, 10
"""Communes and rows that a refusal names; of more it says that there are."""
_LOOKS = 3
"""How often a file is gone through where somebody publishes meanwhile."""


def thresholds(in_force: Settings) -> Thresholds:
    """From where on a movement is told as unusual; ``in_force``: see ``Installation.in_force``."""
    return Thresholds(
        rise=in_force.unusual_rise, fall=in_force.unusual_fall, least=in_force.unusual_least
    )


def receive(filename: str, content: bytes, settings: Settings) -> Received:
    """Takes the bytes and a name without any path; raises ``UnreadableFile`` when too large."""
    if len(content) > settings.max_upload_bytes:
        most = settings.max_upload_bytes // 2**20
        raise UnreadableFile("too_large", size=len(content) // 2**20, most=most)
    # Controls, lone surrogates and marks that turn the writing round have no place in a name.
    plain = "".join(c for c in filename if not category(c).startswith("C"))
    name = PurePath(plain.replace("\\", "/")).name[:200] or "tep"
    return Received(name, content, hashlib.sha256(content).hexdigest())


def note_received(installation: Installation, received: Received, *, who: Person) -> None:
    """Keeps that a file came; what is in it is only kept once it is published."""
    who.must(Act.ENTER_VOLUNTEERS)
    about = {"sha256": received.sha256, "size": len(received.content)}
    note_or_count(
        installation, who, Deed.RECEIVED, subject=f"file:{received.filename}", after=about
    )


def preview(
    installation: Installation,
    received: Received,
    answers: Mapping[str, str] | None = None,
    *,
    who: Person,
) -> Preview:
    """Everything that publishing would meet and change. Writes nothing.

    This person's remembered answers hold beside the given ones. Raises ``UnreadableFile`` when the
    bytes are no table, ``NotAllowed`` when it has rows beyond the person's own commune.
    """
    who.must(Act.ENTER_VOLUNTEERS)
    ready = looked_through(installation, received, answers, sender=who.name)
    must_hand_in(installation, ready, who=who)
    return ready


def looked_through(
    installation: Installation,
    received: Received,
    answers: Mapping[str, str] | None = None,
    *,
    sender: str = "",
) -> Preview:
    """The preview, for services that have asked already who is acting.

    ``sender``: whose remembered answers hold beside the given ones. A list of people by name is no
    report: ``UnreadableFile("people_named")``.
    """
    with patience(PATIENCE_S):
        return _in_file(_looked_through(installation, received, dict(answers or {}), sender=sender))


def _looked_through(
    installation: Installation, received: Received, given: dict[str, str], *, sender: str
) -> Preview:
    sheets = sheets_of(installation, received)
    reading, settled = reading_of(installation, sheets, given, sender=sender)
    ready = _read_so(installation, received, reading, given=given, settled=settled, sender=sender)
    strange = {one.question for one in settled if not holds_for(installation, one, ready)}
    if not strange:
        return ready
    reading, settled = reading_of(installation, sheets, given, sender=sender, never=strange)
    return _read_so(installation, received, reading, given=given, settled=settled, sender=sender)


def _read_so(
    installation: Installation,
    received: Received,
    reading: Recognised | Problem,
    *,
    given: Mapping[str, str],
    settled: Sequence[Lesson],
    sender: str,
) -> Preview:
    """The preview of a sheet that is read so."""
    sheets = sheets_of(installation, received)
    understood = isinstance(reading, Recognised) and reading.whole and not which_columns(reading)
    if lists_people(sheets) and not understood:
        raise UnreadableFile("people_named")
    if isinstance(reading, Problem):
        return _refused(received, given, (reading,))
    if which_columns(reading) or any(p.severity is Severity.ERROR for p in reading.problems):
        return replace(_refused(received, given, reading.problems), reading=reading)
    for _ in range(_LOOKS):
        before = facts_for(installation, reading, sender)
        answers = Answers(given, [*before.remembered, *settled])
        for one in settled:
            answers.get(one.question)
        reading = not_told_before(reading, answers)
        ready = _compared(installation, received, reading, answers=answers, before=before)
        if ready is not None:
            return ready
    raise StoreBusy


def _in_file(ready: Preview) -> Preview:
    """The preview with every problem where the file shows it."""
    if ready.reading is None or ready.reading.sheet.origin is None:
        return ready
    sheet = ready.reading.sheet
    return replace(
        ready, problems=in_file(ready.problems, sheet), aside=in_file(ready.aside, sheet)
    )


def _refused(
    received: Received, answers: Mapping[str, str], problems: tuple[Problem, ...]
) -> Preview:
    return Preview(received=received, verdict=verdict(problems), problems=problems, answers=answers)


def _compared(
    installation: Installation,
    received: Received,
    reading: Recognised,
    *,
    answers: Answers,
    before: Facts,
) -> Preview | None:
    """``None`` where something was published since ``before`` was asked for."""
    context = Context(
        gazetteer=installation.gazetteer,
        register=village_register(before.known.registered, before.given),
        today=installation.today,
        filename=received.filename,
        answers=answers,
        units=before.known.units,
        named_units=before.known.named_units,
        teams=before.teams,
    )
    cleaned = without_spare_rows(clean(reading, answers))
    if nothing := nothing_filled_in(cleaned):
        return replace(_refused(received, answers, (*reading.problems, nothing)), reading=reading)
    gone = gone_through(reading, cleaned, context, today=installation.today)
    beside = beside_file(installation, received.sha256, gone.resolved, before=before)
    if beside is None:
        return None
    changes = changes_of(gone, beside.held, answers, gazetteer=installation.gazetteer)
    problems = judged(
        gone,
        changes,
        before.known,
        held=beside.held,
        gazetteer=installation.gazetteer,
        thresholds=thresholds(installation.in_force),
        more=(
            *closed_before(beside.shut),
            *beside.seen,
            *told(answers.applied, _meanings(context)),
        ),
    )
    return Preview(
        received=received,
        verdict=verdict(problems),
        problems=problems,
        answers={**answers.in_use, **agreed_to((*gone.problems, *gone.aside))},
        reading=reading,
        rows=gone.resolved.rows,
        changes=changes,
        base=beside.standing,
        ways=gone.ways,
        parted=gone.parted,
        aside=gone.aside,
        new_codes=_new_codes(gone.resolved, before.given),
        closed=tuple(sorted(beside.shut)),
    )


def _meanings(context: Context) -> dict[str, str]:
    """What answers stand for, where their code alone would not say it."""
    communes = {c.code: c.full_name for c in context.gazetteer.communes.values()}
    maps = {
        a: known
        for q, a in context.answers.items()
        if q.startswith(COLUMNS) and (known := ColumnMap.parse(a))
    }
    return (
        {a: known.template.title for a, known in maps.items()}
        | communes
        | {v.code: v.name for v in context.register.villages}
    )


def _new_codes(resolved: Resolved, given: Collection[str]) -> frozenset[str]:
    if resolved.template.code != REGISTER:
        return frozenset()
    return frozenset(resolved.rows["unit_key"]) - frozenset(given)


def must_hand_in(installation: Installation, ready: Preview, *, who: Person) -> None:
    """Each hands in their own templates; an officer the figures of one commune and no other."""
    if ready.template:
        who.must(ready.template.reporters.act)
    if who.commune is None or "commune_code" not in ready.rows:
        return
    names, whose = installation.gazetteer.communes, ready.rows["commune_code"]
    # A row whose commune is not known yet has the code "": that is a question, not a refusal.
    others = sorted(({*whose.dropna()} | {c for _, c in ready.base}) - {who.commune, ""})
    if others:
        numbers = ready.rows.assign(row=ready.rows_in_file)["row"]
        theirs = [str(row) for row in numbers[whose.isin(others)]]
        raise NotAllowed(
            "other_commune" if len(others) <= _NAMED else "other_communes",
            communes=", ".join(names[c].full_name if c in names else c for c in others[:_NAMED]),
            more=len(others) - _NAMED,
            rows=", ".join([*theirs[:_ROWS_NAMED], *(["…"] if len(theirs) > _ROWS_NAMED else [])]),
            own=names[who.commune].full_name,
        )
