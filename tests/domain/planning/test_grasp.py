"""What putting something down means; what makes no sense together is refused."""

from __future__ import annotations

import pytest

from lib.domain.planning.plan.solving import Effort, solve
from lib.domain.planning.why.grasp import Named, Thing, exchange, prices
from lib.domain.planning.why.hands import Hands, Placed
from tests.support.plans import QUESTION


@pytest.fixture(scope="module")
def hands():
    return Hands(solve(QUESTION, Effort(seconds=5)))


def stay(number=0):
    return Named(thing=Thing.STAY, code=str(number))


def test_a_stay_goes_to_a_commune_a_team_or_home(hands):
    mine = hands.placed[0]

    assert exchange(stay(), Named(thing=Thing.COMMUNE, code="03679", start=1), hands) == (
        (0,),
        (Placed(team=mine.team, commune="03679", start=1),),
    )
    assert exchange(stay(), Named(thing=Thing.TEAM, code="TN-02", start=1), hands) == (
        (0,),
        (Placed(team="TN-02", commune=mine.commune, start=1),),
    )
    assert exchange(stay(), Named(thing=Thing.HOME), hands) == ((0,), ())


def test_two_stays_change_places_and_times(hands):
    one, other = hands.placed[0], hands.placed[1]

    assert exchange(stay(0), stay(1), hands) == (
        (0, 1),
        (
            Placed(team=one.team, commune=other.commune, start=other.start),
            Placed(team=other.team, commune=one.commune, start=one.start),
        ),
    )


def test_a_team_takes_a_stay_over_and_a_commune_draws_one_to_itself(hands):
    theirs = hands.placed[1]

    assert exchange(Named(thing=Thing.TEAM, code="TN-01"), stay(1), hands) == (
        (1,),
        (Placed(team="TN-01", commune=theirs.commune, start=theirs.start),),
    )
    assert exchange(Named(thing=Thing.COMMUNE, code="04240"), stay(1), hands) == (
        (1,),
        (Placed(team=theirs.team, commune="04240", start=theirs.start),),
    )


@pytest.mark.parametrize(
    ("held", "onto"),
    [
        (Named(thing=Thing.TEAM, code="TN-01"), Named(thing=Thing.TEAM, code="TN-02")),
        (Named(thing=Thing.COMMUNE, code="03679"), Named(thing=Thing.COMMUNE, code="04240")),
        (Named(thing=Thing.TEAM, code="TN-01"), Named(thing=Thing.HOME)),
        (stay(), Named(thing=Thing.COMMUNE, code="99999")),
        (stay(), Named(thing=Thing.TEAM, code="nobody")),
        (stay(99), Named(thing=Thing.HOME)),
        (Named(thing=Thing.STAY, code="9" * 5_000), Named(thing=Thing.HOME)),
        (Named(thing=Thing.STAY, code="-1"), Named(thing=Thing.HOME)),
        (stay(), Named(thing=Thing.COMMUNE, code="03679", start=99)),
        (stay(), Named(thing=Thing.COMMUNE, code="03679", start=-1)),
        (Named(thing=Thing.HOME), stay()),
    ],
)
def test_what_means_nothing_is_refused(hands, held, onto):
    with pytest.raises(KeyError):
        exchange(held, onto, hands)


def test_prices_are_told_of_every_place(hands):
    found = prices(stay(), hands)

    assert [len(found[thing]) for thing in (Thing.COMMUNE, Thing.TEAM, Thing.STAY, Thing.HOME)] == [
        len(QUESTION.communes),
        len(QUESTION.teams),
        len(hands.placed) - 1,
        1,
    ]
    assert set(prices(Named(thing=Thing.TEAM, code="TN-01"), hands)) == {
        Thing.COMMUNE,
        Thing.STAY,
    }
    with pytest.raises(KeyError):
        prices(stay(99), hands)
