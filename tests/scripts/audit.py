"""Whether a known vulnerability concerns anything we pin. Run by ``make audit``.

    python tests/scripts/audit.py PIP-AUDIT requirements.txt …
    python tests/scripts/audit.py --short

Exit status: 0 every package was asked about and none is vulnerable; 1 one is; 2 the advisory
service did not answer for every package. "Nobody answered" is never told as "nothing found":
pip-audit itself reports success where the index at hand knows no advisories. The short form asks
no service: a stand-in for pip-audit answers once for all packages, and once for none.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SERVICES = ("pypi", "osv")


@dataclass
class Found:
    """What one service knew of one file of requirements."""

    asked: int = 0
    unanswered: list[str] = field(default_factory=list)
    vulnerable: list[str] = field(default_factory=list)


def read(answer: str) -> Found:
    """pip-audit's JSON. Raises ``ValueError`` for anything else."""
    found = Found()
    for one in json.loads(answer)["dependencies"]:
        name = one["name"]
        if "skip_reason" in one:
            found.unanswered.append(name)
            continue
        found.asked += 1
        for known in one["vulns"]:
            mended = ", ".join(known["fix_versions"]) or "–"
            found.vulnerable.append(f"{name} {one['version']}: {known['id']} → {mended}")
    return found


def ask(tool: str, file: str, service: str) -> Found | None:
    """What the service knows; ``None`` where it does not answer."""
    command = [tool, "-s", service, "-f", "json", "--progress-spinner", "off",
               "--disable-pip", "--require-hashes", "-r", file]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    try:
        return read(done.stdout)
    except (ValueError, KeyError):
        return None


def audit(tool: str, files: Sequence[str]) -> int:
    """Asks for every file, each time the first service that answers for all its packages."""
    worst = 0
    for file in files:
        found = next(
            (f for s in SERVICES if (f := ask(tool, file, s)) and f.asked and not f.unanswered),
            None,
        )
        if found is None:
            print(f"{file}: CHƯA KIỂM ĐƯỢC. Dịch vụ cảnh báo lỗ hổng không trả lời cho mọi gói.")
            print("  Đây không phải là kết quả sạch; hãy chạy lại ở máy có đường ra PyPI hoặc OSV.")
            worst = max(worst, 2)
        elif found.vulnerable:
            print(f"{file}: {len(found.vulnerable)} lỗ hổng đã biết.")
            print("\n".join(f"  {line}" for line in found.vulnerable))
            worst = 1 if worst == 0 else worst
        else:
            print(f"{file}: đã hỏi {found.asked} gói, không có lỗ hổng đã biết.")
    return worst


def short() -> int:
    """Asks stand-ins; 0 where an answer and its absence are told apart."""
    known = {"dependencies": [{"name": "a", "version": "1", "vulns": []}]}
    unknown = {"dependencies": [{"name": "a", "skip_reason": "not found"}]}
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for number, answer in enumerate((known, unknown)):
            tool = Path(folder) / f"tool-{number}"
            tool.write_text(f"#!/bin/sh\necho '{json.dumps(answer)}'\n", encoding="utf-8")
            tool.chmod(0o755)
            found.append(audit(str(tool), ["requirements.txt"]))
    return 0 if found == [0, 2] else 1


if __name__ == "__main__":
    sys.exit(short() if sys.argv[1:] == ["--short"] else audit(sys.argv[1], sys.argv[2:]))
