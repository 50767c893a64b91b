"""What the light page says: plain values for its template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from lib.domain.indicators import INDICATORS, Measured
from lib.domain.places import Flag
from lib.maps.svg import draw, glyph
from lib.services import freeze_words, wording
from lib.services.choice import (
    COMMUNE,
    INDICATOR,
    LANGUAGE,
    PERIOD,
    VIEW,
    VIEWS,
    Choice,
)
from lib.services.figures import Figures
from lib.services.provenance import sources_of
from lib.services.scenes import DRAWN_FROM_GRADE, FLAG_LETTERS, Picture, picture, shown
from lib.services.since import since_then
from lib.services.wording import Sentence
from lib.store.uploads import Upload
from lib.text import LANGUAGES, Words

_UPLOADS_TOLD = 2
"""Of one figure; the full page tells all of them, to the row."""


class Option(NamedTuple):
    """One entry of a list to choose from."""

    value: str
    label: str
    chosen: bool


class Select(NamedTuple):
    """One list of the form."""

    name: str
    label: str
    options: list[Option]


class Card(NamedTuple):
    """An indicator with its figure."""

    name: str
    value: str
    unit: str
    fraction: str
    note: str
    address: str
    chosen: bool


class LegendRow(NamedTuple):
    """A colour, or the hatch where ``cls`` is ``None``."""

    cls: int | None
    label: str
    communes: str


class Row(NamedTuple):
    """A commune in the table."""

    code: str
    name: str
    address: str
    cls: int | None
    value: str
    fraction: str
    flags: str
    chosen: bool


class CommuneFigure(NamedTuple):
    """A figure of the chosen commune and the newest uploads it comes from."""

    name: str
    value: str
    fraction: str
    uploads: list[int]
    more: bool
    """Whether earlier uploads stand behind it too."""


class Frozen(NamedTuple):
    """The ribbon of a freeze."""

    ribbon: str
    cautions: list[str]
    since: str
    live: str
    """Address of the same view of today."""


@dataclass(frozen=True)
class Content:
    """All that one choice shows."""

    choice: Choice
    selects: list[Select]
    sentence: Sentence
    change: str
    cards: list[Card]
    picture: Picture
    svg: Markup
    legend: list[LegendRow]
    signs: list[tuple[Markup, str, str]]
    name: str
    formula: str
    rule: str
    rows: list[Row]
    commune_name: str
    commune_figures: list[CommuneFigure]
    uploads: list[Upload]

    grade: int = DRAWN_FROM_GRADE


def content(figures: Figures, choice: Choice, say: Words) -> Content:
    """The figures of a choice in words, with the map drawn."""
    measured = figures.measured(choice.indicator, choice.period)
    flags = figures.flags(choice.period.end)
    drawn = picture(
        figures.house,
        measured,
        flags,
        say,
        view=choice.view,
        shown_flags=frozenset(Flag),
        selected=choice.commune,
    )
    indicator, language = measured.indicator, say.language
    found, uploads = _commune(figures, choice, say)
    communes = figures.house.gazetteer.communes
    return Content(
        choice=choice,
        selects=_selects(figures, choice, say),
        sentence=wording.sentence(measured, choice.period, say),
        change=wording.change(measured, figures.before(choice.indicator, choice.period), say),
        cards=[
            _card(figures, code, choice, say)
            for code, one in INDICATORS.items()
            if one.headline or code == choice.indicator
        ],
        picture=drawn,
        svg=_map(drawn, choice),
        legend=_legend(drawn, say),
        signs=[(_glyph(f), str(f), say(f"flag.{f}")) for f in wording.flags_drawn(drawn)],
        name=indicator.name[language],
        formula=indicator.formula[language],
        rule=wording.rule(measured, drawn, say),
        rows=_rows(figures, measured, drawn, choice, say),
        commune_name=communes[choice.commune].full_name if choice.commune else "",
        commune_figures=found,
        uploads=uploads,
    )


def frozen(figures: Figures, now: Figures, choice: Choice, say: Words) -> Frozen | None:
    """What stands over the frozen figures; ``None`` over those of now."""
    freeze, period = figures.house.freeze, choice.period
    if freeze is None:
        return None
    live = f"?{choice.changed(freeze='', moment='').query()}"
    if not freeze.code:
        return Frozen(freeze_words.ribbon(freeze, say), cautions=[], since="", live=live)
    since = since_then(
        now.house,
        freeze,
        period,
        then={code: figures.measured(code, period) for code in INDICATORS},
        now={code: now.measured(code, period) for code in INDICATORS},
        periods=(next(iter(figures.periods), None), next(iter(now.periods), None)),
    )
    told = [freeze_words.since_in_words(since, say)]
    if since.moved:
        told.append(freeze_words.one_in_words(since, choice.indicator, say))
    return Frozen(
        ribbon=freeze_words.ribbon(freeze, say),
        cautions=freeze_words.cautions(figures.house, say),
        since=" ".join(told),
        live=live,
    )


def _map(drawn: Picture, choice: Choice) -> Markup:
    text = draw(
        drawn.scene,
        drawn.boundaries,
        link=lambda code: f"?{choice.changed(commune=code).query()}#xa",
    )
    return Markup(text)  # noqa: S704 - drawn by us, every text in it is escaped


def _glyph(flag: Flag) -> Markup:
    return Markup(glyph(FLAG_LETTERS[flag]))  # noqa: S704 - a constant of ours


def _selects(figures: Figures, choice: Choice, say: Words) -> list[Select]:
    communes = figures.house.gazetteer.communes
    by_name = sorted(communes, key=lambda c: communes[c].name)
    lists = {
        INDICATOR: (
            "map.indicator",
            {c: f"{c} · {i.name[say.language]}" for c, i in INDICATORS.items()},
            choice.indicator,
        ),
        PERIOD: (
            "map.period",
            {str(p): wording.short_period(p, say) for p in figures.periods},
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
            {one: say(f"light.{one}") for one in LANGUAGES},
            choice.language,
        ),
    }
    return [
        Select(name, say(label), [Option(v, text, v == chosen) for v, text in options.items()])
        for name, (label, options, chosen) in lists.items()
    ]


def _card(figures: Figures, code: str, choice: Choice, say: Words) -> Card:
    measured = figures.measured(code, choice.period)
    indicator = measured.indicator
    return Card(
        name=indicator.name[say.language],
        value=wording.provincial(measured, say),
        unit="" if indicator.is_percent else indicator.unit[say.language],
        fraction=wording.fraction(measured.numerator, measured.denominator, say),
        note=wording.reported(measured, say),
        address=f"?{choice.changed(indicator=code).query()}",
        chosen=code == choice.indicator,
    )


def _legend(drawn: Picture, say: Words) -> list[LegendRow]:
    told = zip(drawn.labels, drawn.counts, strict=True)
    rows = [
        LegendRow(i, label, say("legend.communes", count=n)) for i, (label, n) in enumerate(told)
    ]
    unreported = say("legend.communes", count=drawn.unreported)
    return [*rows, LegendRow(None, say("map.no_report"), unreported)]


def _rows(
    figures: Figures, measured: Measured, drawn: Picture, choice: Choice, say: Words
) -> list[Row]:
    flags = figures.flags(choice.period.end)
    units = {u.code: u for u in drawn.scene.units}
    table = wording.commune_table(figures.house.gazetteer, measured, flags, say)
    return [
        Row(
            code=code,
            name=units[code].name,
            address=f"?{choice.changed(commune=code).query()}#xa",
            cls=units[code].cls,
            value=units[code].shown,
            fraction=wording.commune_fraction(measured, code, say),
            flags=", ".join(say(f"flag.{f.flag}") for f in flags.get(code, ())),
            chosen=code == choice.commune,
        )
        for code in table["code"]
    ]


def _commune(
    figures: Figures, choice: Choice, say: Words
) -> tuple[list[CommuneFigure], list[Upload]]:
    """Every figure of the chosen commune, and the newest uploads behind them, each told once."""
    if choice.commune is None:
        return [], []
    snapshot = figures.snapshot(choice.period)
    uploads: dict[int, Upload] = {}
    found = []
    for code, indicator in INDICATORS.items():
        measured = figures.measured(code, choice.period)
        sources = sources_of(figures.house, snapshot, indicator, choice.commune)
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
