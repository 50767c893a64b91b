"""What the Youth Union's teams and drives come to, worked out anew."""

from __future__ import annotations

import pandas as pd

from tests.recomputed.originals import Originals
from tests.recomputed.told import NOTHING, Told, rate

UNION = ("TN01", "TN02", "TN03", "TN05", "TN06")


def of_union(originals: Originals, code: str, period: str) -> dict[str, Told]:
    """By commune, of the year's lists up to the end of the period."""
    year, end = period[:4], f"{period}-14"
    if code == "TN01":
        rows = originals.teams
        rows = rows[rows["Năm"] == year]
        begun = rows[(rows["start"] <= end) & (rows["Trạng thái"] != "Hủy")]
        named = begun["Xã được phân công"].dropna().str.split(";").explode().str.strip()
        counts = {str(c): float(n) for c, n in named.value_counts().items()}
        told = {
            c: Told("reported", 100.0 if counts.get(c) else 0.0, counts.get(c, 0.0))
            for c in originals.codes
        }
        return told if len(rows) else dict.fromkeys(originals.codes, NOTHING)
    rows = originals.drives
    rows = rows[rows["start"].str[:4] == year]
    if rows.empty:
        return dict.fromkeys(originals.codes, NOTHING)
    begun = rows[rows["start"] <= end]
    by = {str(c): mine for c, mine in begun.groupby("Mã xã")}
    return {c: _drives(code, by.get(c, begun.iloc[0:0])) for c in originals.codes}


def _drives(code: str, rows: pd.DataFrame) -> Told:
    done = rows[rows["Loại"] == "Thực hiện"]
    if code in ("TN02", "TN05"):
        name = "Ngày công tình nguyện" if code == "TN02" else "Người được hướng dẫn"
        total = float(done[name].sum())
        return Told("reported", total, total)
    if code == "TN03":
        return rate(float(len(done)), float((rows["Loại"] == "Kế hoạch").sum()))
    return rate(float((done["Phối hợp Tổ CNSCĐ"] == "Có").sum()), float(len(done)))
