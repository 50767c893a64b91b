"""Template 06: made-up targets for indicators to which no document gives one."""

from __future__ import annotations

import pandas as pd

from lib.domain.demo.words import BASIS

_VALUES = {"DS04": 80, "HD03": 60, "KHH01": 40, "BC02": 95}


def target_sheet(year: int) -> pd.DataFrame:
    """One row a target; every basis says that it is made up."""
    return pd.DataFrame(
        {
            "indicator": list(_VALUES),
            "level": "tỉnh",
            "period": year,
            "target": list(_VALUES.values()),
            "unit": "%",
            "basis": BASIS,
        }
    )
