"""A PostgreSQL server of our own for a test session, from Debian's binaries."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BINARIES = Path("/usr/lib/postgresql")
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=32MB")


def why_not() -> str:
    """Why no server can be started here; empty when one can."""
    if not _bin():
        return f"PostgreSQL server binaries not found under {_BINARIES} (install: postgresql)"
    if os.geteuid() == 0 and not _account():
        return "PostgreSQL refuses to run as root and there is no account 'postgres' to run it as"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """The address of a running empty server, without a database name; stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    account = _account() if os.geteuid() == 0 else None
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    port = _free_port()
    data = str(folder / "data")
    _run(account, "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = [f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"]
    options += [f"-c {setting}" for setting in _FAST]
    log = str(folder / "log")
    try:
        _run(account, "pg_ctl", "-D", data, "-l", log, "-w", "-o", " ".join(options), "start")
        yield f"postgresql+psycopg://tests@127.0.0.1:{port}"
    finally:
        _run(account, "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _run(account: pwd.struct_passwd | None, tool: str, *args: str, check: bool = True) -> None:
    """Runs one of PostgreSQL's tools, as its own account when we are root."""
    done = subprocess.run(
        [str(_bin() / tool), *args],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if tool == "initdb" else subprocess.DEVNULL,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        cwd="/",
        check=False,
    )
    if check and done.returncode:
        raise RuntimeError(f"{tool} failed: {(done.stderr or b'').decode()}")


def _bin() -> Path | None:
    found = sorted(_BINARIES.glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return found[-1].parent if found else None


def _account() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
