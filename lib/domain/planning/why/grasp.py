"""What is in a hand and where it is put down: which stays of a plan go, and which come instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lib.domain.planning.why.hands import Hands, Placed, Row


class Thing(StrEnum):
    """What can be taken up, and what can lie under it."""

    STAY = "stay"
    TEAM = "team"
    COMMUNE = "commune"
    HOME = "home"
    """Only as a place: the stay ends, its team stays at home."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """One thing of a plan: a stay by its place in it, a team or a commune by its code."""

    thing: Thing
    code: str = ""
    start: int = 0
    """Of a place: from which start."""


Exchange = tuple[tuple[int, ...], tuple[Placed, ...]]
"""The stays that go, by their places in the plan, and those that come."""


def exchange(held: Named, onto: Named, hands: Hands) -> Exchange:
    """What putting ``held`` down on ``onto`` means.

    Raises ``KeyError`` for two things that mean nothing together, or that the plan does not have.
    """
    for named in (held, onto):
        if not _known(named, hands) or held.thing is Thing.HOME:
            raise KeyError(named.code)
    mine = hands.placed[int(held.code)] if held.thing is Thing.STAY else None
    team = mine.team if mine else held.code
    commune = mine.commune if mine else held.code
    gone = (int(held.code),) if mine else ()
    match held.thing, onto.thing:
        case Thing.STAY | Thing.TEAM, Thing.COMMUNE:
            return gone, (Placed(team=team, commune=onto.code, start=onto.start),)
        case Thing.STAY | Thing.COMMUNE, Thing.TEAM:
            return gone, (Placed(team=onto.code, commune=commune, start=onto.start),)
        case Thing.STAY, Thing.HOME:
            return gone, ()
        case _, Thing.STAY:
            return _on_a_stay(held, int(onto.code), hands)
    raise KeyError(onto.code)


def _on_a_stay(held: Named, number: int, hands: Hands) -> Exchange:
    """Two stays change places; a team takes one over; a commune draws one to itself."""
    theirs = hands.placed[number]
    if held.thing is Thing.TEAM:
        put = Placed(team=held.code, commune=theirs.commune, start=theirs.start)
        return (number,), (put,)
    if held.thing is Thing.COMMUNE:
        put = Placed(team=theirs.team, commune=held.code, start=theirs.start)
        return (number,), (put,)
    mine = hands.placed[int(held.code)]
    return (int(held.code), number), (
        Placed(team=mine.team, commune=theirs.commune, start=theirs.start),
        Placed(team=theirs.team, commune=mine.commune, start=mine.start),
    )


def _known(named: Named, hands: Hands) -> bool:
    if not 0 <= named.start < len(hands.starts):
        return False
    if named.thing is Thing.STAY:
        return named.code in hands.numbers
    known = {Thing.TEAM: hands.teams, Thing.COMMUNE: hands.communes}.get(named.thing)
    return known is None or named.code in known


def prices(held: Named, hands: Hands) -> dict[Thing, tuple[Row, ...]]:
    """The price of putting it down, by what lies there: communes, teams, other stays, home.

    Raises ``KeyError`` for what the plan does not have.
    """
    if not _known(held, hands) or held.thing is Thing.HOME:
        raise KeyError(held.code)
    mine = int(held.code) if held.thing is Thing.STAY else None
    stay = None if mine is None else hands.placed[mine]
    found: dict[Thing, tuple[Row, ...]] = {}
    if held.thing is not Thing.COMMUNE:
        team = stay.team if stay else held.code
        found[Thing.COMMUNE] = hands.communes_for(team, without=mine)
    if held.thing is not Thing.TEAM:
        commune = stay.commune if stay else held.code
        found[Thing.TEAM] = hands.teams_for(commune, without=mine)
    others = [str(n) for n in range(len(hands.placed)) if n != mine]
    found[Thing.STAY] = tuple(_row(held, Named(thing=Thing.STAY, code=n), hands) for n in others)
    if stay:
        found[Thing.HOME] = (_row(held, Named(thing=Thing.HOME), hands),)
    return found


def _row(held: Named, onto: Named, hands: Hands) -> Row:
    taken, put = exchange(held, onto, hands)
    return hands.exchanged(taken, put, code=onto.code)
