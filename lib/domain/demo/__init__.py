"""A made-up province for demonstrations: real communes, invented figures, real file formats."""

from __future__ import annotations

from collections.abc import Collection

from lib.domain.demo.activity import activity_of
from lib.domain.demo.calendar import LATE, MONTHS, habits_of, months, sent_at
from lib.domain.demo.growth import growth_of
from lib.domain.demo.hamlets import VILLAGES, villages_of
from lib.domain.demo.mailbag import (
    DemoFile,
    Story,
    banking_files,
    month_files,
    priority_files,
    register_files,
    summer_files,
    target_files,
)
from lib.domain.demo.offices import offices_of
from lib.domain.demo.province import communes_of
from lib.domain.demo.teams import SUMMERS
from lib.domain.places.gazetteer import Gazetteer

__all__ = ["MONTHS", "VILLAGES", "DemoFile", "Story", "demo_files", "story_of"]


def demo_files(
    gazetteer: Gazetteer,
    seed: int = 2025,
    *,
    border: Collection[str],
    months_told: int = MONTHS,
    villages: int = VILLAGES,
) -> list[DemoFile]:
    """All files of the demonstration, oldest first; the same seed gives the same bytes.

    ``border`` holds the codes of the border communes, the one fact of priority that is real.
    ``months_told`` and ``villages`` make the province smaller, for tests.
    """
    story = story_of(gazetteer, seed, border=border, villages=villages)
    files = [*register_files(story), *priority_files(story), *month_files(story, months_told)]
    files += [*banking_files(story, months_told), *target_files(2026)]
    for summer in SUMMERS:
        files += summer_files(story, summer)
    told_until = sent_at(months(months_told)[-1], LATE, minute=60)
    return sorted((f for f in files if f.at <= told_until), key=lambda f: f.at)


def story_of(
    gazetteer: Gazetteer, seed: int, *, border: Collection[str], villages: int = VILLAGES
) -> Story:
    """What happened in the made-up province."""
    communes = communes_of(gazetteer, border, seed)
    places = villages_of(communes, seed, count=villages)
    habits = habits_of(communes, seed)
    growth = growth_of(places, habits, seed)
    adults = places.groupby("commune_code")["adults"].sum().reindex(communes.index)
    return Story(
        communes=communes,
        villages=places,
        habits=habits,
        growth=growth,
        activity=activity_of(places, growth, seed),
        offices=offices_of(communes, adults, seed),
        seed=seed,
    )
