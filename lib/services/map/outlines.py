"""The communes' outlines: what is in force, adopting those of a file, and going back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.domain.reporting.reasons import SHORTEST_REASON
from lib.maps.boundaries import Boundaries, current, history
from lib.maps.importing import adopting
from lib.maps.importing.proposal import AreaChange, Proposal, Remark, prepare
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.services.wording.table import Table
from lib.store.engine import writing
from lib.text import Words, say_change, say_moment, say_number

_TELL_AREA_FROM = 0.05
_NAMES_SHOWN = 10


def outlines_in_force(
    installation: Installation, *, who: Person
) -> tuple[Boundaries, list[dict[str, str]]]:
    """The outlines in force, and all that were adopted and not taken back, newest first."""
    who.must(Act.SET_UP)
    return current(installation.settings.data_dir), history(installation.settings.data_dir)[::-1]


def propose_outlines(
    installation: Installation, content: bytes, filename: str, *, who: Person
) -> Proposal:
    """What a file offers; touches nothing. Raises ``BoundaryProblem`` for what cannot be used."""
    who.must(Act.SET_UP)
    return prepare(content, filename, installation.gazetteer)


def adopt_outlines(
    installation: Installation, proposal: Proposal, *, who: Person, agreed: bool = False
) -> Boundaries:
    """Puts the outlines into force, on record.

    Raises ``BoundaryProblem`` for what is incomplete or far from the published areas, unless a
    person has ``agreed``.
    """
    who.must(Act.SET_UP)
    folder = installation.settings.data_dir
    with writing(installation.engine) as connection:
        before = {"boundaries": current(folder).key}
        after = {
            "file": proposal.source,
            "boundaries": f"official-{proposal.digest}",
            "communes": len(proposal.matched),
            "missing": list(proposal.missing),
            "doubtful": list(proposal.doubtful),
        }
        record(
            installation, connection, who, deed=Deed.BOUNDARIES_ADOPTED, before=before, after=after
        )
        return adopting.adopt(proposal, folder, agreed=agreed, who=who.name)


def withdraw_outlines(installation: Installation, *, who: Person, reason: str) -> Boundaries:
    """Goes back to the outlines before the last adopted, on record; gives those now in force."""
    who.must(Act.SET_UP)
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("why_needed", least=SHORTEST_REASON)
    folder = installation.settings.data_dir
    with writing(installation.engine) as connection:
        before = {"boundaries": current(folder).key}
        now = adopting.withdraw(folder)
        after = {"boundaries": now.key, "reason": reason.strip()}
        record(
            installation,
            connection,
            who,
            deed=Deed.BOUNDARIES_WITHDRAWN,
            before=before,
            after=after,
        )
        return now


def offered(installation: Installation, proposal: Proposal, say: Words) -> Iterator[str]:
    """What a file offers, in words: found, missing, of no use, put right."""
    book = installation.gazetteer
    yield say("boundaries.matched", count=len(proposal.matched), total=len(book))
    if proposal.missing:
        names = [book.communes[c].name for c in proposal.missing]
        yield say("boundaries.missing", names=_listed(names))
    if proposal.unmatched:
        count = say_number(len(proposal.unmatched), language=say.language)
        yield say("boundaries.unmatched", count=count, names=_listed(proposal.unmatched))
    for repair in proposal.repairs:
        hectares = say_number(repair.km2 * 100, digits=1, language=say.language)
        name = book.communes[repair.code].full_name
        yield say(f"boundaries.repaired_{repair.kind}", name=name, hectares=hectares)
    yield from (_remark(installation, remark, say) for remark in proposal.remarks)


def _remark(installation: Installation, remark: Remark, say: Words) -> str:
    book, values = installation.gazetteer, dict(remark.values)
    if remark.code:
        values["name"] = book.communes[remark.code].full_name
    if remark.kind == "other_name":
        values["other"] = book.communes[str(values["other"])].full_name
    if "fault" in values:
        values["fault"] = say(f"boundaries.fault.{values['fault']}")
    return say(f"boundaries.remark.{remark.kind}", **values)


def areas_that_differ(proposal: Proposal) -> list[AreaChange]:
    """The communes whose outline is worth a look, the farthest from the published area first."""
    far = (a for a in proposal.areas if abs(a.off_published) >= _TELL_AREA_FROM)
    return sorted(far, key=lambda a: -abs(a.off_published))


def area_said(installation: Installation, area: AreaChange, say: Words) -> str:
    """How one outline differs from the published area."""
    return say(
        "boundaries.area_differs",
        name=installation.gazetteer.communes[area.code].full_name,
        km2=say_number(area.after_km2, digits=1, language=say.language),
        percent=say_number(abs(area.off_published) * 100, language=say.language),
        published=say_number(area.published_km2, digits=1, language=say.language),
    )


def areas_table(installation: Installation, areas: Sequence[AreaChange], say: Words) -> Table:
    """Outline and published area side by side."""
    rows = tuple(
        (
            installation.gazetteer.communes[a.code].full_name,
            say_number(a.after_km2, digits=1, language=say.language),
            say_number(a.published_km2, digits=1, language=say.language),
            f"{say_change(a.off_published * 100, language=say.language)} %",
        )
        for a in areas
    )
    names = ("commune", "km2", "published", "off")
    columns = tuple(say(f"outlines.column_{n}") for n in names)
    return Table(columns=columns, rows=rows, numeric=frozenset({1, 2, 3}))


def adopted_table(found: Sequence[dict[str, str]], say: Words) -> Table:
    """What was adopted, newest first: the first is in force."""
    rows = tuple(
        (
            say_moment(datetime.fromisoformat(one["adopted_at"])),
            one["source"],
            one.get("who") or "–",
            one["digest"],
        )
        for one in found
    )
    names = ("at", "file", "who", "digest")
    return Table(columns=tuple(say(f"outlines.column_{n}") for n in names), rows=rows)


def source_said(found: Boundaries, say: Words) -> str:
    """Where the outlines come from: the file's name, or what ours are."""
    if found.name == "official":
        return found.source
    return say(f"boundaries.source.{found.name}").rstrip(".")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMES_SHOWN]) + ("…" if len(names) > _NAMES_SHOWN else "")
