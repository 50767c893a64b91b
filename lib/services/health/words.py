"""How the installation is, in words: the same lines on the page and on the terminal."""

from __future__ import annotations

from lib.services.health.backups import Restoring
from lib.services.health.health import Health
from lib.store.backups.putting_back import Contents
from lib.text import Words, say_date, say_moment, say_number
from lib.text.formats import day_of

_MEGA = 2**20


def health_rows(found: Health, say: Words) -> list[tuple[str, str]]:
    """(what, how it is), the most asked for first."""
    rows = {
        "product": f"{found.product} · Streamlit {found.streamlit} · Python {found.python}",
        "store": _store(found, say),
        "whole": _whole(found, say),
        "backup": _backup(found, say),
        "room": _size(found.room, say),
        "trail": _trail(found, say),
        "surface": _surface(found, say),
    }
    return [(say(f"health.{key}"), text) for key, text in rows.items()]


def concerns(found: Health, say: Words) -> list[str]:
    """What somebody should see to."""
    return [say(f"health_concern.{key}") for key in found.concerns]


def restore_lines(ready: Restoring, say: Words) -> list[str]:
    """What a backup holds, and what the store holds whose place it would take."""
    lines = [say("health.restore_backup", file=ready.file.name, what=_contents(ready.backup, say))]
    if ready.backup.fault:
        lines.append(say("health.restore_fault", seq=ready.backup.fault.seq))
    if ready.present is None and ready.is_gone:
        return [*lines, say("health.restore_gone")]
    if ready.present is None:
        return [*lines, say("health.restore_unreadable")]
    return [*lines, say("health.restore_present", what=_contents(ready.present, say))]


def _contents(found: Contents, say: Words) -> str:
    at = say_moment(found.changed_at) if found.changed_at else say("health.restore_never")
    return say("health.restore_contents", uploads=found.uploads, at=at, seq=found.trail.seq)


def _store(found: Health, say: Words) -> str:
    size = f" · {_size(found.store_bytes, say)}" if found.store_bytes is not None else ""
    note = "" if found.wal_mended else f" · {say('health.wal')}"
    return f"{found.store}{size}{note}"


def _whole(found: Health, say: Words) -> str:
    if found.sound is None:
        return say("health.answers" if found.answers else "soundness.broken")
    if not found.sound.sound:
        return say("soundness.broken")
    rest = found.sound.undigested
    more = f" {say('soundness.undigested', count=rest)}" if rest else ""
    return say("soundness.sound") + more


def _backup(found: Health, say: Words) -> str:
    if found.last_backup is None:
        return say("health.no_backup")
    at = say_moment(found.last_backup)
    return say("health.backed_up", at=at, file=found.last_backup_file)


def _trail(found: Health, say: Words) -> str:
    if not found.trail.seq:
        return say("trail.no_entries")
    told = say("health.head", seq=found.trail.seq, hash=found.trail.hash[:12])
    day = day_of(found.heads_until)
    return f"{told} {say('health.heads', day=say_date(day))}" if day else told


def _surface(found: Health, say: Words) -> str:
    hosts = say("health.any_host" if found.any_host else "health.named_hosts")
    return f"{hosts} {say('health.tls' if found.behind_tls else 'health.no_tls')}"


def _size(count: int, say: Words) -> str:
    mega = count / _MEGA
    unit, value = ("GB", mega / 1024) if mega >= 1024 else ("MB", mega)
    return f"{say_number(value, digits=1, language=say.language)} {unit}"
