"""The villages of a profile: their table, and what is remarkable about them."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.places.village_lines import Standing, VillageLine
from lib.services.profile.profile import Profile
from lib.services.profile.tables import month_said
from lib.services.wording.of_many import whole
from lib.services.wording.table import DASH, Row, Table
from lib.text import Words, say_number

_NAMED = 6


def village_notes(profile: Profile, say: Words, *, named: int = _NAMED) -> list[str]:
    """What the villages call for, most pressing first."""
    villages = profile.villages
    if not villages:
        summary = [say("profile.villages_summary")] if profile.by_summary else []
        return [*summary, say("profile.villages_none")]
    reported = [v for v in villages if v.standing is not Standing.SILENT]
    if profile.has_register:
        notes = [say("profile.villages_count", count=len(villages), reported=len(reported))]
    else:
        notes = [say("profile.villages_no_register", count=len(villages))]
    if profile.by_summary:
        return [*notes, say("profile.villages_summary")]
    if not reported:
        return [*notes, say("profile.silent_all")]
    return notes + _village_problems(villages, say, named)


def _village_problems(villages: Sequence[VillageLine], say: Words, named: int) -> list[str]:
    silent = [v for v in villages if v.standing is Standing.SILENT]
    found = {
        "lacks_ambassador": [v for v in villages if v.lacks_ambassador],
        "lacks_guided": [v for v in villages if v.lacks_guided],
        "silent": silent,
    }
    said = [
        say(f"profile.{key}", count=len(those), names=_names(those, say, named))
        for key, those in found.items()
        if those
    ]
    lacking = found["lacks_ambassador"] or found["lacks_guided"]
    return said if lacking else [say("profile.all_well"), *said]


def _names(villages: Sequence[VillageLine], say: Words, most: int) -> str:
    first = ", ".join(v.name for v in villages[:most])
    left = len(villages) - most
    return say("profile.more", names=first, count=left) if left > 0 else first


def villages_table(villages: Sequence[VillageLine], say: Words) -> Table:
    """Each village with its last figures and the period they are of."""
    keys = ("village", "households", "ambassadors", "reviewed", "guided", "share",
            "reported_for", "standing")  # fmt: skip
    return Table(
        columns=tuple(say(f"profile.{key}") for key in keys),
        rows=tuple(_village(v, say) for v in villages),
        numeric=frozenset(range(1, 7)),
    )


def _village(village: VillageLine, say: Words) -> Row:
    share = None
    if village.guided is not None and village.households:
        share = village.guided / village.households * 100
    numbers = (village.households, village.ambassadors, village.reviewed, village.guided)
    period = village.reported_for
    return (
        village.name,
        *(whole(n, say) for n in numbers),
        DASH if share is None else f"{say_number(share, digits=1, language=say.language)} %",
        month_said(period) if period else DASH,
        say(f"profile.standing_{village.standing}"),
    )
