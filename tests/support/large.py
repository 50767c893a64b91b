"""A monthly report of very many villages, as one CSV."""

from __future__ import annotations

import random

from lib.domain.templates import TEMPLATES, Role
from lib.files.reference import gazetteer
from tests.support.sheets import csv_bytes

_TEMPLATE = TEMPLATES["02_bao_cao_thang_thon_ban"]


def village_reports(rows: int, *, note: str = "") -> bytes:
    """So many villages spread over the communes, every column filled, every rule kept.

    ``note`` makes the file heavier; each row's ends with its own number.
    """
    rng = random.Random(rows)
    names = [c.full_name for c in gazetteer().communes.values()]
    each = -(-rows // len(names))
    lines = [
        _line(rng, names[number // each], f"Bản Số {number % each + 1}", number + 1, note)
        for number in range(rows)
    ]
    return csv_bytes([[c.header for c in _TEMPLATE.columns], *lines], encoding="utf-8")


def _line(rng: random.Random, commune: str, village: str, number: int, note: str) -> list[object]:
    forces = {
        c.key: rng.randint(0, 3) for c in _TEMPLATE.columns if c.key.startswith("ambassadors_")
    }
    known = {
        **forces,
        "ordinal": number,
        "period": "08/2026",
        "commune_name": commune,
        "village_name": village,
        "digital_team_active": "Có",
        "ambassadors": sum(forces.values()),
        "households_reviewed": rng.randint(50, 150),
        "households_guided": rng.randint(31, 50),
        "guided_turns": rng.randint(60, 200),
        "first_time": rng.randint(20, 60),
        "note": f"{note} {number}" if note else "",
    }
    return [
        known.get(c.key, rng.randint(0, 20) if c.role is Role.VALUE else "")
        for c in _TEMPLATE.columns
    ]
