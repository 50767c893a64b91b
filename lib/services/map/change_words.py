"""A change of the province in words: the sentence, and of how many communes it speaks."""

from __future__ import annotations

from collections.abc import Mapping

from lib.domain.figures.analysis.change import Change, Gap
from lib.domain.figures.indicators import Form
from lib.domain.periods import Period
from lib.maps.sheet import Sentence
from lib.text import Words, say_number

_MOST_NAMES = 5


def short(period: Period) -> str:
    """ "8/2026"."""
    return f"{period.month}/{period.year}" if period.month else str(period.year)


BLANK_WORDS = {
    Gap.NEITHER: "no_report", Gap.NOT_NOW: "not_now", Gap.NOT_THEN: "not_then",
    Gap.LACKING: "lacking", Gap.PART: "part",
}  # fmt: skip


def gap_in_words(gap: Gap, periods: tuple[Period, Period], say: Words) -> str:
    """Why there is no change: "chưa gửi số kỳ 10/2026"."""
    then, now = map(short, periods)
    return say(f"compare.gap_{gap}", then=then, now=now)


def change_sentence(
    change: Change, periods: tuple[Period, Period], names: Mapping[str, str], *, say: Words
) -> Sentence:
    """One true sentence on the whole, like for like; it names who moved away from progress."""
    then, now = map(short, periods)
    key = "compare.before" if change.everyone else "compare.before_over"
    name = change.indicator.name[say.language]
    before = say(key, name=name, then=then, now=now, count=change.both)
    counts = _counts(change, periods, names, say=say)
    if change.moved is None:
        before = say("compare.before", name=name, then=then, now=now)
        return Sentence(before, say("compare.unclear"), f"{counts}.")
    pair = (change.then, change.now) if change.everyone else (change.both_then, change.both_now)
    told = [_whole(value, change, say) for value in pair]
    values = say("compare.values", then=told[0], now=told[1])
    return Sentence(before, _moved(change.moved, change, say), f"{values}{counts}.")


def _whole(value: float | None, change: Change, say: Words) -> str:
    number = say_number(value, digits=change.indicator.digits, language=say.language)
    return f"{number} %" if change.indicator.is_percent else number


def _moved(moved: float, change: Change, say: Words) -> str:
    if moved == 0:
        return say("compare.still")
    indicator = change.indicator
    number = say_number(abs(moved), digits=indicator.digits, language=say.language)
    unit = say("map.points") if indicator.is_percent else indicator.unit[say.language]
    return say(
        "compare.rose" if moved > 0 else "compare.fell", change=f"{number} {say.unit(number, unit)}"
    )


def _counts(
    change: Change, periods: tuple[Period, Period], names: Mapping[str, str], *, say: Words
) -> str:
    """How many rose, fell, stayed, and why others have no change; nothing of what no commune has
    by itself."""
    if change.indicator.form is Form.GAP:
        return ""
    passed = change.indicator.yes_no
    up, down = ("gained", "lost") if passed else ("up", "down")
    told = _count(up, change.up(), change, names=names, say=say)
    told += _count(down, change.down(), change, names=names, say=say)
    if change.unmoved:
        told += say("compare.as_before" if passed else "compare.same", count=change.unmoved)
    for gap, count in change.gaps.items():
        why = say("map.withheld") if gap is Gap.WITHHELD else gap_in_words(gap, periods, say)
        told += say("compare.without", count=count, why=why)
    return told


def _count(
    way: str, codes: list[str], change: Change, *, names: Mapping[str, str], say: Words
) -> str:
    """Communes that went one way; by name where it is not the way of progress."""
    if not codes:
        return say(f"compare.{way}_none")
    if codes != change.wrong_way():
        return say(f"compare.{way}", count=len(codes))
    told = ", ".join(names[code] for code in codes[:_MOST_NAMES])
    if len(codes) > _MOST_NAMES:
        told = say("compare.others", names=told, count=len(codes) - _MOST_NAMES)
    return say(f"compare.{way}_named", count=len(codes), names=told)


def counted_over(change: Change, periods: tuple[Period, Period], say: Words) -> str:
    """The province's own figure of each period, and of how many communes; nothing where they are
    the same communes twice, for then the sentence tells them."""
    if change.everyone or change.indicator.form is Form.GAP:
        return ""
    then, now = map(short, periods)
    return say(
        "compare.reported",
        then=_known(change.then, change, say),
        then_count=change.reported_then,
        now=_known(change.now, change, say),
        now_count=change.reported_now,
        then_period=then,
        now_period=now,
    )


def _known(value: float | None, change: Change, say: Words) -> str:
    return "–" if value is None else _whole(value, change, say)
