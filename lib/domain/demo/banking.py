"""Template 08: digital banking in the made-up province, quarter by quarter."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lib.domain.demo.calendar import FIRST
from lib.domain.demo.chance import stream
from lib.domain.demo.words import BANKING_SERVICES
from lib.domain.periods import Period, last_quarter


def quarters(until: Period) -> list[Period]:
    """The quarters that began with the programme or later and ended by the month ``until``."""
    found = [Period(FIRST.year, quarter=(FIRST.month + 2) // 3)]
    while found[-1] < last_quarter(until):
        found.append(found[-1].next)
    return [q for q in found if q <= last_quarter(until)]


def banking_sheet(communes: pd.DataFrame, quarter: Period, seed: int) -> pd.DataFrame:
    """One row a commune: fewer points and sessions where it is remote, more as time goes on."""
    rng = stream(seed, f"banking:{quarter}")
    remote = communes["remoteness"].to_numpy(dtype=float)
    grown = 1 + 0.1 * (4 * (quarter.year - FIRST.year) + quarter.quarter)
    sessions = rng.poisson((2.6 - 2 * remote) * grown)
    new = rng.random(len(communes)) < 0.15
    return pd.DataFrame(
        {
            "period": quarter,
            "commune_code": communes.index,
            "banking_points": 1 + rng.poisson((5 - 4 * remote) * grown),
            "banking_sessions": sessions,
            "banking_turns": sessions * rng.integers(25, 60, len(communes)),
            "accounts_opened_online": rng.poisson(
                communes["population"].to_numpy(dtype=float) / 200 * (1.1 - remote)
            ),
            "new_services": np.where(
                new, rng.choice(np.array(BANKING_SERVICES), len(communes)), ""
            ),
        }
    )
