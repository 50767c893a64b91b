"""The register of names: units before 1/7/2025, and what people taught, found by any part."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.access.permissions import Act, Person
from lib.domain.places.gazetteer import FormerUnit
from lib.domain.templates import TEMPLATES
from lib.services.installation import Installation
from lib.services.intake.remembered_answers import all_lessons, meaning, written
from lib.services.wording.table import Table
from lib.store.intake.remembered_answers import Lesson
from lib.text import Words, fold, say_moment, without_accents


def former_units(installation: Installation, wanted: str, *, who: Person) -> list[FormerUnit]:
    """The earlier units that hold the text in their name, district, code or commune of today."""
    who.must(Act.SET_UP)
    book = installation.gazetteer
    told = {
        unit.old_code: " ".join(
            (unit.full_name, *unit.also_written, unit.district, unit.old_code, unit.commune_code,
             book.communes[unit.commune_code].full_name)
        )
        for unit in book.former
    }  # fmt: skip
    return [unit for unit in book.former if _holds(told[unit.old_code], wanted)]


def taught(installation: Installation, wanted: str, say: Words, *, who: Person) -> list[Lesson]:
    """Everybody's remembered answers that hold the text, newest first."""
    found = all_lessons(installation, who=who)
    return [one for one in found[::-1] if _holds(" ".join(_told(installation, one, say)), wanted)]


def _holds(text: str, wanted: str) -> bool:
    """With its accents where the person wrote some: "an" finds Ân as well, "ân" only Ân."""
    plain = fold(wanted)
    if plain == without_accents(wanted):
        return plain in without_accents(text)
    return plain in fold(text)


def former_table(installation: Installation, found: Sequence[FormerUnit], say: Words) -> Table:
    """Earlier units, and what each has become part of."""
    rows = tuple(
        (
            unit.full_name,
            ", ".join(unit.also_written) or "–",
            unit.district,
            unit.old_code,
            installation.gazetteer.communes[unit.commune_code].full_name,
        )
        for unit in found
    )
    names = ("former", "also", "district", "code", "today")
    return Table(columns=tuple(say(f"names.column_{n}") for n in names), rows=rows)


def taught_table(installation: Installation, found: Sequence[Lesson], say: Words) -> Table:
    """What stood in a file, what it means, for whose files, and who said so."""
    names = ("given", "meaning", "template", "taught_by", "at")
    rows = tuple(_told(installation, one, say) for one in found)
    return Table(columns=tuple(say(f"names.column_{n}") for n in names), rows=rows)


def _told(installation: Installation, one: Lesson, say: Words) -> tuple[str, ...]:
    known = TEMPLATES.get(one.template)
    return (
        f"“{written(one)}”",
        meaning(one, installation.gazetteer, say),
        known.title if known else one.template,
        one.who,
        say_moment(one.at),
    )


def answer_said(installation: Installation, one: Lesson, say: Words) -> str:
    """One answer on one line."""
    given, means, template, who, at = _told(installation, one, say)
    return say("names.answer", given=given, meaning=means, template=template, who=who, at=at)
