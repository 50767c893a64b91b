"""What somebody looks at, as the address of a page says it; the same words on every page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from lib.domain.indicators import INDICATORS
from lib.domain.periods import Period
from lib.maps.scene import View
from lib.text import LANGUAGES

INDICATOR, PERIOD, VIEW, FLAGS, COMMUNE, LANGUAGE = (
    "chi-tieu", "ky", "kieu", "co", "xa", "ngon-ngu",
)  # fmt: skip
FIRST_INDICATOR = "GD03"
SHEET_ADDRESS = {
    "indicator": INDICATOR,
    "period": PERIOD,
    "commune": COMMUNE,
    "mode": "lop",
    "view": VIEW,
    "flags": FLAGS,
}
"""What the map sheet keeps in the address, by itself: the server does not hear of it."""
VIEWS: Mapping[str, View] = {"ranh-gioi": "boundary", "o-vuong": "tiles"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Indicator, period, kind of map, commune and language; each one that exists."""

    indicator: str
    period: Period
    view: View
    commune: str | None
    language: str

    def changed(self, **values: str | None) -> Choice:
        """The same with another indicator, commune or language."""
        return replace(self, **values)  # type: ignore[arg-type]

    def query(self) -> str:
        """As it stands behind ``?`` in an address; what goes without saying is left out."""
        view = next(word for word, view in VIEWS.items() if view == self.view)
        parts = {
            INDICATOR: self.indicator,
            PERIOD: str(self.period),
            VIEW: view if self.view != "boundary" else "",
            COMMUNE: self.commune or "",
            LANGUAGE: self.language if self.language != LANGUAGES[0] else "",
        }
        return urlencode({key: value for key, value in parts.items() if value})


def choice_in(
    query: Mapping[str, str],
    *,
    periods: Sequence[Period],
    communes: Collection[str],
    language: str,
) -> Choice | None:
    """The choice in an address; what it names wrongly falls back. ``None`` without any period."""
    if not periods:
        return None
    named = {str(p): p for p in periods}
    indicator, commune = query.get(INDICATOR, ""), query.get(COMMUNE, "")
    return Choice(
        indicator=indicator if indicator in INDICATORS else FIRST_INDICATOR,
        period=named.get(query.get(PERIOD, ""), periods[0]),
        view=VIEWS.get(query.get(VIEW, ""), "boundary"),
        commune=commune if commune in communes else None,
        language=language_in(query, default=language),
    )


def language_in(query: Mapping[str, str], *, default: str) -> str:
    """The language in an address, else the installation's."""
    named = query.get(LANGUAGE, default)
    return named if named in LANGUAGES else LANGUAGES[0]
