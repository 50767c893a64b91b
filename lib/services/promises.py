"""Sentences that promise an act, each with the act it needs: said only to whoever may do it."""

from __future__ import annotations

from collections.abc import Mapping

from lib.domain.access.permissions import Act, Person
from lib.text import Words

PROMISES: Mapping[str, Act] = {
    "publish.done_long": Act.WITHDRAW,
    "publish.done_each": Act.WITHDRAW,
    "history.pick": Act.WITHDRAW,
    "history.withdraw_help": Act.WITHDRAW,
    "quick.done": Act.WITHDRAW,
    "guide.staff_text": Act.WITHDRAW,
    "guide.planner_text": Act.PLAN,
    "guide.officer_text": Act.UPLOAD,
    "map.empty_upload": Act.UPLOAD,
    "profile.to_history": Act.SEE_FILES,
    "publish.to_history": Act.SEE_FILES,
    "board.publish_help": Act.WITHDRAW,
    "freeze.make_help": Act.FREEZE,
    "freeze.withdraw_help": Act.FREEZE,
    "closing.close": Act.CLOSE_PERIODS,
    "closing.reopen": Act.CLOSE_PERIODS,
    "turn.help": Act.WITHDRAW,
    "turn.done": Act.WITHDRAW,
    "legal.intro": Act.SET_UP,
    "legal.upload": Act.ENTER_PROVINCE,
    "light.full": Act.SEE_FIGURES,
}
"""By the key of the sentence. What stands here is never shown to anybody who lacks the act."""


def promised(say: Words, who: Person, key: str, **values: object) -> str:
    """The sentence; for whoever lacks its act the one under ``<key>_other``."""
    return say(key if who.may(PROMISES[key]) else f"{key}_other", **values)
