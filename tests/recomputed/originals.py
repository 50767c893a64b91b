"""The originals that a store keeps, read with pandas alone.

Nothing of the product's rules is imported: what two programs find, written apart, is believed.
"""

from __future__ import annotations

import io
import sqlite3
from functools import cached_property
from pathlib import Path

import pandas as pd

PLACES = Path(__file__).parents[2] / "data" / "reference" / "communes.csv"
VILLAGE, MONTH = "02_bao_cao_thang_thon_ban", "03_bao_cao_thang_xa"
TEAMS, DRIVES, BANK = "04_doi_hinh_tinh_nguyen", "05_dot_ra_quan", "08_ngan_hang_quy"
SUMMARY, REGISTER = "00_tong_hop_xa", "01_danh_muc_thon_ban"


def month_text(text: str) -> str:
    """ "08/2026" as 2026-08."""
    month, year = text.split("/")
    return f"{year}-{int(month):02d}"


class Originals:
    """The files of one store, read as they were sent."""

    def __init__(self, store: Path) -> None:
        self._store = store
        places = pd.read_csv(PLACES, dtype=str)
        names = places["full_name"]
        self.codes = sorted(places["code"])
        self._named = dict(zip(names, places["code"], strict=True))

    def _files(self, template: str) -> pd.DataFrame:
        with sqlite3.connect(self._store) as connection:
            found = connection.execute(
                "select u.id, f.content from upload u join file f using (sha256)"
                " where u.template = ? and u.id not in (select upload_id from withdrawal)"
                " order by u.id",
                [template],
            ).fetchall()
        sheets = [
            pd.read_csv(io.BytesIO(content), sep=";", dtype=str, encoding="utf-8-sig").assign(
                upload=number
            )
            for number, content in found
        ]
        return pd.concat(sheets, ignore_index=True)

    def _newest(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Of each commune and period what was sent last."""
        last = rows.groupby(["period", "code"])["upload"].transform("max")
        return rows[rows["upload"] == last]

    @cached_property
    def villages(self) -> pd.DataFrame:
        """Village reports."""
        rows = self._files(VILLAGE)
        rows = rows.assign(period=rows["Kỳ báo cáo"].map(month_text), code=rows["Mã xã"])
        return _numbers(self._newest(rows), keep=["Mã thôn/bản", "Tổ CNSCĐ hoạt động"])

    @cached_property
    def register(self) -> pd.DataFrame:
        """Villages by year."""
        rows = self._files(REGISTER)
        rows = rows.assign(period=rows["Ngày chốt"].str[-4:], code=rows["Mã xã"])
        return _numbers(self._newest(rows), keep=["Mã thôn/bản"])

    @cached_property
    def summaries(self) -> pd.DataFrame:
        """Summary sheets."""
        rows = self._files(SUMMARY)
        rows = rows.assign(
            period=rows["Kỳ báo cáo"].map(month_text), code=rows["Xã/phường"].map(self._named)
        )
        return _numbers(self._newest(rows), keep=[])

    @cached_property
    def offices(self) -> pd.DataFrame:
        """The communes' own monthly reports."""
        rows = self._files(MONTH)
        rows = rows.assign(period=rows["Kỳ báo cáo"].map(month_text), code=rows["Mã xã"])
        return _numbers(self._newest(rows), keep=["Số ký hiệu kế hoạch", "Ngày ban hành kế hoạch"])

    @cached_property
    def teams(self) -> pd.DataFrame:
        """Volunteer teams, of each the row that was sent last; ``start`` as 2026-07-01."""
        return _last(self._files(TEAMS), ["Mã đội hình"])

    @cached_property
    def drives(self) -> pd.DataFrame:
        """Drives, planned and done."""
        rows = _last(self._files(DRIVES), ["Mã đợt", "Loại"])
        numbers = ["Ngày công tình nguyện", "Người được hướng dẫn"]
        return rows.assign(**{name: _plain(rows[name]) for name in numbers})

    @cached_property
    def bank(self) -> pd.DataFrame:
        """The State Bank's quarters, as Q3/2026."""
        rows = self._files(BANK).rename(columns={"Mã xã": "code", "Kỳ báo cáo": "period"})
        rows = self._newest(rows)
        return rows.assign(turns=_plain(rows["Lượt người tham dự"]))

    def counted(self, period: str) -> pd.DataFrame:
        """The newest register of each commune by the period's year, a row a village."""
        known = self.register[self.register["period"] <= period[:4]]
        last = known.groupby("code")["period"].transform("max")
        return known[known["period"] == last]


def _numbers(rows: pd.DataFrame, *, keep: list[str]) -> pd.DataFrame:
    texts = {"period", "code", "upload", *keep}
    found = rows.copy()
    for name in rows.columns:
        if name not in texts:
            found[name] = _plain(rows[name])
    return found


def _plain(column: pd.Series) -> pd.Series:
    """1.250 is a thousand, 7,8 has a decimal."""
    plain = column.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    return pd.to_numeric(plain, errors="coerce")


def _last(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    found = rows.sort_values("upload", kind="stable").drop_duplicates(names, keep="last")
    days = found["Ngày bắt đầu"].str.split("/")
    return found.assign(start=[f"{y}-{int(m):02d}-{int(d):02d}" for d, m, y in days])
