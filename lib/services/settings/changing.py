"""Settings that administrators change: what holds and why, changing, and going back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, get_args

from annotated_types import Ge, Le, MaxLen
from pydantic import TypeAdapter, ValidationError

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed
from lib.domain.errors import NotAllowed
from lib.domain.periods import Period
from lib.domain.reporting.due_days import DUTIES, moves_what_has_begun, rules_of
from lib.domain.reporting.holidays import HOLIDAYS
from lib.domain.reporting.reasons import SHORTEST_REASON
from lib.services.audit.recording import record
from lib.services.installation import Installation
from lib.settings import Adjustable, Settings
from lib.store.engine import asking, writing
from lib.store.history.freezes import after_freezes
from lib.store.settings.changes import (
    SettingChange,
    add_setting_change,
    newest_of_each,
    setting_changes,
)
from lib.text import say_moment


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a setting may be."""

    kind: type
    least: float | None = None
    most: float | None = None
    longest: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A setting as it stands. ``value`` is in force, ``default`` without any change here."""

    key: str
    mark: Adjustable
    value: Any
    default: Any
    by_server: bool
    """Whether the default comes from the server's environment, not from the product."""
    change: SettingChange | None
    """The newest change, also one back to the default."""


def settings_standing(installation: Installation, *, who: Person) -> list[Standing]:
    """Every setting that administrators change."""
    who.must(Act.SET_UP)
    with asking(installation.engine) as connection:
        newest = newest_of_each(setting_changes(connection))
    told, given = installation.in_force, installation.settings.model_fields_set
    return [
        Standing(
            key=key,
            mark=mark,
            value=getattr(told, key),
            default=getattr(installation.settings, key),
            by_server=key in given,
            change=newest.get(key),
        )
        for key, mark in Settings.adjustable().items()
    ]


def server_settings(installation: Installation, *, who: Person) -> dict[str, Any]:
    """What only whoever runs the server changes: values by name; ``None`` for what stays untold."""
    who.must(Act.SET_UP)
    untold = {"data_dir", "database_url", "sso_secret"}
    own = [name for name in Settings.model_fields if name not in Settings.adjustable()]
    return {name: None if name in untold else getattr(installation.settings, name) for name in own}


def limits_of(key: str) -> Limits:
    """What the declaration of a setting allows."""
    declared = Settings.model_fields[key]
    told = {type(m): m for m in declared.metadata}
    choices = (
        () if declared.annotation in (bool, int, float, str) else get_args(declared.annotation)
    )
    return Limits(
        kind=declared.annotation if isinstance(declared.annotation, type) else str,
        least=told[Ge].ge if Ge in told else None,
        most=told[Le].le if Le in told else None,
        longest=told[MaxLen].max_length if MaxLen in told else None,
        choices=choices,
    )


def change_setting(
    installation: Installation,
    key: str,
    value: Any,
    *,
    who: Person,
    reason: str,
    seen: int | None = None,
) -> SettingChange:
    """Brings a setting to a value; it holds from the next moment on.

    ``seen``: the newest change that the person knows of. Raises ``NotAllowed`` for a value beyond
    the limits, without a reason, where nothing would change, or where somebody was faster.
    """
    who.must(Act.SET_UP)
    if key not in Settings.adjustable():
        raise NotAllowed("setting_unknown", given=key)
    return write_change(
        installation, key, lambda _: _checked(key, value), who=who, reason=reason, seen=seen
    )


def return_setting(
    installation: Installation,
    key: str,
    to: int | None,
    *,
    who: Person,
    reason: str,
    seen: int | None = None,
) -> SettingChange:
    """Brings a setting back to what a change had made of it; ``None`` to the default."""
    who.must(Act.SET_UP)

    def earlier(changes: list[SettingChange]) -> Any:
        if to is None:
            return None
        found = next((c for c in changes if c.id == to), None)
        if found is None:
            raise NotAllowed("setting_unknown", given=key)
        return found.value

    return write_change(installation, key, earlier, who=who, reason=reason, seen=seen)


def setting_history(installation: Installation, key: str, *, who: Person) -> list[SettingChange]:
    """All changes of a setting, newest first."""
    who.must(Act.SET_UP)
    with asking(installation.engine) as connection:
        return setting_changes(connection, key=key)[::-1]


def write_change(
    installation: Installation,
    key: str,
    decide: Callable[[list[SettingChange]], Any],
    *,
    who: Person,
    reason: str,
    seen: int | None,
) -> SettingChange:
    """Writes what ``decide`` makes of the changes so far (oldest first), and records it."""
    who.must(Act.SET_UP)
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("why_needed", least=SHORTEST_REASON)
    with writing(installation.engine) as connection:
        changes = setting_changes(connection, key=key)
        last = changes[-1] if changes else None
        if seen is not None and last is not None and last.id != seen:
            raise NotAllowed("setting_overtaken", who=last.who, at=say_moment(last.at))
        value = decide(changes)
        if value == (last.value if last else None):
            raise NotAllowed("setting_same")
        before, after = (rules_of(key, v) for v in (last.value if last else None, value))
        running = Period.of(installation.today)
        if moves_what_has_begun(key, before, after, running=running):
            raise NotAllowed("period_begun", period=f"{running.month}/{running.year}")
        new = SettingChange(
            key=key,
            value=value,
            who=who.name.strip(),
            at=after_freezes(connection, installation.clock()),
            reason=reason.strip(),
        )
        made = replace(new, id=add_setting_change(connection, new))
        record(
            installation,
            connection,
            who,
            deed=Deed.SETTING_CHANGED,
            subject=f"setting:{key}",
            before={"value": _told(installation, key, last.value if last else None)},
            after={"value": _told(installation, key, value), "reason": new.reason},
        )
    installation.in_force  # noqa: B018 - the cut-off days of this process follow at once
    return made


def _checked(key: str, value: Any) -> Any:
    """The value as the declaration takes it."""
    declared = Settings.model_fields[key]
    if isinstance(value, str):
        value = " ".join(value.split())
    kind: Any = Annotated[declared.annotation, *declared.metadata]
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise NotAllowed("setting_beyond") from error


def _told(installation: Installation, key: str, value: Any) -> Any:
    """A value as the trail keeps it; of due days and holidays a line for each."""
    if key == HOLIDAYS:
        return [f"{h['first']} – {h['last']}: {h['name']} ({h['basis']})" for h in value or []]
    if key in DUTIES:
        return [f"{r['valid_from']}: {_day(r)} ({r['basis']})" for r in value or []]
    return getattr(installation.settings, key) if value is None else value


def _day(rule: dict[str, Any]) -> str:
    return f"{rule['day']}/{rule['month']}" if rule["month"] else str(rule["day"])
