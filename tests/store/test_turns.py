"""Several people at once: one publishes, the others are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lib.services import intake
from lib.services.house import House
from lib.services.intake import Published, publish
from lib.services.overtaken import Overtaken
from lib.services.overview import version_of_data
from lib.store.figures import standing
from tests.support.houses import now, put, see, take_back
from tests.support.people import staff
from tests.support.sheets import summary, summary_row

PEOPLE = 4


def test_of_several_who_publish_at_once_exactly_one_does(any_house: House):
    previews = [
        see(any_house, summary(summary_row("Xã Lóng Sập", guided=n))) for n in range(PEOPLE)
    ]
    start = Barrier(PEOPLE)

    def go(number: int) -> Published | Overtaken:
        start.wait()
        return publish(any_house, previews[number], who=staff(f"Người {number}"))

    with ThreadPoolExecutor(PEOPLE) as people:
        answers = list(people.map(go, range(PEOPLE)))

    won = [n for n, answer in enumerate(answers) if isinstance(answer, Published)]
    assert len(won) == 1
    assert now(any_house)["households_guided"].tolist() == won
    assert {a.by for a in answers if isinstance(a, Overtaken)} == {f"Người {won[0]}"}


def test_publishing_different_communes_at_once_publishes_all(any_house: House):
    names = ("Xã Lóng Sập", "Xã Mường La", "Xã Yên Châu", "Xã Phù Yên")
    previews = [see(any_house, summary(summary_row(n))) for n in names]

    with ThreadPoolExecutor(len(names)) as people:
        answers = list(people.map(lambda p: publish(any_house, p, who=staff("An")), previews))

    assert all(isinstance(a, Published) for a in answers)
    assert len(now(any_house)) == len(names)


@pytest.mark.postgres
def test_a_preview_sees_one_moment_even_when_somebody_publishes_meanwhile(
    new_pg_house, monkeypatch: pytest.MonkeyPatch
):
    house = new_pg_house()
    put(house, summary(summary_row("Xã Lóng Sập", guided=1)))

    def publishes_first(connection, template, scopes):
        monkeypatch.setattr(intake, "standing", standing)
        put(house, summary(summary_row("Xã Lóng Sập", guided=2)), who="Bình")
        return standing(connection, template, scopes)

    monkeypatch.setattr(intake, "standing", publishes_first)
    mine = see(house, summary(summary_row("Xã Lóng Sập", guided=3)))

    assert mine.changes is not None
    assert mine.changes.total("households_guided") == (1, 3)
    answer = publish(house, mine, who=staff("An"))
    assert isinstance(answer, Overtaken)
    assert answer.by == "Bình"


def test_the_version_of_the_data_changes_with_every_publish_and_withdrawal(any_house: House):
    seen = [version_of_data(any_house)]
    number = put(any_house, summary(summary_row("Xã Lóng Sập")))
    seen.append(version_of_data(any_house))
    take_back(any_house, number)
    seen.append(version_of_data(any_house))

    assert len(set(seen)) == 3
