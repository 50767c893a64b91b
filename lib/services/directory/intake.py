"""Taking a list of ambassadors in: looked through, previewed, written. The file is not kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.domain.access.permissions import Person
from lib.domain.audit.chain import Deed
from lib.domain.directory.form import FORM
from lib.domain.directory.listing import read_people
from lib.domain.directory.people import Ambassador
from lib.domain.directory.rows import Terms
from lib.domain.errors import NotAllowed
from lib.domain.intake.layouts.recognise import recognise
from lib.domain.intake.resolving import Context, placed
from lib.domain.intake.rows.clean import clean
from lib.domain.problems import Problem, Severity, Verdict, verdict
from lib.files.reading.reader import read
from lib.services.audit.recording import record
from lib.services.directory.people import in_force, must_see
from lib.services.installation import Installation
from lib.services.intake.village_register import register_rows, village_register
from lib.store.directory import people as store
from lib.store.directory.people import DirectoryIntake
from lib.store.engine import asking, writing


@dataclass(frozen=True, kw_only=True)
class ListPreview:
    """What a list would do to the directory."""

    problems: tuple[Problem, ...]
    new: tuple[Ambassador, ...] = ()
    renewed: tuple[Ambassador, ...] = ()
    unchanged: int = 0
    mark: tuple[int, int] = field(default=(0, 0))
    """Of the directory this was compared with."""

    @property
    def verdict(self) -> Verdict:
        """What becomes of the list."""
        return verdict(self.problems)

    @property
    def ready(self) -> bool:
        """Whether it may be taken in and would change anything."""
        calm = self.verdict in (Verdict.ACCEPT, Verdict.WARN)
        return calm and bool(self.new or self.renewed)


def preview_list(
    installation: Installation,
    content: bytes,
    answers: Mapping[str, str] | None = None,
    *,
    who: Person,
) -> ListPreview:
    """Everything that taking this list in would meet and change. Writes nothing.

    Raises ``UnreadableFile`` when the bytes are no table; ``NotAllowed`` on a demonstration, which
    anybody may enter.
    """
    must_see(installation, who)
    if installation.is_demo:
        raise NotAllowed("directory_demo")
    given = dict(answers or {})
    sheets = read(content, most_rows=installation.settings.max_upload_rows)
    reading = recognise(sheets, given, templates=(FORM,))
    if isinstance(reading, Problem):
        return ListPreview(problems=(reading,))
    if any(p.severity is Severity.ERROR for p in reading.problems):
        return ListPreview(problems=reading.problems)
    cleaned = clean(reading, given)
    with asking(installation.engine) as connection:  # not open while rows are looked through
        registered = register_rows(connection)
        known, seen = {p.person: p for p in in_force(installation)}, store.mark(connection)
    context = Context(
        gazetteer=installation.gazetteer,
        register=village_register(registered),
        today=installation.today,
        answers=given,
    )
    rows, asked = placed(cleaned, context)
    terms = Terms(installation.today, installation.in_force.directory_months)
    told = read_people(cleaned, rows, list(known.values()), terms=terms, answers=given)
    problems = (*reading.problems, *cleaned.problems, *asked, *told.problems)
    moved = [p for p in told.people.values() if p.person and p.told != known[p.person].told]
    new = [p for p in told.people.values() if p.person is None]
    return ListPreview(
        problems=tuple(sorted(problems, key=lambda p: (-p.severity, p.row or 0))),
        new=tuple(new),
        renewed=tuple(moved),
        unchanged=len(told.people) - len(new) - len(moved),
        mark=seen,
    )


def take_in(installation: Installation, ready: ListPreview, *, who: Person) -> int:
    """Writes exactly what was previewed, in one transaction; the list's number.

    Raises ``NotAllowed`` where somebody changed the directory in between, ``ValueError`` for a
    list that is not ready: the page must not offer it.
    """
    must_see(installation, who)
    if not ready.ready:
        raise ValueError(ready.verdict)
    new = DirectoryIntake(
        who=who.name, at=installation.clock(), added=len(ready.new), renewed=len(ready.renewed)
    )
    with writing(installation.engine) as connection:
        if store.mark(connection) != ready.mark:
            raise NotAllowed("directory_moved")
        number = store.add_intake(connection, new, (*ready.new, *ready.renewed))
        communes = sorted({p.commune_code for p in (*ready.new, *ready.renewed)})
        told = {"added": new.added, "renewed": new.renewed, "communes": communes}
        subject = f"directory:{number}"
        record(
            installation, connection, who, deed=Deed.DIRECTORY_TAKEN_IN, subject=subject, after=told
        )
    return number
