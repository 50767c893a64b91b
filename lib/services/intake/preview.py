"""Taking a file in: receive, read, recognise, clean, resolve, check, compare."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import PurePath
from unicodedata import category

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed, StoreBusy, UnreadableFile
from lib.domain.intake.cells.personal import lists_people
from lib.domain.intake.cells.recognise import Recognised, recognise
from lib.domain.intake.checking.check import check, nothing_filled_in, without_spare_rows
from lib.domain.intake.checking.compare import compare
from lib.domain.intake.checking.drive_checks import alike_codes, beside_teams
from lib.domain.intake.checking.erased import erased
from lib.domain.intake.checking.held import beside_held
from lib.domain.intake.checking.last_figures import beside_last, beside_register
from lib.domain.intake.checking.likely import unlikely
from lib.domain.intake.checking.register_checks import against_register, part_of_villages
from lib.domain.intake.checking.unusual import Thresholds, beside_earlier, beside_other_level
from lib.domain.intake.partial import ANSWER, Parted, ways
from lib.domain.intake.resolving import Context, Resolved, resolve
from lib.domain.intake.resolving.disputes import where_overwriting
from lib.domain.intake.rows.clean import clean, without_blank_rows
from lib.domain.patience import patience
from lib.domain.problems import Problem, Severity, verdict
from lib.files.reading.reader import read
from lib.services.audit.tallies import note_or_count
from lib.services.installation import House
from lib.services.intake.facts import Facts, beside_file, facts_for
from lib.services.intake.previewed import Preview, Received
from lib.services.intake.remembered_answers import Answers, told
from lib.services.intake.store_problems import closed_before
from lib.services.intake.village_register import REGISTER, village_register
from lib.settings import Settings

PATIENCE_S = 18
"""For one file, from its reading to what is told of it."""
_NAMED, _ROWS_NAMED = 3, 10
"""Communes and rows that a refusal names; of more it says that there are."""
_LOOKS = 3
"""How often a file is gone through where somebody publishes meanwhile."""


def thresholds(in_force: Settings) -> Thresholds:
    """From where on a movement is told as unusual; ``in_force``: see ``House.in_force``."""
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


def note_received(house: House, received: Received, *, who: Person) -> None:
    """Keeps that a file came; what is in it is only kept once it is published."""
    who.must(Act.ENTER_VOLUNTEERS)
    about = {"sha256": received.sha256, "size": len(received.content)}
    note_or_count(house, who, Deed.RECEIVED, f"file:{received.filename}", after=about)


def preview(
    house: House,
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
    ready = looked_through(house, received, answers, sender=who.name)
    must_hand_in(house, ready, who=who)
    return ready


def looked_through(
    house: House,
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
        return _looked_through(house, received, dict(answers or {}), sender)


def _looked_through(
    house: House, received: Received, given: dict[str, str], sender: str
) -> Preview:
    sheets = read(received.content, most_rows=house.settings.max_upload_rows)
    reading = recognise(sheets, given)
    if lists_people(sheets) and not (isinstance(reading, Recognised) and reading.whole):
        raise UnreadableFile("people_named")
    if isinstance(reading, Problem):
        return _refused(received, given, (reading,))
    if any(p.severity is Severity.ERROR for p in reading.problems):
        return replace(_refused(received, given, reading.problems), reading=reading)
    for _ in range(_LOOKS):
        before = facts_for(house, reading, sender)
        ready = _compared(house, received, reading, Answers(given, before.remembered), before)
        if ready is not None:
            return ready
    raise StoreBusy


def _refused(
    received: Received, answers: Mapping[str, str], problems: tuple[Problem, ...]
) -> Preview:
    return Preview(received=received, verdict=verdict(problems), problems=problems, answers=answers)


def _compared(
    house: House, received: Received, reading: Recognised, answers: Answers, before: Facts
) -> Preview | None:
    context = Context(
        gazetteer=house.gazetteer,
        register=village_register(before.registered, before.given),
        today=house.today,
        filename=received.filename,
        answers=answers,
        units=before.units,
        teams=before.teams,
    )
    spare_less = without_spare_rows(clean(reading, answers))
    if nothing := nothing_filled_in(spare_less):
        return replace(_refused(received, answers, (*reading.problems, nothing)), reading=reading)
    cleaned, blank = without_blank_rows(spare_less)
    resolved = whole = resolve(cleaned, context)
    of_file = (
        *reading.problems,
        *cleaned.problems,
        *whole.problems,
        *blank,
        *check(cleaned, whole),
        *unlikely(cleaned, whole, house.today),
    )
    offered = ways(whole, of_file, unread=(row for row, _ in cleaned.unread))
    parted = next((p for p in offered if p.way == answers.get(ANSWER)), None)
    if parted:
        resolved = parted.kept
    of_file, aside = _told_apart(of_file, parted)
    beside = beside_file(house, received.sha256, resolved, before)
    if beside is None:
        return None
    changes = compare(
        resolved,
        current=beside.current,
        earlier=beside.earlier,
        gazetteer=house.gazetteer,
        answers={**answers, "mode": parted.mode} if parted and parted.mode else answers,
    )
    problems: tuple[Problem, ...] = (
        *where_overwriting(of_file, beside.current),
        *against_register(cleaned, resolved, before.registered),
        *beside_teams(cleaned, resolved, before.team_rows),
        *alike_codes(cleaned, resolved, before.units),
        *part_of_villages(changes, before.registered, beside.other_level[0], house.gazetteer),
        *beside_register(cleaned, resolved, beside.registered, house.gazetteer),
        *erased(cleaned, changes, beside.earlier),
        *changes.problems,
        *beside_earlier(
            cleaned,
            resolved,
            beside.earlier,
            gazetteer=house.gazetteer,
            thresholds=thresholds(house.in_force),
        ),
        *beside_other_level(resolved, changes, *beside.other_level, gazetteer=house.gazetteer),
        *closed_before(beside.shut),
        *beside.seen,
        *told(answers.applied, _meanings(context)),
    )
    problems += tuple(
        beside_held(
            cleaned,
            resolved,
            beside.current,
            beside.earlier,
            least=thresholds(house.in_force).least,
            told=problems,
        )
    )
    problems += tuple(
        beside_last(
            cleaned,
            resolved,
            beside.lasts,
            gazetteer=house.gazetteer,
            least=thresholds(house.in_force).least,
            told=problems,
        )
    )
    return Preview(
        received=received,
        verdict=verdict(problems),
        problems=tuple(sorted(problems, key=lambda p: (-p.severity, p.row or 0))),
        answers=answers.in_use,
        reading=reading,
        rows=resolved.rows,
        changes=changes,
        base=beside.standing,
        ways=offered,
        parted=parted,
        aside=aside,
        new_codes=_new_codes(resolved, before.given),
        closed=tuple(sorted(beside.shut)),
    )


def _told_apart(
    problems: tuple[Problem, ...], parted: Parted | None
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """The problems of what is taken in, and those of what is set aside."""
    if parted is None:
        return problems, ()
    kept, gone = set(parted.kept.rows.index), set(parted.aside.index)
    aside = [p.row in gone or (p.severity >= Severity.ASK and p.row not in kept) for p in problems]
    return (
        tuple(p for p, away in zip(problems, aside, strict=True) if not away),
        tuple(p for p, away in zip(problems, aside, strict=True) if away),
    )


def _meanings(context: Context) -> dict[str, str]:
    """What answers stand for, where their code alone would not say it."""
    communes = {c.code: c.full_name for c in context.gazetteer.communes.values()}
    return communes | {v.code: v.name for v in context.register.villages}


def _new_codes(resolved: Resolved, given: Collection[str]) -> frozenset[str]:
    if resolved.template.code != REGISTER:
        return frozenset()
    return frozenset(resolved.rows["unit_key"]) - frozenset(given)


def must_hand_in(house: House, ready: Preview, *, who: Person) -> None:
    """Each hands in their own templates; an officer the figures of one commune and no other."""
    if ready.template:
        who.must(ready.template.reporters.act)
    if who.commune is None or "commune_code" not in ready.rows:
        return
    names, whose = house.gazetteer.communes, ready.rows["commune_code"]
    # A row whose commune is not known yet has the code "": that is a question, not a refusal.
    others = sorted(({*whose.dropna()} | {c for _, c in ready.base}) - {who.commune, ""})
    if others:
        theirs = [str(row) for row in ready.rows.index[whose.isin(others)]]
        raise NotAllowed(
            "other_commune" if len(others) <= _NAMED else "other_communes",
            communes=", ".join(names[c].full_name if c in names else c for c in others[:_NAMED]),
            more=len(others) - _NAMED,
            rows=", ".join([*theirs[:_ROWS_NAMED], *(["…"] if len(theirs) > _ROWS_NAMED else [])]),
            own=names[who.commune].full_name,
        )
