"""A list of summer teams as the Youth Union keeps it in Excel; teams are made up and say so."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pandas as pd

from lib.domain.figures.snapshot import TEAMS
from lib.domain.templates import TEMPLATES
from lib.files.reference import gazetteer
from lib.files.writing.export import table_workbook
from lib.text import say_date

YEAR, FIRST_DAY = 2027, date(2027, 6, 7)


def made_up_teams(count: int, *, seed: int = 1, weeks: int = 8) -> bytes:
    """A workbook of template 04 with so many teams that do not exist."""
    rng = random.Random(seed)
    headers = {c.key: c.header for c in TEMPLATES[TEAMS].columns}
    rows = [_team(rng, number, weeks) for number in range(1, count + 1)]
    table = pd.DataFrame([{headers[k]: v for k, v in row.items()} for row in rows])
    return table_workbook(
        title=f"Đội hình tình nguyện hè {YEAR}", notes=["DỮ LIỆU MINH HỌA"], table=table
    )


def _team(rng: random.Random, number: int, weeks: int) -> dict[str, object]:
    starts = FIRST_DAY + timedelta(days=7 * rng.randint(0, weeks // 2 - 1))
    people = rng.randint(8, 20)
    return {
        "team_code": f"TN{YEAR % 100}-{number:03d}",
        "period": YEAR,
        "team_name": f"Đội {number} (minh họa)",
        "founded_by": "Đoàn trường (minh họa)",
        "members": people,
        "minority_speakers": rng.randint(0, people // 2),
        "languages": rng.choice(("Thái", "Mông", "Thái; Mông")),
        "starts_on": say_date(starts),
        "ends_on": say_date(starts + timedelta(days=7 * rng.choice((2, 4)) - 1)),
        "status": "Đã duyệt",
        "base_commune": rng.choice([c.full_name for c in gazetteer().communes.values()]),
        "travel_limit_hours": rng.choice((3, 4, 6)),
    }
