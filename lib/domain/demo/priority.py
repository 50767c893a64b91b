"""Template 07: the real border communes and made-up grades of the rest."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.domain.demo.words import BASIS


def priority_sheet(communes: pd.DataFrame, villages: pd.DataFrame, year: int) -> pd.DataFrame:
    """One row a commune; every basis says that it is made up."""
    special = villages.groupby("commune_code")["special_difficulty"].sum()
    return pd.DataFrame(
        {
            "commune_code": communes.index,
            "commune_name": communes["name"].to_numpy(),
            "area_kind": communes["area_kind"].to_numpy(),
            "border": communes["border"].to_numpy(),
            "special_villages": special.reindex(communes.index).to_numpy(),
            "remote": communes["remote"].to_numpy(),
            "km_to_province": communes["km"].to_numpy(),
            "basis": BASIS,
            "valid_from": date(year, 1, 1),
            "valid_to": date(year + 4, 12, 31),
        }
    )
