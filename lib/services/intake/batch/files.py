"""One file of a batch through the same check and the same publish as a file dropped alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zlib import crc32

import pandas as pd

from lib.domain.access.permissions import EVERYWHERE, Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed, UnreadableFile
from lib.domain.intake.checking.compare import UPDATE
from lib.domain.intake.outcome import INFERENCES, Outcome, from_json, kind_of
from lib.domain.problems import Code, Problem, Severity, Verdict
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.services.intake.batch.board import answers_for
from lib.services.intake.overtaken import Overtaken
from lib.services.intake.preview import looked_through
from lib.services.intake.previewed import Preview, Received
from lib.services.intake.publishing import publish
from lib.store.engine import asking, writing
from lib.store.history.uploads import content_of, uploads
from lib.store.intake import batches as store
from lib.store.intake.batches import BatchFile
from lib.text import say_moment

TOO_HARD, INTERRUPTED = "too_hard_here", "check_interrupted"
STOPPED = (TOO_HARD, INTERRUPTED, "too_hard")
"""Why a check did not come to an end: it took too much, or the server ended over it, twice."""
_ROUNDS = 4
"""An answer may bring up the next question; then the batch's answers are asked again."""


def check_file(installation: Installation, file_id: int) -> Outcome:
    """Checks a file with the answers given so far and keeps what was found."""
    with asking(installation.engine) as connection:
        one = store.file_by_id(connection, file_id)
    outcome, _, answered = _looked_at(installation, one)
    _keep(installation, one, outcome, answered=answered)
    if outcome.refused == "people_named":
        with writing(installation.engine) as connection:
            store.let_go(connection, one, {"code": outcome.refused, "values": {}})
    return outcome


def refuse_file(installation: Installation, file_id: int, code: str, **values: object) -> None:
    """Keeps why a file is set aside, where its check did not come to an end: on the board and in
    the trail. It is not tried again before a person asks for it.
    """
    with asking(installation.engine) as connection:
        one = store.file_by_id(connection, file_id)
        batch = store.find_batch(connection, id=one.batch_id)
    outcome, answered = _refusal(UnreadableFile(code, **values)), answers_for(installation, one)[2]
    with writing(installation.engine) as connection:
        store.add_check(
            connection, one, outcome.as_json(), answered=answered, at=installation.clock()
        )
        told = {"why": code, "batch": batch.code if batch else "", **values}
        record(
            installation,
            connection,
            batch.who if batch else "",
            deed=Deed.SET_ASIDE,
            subject=f"file:{one.filename}",
            after=told,
        )


def preview_file(installation: Installation, file_id: int, *, who: Person) -> Preview:
    """The full preview of a file with its answers; raises ``UnreadableFile``."""
    who.must(Act.UPLOAD, EVERYWHERE)
    with asking(installation.engine) as connection:
        one = store.file_by_id(connection, file_id)
        before = store.checks_of(connection, one.batch_id).get(file_id)
    known = from_json(before.outcome) if before else None
    if known and known.refused:  # not looked into again, in the pages' own process least of all
        raise UnreadableFile(known.refused, **known.refused_values)
    own, shared, _ = answers_for(installation, one)
    return _previewed(installation, one, own, shared=shared)


def publish_file(
    installation: Installation, file_id: int, *, seal: str, who: Person, reason: str = ""
) -> int:
    """Publishes the file if that does exactly what was shown, and answers the upload's number.

    ``reason``: why a closed period is corrected.
    0 where something has changed since, as a period that was closed: then what is found now is kept
    for the person to see.
    """
    who.must(Act.UPLOAD, EVERYWHERE)
    with asking(installation.engine) as connection:
        one = store.file_by_id(connection, file_id)
        done = store.published_of(connection, one.batch_id)
        before = store.checks_of(connection, one.batch_id).get(file_id)
    if file_id in done or before is None:
        return done.get(file_id, 0)
    shown = from_json(before.outcome)
    outcome, ready, answered = _looked_at(installation, one)
    if shown.seal != seal or not _same(shown, outcome, set(done.values())) or ready is None:
        came = _came_between(installation, shown, outcome, ours=set(done.values()))
        _keep(installation, one, replace(outcome, moved_by=came), answered=answered)
        return 0
    try:
        published = publish(
            installation,
            ready,
            who=who,
            reason=reason,
            also=lambda connection, number: store.add_published(connection, one, number),
        )
    except NotAllowed:  # closed, and no reason was given
        _keep(installation, one, outcome, answered=answered)
        return 0
    if isinstance(published, Overtaken):
        came = {"who": published.by, "at": published.at, "file": published.filename}
        _keep(
            installation,
            one,
            replace(_looked_at(installation, one)[0], moved_by=came),
            answered=answered,
        )
        return 0
    return published.upload_id


def _looked_at(installation: Installation, one: BatchFile) -> tuple[Outcome, Preview | None, int]:
    own, shared, answered = answers_for(installation, one)
    try:
        ready = _previewed(installation, one, own, shared=shared)
    except UnreadableFile as refused:
        return _refusal(refused), None, answered
    return outcome_of(ready), ready, answered


def _refusal(refused: UnreadableFile) -> Outcome:
    return Outcome(
        verdict=Verdict.REJECT,
        refused=refused.code,
        refused_values=refused.values,
        counts={"error": 1},
    )


def _previewed(
    installation: Installation, one: BatchFile, own: Mapping[str, str], *, shared: Mapping[str, str]
) -> Preview:
    """The preview under the file's own answers, and those for all as far as it asks for them."""
    if one.refused:
        raise UnreadableFile(str(one.refused["code"]), **one.refused["values"])
    with asking(installation.engine) as connection:
        content = content_of(connection, one.sha256)
        batch = store.find_batch(connection, id=one.batch_id)
    received = Received(one.filename, content, one.sha256)
    answers, sender = dict(own), batch.who if batch else ""
    for _ in range(_ROUNDS):
        ready = looked_through(installation, received, answers, sender=sender)
        open_ones = [p for p in ready.problems if p.question and p.question not in answers]
        more = {p.question: shared[kind_of(p)] for p in open_ones if kind_of(p) in shared}
        if not more:
            break
        answers |= more
    return ready


def _keep(installation: Installation, one: BatchFile, outcome: Outcome, *, answered: int) -> None:
    with writing(installation.engine) as connection:
        store.add_check(
            connection, one, outcome.as_json(), answered=answered, at=installation.clock()
        )


def outcome_of(ready: Preview) -> Outcome:
    """What stands on the board of a preview."""
    found = (*ready.aside, *ready.problems)
    rows = ready.rows
    codes = rows["commune_code"] if "commune_code" in rows else pd.Series(dtype=object)
    mode = ready.changes.mode if ready.changes else ""
    same = next((p for p in ready.problems if p.code is Code.SAME_FILE), None)
    return Outcome(
        verdict=ready.verdict,
        template=ready.template.code if ready.template else "",
        periods=tuple(ready.periods),
        communes=tuple(sorted(set(codes) - {""})),
        rows=len(rows),
        counts={s.name.lower(): sum(p.severity is s for p in found) for s in Severity},
        inferred=sum(p.code in INFERENCES for p in ready.problems) + (ready.parted is not None),
        # Those that come with their choices; the next ones once these are answered.
        questions=tuple(_plain(p) for p in ready.problems if p.question and p.options),
        answers=dict(ready.answers),
        publishable=ready.publishable,
        same_as=int(str(same.values["id"])) if same else 0,
        mode=mode,
        units=_units(rows) if mode == UPDATE else (),
        base={" ".join(scope): list(ids) for scope, ids in ready.base.items()},
        seal=_seal(ready),
        closed=ready.closed,
    )


def _units(rows: pd.DataFrame) -> tuple[int, ...]:
    keys = rows[["period", "commune_code", "unit_key"]].astype(str).agg("|".join, axis=1)
    return tuple(sorted({crc32(key.encode()) for key in keys}))


def _plain(problem: Problem) -> Problem:
    """The problem with values that JSON can tell."""
    values = {k: v if isinstance(v, int | float) else str(v) for k, v in problem.values.items()}
    return replace(problem, values=values)


def _seal(ready: Preview) -> str:
    """Digest of what would be written, what it replaces, and of what a person should look at."""
    parts: list[Any] = [
        ready.template.code if ready.template else "",
        str(ready.verdict),
        ready.changes.mode if ready.changes else "",
        ready.rows.to_json(orient="split", force_ascii=False),
    ]
    if ready.changes is not None:
        parts.append(ready.changes.cells[["row", "column", "old", "new"]].astype(str).to_csv())
        parts.append(ready.changes.left_out.astype(str).to_csv())
    parts += sorted(
        f"{p.code} {p.row} {p.column} {p.given}"
        for p in ready.problems
        if p.severity >= Severity.WARN
    )
    told = json.dumps(parts, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _same(shown: Outcome, now: Outcome, ours: set[int]) -> bool:
    """Whether publishing does what was shown; uploads of the same batch were shown beside it."""
    return shown.seal == now.seal and _others(shown, ours) == _others(now, ours)


def _others(outcome: Outcome, ours: set[int]) -> dict[str, list[int]]:
    return {scope: [i for i in ids if i not in ours] for scope, ids in outcome.base.items()}


def _came_between(
    installation: Installation, shown: Outcome, now: Outcome, *, ours: set[int]
) -> dict[str, str]:
    """Who published for the same communes and periods meanwhile, as far as it is known."""
    before = {i for ids in shown.base.values() for i in ids}
    fresh = {i for ids in now.base.values() for i in ids} - before - ours
    with asking(installation.engine) as connection:
        newest = uploads(connection, ids=fresh)[:1]
    if not newest:
        return {"who": "", "at": say_moment(installation.clock()), "file": ""}
    first = newest[0]
    return {"who": first.who, "at": say_moment(first.published_at), "file": first.filename}
