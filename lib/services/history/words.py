"""Closings and returns in words: what was done, and what doing it would change."""

from __future__ import annotations

from lib.domain.reporting.period_changes import Turn
from lib.services.history.returns import ReturnPreview
from lib.services.installation import Installation
from lib.services.wording.periods import named
from lib.store.history.closings import Closing
from lib.store.history.returns import Return
from lib.store.history.uploads import Upload
from lib.text import Words, say_change, say_moment, say_number

_NAMED = 8


def closing_line(one: Closing, say: Words) -> str:
    """ "Chốt kỳ tháng 8/2026: Lò Thị Mai, 20/08/2026 09:00; lý do: …"."""
    key = "closing.line_closed" if one.closed else "closing.line_opened"
    line = say(key, period=named(one.period, say), who=one.who, at=say_moment(one.at))
    return f"{line}; {say('closing.why', reason=one.reason)}" if one.reason else line


def return_line(one: Return, say: Words) -> str:
    """ "Lần trở về số 1: kỳ tháng 8/2026 về như lúc …"; whether it was undone."""
    line = say(
        "turn.line",
        id=one.id,
        period=named(one.period, say),
        then=say_moment(one.as_of),
        who=one.who,
        at=say_moment(one.at),
        reason=one.reason,
    )
    if one.undone_at is None:
        return line
    gone = say(
        "turn.undone_line",
        who=one.undone_by,
        at=say_moment(one.undone_at),
        reason=one.undone_reason,
    )
    return f"{line}. {gone}"


def preview_lines(installation: Installation, ready: ReturnPreview, say: Words) -> list[str]:
    """What a return would change: figures first, then every upload that would count otherwise."""
    if ready.nothing:
        return [say("turn.nothing")]
    period = named(str(ready.period), say)
    lines = [say("turn.what", period=period, at=say_moment(ready.as_of))]
    lines += [line for turn in ready.turns for line in _turn(installation, turn, say)]
    if not ready.turns:
        lines.append(say("turn.moved_none"))
    for key, found in (("turn.dropped", ready.dropped), ("turn.back", ready.brought_back)):
        if found:
            lines.append(say(key, count=len(found)))
            lines += [f"– {upload_line(u, say)}" for u in found]
    return lines


def upload_line(upload: Upload, say: Words) -> str:
    """ "Lần tải số 12: tệp, ai, lúc nào"."""
    return say(
        "turn.upload",
        id=upload.id,
        file=upload.filename,
        who=upload.who,
        at=say_moment(upload.published_at),
    )


def _turn(installation: Installation, turn: Turn, say: Words) -> list[str]:
    places = installation.gazetteer.communes
    names = [places[c].name if c in places else say("upload.province") for c in turn.communes]
    listed = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        listed = say("progress.and_more", names=listed, count=len(names) - _NAMED)
    title = turn.template.title
    lines = [say("turn.moved", title=title, count=len(names), names=listed)]
    for key, (now, then) in turn.totals.items():
        if now != then:
            lines.append(f"– {_total(turn, key, now, then=then, say=say)}")
    return lines


def _total(turn: Turn, key: str, now: float | None, *, then: float | None, say: Words) -> str:
    change = None if now is None or then is None else then - now
    return say(
        "turn.total",
        header=turn.template.by_key[key].header,
        now=say_number(now, language=say.language),
        then=say_number(then, language=say.language),
        change=say_change(change, language=say.language),
    )
