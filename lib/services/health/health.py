"""How this installation is: versions, the store, the last backup, room on the disk, the trail."""

from __future__ import annotations

import hashlib
import platform
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version as installed
from pathlib import Path

from lib.domain.access.permissions import Act, Person
from lib.domain.audit.chain import Deed, Head
from lib.domain.errors import NotAllowed
from lib.files.audit_heads import kept_heads
from lib.services.audit.recording import record_alone
from lib.services.installation import Installation
from lib.settings import VERSION
from lib.store.audit import entries as trail_store
from lib.store.audit.entries import Wanted
from lib.store.backups.taking import back_up, is_embedded
from lib.store.engine import asking, integrity, version
from lib.store.soundness import Soundness, soundness

WAL_MENDED = (3, 51, 3)
"""Before it a write-ahead log may be corrupted under several connections."""
STORE_FILE = "store.sqlite3"
OLD_BACKUP_DAYS, LITTLE_ROOM = 2, 2 * 2**30


@dataclass(frozen=True, kw_only=True)
class Health:
    """What is known at this moment. Sizes in bytes, times in UTC."""

    product: str
    streamlit: str
    python: str
    store: str
    """Name and version of the database."""
    wal_mended: bool
    """Whether this SQLite is free of the known fault; true for PostgreSQL."""
    answers: bool
    """Whether the database's own check finds it whole."""
    sound: Soundness | None
    """Of a look through every file and row; ``None`` where nobody asked for it."""
    store_bytes: int | None
    room: int
    last_backup: datetime | None
    last_backup_file: str
    trail: Head
    heads_until: str
    """The newest day of which hashes are kept outside the store, as ``2026-11-23``."""
    any_host: bool
    behind_tls: bool
    demo: bool
    looked_at: datetime

    @property
    def backup_is_old(self) -> bool:
        """Whether there is none, or none of late."""
        if self.last_backup is None:
            return True
        return (self.looked_at - self.last_backup).days >= OLD_BACKUP_DAYS

    @property
    def concerns(self) -> tuple[str, ...]:
        """What somebody should see to, as keys ``health_concern.<key>`` of the catalogues."""
        found = {
            "store": not self.answers or (self.sound is not None and not self.sound.sound),
            "backup": self.backup_is_old and not self.demo,
            "room": self.room < LITTLE_ROOM,
            "hosts": self.any_host and not self.demo,
            "tls": not self.behind_tls and not self.demo,
        }
        return tuple(key for key, so in found.items() if so)


def health_of(installation: Installation, *, who: Person, thorough: bool = False) -> Health:
    """How the installation is; ``thorough`` reads every kept file and every row."""
    who.must(Act.SET_UP)
    sound = soundness(installation.engine) if thorough else None
    with asking(installation.engine) as connection:
        newest = trail_store.head(connection)
        wanted = Wanted(deed=Deed.BACKED_UP.value)
        backups = trail_store.entries(connection, wanted, limit=1)
    heads = kept_heads(installation.settings.data_dir)
    file = installation.settings.data_dir / STORE_FILE
    embedded = is_embedded(installation.engine)
    return Health(
        product=VERSION,
        streamlit=installed("streamlit"),
        python=platform.python_version(),
        store=version(installation.engine),
        wal_mended=not embedded or sqlite3.sqlite_version_info >= WAL_MENDED,
        answers=sound.whole if sound else integrity(installation.engine),
        sound=sound,
        store_bytes=file.stat().st_size if embedded and file.is_file() else None,
        room=shutil.disk_usage(installation.settings.data_dir).free,
        last_backup=backups[0].moment if backups else None,
        last_backup_file=backups[0].subject.partition(":")[2] if backups else "",
        trail=newest,
        heads_until=heads[-1].stem if heads else "",
        any_host=not installation.settings.hosts.strip(),
        behind_tls=installation.settings.behind_tls,
        demo=installation.is_demo,
        looked_at=installation.clock(),
    )


def take_backup(installation: Installation, target: Path, *, who: Person) -> int:
    """The whole store in one file that was read back, on record with its digest; its bytes.

    Raises ``StoreUnavailable`` where the store cannot be read or the file cannot be written.
    """
    who.must(Act.SET_UP)
    if target.is_dir() or _is_the_store(installation, target):
        raise NotAllowed("backup_not_there", file=target.name)
    back_up(installation.engine, target)
    size = target.stat().st_size
    told = {"size": size, "sha256": digest_of_file(target)}
    record_alone(installation, who, Deed.BACKED_UP, subject=f"file:{target.name}", after=told)
    return size


def _is_the_store(installation: Installation, target: Path) -> bool:
    return target.resolve() == (installation.settings.data_dir / STORE_FILE).resolve()


def digest_of_file(path: Path) -> str:
    """SHA-256 of what is in a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
