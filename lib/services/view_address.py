"""What somebody looks at, as the address of a page says it; the same words on every page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from lib.domain.figures.analysis.classes import Mode
from lib.domain.periods import Period
from lib.domain.places.gazetteer import Flag
from lib.maps.scene import View
from lib.store.history.freezes import Freeze
from lib.text import LANGUAGES
from lib.text.formats import HANOI

INDICATOR, PERIOD, VIEW, FLAGS, COMMUNE, LANGUAGE = (
    "chi-tieu", "ky", "kieu", "co", "xa", "ngon-ngu",
)  # fmt: skip
AGAINST = "so-voi"
"""The second period, which the first is compared with."""
MODE, CLASSES, FREEZE = "lop", "nhom", "chot"
MOMENT = "luc"
"""A moment of the past whose figures are shown, in Vietnam's time: 2026-08-20T15:04."""
FIRST_INDICATOR = "GD03"
SHEET_ADDRESS = {
    "indicator": INDICATOR,
    "period": PERIOD,
    "against": AGAINST,
    "commune": COMMUNE,
    "mode": MODE,
    "view": VIEW,
    "flags": FLAGS,
    "classes": CLASSES,
}
"""What the map sheet keeps in the address, by itself: the server does not hear of it."""
OF_THE_SHEET = (AGAINST, FLAGS, MODE, CLASSES)
"""What only the map sheet shows; a page without scripts says that it does not."""
VIEWS: Mapping[str, View] = {"ranh-gioi": "boundary", "o-vuong": "tiles"}
MODES = {Mode.TARGET: "chi-tieu", Mode.QUANTILES: "phan-vi", Mode.STEPS: "deu"}
FILES = ("excel", "pdf_a4", "pdf_a3", "png", "geojson")
"""What a view can be taken away as; made in ``map_downloads``, worded under ``export``."""
LOOKS = (
    "old",
    "none",
    "blank",
    "lacking",
    "withheld",
    "not-applicable",
    "not-now",
    "not-then",
    "part",
)
"""Classes of the legend that are no interval."""
_LONGEST = 40
"""Of what an address said wrongly, this many signs are repeated."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Indicator, period, kind of map, commune and language; each one that exists."""

    indicator: str
    period: Period
    view: View
    commune: str | None
    language: str
    freeze: str = ""
    """Code of the frozen moment that is shown; "" for the figures of now."""
    moment: str = ""
    """The moment of the past that is shown, as addresses write it; "" for the figures of now."""

    def changed(self, **values: str | None) -> Choice:
        """The same with another indicator, commune or language."""
        return replace(self, **values)  # type: ignore[arg-type]

    def query(self) -> str:
        """As it stands behind ``?`` in an address; what goes without saying is left out."""
        return urlencode(self.said())

    def said(self) -> dict[str, str]:
        """The same, by the names of an address."""
        view = next(word for word, view in VIEWS.items() if view == self.view)
        parts = {
            INDICATOR: self.indicator,
            PERIOD: str(self.period),
            VIEW: view if self.view != "boundary" else "",
            COMMUNE: self.commune or "",
            LANGUAGE: self.language if self.language != LANGUAGES[0] else "",
            FREEZE: self.freeze,
            MOMENT: self.moment,
        }
        return {key: value for key, value in parts.items() if value}


def choice_in(
    query: Mapping[str, str],
    *,
    indicators: Collection[str],
    periods: Sequence[Period],
    newest: Period | None = None,
    communes: Collection[str],
    language: str,
    freeze: str = "",
    moment: str = "",
) -> Choice | None:
    """The choice in an address; what it names wrongly falls back. ``None`` without any period.

    ``newest``: the period shown where the address names none; the first where it is not given.
    """
    if not periods:
        return None
    named = {str(p): p for p in periods}
    indicator, commune = query.get(INDICATOR, ""), query.get(COMMUNE, "")
    return Choice(
        indicator=indicator if indicator in indicators else FIRST_INDICATOR,
        period=named.get(query.get(PERIOD, ""), newest or periods[0]),
        view=VIEWS.get(query.get(VIEW, ""), "boundary"),
        commune=commune if commune in communes else None,
        language=language_in(query, default=language),
        freeze=freeze,
        moment=moment,
    )


def language_in(query: Mapping[str, str], *, default: str) -> str:
    """The language in an address, else the installation's."""
    named = query.get(LANGUAGE, default)
    return named if named in LANGUAGES else LANGUAGES[0]


def misread(
    query: Mapping[str, str],
    *,
    indicators: Collection[str],
    periods: Collection[Period],
    communes: Collection[str],
) -> dict[str, str]:
    """What an address says and nobody understands: by the choice's name, cut short to be repeated.

    Whether a frozen moment exists is the store's to say, see ``freezes.opened``.
    """
    months = {str(p) for p in periods}
    understood = {
        INDICATOR: lambda text: text in indicators,
        PERIOD: lambda text: text in months,
        AGAINST: lambda text: text in months,
        VIEW: lambda text: text in VIEWS,
        FLAGS: lambda text: set(text.split(",")) <= set(Flag),
        MODE: lambda text: text in MODES.values(),
        CLASSES: lambda text: all(_is_class(part) for part in text.split(",")),
        COMMUNE: lambda text: text in communes,
        LANGUAGE: lambda text: text in LANGUAGES,
    }
    given = {name: query.get(name, "") for name in understood}
    return {name: cut(t) for name, t in given.items() if t and not understood[name](t)}


def cut(text: str) -> str:
    """``text`` on one line and no longer than a sentence can bear."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _is_class(text: str) -> bool:
    return text in LOOKS or (len(text) == 1 and text in "0123456789")


def written(moment: datetime) -> str:
    """A moment as addresses write it: Vietnam's time, no finer than needed."""
    local = moment.astimezone(HANOI).replace(tzinfo=None)
    fine = "minutes" if local.second == 0 and local.microsecond == 0 else "microseconds"
    return local.isoformat(timespec=fine)


def address_of(freeze: Freeze | None) -> dict[str, str]:
    """What an address carries to stay with the moment that is shown; nothing for now."""
    if freeze is None:
        return {}
    if freeze.code:
        return {FREEZE: freeze.code}
    return {MOMENT: written(freeze.shown_as_of)}
