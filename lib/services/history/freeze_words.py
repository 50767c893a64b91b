"""A freeze in words: the ribbon over every screen, and what has come since."""

from __future__ import annotations

from collections.abc import Mapping

from lib.domain.figures.indicators import Indicator
from lib.services.figures.since_freeze import Since
from lib.services.history.freeze_seal import is_unbroken
from lib.services.installation import Installation
from lib.services.wording.figures import short_period
from lib.store.history.freezes import Freeze
from lib.text import Words, say_moment, say_number


def ribbon(freeze: Freeze, say: Words) -> str:
    """ "Bản chốt “Họp giao ban 23/11/2026” – số liệu đến 07:30 23/11/2026"."""
    if not freeze.code:
        return say("past.ribbon", at=until(freeze))
    return say("freeze.ribbon", name=freeze.name, at=until(freeze))


def until(freeze: Freeze) -> str:
    """The moment, the hour first; of a past that was asked for, the moment as asked."""
    day, hour = say_moment(freeze.shown_as_of).split(" ")
    return f"{hour} {day}"


def cautions(installation: Installation, say: Words) -> list[str]:
    """What must be said beside the ribbon: withdrawn, or not the very same any more."""
    freeze = installation.freeze
    if freeze is None:
        return []
    told = []
    if freeze.withdrawn_at:
        at = say_moment(freeze.withdrawn_at)
        told.append(say("freeze.withdrawn", who=freeze.withdrawn_by, at=at, reason=freeze.reason))
    return told if is_unbroken(installation) else [*told, say("freeze.unsealed")]


def notes(installation: Installation, say: Words) -> list[str]:
    """What every file that is taken away carries of the freeze; nothing of live figures."""
    return (
        [ribbon(installation.freeze, say), *cautions(installation, say)]
        if installation.freeze
        else []
    )


def since_in_words(since: Since, say: Words) -> str:
    """How many uploads have come since, and how many indicators they changed."""
    told = [_uploads(since, say)]
    if since.returned:
        told.append(say("freeze.since_returned", count=since.returned))
    if since.moved:
        told.append(say("freeze.since_moved", count=len(since.moved), total=since.compared))
    elif since.published or since.withdrawn or since.returned:
        told.append(say("freeze.since_same"))
    if since.newer_period:
        told.append(say("freeze.since_newer", period=short_period(since.newer_period, say)))
    return " ".join(told)


def _uploads(since: Since, say: Words) -> str:
    kind = {
        (True, True): "both",
        (True, False): "published",
        (False, True): "withdrawn",
        (False, False): "nothing",
    }[bool(since.published), bool(since.withdrawn)]
    return say(f"freeze.since_{kind}", published=since.published, withdrawn=since.withdrawn)


def one_in_words(since: Since, indicator: Indicator, say: Words) -> str:
    """What differs of one indicator: communes, and the province then and now."""
    name = indicator.name[say.language]
    mine = next((m for m in since.moved if m.indicator.code == indicator.code), None)
    if mine is None:
        return say("freeze.since_one_same", name=name)
    then, now = (province(indicator, value, say) for value in (mine.then, mine.now))
    return say("freeze.since_one", name=name, communes=mine.communes, then=then, now=now)


def province(indicator: Indicator, value: float | None, say: Words) -> str:
    """A provincial value of an indicator as people read it."""
    number = say_number(value, digits=indicator.digits, language=say.language)
    return f"{number} %" if indicator.is_percent and value is not None else number


def unread(
    parts: Mapping[str, str], unknown_freeze: str, say: Words, *, unknown_moment: str = ""
) -> list[str]:
    """Sentences on what an address said and nobody understood."""
    told = [say("link.unknown_freeze", given=unknown_freeze)] if unknown_freeze else []
    if unknown_moment:
        told.append(say("link.unknown_moment", given=unknown_moment))
    if parts:
        listed = ", ".join(say(f"link.part.{name}", given=given) for name, given in parts.items())
        told.append(say("link.unread", parts=listed))
    return told
