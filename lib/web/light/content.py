"""What the light page says: plain values for its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lib.domain.access.permissions import Act, Person
from lib.domain.figures.analysis.groups import rank_of
from lib.domain.figures.indicators import Measured
from lib.maps import still
from lib.maps.boundaries import Boundaries
from lib.maps.outlines import names_drawn
from lib.maps.scene import Scene
from lib.maps.sheet import Sentence
from lib.maps.still import LegendRow
from lib.maps.svg import draw, glyph
from lib.services.boundaries import boundaries_for
from lib.services.figures.figures import Figures
from lib.services.history.provenance import sources_of
from lib.services.map.commune_table import commune_table, worst_first
from lib.services.map.period_sheet import looked_alone
from lib.services.view_address import (
    COMMUNE,
    INDICATOR,
    LANGUAGE,
    PERIOD,
    VIEW,
    VIEWS,
    Choice,
)
from lib.services.wording import figures as wording
from lib.services.wording.table import Table
from lib.services.wording.values import shown
from lib.store.history.uploads import Upload
from lib.text import LANGUAGES, Words, name_of_language
from lib.web.light.parts import Card, CommuneFigure, Option, Row, Select
from lib.web.light.words import Called, calls_of, groups_of

_UPLOADS_TOLD = 2
"""Of one figure; the full page tells all of them, to the row."""


@dataclass(frozen=True)
class Content:
    """All that one choice shows."""

    choice: Choice
    selects: list[Select]
    period: str
    sentence: Sentence
    calls: list[Called]
    groups: Table
    cards: list[Card]
    colours: Sequence[str]
    """By class."""
    svg: Markup
    legend: list[LegendRow]
    signs: list[tuple[Markup, str, str]]
    note: str
    """On the outlines, and what the map cannot show."""
    name: str
    rule: str
    order: str
    """In which order the communes stand."""
    rows: list[Row]
    commune_name: str
    commune_figures: list[CommuneFigure]
    uploads: list[Upload]
    with_sources: bool = False


def content(figures: Figures, choice: Choice, say: Words, *, who: Person | None) -> Content:
    """The figures of a choice in words, with the map drawn; sources for whoever may see them."""
    measured = figures.measured(choice.indicator, choice.period)
    looked = looked_alone(figures, choice)
    drawn, outlines = still.scene(looked), boundaries_for(figures.installation, choice.view)
    note = still.note(looked, names_drawn(outlines))
    found, uploads = _commune(figures, choice, say, who=who)
    communes = figures.installation.gazetteer.communes
    return Content(
        choice=choice,
        selects=_selects(figures, choice, say),
        period=wording.period_name(choice.period, say),
        sentence=still.sentence(looked),
        calls=calls_of(figures, choice, say),
        groups=groups_of(figures, choice, say),
        cards=[
            _card(figures, code, choice, say=say)
            for code, one in figures.indicators.items()
            if one.headline or code == choice.indicator
        ],
        colours=drawn.colours,
        svg=_map(drawn, outlines, choice),
        legend=still.legend(looked),
        signs=[
            (Markup(glyph(letter)), flag, word)  # noqa: S704 - a constant of ours
            for letter, flag, word in looked.sheet.options["flags"]
        ],
        note=note and f"{note}.",
        name=looked.layer.name,
        rule=still.rule(looked),
        order=_order(measured, say),
        rows=_rows(figures, measured, drawn, choice=choice, say=say),
        commune_name=communes[choice.commune].full_name if choice.commune else "",
        commune_figures=found,
        uploads=uploads,
        with_sources=may_see_sources(who, choice.commune),
    )


def may_see_sources(who: Person | None, commune: str | None) -> bool:
    """Whether this person may see which files a commune's figures come from."""
    return who is not None and who.may(Act.SEE_FIGURES, commune)


def _map(drawn: Scene, outlines: Boundaries, choice: Choice) -> Markup:
    text = draw(drawn, outlines, link=lambda code: f"?{choice.changed(commune=code).query()}#xa")
    return Markup(text)  # noqa: S704 - drawn by us, every text in it is escaped


def _selects(figures: Figures, choice: Choice, say: Words) -> list[Select]:
    communes = figures.installation.gazetteer.communes
    by_name = sorted(communes, key=lambda c: communes[c].name)
    lists = {
        INDICATOR: (
            "map.indicator",
            {c: f"{c} · {i.name[say.language]}" for c, i in figures.indicators.items()},
            choice.indicator,
        ),
        PERIOD: (
            "map.period",
            {str(p): wording.short_period(p, say) for p in figures.open},
            str(choice.period),
        ),
        VIEW: (
            "map.view",
            {word: say(f"map.view_{view}") for word, view in VIEWS.items()},
            next(word for word, view in VIEWS.items() if view == choice.view),
        ),
        COMMUNE: (
            "commune.pick",
            {"": say("light.all")} | {c: communes[c].full_name for c in by_name},
            choice.commune or "",
        ),
        LANGUAGE: (
            "app.language",
            {one: name_of_language(one) for one in LANGUAGES},
            choice.language,
        ),
    }
    return [
        Select(name, say(label), [Option(v, text, v == chosen) for v, text in options.items()])
        for name, (label, options, chosen) in lists.items()
    ]


def _card(figures: Figures, code: str, choice: Choice, *, say: Words) -> Card:
    measured = figures.measured(code, choice.period)
    indicator, value = measured.indicator, wording.provincial(measured, say)
    return Card(
        name=indicator.name[say.language],
        value=value,
        unit="" if indicator.is_percent else say.unit(value, indicator.unit[say.language]),
        fraction=wording.whole_fraction(
            indicator, measured.numerator, measured.denominator, say=say
        ),
        note=wording.reported(measured, say),
        address=f"?{choice.changed(indicator=code).query()}",
        chosen=code == choice.indicator,
    )


def _rows(
    figures: Figures, measured: Measured, drawn: Scene, *, choice: Choice, say: Words
) -> list[Row]:
    flags = figures.flags(choice.period.end)
    units = {u.code: u for u in drawn.units}
    table = commune_table(figures.installation.gazetteer, measured, flags, say=say)
    return [
        Row(
            code=code,
            name=units[code].name,
            address=f"?{choice.changed(commune=code).query()}#xa",
            cls=units[code].cls,
            look=units[code].look or "none",
            value=shown(measured, code, say),
            fraction=wording.commune_fraction(measured, code, say),
            flags=", ".join(say(f"flag.{f.flag}") for f in flags.get(code, ())),
            chosen=code == choice.commune,
            rank=str(rank.place) if (rank := rank_of(measured, code)) else "",
        )
        for code in table["code"]
    ]


def _order(measured: Measured, say: Words) -> str:
    """The head of the table; the first of raw counts is no worse than the last."""
    key = "light.table" if worst_first(measured.indicator) else "light.table_largest"
    return say(key, count=measured.total)


def _commune(
    figures: Figures, choice: Choice, say: Words, *, who: Person | None
) -> tuple[list[CommuneFigure], list[Upload]]:
    """Every figure of the chosen commune, and the newest uploads behind them, each told once."""
    if choice.commune is None:
        return [], []
    snapshot, told = figures.snapshot(choice.period), may_see_sources(who, choice.commune)
    uploads: dict[int, Upload] = {}
    found = []
    for code, indicator in figures.indicators.items():
        measured = figures.measured(code, choice.period)
        sources = (
            sources_of(figures.installation, snapshot, indicator, commune=choice.commune, who=who)
            if who and told
            else []
        )
        behind = {s.upload.id: s.upload for s in sources}
        newest = sorted(behind)[-_UPLOADS_TOLD:]
        uploads |= {i: behind[i] for i in newest}
        found.append(
            CommuneFigure(
                name=indicator.name[say.language],
                value=shown(measured, choice.commune, say),
                fraction=wording.commune_fraction(measured, choice.commune, say),
                uploads=newest,
                more=len(behind) > len(newest),
            )
        )
    return found, [uploads[i] for i in sorted(uploads)]
