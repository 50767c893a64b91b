"""What somebody takes away of the view that an address names: table, printed map, outlines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lib.domain.access.permissions import Act, Person
from lib.files.writing.export import table_workbook
from lib.maps import still
from lib.services.caching.viewer import Viewer
from lib.services.figures.figures import Figures
from lib.services.history import freeze_words
from lib.services.history.moment import shown_at
from lib.services.installation import Installation
from lib.services.map.commune_table import commune_table
from lib.services.map.period_sheet import looked_alone
from lib.services.map.printed import MapShown, printed_map, values_geojson
from lib.services.map.printed_change import (
    ChangeShown,
    change_geojson,
    change_workbook,
    printed_change,
)
from lib.services.view_address import AGAINST, FREEZE, choice_in, misread
from lib.services.wording import figures as wording
from lib.services.wording.file_names import file_stem
from lib.text import Words


@dataclass(frozen=True)
class Kind:
    """One way to take the map away."""

    ending: str
    mime: str
    of_map: Callable[[MapShown], bytes]
    of_change: Callable[[ChangeShown], bytes]


@dataclass(frozen=True)
class Taken:
    """A file ready to be saved."""

    name: str
    mime: str
    content: bytes


def map_file(
    installation: Installation, kind: str, query: Mapping[str, str], *, say: Words, who: Person
) -> Taken | None:
    """The file of this kind, of the very view that the parameters name.

    ``None`` where they name something that is not there: a file that shows another view than the
    one asked for would be believed.
    """
    who.must(Act.EXPORT)
    found = shown_at(installation, query)
    figures = Figures(Viewer(found.installation, who, say.language))
    communes = figures.installation.gazetteer.communes
    against = next((p for p in figures.open if str(p) == query.get(AGAINST)), None)
    strange = misread(query, indicators=figures.indicators, periods=figures.open, communes=communes)
    choice = choice_in(
        query, indicators=figures.indicators, periods=figures.open, newest=figures.newest,
        communes=communes, language=say.language, freeze=query.get(FREEZE, ""),
    )  # fmt: skip
    lost = found.unknown_freeze or found.unknown_moment or (query.get(AGAINST) and not against)
    if choice is None or strange or lost:
        return None
    wanted = KINDS[kind]
    if against and against != choice.period:
        then, now = sorted((choice.period, against))
        change = ChangeShown(
            figures=figures, looked=looked_alone(figures, choice, against), periods=(then, now)
        )
        return Taken(f"{change.stem}{wanted.ending}", wanted.mime, wanted.of_change(change))
    stem = file_stem(figures.installation, f"{choice.indicator}_{choice.period}")
    shown = MapShown(figures=figures, looked=looked_alone(figures, choice), period=choice.period)
    return Taken(f"{stem}{wanted.ending}", wanted.mime, wanted.of_map(shown))


def map_workbook(shown: MapShown) -> bytes:
    """The table as Excel, with title, date, rule and the demo note."""
    say, layer, installation = shown.say, shown.looked.layer, shown.figures.installation
    notes = [
        *([say("app.demo").upper()] if installation.is_demo else []),
        *freeze_words.notes(installation, say),
        wording.period_name(shown.period, say),
        still.sentence(shown.looked).text,
        layer.formula,
        say("export.basis", basis=shown.indicator.basis),
        shown.made,
    ]
    flags = shown.figures.flags(shown.period.end)
    table = commune_table(
        installation.gazetteer, shown.measured, flags, say=say, period=shown.period
    )
    return table_workbook(
        title=f"{layer.code} · {layer.name}",
        notes=notes,
        table=table.rename(columns={"code": say("table.code")}),
    )


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "excel": Kind(".xlsx", _XLSX, map_workbook, change_workbook),
    "pdf_a4": Kind("_A4.pdf", "application/pdf", printed_map, printed_change),
    "pdf_a3": Kind(
        "_A3.pdf",
        "application/pdf",
        lambda shown: printed_map(shown, paper="a3"),
        lambda shown: printed_change(shown, paper="a3"),
    ),
    "png": Kind(
        ".png",
        "image/png",
        lambda shown: printed_map(shown, form="png"),
        lambda shown: printed_change(shown, form="png"),
    ),
    "geojson": Kind(".geojson", "application/geo+json", values_geojson, change_geojson),
}
"""The kinds by the name that the address has; the words of each stand under ``export``."""
