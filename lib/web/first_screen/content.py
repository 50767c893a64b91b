"""What the first screen says: what its address asks for, as plain values for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from lib.domain.access.permissions import Person
from lib.domain.periods import Period
from lib.maps import still
from lib.maps.outlines import names_drawn
from lib.maps.sheet import Sheet
from lib.maps.still import Looked
from lib.maps.svg import draw, glyph
from lib.services.boundaries import boundaries_for
from lib.services.caching.viewer import Viewer
from lib.services.figures.figures import Figures
from lib.services.history import freeze_words
from lib.services.history.moment import shown_at
from lib.services.installation import Installation
from lib.services.map import period_sheet
from lib.services.view_address import (
    AGAINST,
    MOMENT,
    Choice,
    address_of,
    choice_in,
    language_in,
    misread,
)
from lib.services.wording import figures as wording
from lib.text import Words, words


class Top(NamedTuple):
    """What stands between the heading and the map."""

    unread: tuple[str, ...] = ()
    """Of the address, what nobody understood."""
    ribbon: str = ""
    """Of the freeze; "" over the figures of now."""
    cautions: tuple[str, ...] = ()
    live: str = ""
    """The same view of today, as it stands behind ``?``."""
    since: str = ""
    moved: bool = False
    """Whether figures are others by now: the page has a table of them to open."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for, understood."""

    figures: Figures
    choice: Choice | None
    """``None`` where nobody has reported anything."""
    against: Period | None
    top: Top
    say: Words


def asked(live: Installation, query: Mapping[str, str], *, who: Person) -> Asked:
    """What this address shows; what it names wrongly falls back, and is told."""
    found = shown_at(live, query)
    installation = found.installation
    communes = installation.gazetteer.communes
    language = installation.in_force.language
    say = words(language_in(query, default=language))
    figures = Figures(Viewer(installation, who, say.language))
    choice = choice_in(
        query,
        indicators=figures.indicators,
        periods=figures.open,
        newest=figures.newest,
        communes=communes,
        language=language,
        freeze=installation.freeze.code if installation.freeze else "",
        moment=address_of(installation.freeze).get(MOMENT, ""),
    )
    strange = misread(query, indicators=figures.indicators, periods=figures.open, communes=communes)
    unread = freeze_words.unread(
        strange, found.unknown_freeze, say, unknown_moment=found.unknown_moment
    )
    top = (
        _frozen(figures, Figures(Viewer(live, who, say.language)), choice, say=say)
        if choice
        else Top()
    )
    return Asked(
        figures, choice, _against(query, figures, choice), top._replace(unread=tuple(unread)), say
    )


def _against(query: Mapping[str, str], figures: Figures, choice: Choice | None) -> Period | None:
    others = {str(p): p for p in figures.open if choice and p != choice.period}
    return others.get(query.get(AGAINST, ""))


def _frozen(figures: Figures, now: Figures, choice: Choice, *, say: Words) -> Top:
    freeze, since = figures.installation.freeze, figures.since(now, choice.period)
    if freeze is None:
        return Top()
    live = choice.changed(freeze="", moment="").query()
    if since is None:
        return Top(ribbon=freeze_words.ribbon(freeze, say), live=live)
    return Top(
        ribbon=freeze_words.ribbon(freeze, say),
        cautions=tuple(freeze_words.cautions(figures.installation, say)),
        live=live,
        since=freeze_words.since_in_words(since, say),
        moved=bool(since.moved),
    )


def sheet_of(shown: Asked, period: Period) -> Sheet:
    """The very sheet that the browser will get."""
    viewer = shown.figures.viewer
    if shown.against:
        return period_sheet.compared_sheet(viewer, period, shown.against)
    return period_sheet.period_sheet(viewer, period)


def map_of(shown: Asked, looked: Looked, *, period: Period) -> dict[str, object]:
    """The map and the words around it, for the template."""
    say, against, sheet = shown.say, shown.against, looked.sheet
    before, value, after = still.sentence(looked)
    outlines = boundaries_for(shown.figures.installation, looked.view)
    drawn = draw(still.scene(looked), outlines, margin=0)
    modes = {c.mode for c in looked.layer.classings}
    return {
        "period": wording.period_name(period, say),
        "against": wording.versus(against, say) if against else say("compare.none"),
        "place": _place(period, shown.figures.open),
        "name": looked.layer.name,
        "before": before,
        "value": value,
        "after": after,
        "basis": looked.layer.pair.basis if looked.layer.pair else "",
        "svg": Markup(drawn),  # noqa: S704 - drawn by us, every text in it is escaped
        "note": still.note(looked, names_drawn(outlines)),
        "legend": still.legend(looked),
        "filtered": still.filtered(looked),
        "unfilter": sheet.words["clear"],
        "some": bool(looked.classes),
        "rule": still.rule(looked),
        "views": [(word, ours == looked.view) for ours, _, word in sheet.options["views"]],
        "modes": [
            (word, ours == looked.classing.mode)
            for ours, _, word in sheet.options["modes"]
            if ours in modes
        ],
        "chips": [
            (_sign(ours), word, str(ours in looked.flags).lower())
            for ours, _, word in sheet.options["flags"]
        ],
    }


def _place(period: Period, periods: Sequence[Period]) -> float | None:
    """Where the period stands on the line of all, in per cent; ``None`` when it is the only one."""
    if len(periods) < 2:
        return None
    return round(100 - 100 * list(periods).index(period) / (len(periods) - 1), 1)


def _sign(flag: str) -> Markup:
    return Markup(glyph(flag) or '<i class="border-sign"></i>')  # noqa: S704 - constants of ours
