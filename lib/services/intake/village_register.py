"""The villages the province has told us of: names, codes and household counts."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
from sqlalchemy import Connection

from lib.domain.places.villages import Village, VillageRegister
from lib.store.figures.figures import in_force

REGISTER = "01_danh_muc_thon_ban"


def register_rows(connection: Connection, communes: Collection[str] | None = None) -> pd.DataFrame:
    """The newest register of every commune, or of these, one row a village."""
    rows = in_force(connection, REGISTER, communes=communes)
    if rows.empty:
        return rows
    return rows[rows["period"] == rows.groupby("commune_code")["period"].transform("max")]


def village_register(rows: pd.DataFrame, given: Collection[str] = ()) -> VillageRegister:
    """The register, for finding villages by name; ``given`` are the codes of all times."""
    villages = (Village(r.commune_code, r.unit_key, r.unit_name) for r in rows.itertuples())
    return VillageRegister(villages, given)
