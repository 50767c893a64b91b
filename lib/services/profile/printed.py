"""A commune's profile as a printed document; the demo and schematic notes go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.domain.places.village_lines import standing_counts
from lib.files.print.profile_pdf import Card, PrintedProfile, PrintedTable, Section, profile_pdf
from lib.maps.boundaries import Boundaries
from lib.maps.village_map import Spot, VillageMap, village_map, village_sign
from lib.services.boundaries import boundaries_for
from lib.services.history import freeze_words
from lib.services.installation import Installation
from lib.services.profile import tables as told
from lib.services.profile import villages as profile_villages
from lib.services.profile import work as profile_work
from lib.services.profile.profile import Line, Profile
from lib.services.wording import figures as wording
from lib.services.wording.of_many import group_value, province_of
from lib.services.wording.table import Table
from lib.services.wording.values import shown
from lib.text import Words, say_moment, say_number

_UPLOADS_PRINTED = 6
_FIGURES = (3.4, 1.6, 1, 0.8, 1.4, 1.7, 0.9, 1.3)
_VILLAGES = (2.2, 0.8, 0.8, 1, 1.1, 0.9, 0.9, 1.8)
_TEAMS = (3, 2, 0.9, 2, 1.2, 1.2)
_UPLOADS = (0.7, 2.6, 2.4, 0.9, 2.3, 1.9, 1.4)


@dataclass(frozen=True, kw_only=True)
class DrawnVillages:
    """The map of the villages with its words."""

    drawing: VillageMap
    alt: str
    legend: tuple[tuple[str, str], ...]
    """Signs and what they stand for, with how many there are."""
    notes: tuple[str, ...]
    """The rule, what could not be drawn, schematic outlines."""


def drawn_villages(
    installation: Installation, profile: Profile, say: Words
) -> DrawnVillages | None:
    """The villages with coordinates on the commune's outline; ``None`` when none can be drawn."""
    placed = [(v, v.place) for v in profile.villages if v.place]
    if not placed:
        return None
    boundaries = boundaries_for(installation, "boundary")
    legend = tuple(
        (s, f"{say(f'profile.standing_{s}')}: {count}")
        for s, count in standing_counts([v for v, _ in placed]).items()
        if count
    )
    name = profile.commune.full_name
    alt = say("profile.map_alt", name=name, counts="; ".join(words for _, words in legend))
    spots = [Spot(v.name, str(v.standing), place) for v, place in placed]
    drawing = village_map(boundaries, profile.commune.code, spots, title=alt)
    if drawing is None:
        return None
    return DrawnVillages(
        drawing=drawing,
        alt=alt,
        legend=tuple((village_sign(str(s)), words) for s, words in legend),
        notes=tuple(_map_notes(profile, drawing, boundaries, say=say)),
    )


def _map_notes(
    profile: Profile, drawing: VillageMap, boundaries: Boundaries, *, say: Words
) -> list[str]:
    without = sum(v.place is None for v in profile.villages)
    notes = [say("profile.map_rule")]
    if without:
        notes.append(say("profile.map_partial", count=without))
    if drawing.outside:
        names = ", ".join(drawing.outside)
        notes.append(say("profile.map_outside", count=len(drawing.outside), names=names))
    if boundaries.schematic:
        notes.append(say(f"boundaries.source.{boundaries.name}"))
    return notes


def printed_profile(
    installation: Installation, profile: Profile, say: Words, *, version: str
) -> bytes:
    """The profile as A4 PDF."""
    before, between, after = say("profile.page_of", page="\0", pages="\0").split("\0")
    sheet = PrintedProfile(
        language=say.language,
        author=say("app.title"),
        title=say("profile.printed_title", name=profile.commune.full_name),
        period=wording.period_name(profile.period, say),
        facts=[facts(profile, say), told.report_note(profile, say), _flags_line(profile, say)],
        demo=say("app.demo") if installation.is_demo else "",
        frozen=" ".join(freeze_words.notes(installation, say)),
        cards=[_card(x, profile, say) for x in headlines(profile)],
        sections=_sections(installation, profile, say),
        made=say("export.made", at=say_moment(installation.clock()), version=version),
        page_of={"before": before, "between": between, "after": after},
    )
    return profile_pdf(sheet)


def facts(profile: Profile, say: Words) -> str:
    """Code, area, people."""
    commune = profile.commune
    return say(
        "commune.facts",
        code=commune.code,
        area=say_number(commune.area_km2, digits=2, language=say.language),
        people=say_number(commune.population, language=say.language),
    )


def headlines(profile: Profile) -> list[Line]:
    """The few figures that every overview shows; none while the commune never reported."""
    if profile.last_report is None:
        return []
    return [x for x in profile.lines if x.measured.indicator.headline]


def card_note(line: Line, profile: Profile, say: Words) -> str:
    """The province and the communes alike beside a headline figure."""
    said = [say("profile.card_province", value=province_of(line.measured, say))]
    if profile.alike.communes:
        value = group_value(line.measured, line.alike, say)
        alike = profile.alike
        said.append(say("profile.card_similar", count=len(alike.communes), grade=alike.grade,
                        value=value))  # fmt: skip
    return "; ".join(said)


def _card(line: Line, profile: Profile, say: Words) -> Card:
    measured = line.measured
    return Card(
        name=measured.indicator.name[say.language],
        value=shown(measured, profile.commune.code, say),
        note=card_note(line, profile, say),
    )


def _flags_line(profile: Profile, say: Words) -> str:
    names = ", ".join(say(f"flag.{f.flag}") for f in profile.flags)
    note = told.priority_note(profile, say)
    return f"{names}. {note}" if names else say("profile.flags_none")


def _sections(installation: Installation, profile: Profile, say: Words) -> list[Section]:
    return [
        Section(
            heading=say("profile.figures"),
            notes=[told.similar_note(profile, say)],
            tables=[_printed(told.figures_table(profile, say), _FIGURES)],
            quiet=[say("profile.figures_note")],
        ),
        _villages(installation, profile, say),
        _plan(profile, say),
        _volunteers(profile, say),
        _past(profile, say),
        _uploads(profile, say),
    ]


def _villages(installation: Installation, profile: Profile, say: Words) -> Section:
    drawn = drawn_villages(installation, profile, say)
    tables = []
    if profile.villages:
        tables.append(_printed(profile_villages.villages_table(profile.villages, say), _VILLAGES))
    heading, notes = say("profile.villages"), profile_villages.village_notes(profile, say, named=12)
    if drawn is None:
        return Section(heading=heading, notes=notes, tables=tables)
    return Section(
        heading=heading,
        notes=notes,
        tables=tables,
        svg=drawn.drawing.svg,
        alt=drawn.alt,
        legend=drawn.legend,
        quiet=drawn.notes,
    )


def _plan(profile: Profile, say: Words) -> Section:
    table = profile_work.plan_table(profile, say)
    note = profile_work.plan_note(profile, say)
    return Section(
        heading=say("profile.plan"),
        notes=[] if table else [say("profile.plan_none")],
        tables=[_printed(table)] if table else [],
        quiet=[note] if note else [],
    )


def _volunteers(profile: Profile, say: Words) -> Section:
    notes, tables = [], []
    year = profile.period.year
    if profile.teams:
        tables.append(_printed(profile_work.teams_table(profile, say), _TEAMS))
    else:
        notes.append(say("profile.teams_none", year=year))
    if profile.drives:
        tables.append(_printed(profile_work.drives_table(profile, say)))
    else:
        notes.append(say("profile.drives_none", year=year))
    quiet = [say("profile.drives_note")] if profile.drives else []
    return Section(heading=say("profile.teams"), notes=notes, tables=tables, quiet=quiet)


def _past(profile: Profile, say: Words) -> Section:
    tables = [_printed(told.former_table(profile.former, say))]
    if profile.flags:
        tables.append(_printed(told.flags_table(profile.flags, say), (1.4, 0.8, 4, 1.1, 1.2)))
    return Section(
        heading=f"{say('profile.former')}; {say('profile.flags').lower()}",
        tables=tables,
        quiet=[told.former_note(profile.former, say)],
    )


def _uploads(profile: Profile, say: Words) -> Section:
    total = len(profile.uploads)
    if not total:
        return Section(heading=say("profile.uploads"), notes=[say("profile.uploads_none")])
    table = told.uploads_table(profile, say, most=_UPLOADS_PRINTED)
    more = total > _UPLOADS_PRINTED
    quiet = [say("profile.uploads_last", count=_UPLOADS_PRINTED, total=total)] if more else []
    return Section(heading=say("profile.uploads"), tables=[_printed(table, _UPLOADS)], quiet=quiet)


def _printed(table: Table, widths: Sequence[float] = ()) -> PrintedTable:
    return PrintedTable(
        columns=table.columns, rows=table.rows, numeric=sorted(table.numeric), widths=widths
    )
