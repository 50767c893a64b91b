"""What the light page says beside its figures: over frozen ones, and whom to call."""

from __future__ import annotations

from typing import NamedTuple

from lib.services.figures.breakdown import area_kinds, breakdown_table
from lib.services.figures.briefing import calls
from lib.services.figures.figures import Figures
from lib.services.history import freeze_words
from lib.services.view_address import Choice
from lib.services.wording.table import Table
from lib.text import Words


class Called(NamedTuple):
    """A sentence on whom to call."""

    sentence: str
    address: str


class Frozen(NamedTuple):
    """The ribbon of a freeze."""

    ribbon: str
    cautions: list[str]
    since: str
    live: str
    """Address of the same view of today."""


def frozen(figures: Figures, now: Figures, choice: Choice, *, say: Words) -> Frozen | None:
    """What stands over the frozen figures; ``None`` over those of now."""
    freeze, period = figures.installation.freeze, choice.period
    if freeze is None:
        return None
    live = f"?{choice.changed(freeze='', moment='').query()}"
    since = figures.since(now, period)
    if since is None:
        return Frozen(freeze_words.ribbon(freeze, say), cautions=[], since="", live=live)
    told = [freeze_words.since_in_words(since, say)]
    if since.moved:
        told.append(freeze_words.one_in_words(since, figures.indicators[choice.indicator], say))
    return Frozen(
        ribbon=freeze_words.ribbon(freeze, say),
        cautions=freeze_words.cautions(figures.installation, say),
        since=" ".join(told),
        live=live,
    )


def calls_of(figures: Figures, choice: Choice, say: Words) -> list[Called]:
    """Whom to call in the period, each sentence leading to its view on this page."""
    told = calls(figures.remarks(choice.period), choice, figures.installation.gazetteer, say=say)
    return [Called(c.sentence, f"?{c.view.query()}{'#xa' if c.view.commune else ''}") for c in told]


def groups_of(figures: Figures, choice: Choice, say: Words) -> Table:
    """The indicator over the groups of communes, the province first."""
    day = choice.period.end
    measured = figures.measured(choice.indicator, choice.period)
    kinds = area_kinds(figures.installation, day)
    return breakdown_table(measured, figures.flags(day), kinds, say=say)
