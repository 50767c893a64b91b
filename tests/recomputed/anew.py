"""Every figure of every commune worked out anew from the originals of a store."""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np
import pandas as pd

from tests.recomputed.originals import Originals
from tests.recomputed.told import NOTHING, Told, rate
from tests.recomputed.union import UNION, of_union

SMALL = 5
_GUIDED = "Hộ có ≥1 người được hướng dẫn (lũy kế)"
_DSS = "Đại sứ số đang hoạt động"
_REVIEWED, _TURNS = "Hộ đã rà soát (lũy kế)", "Lượt người được hướng dẫn trong kỳ"
_IN_SUMMARY = {
    _GUIDED: "Số hộ có ít nhất 01 thành viên được hướng dẫn", _DSS: "Số Đại sứ số",
    "with": "Số thôn, bản có Đại sứ số", "households": "Số hộ gia đình",
    "one": "Số thôn, bản, tiểu khu, TDP",
}  # fmt: skip
_SUMS = {"DS02": _DSS, "HD01": "Số buổi hướng dẫn trong kỳ", "HD02": _TURNS}
_RATES = {
    "DS01": ("with", "one"), "DS03": (_DSS, "households"), "DS04": ("team", "one"),
    "GD01": (_REVIEWED, "households"), "GD02": ("Hộ cần hỗ trợ (lũy kế)", _REVIEWED),
    "GD03": (_GUIDED, "households"), "AT01": ("- An toàn số", _TURNS),
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
    "AI01": "CCVC, NLĐ đã phổ biến văn bản 557 (lũy kế)",
}  # fmt: skip
_TRAINED = "CCVC, NLĐ đã học AI/chatbot (lũy kế)"
_PLAN = ["Số ký hiệu kế hoạch", "Ngày ban hành kế hoạch"]
YES_OR_NO = ("KH01", "MC01", "TN01")
"""Of the province the share of all 75 communes."""
CODES = ("KH01", "GD05", *_SUMS, *_RATES, *_SINCE_START, *_OFFICE, "NH01", *UNION, "BC02")
NEVER_OLD = ("NH01", "BC02")
_REPORTS = ("villages", "summaries", "offices")


Villages = dict[str, np.ndarray]


class Anew:
    """Figures of a store, each worked out when it is asked for."""

    def __init__(self, originals: Originals) -> None:
        self._from = originals
        self.codes = originals.codes
        self.of = cache(self._of)
        self.now = cache(self._now)
        self._known = cache(self._known_by)
        self._sheets = cache(self._sheets_of)

    def _of(self, code: str, period: str) -> dict[str, Told]:
        """By commune: this period's figures, and the last known ones in place of missing ones."""
        found = dict(self.now(code, period))
        for commune, told in found.items():
            if told.state == "not_sent" and code not in NEVER_OLD:
                found[commune] = self._before(code, period, commune)
        return found

    def _before(self, code: str, period: str, commune: str) -> Told:
        """From the last three sheets of a year that could tell it."""
        earlier, sheets = period, 0
        kinds = {"KH01": ("offices",)} | dict.fromkeys(_OFFICE, ("offices",))
        kinds |= dict.fromkeys(UNION, _REPORTS)
        for _ in range(12):
            earlier = _month_before(earlier)
            if not self._sent(kinds.get(code, ("villages", "summaries")), earlier, commune):
                continue
            then = self.now(code, earlier)[commune]
            if then.state == "reported" and then.value is not None:
                return Told("old", then.value, then.top, then.bottom, earlier, then.part)
            sheets += 1
            if sheets == 3:
                break
        return NOTHING

    def _sent(self, kinds: tuple[str, ...], period: str, commune: str) -> bool:
        return any(
            commune
            in (self._rows.get(period, {}) if kind == "villages" else self._sheets(kind, period))
            for kind in kinds
        )

    def _now(self, code: str, period: str) -> dict[str, Told]:
        """By commune, from what was sent for the period alone."""
        if code in UNION:
            return of_union(self._from, code, period)
        return {c: self._one(code, period, c) for c in self.codes}

    def _one(self, code: str, period: str, commune: str) -> Told:
        if code == "KH01":
            return self._plan(period, commune)
        if code == "NH01":
            turns = self._quarters.get((commune, _quarter(period)))
            return NOTHING if turns is None else Told("reported", turns, turns)
        if code == "BC02":
            sent = self._rows.get(period, {}).get(commune)
            return (
                NOTHING
                if sent is None
                else rate(float(len(sent["one"])), float(self._registered(period, commune)))
            )
        if code in _OFFICE:
            return self._of_office(code, period, commune)
        if code in _SINCE_START:
            return self._since_start(code, period, commune)
        if code in _RATES:
            return rate(*self._sides(_RATES[code], period, commune))
        if code == "GD05":
            return self._not_guided(period, commune)
        top, _, part = self._sides((_SUMS[code],), period, commune)
        return NOTHING if top is None else Told("reported", top, top, part=part)

    def _not_guided(self, period: str, commune: str) -> Told:
        guided, households, part = self._sides((_GUIDED, "households"), period, commune)
        if guided is None:
            return NOTHING
        if households is None:
            return Told("no_denominator")
        return Told("reported", households - guided, households - guided, part=part)

    # ------------------------------------------------------------ villages and registers

    @cached_property
    def _rows(self) -> dict[str, dict[str, Villages]]:
        """By period and commune the village rows, the register's households beside them."""
        sent = self._from.villages
        numbers = [c for c in sent.columns if pd.api.types.is_numeric_dtype(sent[c])]
        sent = sent.assign(
            one=1.0,
            team=sent["Tổ CNSCĐ hoạt động"].map({"Có": 1.0, "Không": 0.0}),
            **{"with": (sent[_DSS] >= 1).where(sent[_DSS].notna()).astype(float)},
        )
        found: dict[str, dict[str, Villages]] = {}
        for period, of_period in sent.groupby("period"):
            counted = self._from.counted(str(period))
            known = counted.set_index("Mã thôn/bản")["Tổng số hộ"]
            rows = of_period.assign(households=of_period["Mã thôn/bản"].map(known))
            columns = [*numbers, "one", "team", "with", "households"]
            found[str(period)] = {
                str(code): {c: mine[c].to_numpy(dtype=float) for c in columns}
                for code, mine in rows.groupby("code")
            }
        return found

    def _known_by(self, year: str) -> dict[str, tuple[int, float]]:
        """By commune: villages in the register, and people of 18 and older."""
        counted = self._from.counted(f"{year}-12").groupby("code")
        adults = counted["Người từ 18 tuổi"].sum()
        return {str(c): (n, float(adults[c])) for c, n in counted.size().items()}

    def _registered(self, period: str, commune: str) -> int:
        return self._known(period[:4]).get(commune, (0, 0.0))[0]

    def _adults(self, period: str, commune: str) -> float | None:
        known = self._known(period[:4]).get(commune)
        return None if known is None else known[1]

    def _sheets_of(self, kind: str, period: str) -> dict[str, dict[str, object]]:
        rows = getattr(self._from, kind)
        mine = rows[rows["period"] == period].drop_duplicates("code")
        return {str(r["code"]): r for r in mine.to_dict("records")}

    def _summary(self, names: tuple[str, ...], period: str, commune: str) -> list[float] | None:
        sheet = self._sheets("summaries", period).get(commune)
        if sheet is None or not all(n in _IN_SUMMARY for n in names):
            return None
        sides = [sheet[_IN_SUMMARY[n]] for n in names]
        return None if any(pd.isna(s) for s in sides) else [float(str(s)) for s in sides]

    def _sides(
        self, names: tuple[str, ...], period: str, commune: str
    ) -> tuple[float | None, float | None, int | None]:
        rows = self._rows.get(period, {}).get(commune)
        whole = self._summary(names, period, commune)
        registered = self._registered(period, commune)
        if rows is None or np.isnan(rows[names[0]]).all():
            sides = whole or [None] * len(names)
            return sides[0], sides[1] if len(sides) > 1 else None, None
        told = ~np.any([np.isnan(rows[n]) for n in names], axis=0)
        if registered and 0 < told.sum() < registered:
            if whole:
                return whole[0], whole[1] if len(whole) > 1 else None, None
            sums = [float(rows[n][told].sum()) for n in names]
            return sums[0], sums[1] if len(sums) > 1 else None, int(told.sum())
        sums = [None if np.isnan(rows[n]).all() else float(np.nansum(rows[n])) for n in names]
        if len(sums) > 1 and sums[1] is None and whole:
            sums[1] = whole[1]
        return sums[0], sums[1] if len(sums) > 1 else None, None

    def _since_start(self, code: str, period: str, commune: str) -> Told:
        name = _SINCE_START[code]
        rows = self._rows.get(period, {}).get(commune)
        if rows is None or np.isnan(rows[name]).all():
            return NOTHING
        months = [p for p in self._rows if p <= period and commune in self._rows[p]]
        total = float(sum(np.nansum(self._rows[p][commune][name]) for p in months))
        told, registered = int((~np.isnan(rows[name])).sum()), self._registered(period, commune)
        part = told if registered and told < registered else None
        if code == "HD03":
            return rate(total, self._adults(period, commune), part)
        if 0 < total < SMALL:
            return Told("reported", part=part)
        return Told("reported", total, total, part=part)

    # ------------------------------------------------------------ offices, bank, Youth Union

    def _of_office(self, code: str, period: str, commune: str) -> Told:
        sheet = self._sheets("offices", period).get(commune)
        top = None if sheet is None else sheet[_OFFICE[code]]
        if sheet is None or top is None or pd.isna(top):
            return NOTHING
        number = float(str(top))
        if code == "MC01":
            return Told("reported", 100.0 if number >= 1 else 0.0, number)
        if code in ("KHH01", "KHH03"):
            return rate(number, self._adults(period, commune))
        if code in ("KHH02", "AI01"):
            beside = sheet[_OFFICE["KHH01"] if code == "KHH02" else _TRAINED]
            return rate(number, float(str(beside)))
        return Told("reported", number, number)

    @cached_property
    def _plans(self) -> dict[str, pd.DataFrame]:
        return {str(c): rows for c, rows in self._from.offices.groupby("code")}

    def _plan(self, period: str, commune: str) -> Told:
        """A plan told once stays issued; of who sends nothing now it is no figure of now."""
        if commune not in self._sheets("offices", period):
            return NOTHING
        rows = self._plans[commune]
        told = rows.loc[rows["period"] <= period, _PLAN].notna().any()
        have = float(told.all())
        return Told("reported", have * 100, have)

    @cached_property
    def _quarters(self) -> dict[tuple[str, str], float]:
        rows = self._from.bank
        keys = zip(rows["code"], rows["period"], strict=True)
        return {k: float(v) for k, v in zip(keys, rows["turns"], strict=True) if pd.notna(v)}


def _month_before(period: str) -> str:
    year, month = int(period[:4]), int(period[5:])
    return f"{year}-{month - 1:02d}" if month > 1 else f"{year - 1}-12"


def _quarter(period: str) -> str:
    """The last quarter that has ended by the month: in July the second, in September the third."""
    year, number = int(period[:4]), int(period[5:]) // 3
    return f"Q{number}/{year}" if number else f"Q4/{year - 1}"
