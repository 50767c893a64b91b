"""What settings are called."""

from __future__ import annotations

from lib.domain.reporting.due_days import DUTIES, Duty
from lib.domain.reporting.holidays import HOLIDAYS
from lib.text import Words


def setting_name(key: str, say: Words) -> str:
    """As people call it; of one that a later version knew, its key."""
    if key in DUTIES:
        return duty_name(DUTIES[key], say)
    if key == HOLIDAYS:
        return say("settings.holidays")
    return say(f"setting.{key}.name") if say.has(f"setting.{key}.name") else key


def duty_name(duty: Duty, say: Words) -> str:
    """ "Xã, phường – hằng tháng"."""
    key = f"progress.who.{duty.what}"
    doer = say(key) if say.has(key) else say(f"settings.{duty.what}")
    return say("settings.duty", who=doer, cadence=say(f"cadence.{duty.cadence}"))
