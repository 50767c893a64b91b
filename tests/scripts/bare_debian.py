"""Both commands of the README on a bare Debian: make, git and python3, and nothing else.

    python3 tests/scripts/bare_debian.py                      make run, then make test
    python3 tests/scripts/bare_debian.py --tests tests/web    make run, make check, these tests
    python3 tests/scripts/bare_debian.py --short              only says what it would do

As root on Debian with debootstrap. The committed state is cloned into the bare system, which has no
locale, no time zone data, no HOME and no package besides those three; it borrows this machine's
Debian mirror and pip configuration. Exits with 1 when a command fails or a test was left out.
Needs nothing but Python: whatever the product brings along could hide that a machine lacks it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
HAS = "make,git,python3"
RELEASE = "bookworm"
CLONE = "/srv/clone"
PIP_FILES = ("/etc/pip.conf", "/etc/xdg/pip", "/root/.config/pip")
# Not where Debian keeps its own: a package that comes along writes those anew.
AUTHORITY = "/srv/authority.pem"
PATIENCE_S = 600
# Mounts and processes of a room of their own: whatever happens, nothing of them stays behind.
ROOM = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-euc")
MOUNTS = """
mount --make-rprivate /
mount --rbind /dev "$ROOT/dev"
mount -t tmpfs tmpfs "$ROOT/dev/shm"
mount -t proc proc "$ROOT/proc"
for folder in $LENT; do mkdir -p "$ROOT$folder"; mount --bind -o ro "$folder" "$ROOT$folder"; done
exec chroot "$ROOT" env -i "$@"
"""


def lacking() -> list[str]:
    """What this machine needs before it can try, in words."""
    tools = [t for t in ("debootstrap", "unshare", "chroot", "apt-get") if not shutil.which(t)]
    return [*([] if os.geteuid() == 0 else ["root"]), *tools]


def sources() -> list[str]:
    """The Debian mirrors of this machine, as lines for sources.list."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME) $(ORIGIN)",
             "Created-By: Packages"]  # fmt: skip
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    mirrors = (line.split(" ") for line in dict.fromkeys(told.splitlines()))
    return [f"deb {uri} {suite} main" for uri, suite, origin in mirrors
            if origin == "Debian" and suite.startswith(RELEASE)]  # fmt: skip


def bare(place: Path) -> Path:
    """A fresh bare system; the first one is kept beside it and copied the next time."""
    kept, root = place / "kept", place / "root"
    if not (kept / "whole").exists():
        shutil.rmtree(kept, ignore_errors=True)
        mirror = next(line.split()[1] for line in sources() if f" {RELEASE} " in line)
        run(["debootstrap", "--variant=minbase", f"--include={HAS}", RELEASE, str(kept), mirror])
        (kept / "whole").touch()
    shutil.rmtree(root, ignore_errors=True)
    run(["cp", "-a", "--reflink=auto", str(kept), str(root)])
    return root


def lend(root: Path) -> None:
    """Gives the bare system this machine's mirrors, names of hosts and pip configuration."""
    (root / "etc/apt/sources.list").write_text("\n".join(sources()) + "\n")
    acquire = subprocess.run(["apt-config", "dump", "Acquire"], stdout=subprocess.PIPE, check=True)
    (root / "etc/apt/apt.conf.d/90lent").write_bytes(acquire.stdout)
    for path in ("/etc/resolv.conf", "/etc/hosts", *PIP_FILES):
        there = Path(f"{root}{path}")
        there.parent.mkdir(parents=True, exist_ok=True)
        if os.path.isdir(path):
            shutil.copytree(path, there, dirs_exist_ok=True)
        elif os.path.exists(path):
            shutil.copy(path, there)
    if authority := trusted():
        shutil.copy(authority, f"{root}{AUTHORITY}")


def trusted() -> str:
    """The file of authorities that pip trusts on this machine; empty when it brings its own."""
    named = re.findall(r"/[\w./-]+\.(?:crt|pem)", pip_words())
    return next(filter(os.path.isfile, named), "")


def pip_words() -> str:
    """Everything that pip is told on this machine."""
    told = [value for name, value in os.environ.items() if name.startswith("PIP_")]
    for place in map(Path, PIP_FILES):
        files = place.rglob("*.conf") if place.is_dir() else [place] if place.exists() else []
        told += [file.read_text() for file in files]
    return "\n".join(told)


def lent_folders() -> list[str]:
    """Folders with packages that pip is told of, to be mounted at the same place."""
    named = re.findall(r"(?:file://)?(/[\w./-]+)", pip_words())
    inner = {p for p in named if os.path.isdir(p) and not p.startswith("/etc")}
    return sorted({str(Path(p).parent) if Path(p).name == "simple" else p for p in inner})


def run(command: list[str]) -> None:
    print("+", *command, flush=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def inside(root: Path, words: str, log: Path) -> subprocess.Popen[bytes]:
    """Starts shell words in the clone within the bare system; all they say goes into ``log``."""
    lent = [f"{k}={v}" for k, v in os.environ.items() if k.startswith("PIP_")]
    lent += [f"PIP_CERT={AUTHORITY}"] if trusted() else []
    path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    within = [path, *lent, "sh", "-c", f"cd {CLONE} 2>/dev/null; {words}"]
    env = {"PATH": os.environ["PATH"], "ROOT": str(root), "LENT": " ".join(lent_folders())}
    with log.open("wb") as told:
        return subprocess.Popen([*ROOM, MOUNTS, "bare", *within], env=env, stdout=told,
                                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)  # fmt: skip


@contextmanager
def going(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.kill()  # and with it all that it started
        process.wait()


def does(root: Path, words: str, name: str) -> bool:
    """Whether a command in the clone ends well; says how long it took."""
    log, begin = root.parent / f"{name}.log", time.monotonic()
    print(f"+ {words}   ({log})", flush=True)
    process = inside(root, words, log)
    with going(process):
        failed = process.wait()
    print(f"  {time.monotonic() - begin:.0f} s, exit status {failed}", flush=True)
    if failed:
        print(tail(log))
    return not failed


def serves(root: Path) -> bool:
    """Whether ``make run`` answers its health check and shows the login page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log, begin = root.parent / "run.log", time.monotonic()
    print(f"+ make run PORT={port}   ({log})", flush=True)
    process = inside(root, f"make run PORT={port}", log)
    with going(process):
        while not answer(f"http://127.0.0.1:{port}/health"):
            if process.poll() is not None or time.monotonic() - begin > PATIENCE_S:
                print(tail(log))
                return False
            time.sleep(0.5)
        print(f"  {time.monotonic() - begin:.0f} s until /health answered", flush=True)
        page = answer(f"http://127.0.0.1:{port}/dang-nhap")
    if "<form" not in page:
        print("  no login page:", page[:400])
    return "<form" in page


def answer(address: str) -> str:
    """The text of a page; empty while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as told:
            return told.read().decode()
    except OSError:
        return ""


def tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-40:])


def packages(root: Path) -> set[str]:
    """The Debian packages of the bare system."""
    asked = ["chroot", str(root), "dpkg-query", "-W", "-f", "${Package}\n"]
    return set(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split())


def left_out(log: Path) -> list[str]:
    """What the tests say they did not try, and why."""
    told = log.read_text(errors="replace").splitlines() if log.exists() else ["no tests were run"]
    closing = [line for line in told if re.search(r"\d+ passed.* in ", line)]
    print("  " + (closing[-1] if closing else "the tests did not come to an end"))
    return [line for line in told if line.startswith("SKIPPED") or "will be left out" in line]


def tried(place: Path, tests: str | None) -> bool:
    """Whether both commands do on a bare Debian what the README says."""
    root = bare(place)
    lend(root)
    run(["git", "-C", str(HOME), "bundle", "create", "-q", str(root / "srv/bundle"), "HEAD"])
    before = packages(root)
    well = does(root, f"git clone -q /srv/bundle {CLONE}", "clone")
    well = well and serves(root)
    print("  packages for make run:", *sorted(packages(root) - before) or ["none"])
    asked = "make test" if tests is None else (
        f"make system check && .venv/bin/python -m pytest {tests}")  # fmt: skip
    well = well and does(root, asked, "test")
    print(f"  packages in all: {len(packages(root) - before)} more than before")
    missed = left_out(place / "test.log")
    print(f"  left out: {len(missed)}", *missed, sep="\n    ")
    return well and not missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--place", type=Path, default=Path("/var/tmp/bare-debian"))
    parser.add_argument("--tests", help="arguments of pytest instead of the whole of make test")
    parser.add_argument("--short", action="store_true", help="say what would be done, do nothing")
    asked = parser.parse_args()
    needs = lacking()
    if asked.short:
        print(f"A bare {RELEASE} with {HAS} in {asked.place}, from:", *sources(), sep="\n  ")
        print("Lent to pip:", *lent_folders() or ["nothing"])
        print("Needed first:", *needs or ["nothing"])
        return 0
    if needs:
        print("Needed first (root, on Debian):", *needs, file=sys.stderr)
        return 2
    asked.place.mkdir(parents=True, exist_ok=True)
    return 0 if tried(asked.place, asked.tests) else 1


if __name__ == "__main__":
    sys.exit(main())
