"""The villages the province has told us of: names, codes and household counts."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from lib.domain.villages import Village, VillageRegister
from lib.store.figures import in_force

REGISTER = "01_danh_muc_thon_ban"


def register_rows(connection: Connection) -> pd.DataFrame:
    """The newest register of every commune, one row a village."""
    rows = in_force(connection, REGISTER)
    newest = rows.groupby("commune_code")["period"].transform("max") if len(rows) else rows
    return rows[rows["period"] == newest] if len(rows) else rows


def village_register(connection: Connection) -> VillageRegister:
    """The newest register, for finding villages by name."""
    rows = register_rows(connection)
    return VillageRegister(
        Village(r.commune_code, r.unit_key, r.unit_name) for r in rows.itertuples()
    )


def households_by_unit(connection: Connection) -> pd.Series:
    """Households by village code, from the newest register."""
    rows = register_rows(connection)
    if "households" not in rows:
        return pd.Series(dtype="Float64")
    return rows.set_index("unit_key")["households"]
