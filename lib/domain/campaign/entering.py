"""What somebody types of a team's visits, and what cannot be or is hardly so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One team in one village; ``None`` is a field left blank, which is not zero."""

    team: str
    commune: str
    village: str
    first: date
    last: date
    people: int | None = None
    turns: int | None = None
    households: int | None = None
    volunteers: int | None = None
    days: int | None = None
    joint: bool | None = None
    reason: str = ""

    @property
    def code(self) -> str:
        """The same for the same visit: typed once more, it corrects and never doubles."""
        where = self.village or self.commune
        return f"TH{self.first:%y}-{self.team}-{where}-{self.first:%m%d}"

    @property
    def length(self) -> int:
        """Days from the first to the last, both counted."""
        return (self.last - self.first).days + 1


class Wrong(StrEnum):
    """What is asked to be put right or looked at again. Words: ``quick_wrong.<kind>``."""

    AHEAD = "ahead"
    """A day that has not come: only what was done is told here."""
    BACKWARDS = "backwards"
    DAYS = "days"
    """More volunteer-days than people times days."""
    TURNS = "turns"
    """More people than attendances."""
    TOGETHER = "together"
    """More volunteer-days in all villages than the members of the team have days."""


@dataclass(frozen=True)
class Remark:
    """One thing about what was typed."""

    kind: Wrong
    village: str
    """Its code; "" for the commune or for all villages together."""
    values: dict[str, object] = field(default_factory=dict)


def impossible(entries: Iterable[Entry], today: date) -> list[Remark]:
    """What cannot be: it has to be put right before anything is written down."""
    return [remark for entry in entries for remark in _of_one(entry, today)]


def _of_one(entry: Entry, today: date) -> Iterator[Remark]:
    if entry.last < entry.first:
        yield Remark(Wrong.BACKWARDS, entry.village, {"first": entry.first, "last": entry.last})
        return
    if entry.last > today:
        yield Remark(Wrong.AHEAD, entry.village, {"last": entry.last})
    if entry.days is not None and entry.volunteers is not None:
        most = entry.volunteers * entry.length
        if entry.days > most:
            yield Remark(
                Wrong.DAYS,
                entry.village,
                {"given": entry.days, "people": entry.volunteers, "days": entry.length,
                 "most": most},
            )  # fmt: skip
    if entry.people is not None and entry.turns is not None and entry.people > entry.turns:
        yield Remark(Wrong.TURNS, entry.village, {"people": entry.people, "turns": entry.turns})


def unlikely(entries: Sequence[Entry], members: int | None) -> list[Remark]:
    """What no single village shows: volunteer-days of all of them beside the whole team."""
    told = [e.days for e in entries if e.days is not None]
    if not told or members is None:
        return []
    on_the_way = {
        e.first.toordinal() + n for e in entries if e.days is not None for n in range(e.length)
    }
    most = members * len(on_the_way)
    if sum(told) <= most:
        return []
    values: dict[str, object] = {
        "given": sum(told), "people": members, "days": len(on_the_way), "most": most,
    }  # fmt: skip
    return [Remark(Wrong.TOGETHER, "", values)]
