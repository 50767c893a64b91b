"""What is to be said of a file, once all that is known beside it has been read: touches nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lib.domain.intake.cells.recognised import Recognised
from lib.domain.intake.checking.check import check
from lib.domain.intake.checking.compare import Changes, compare
from lib.domain.intake.checking.drive_checks import alike_codes, beside_teams
from lib.domain.intake.checking.erased import erased
from lib.domain.intake.checking.held import beside_held
from lib.domain.intake.checking.last_figures import Last, beside_last, beside_register
from lib.domain.intake.checking.likely import unlikely
from lib.domain.intake.checking.register_checks import against_register, part_of_villages
from lib.domain.intake.checking.unusual import Thresholds, beside_earlier, beside_other_level
from lib.domain.intake.leaving import without_left
from lib.domain.intake.partial import ANSWER, Parted, ways
from lib.domain.intake.resolving import Context, Resolved, resolve, without_subtotals
from lib.domain.intake.resolving.disputes import where_overwriting
from lib.domain.intake.rows.clean import Cleaned, without_blank_rows
from lib.domain.places.gazetteer import Gazetteer
from lib.domain.problems import Problem, Severity


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is in force before a file is gone through."""

    registered: pd.DataFrame
    """The register of villages in force; empty where no row names a village."""
    units: Collection[str] = ()
    """The keys in force of the template's own teams or drives."""
    named_units: Mapping[str, str] = field(default_factory=dict)
    """The names of the teams in force by period and key, parted by a space; of teams alone."""
    teams: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The teams in force, for what names a team."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is in force for the periods and communes of a file."""

    current: pd.DataFrame
    earlier: pd.DataFrame
    other_level: tuple[pd.DataFrame, str]
    registered: pd.DataFrame
    """The register of the file's communes, where these tell of themselves."""
    lasts: Sequence[Last]


@dataclass(frozen=True, kw_only=True)
class Gone:
    """A file gone through: what it says, and how its clean part could be taken in."""

    cleaned: Cleaned
    resolved: Resolved
    """Of the part that is taken in."""
    problems: tuple[Problem, ...]
    """Of that part, from the file alone."""
    aside: tuple[Problem, ...]
    """Of the part set aside."""
    ways: tuple[Parted, ...]
    parted: Parted | None
    """The way that was chosen."""


def gone_through(reading: Recognised, cleaned: Cleaned, context: Context, *, today: date) -> Gone:
    """The file by itself: resolved, checked, parted as the answers say."""
    filled, blank = without_blank_rows(cleaned)
    filled, subtotals = without_subtotals(filled, context)
    whole = resolve(filled, context)
    found = (
        *reading.problems,
        *filled.problems,
        *whole.problems,
        *blank,
        *subtotals,
        *check(filled, whole),
        *unlikely(filled, whole, today),
    )
    whole, found = without_left(whole, found, context.answers, gazetteer=context.gazetteer)
    offered = ways(whole, found, unread=(row for row, _ in filled.unread))
    parted = next((p for p in offered if p.way == context.answers.get(ANSWER)), None)
    mine, aside = _told_apart(found, parted)
    return Gone(
        cleaned=filled,
        resolved=parted.kept if parted else whole,
        problems=mine,
        aside=aside,
        ways=offered,
        parted=parted,
    )


def changes_of(
    gone: Gone, held: Held, answers: Mapping[str, str], *, gazetteer: Gazetteer
) -> Changes:
    """What publishing the part that is taken in would change."""
    mode = gone.parted.mode if gone.parted else ""
    return compare(
        gone.resolved,
        current=held.current,
        earlier=held.earlier,
        gazetteer=gazetteer,
        answers={**answers, "mode": mode} if mode else answers,
    )


def judged(
    gone: Gone,
    changes: Changes,
    known: Known,
    *,
    held: Held,
    gazetteer: Gazetteer,
    thresholds: Thresholds,
    more: Iterable[Problem] = (),
) -> tuple[Problem, ...]:
    """All that is to be said of the part taken in, gravest first; ``more``: what the store says."""
    cleaned, resolved = gone.cleaned, gone.resolved
    found: list[Problem] = [
        *where_overwriting(gone.problems, held.current),
        *against_register(cleaned, resolved, known.registered),
        *beside_teams(cleaned, resolved, known.teams),
        *alike_codes(cleaned, resolved, known.units),
        *part_of_villages(changes, known.registered, held.other_level[0], gazetteer=gazetteer),
        *beside_register(cleaned, resolved, held.registered, gazetteer=gazetteer),
        *erased(cleaned, changes, held.earlier),
        *changes.problems,
        *beside_earlier(
            cleaned, resolved, held.earlier, gazetteer=gazetteer, thresholds=thresholds
        ),
        *beside_other_level(resolved, changes, held.other_level, gazetteer=gazetteer),
        *more,
    ]
    least = thresholds.least
    found += beside_held(
        cleaned, resolved, held.current, earlier=held.earlier, least=least, told=found
    )
    found += beside_last(
        cleaned, resolved, held.lasts, gazetteer=gazetteer, least=least, told=found
    )
    return tuple(sorted(found, key=lambda p: (-p.severity, p.row or 0)))


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
