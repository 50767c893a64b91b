"""Every figure worked out anew from the originals that the store keeps, with pandas alone.

Nothing of the product's rules is imported: what two programs find, written apart, is believed.
"""

from __future__ import annotations

import io
import sqlite3
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

PLACES = Path(__file__).parents[2] / "data" / "reference" / "communes.csv"
SMALL = 5
VILLAGE, MONTH = "02_bao_cao_thang_thon_ban", "03_bao_cao_thang_xa"
SUMMARY, REGISTER = "00_tong_hop_xa", "01_danh_muc_thon_ban"


@dataclass(frozen=True)
class Told:
    """One commune's figure: ``state`` in the product's words, the sides, the month of an old one,
    and how many villages it rests on where it is not all."""

    state: str
    value: float | None = None
    top: float | None = None
    bottom: float | None = None
    old_for: str = ""
    part: int | None = None


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
            plain = rows[name].str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
            found[name] = pd.to_numeric(plain, errors="coerce")
    return found


_GUIDED = "Hộ có ≥1 người được hướng dẫn (lũy kế)"
_DSS = "Đại sứ số đang hoạt động"
_IN_SUMMARY = {
    _GUIDED: "Số hộ có ít nhất 01 thành viên được hướng dẫn", _DSS: "Số Đại sứ số",
    "with": "Số thôn, bản có Đại sứ số", "households": "Số hộ gia đình",
    "one": "Số thôn, bản, tiểu khu, TDP",
}  # fmt: skip
_FLOWS = {
    "HD01": "Số buổi hướng dẫn trong kỳ", "HD02": "Lượt người được hướng dẫn trong kỳ",
}  # fmt: skip
_RATES = {
    "DS01": ("with", "one"), "DS03": (_DSS, "households"), "DS04": ("team", "one"),
    "GD01": ("Hộ đã rà soát (lũy kế)", "households"),
    "GD02": ("Hộ cần hỗ trợ (lũy kế)", "Hộ đã rà soát (lũy kế)"),
    "GD03": (_GUIDED, "households"),
    "AT01": ("- An toàn số", "Lượt người được hướng dẫn trong kỳ"),
}  # fmt: skip
_SINCE_START = {
    "YT01": "- Dân tộc thiểu số", "YT02": "- Người cao tuổi", "YT03": "- Hoàn cảnh khó khăn",
    "YT04": "- Người khuyết tật", "HD03": "Người được hướng dẫn lần đầu trong kỳ",
}  # fmt: skip
_OFFICE = {
    "MC01": "Nhân sự hỗ trợ tại bộ phận Một cửa",
    "MC02": "Lượt người được hỗ trợ tại Một cửa trong kỳ",
    "TN07": "Học sinh, sinh viên tham gia tình nguyện hè (lũy kế năm)",
    "KHH01": "Người đăng ký học binhdanhocvuso.gov.vn bằng VNeID (lũy kế)",
    "KHH02": "Người hoàn thành khóa học (lũy kế)",
    "KHH03": "Người được xác nhận phổ cập kỹ năng số (lũy kế)",
}  # fmt: skip
CODES = ("DS02", "GD05", *_FLOWS, *_RATES, *_SINCE_START, *_OFFICE)
"""The indicators of what communes report each month."""


class Anew:
    """Figures of a store, each worked out when it is asked for."""

    def __init__(self, originals: Originals) -> None:
        self._from = originals
        self._kept: dict[tuple[str, str], dict[str, Told]] = {}

    def of(self, code: str, period: str) -> dict[str, Told]:
        """By commune: this period's figures, and the last known ones in place of missing ones."""
        found = dict(self.now(code, period))
        for commune, told in found.items():
            if told.state == "not_sent":
                found[commune] = self._before(code, period, commune)
        return found

    def _before(self, code: str, period: str, commune: str) -> Told:
        """From the last three sheets of a year that could tell it."""
        earlier, sheets = period, 0
        for _ in range(12):
            earlier = _month_before(earlier)
            then = self.now(code, earlier)[commune]
            if then.state == "reported" and then.value is not None:
                return Told("old", then.value, old_for=earlier, part=then.part)
            kinds = ("offices",) if code in _OFFICE else ("villages", "summaries")
            sheets += any(commune in self._by(kind, earlier) for kind in kinds)
            if sheets == 3:
                break
        return Told("not_sent")

    def now(self, code: str, period: str) -> dict[str, Told]:
        """By commune, from what was sent for the period alone."""
        key = code, period
        if key not in self._kept:
            self._kept[key] = {c: self._one(code, period, c) for c in self._from.codes}
        return self._kept[key]

    def _one(self, code: str, period: str, commune: str) -> Told:
        if code in _OFFICE:
            return self._of_office(code, period, commune)
        if code in _SINCE_START:
            return self._since_start(code, period, commune)
        if code in _RATES:
            return _rate(*self._sides(_RATES[code], period, commune))
        if code == "GD05":
            return self._not_guided(period, commune)
        top, _, part = self._sides((_FLOWS.get(code, _DSS),), period, commune)
        return Told("not_sent") if top is None else Told("reported", top, top, part=part)

    def _not_guided(self, period: str, commune: str) -> Told:
        guided, households, part = self._sides((_GUIDED, "households"), period, commune)
        if guided is None:
            return Told("not_sent")
        if households is None:
            return Told("no_denominator")
        return Told("reported", households - guided, households - guided, part=part)

    def _rows(self, period: str, commune: str) -> pd.DataFrame:
        """The commune's village rows with the register's households beside them."""
        sent = self._by("villages", period).get(commune)
        if sent is None:
            return pd.DataFrame()
        known = self._known(period).get(commune)
        sent = sent.assign(
            one=1.0,
            team=sent["Tổ CNSCĐ hoạt động"].map({"Có": 1.0, "Không": 0.0}),
            **{"with": (sent[_DSS] >= 1).where(sent[_DSS].notna()).astype(float)},
        )
        if known is None:
            return sent.assign(households=np.nan)
        households = known.set_index("Mã thôn/bản")["Tổng số hộ"]
        return sent.assign(households=sent["Mã thôn/bản"].map(households))

    def _by(self, kind: str, period: str) -> dict[str, pd.DataFrame]:
        key = f"_{kind}_{period}"
        if key not in self.__dict__:
            rows = getattr(self._from, kind)
            self.__dict__[key] = dict(list(rows[rows["period"] == period].groupby("code")))
        return self.__dict__[key]

    def _known(self, period: str) -> dict[str, pd.DataFrame]:
        key = f"_register_{period[:4]}"
        if key not in self.__dict__:
            self.__dict__[key] = dict(list(self._from.counted(period).groupby("code")))
        return self.__dict__[key]

    def _summary(self, names: tuple[str, ...], period: str, commune: str) -> list[float] | None:
        sheet = self._by("summaries", period).get(commune)
        if sheet is None or not all(n in _IN_SUMMARY for n in names):
            return None
        sides = [sheet.iloc[0][_IN_SUMMARY[n]] for n in names]
        return None if any(pd.isna(s) for s in sides) else [float(s) for s in sides]

    def _sides(
        self, names: tuple[str, ...], period: str, commune: str
    ) -> tuple[float | None, float | None, int | None]:
        rows, whole = self._rows(period, commune), self._summary(names, period, commune)
        registered = len(self._known(period).get(commune, ()))
        if rows.empty or not rows[names[0]].notna().any():
            sides = whole or [None] * len(names)
            return sides[0], sides[1] if len(sides) > 1 else None, None
        told = rows[list(names)].notna().all(axis=1)
        if registered and 0 < told.sum() < registered:
            if whole:
                return whole[0], whole[1] if len(whole) > 1 else None, None
            sums = [float(rows.loc[told, n].sum()) for n in names]
            return sums[0], sums[1] if len(sums) > 1 else None, int(told.sum())
        sums = [float(rows[n].sum(min_count=1)) for n in names]
        sums = [None if np.isnan(s) else s for s in sums]
        if len(sums) > 1 and sums[1] is None and whole:
            sums[1] = whole[1]
        return sums[0], sums[1] if len(sums) > 1 else None, None

    def _since_start(self, code: str, period: str, commune: str) -> Told:
        name = _SINCE_START[code]
        rows = self._rows(period, commune)
        if rows.empty or not rows[name].notna().any():
            return Told("not_sent")
        total = self._sums.loc[commune][:period][name].sum()
        registered = len(self._known(period).get(commune, ()))
        told = int(rows[name].notna().sum())
        part = told if registered and told < registered else None
        if code == "HD03":
            return _rate(total, self._adults(period, commune), part)
        if 0 < total < SMALL:
            return Told("reported", part=part)
        return Told("reported", total, total, part=part)

    @cached_property
    def _sums(self) -> pd.DataFrame:
        """Of each commune and month, what the villages told for the first time."""
        rows = self._from.villages
        return rows.groupby(["code", "period"])[list(_SINCE_START.values())].sum().sort_index()

    def _adults(self, period: str, commune: str) -> float | None:
        known = self._known(period).get(commune)
        return None if known is None else float(known["Người từ 18 tuổi"].sum())

    def _of_office(self, code: str, period: str, commune: str) -> Told:
        sheet = self._by("offices", period).get(commune)
        top = None if sheet is None else sheet.iloc[0][_OFFICE[code]]
        if top is None or pd.isna(top):
            return Told("not_sent")
        if code == "MC01":
            return Told("reported", 100.0 if top >= 1 else 0.0, float(top))
        if code.startswith("KHH"):
            registered = sheet.iloc[0][_OFFICE["KHH01"]]
            adults = self._adults(period, commune)
            return _rate(float(top), float(registered) if code == "KHH02" else adults, None)
        return Told("reported", float(top), float(top))


def _rate(top: float | None, bottom: float | None, part: int | None) -> Told:
    if top is None:
        return Told("not_sent")
    if bottom is None or np.isnan(bottom):
        return Told("no_denominator")
    if bottom == 0:
        return Told("reported", None, top, bottom)
    return Told("reported", top / bottom * 100, top, bottom, part=part)


def _month_before(period: str) -> str:
    year, month = int(period[:4]), int(period[5:])
    return f"{year}-{month - 1:02d}" if month > 1 else f"{year - 1}-12"
