"""A small sheet of invented places that has every case: what the server and the browser must read
alike. ``python -m tests.maps.golden`` writes it anew where the payload was changed on purpose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lib.maps.sheet import Classing, Layer, Pair, Shape, Sheet, Unit

PAYLOAD = Path(__file__).with_name("golden.json")

WORDS = {
    "language": "vi", "decimal": ",", "group": ".",
    "map": "Bản đồ: {name}", "sentence": "{name}: toàn tỉnh {value}; {reported}.",
    "change": "So với kỳ trước: {change}.", "change_over": "Trên {count} xã: {change}.",
    "nothing": "Chưa có xã nào báo cáo “{name}”.", "unjudged": "“{name}”: {why}.",
    "filtered": "Đang xem {count}/{total} xã", "half_open": "Gồm giá trị đầu.",
    "flag_rule": "Chỉ vẽ cờ từ mức 2.",
    "count": "{count:other=xã}", "count_of": "{part}/{count} xã",
    "no_shape": "Không có hình: {names}", "no_commune": "Không có xã: {names}",
    "below": "dưới {high} {unit}", "between": "từ {low} đến dưới {high} {unit}",
    "from": "từ {low} {unit}", "all": "mọi giá trị", "with_word": "{word}: {interval}",
    "no_report": "chưa gửi", "blank": "để trống", "old": "số kỳ cũ", "lacking": "thiếu mẫu số",
    "not_applicable": "không áp dụng", "withheld": "số nhỏ", "not_now": "chưa gửi kỳ sau",
    "not_then": "chưa gửi kỳ trước", "part": "mới một phần", "yes": "Có", "no": "Chưa",
    "above_hundred": "có thể sai",
    "class_no": "Chưa có", "class_yes": "Đã có", "class_behind": "Chậm", "class_near": "Gần đạt",
    "class_reached": "Đạt", "class_fell": "Giảm", "class_steady": "Giữ nguyên",
    "class_rose": "Tăng", "class_lost": "Không còn", "class_same": "Vẫn thế",
    "class_gained": "Mới có",
}  # fmt: skip
"""Invented as well, so that a better word in the catalogues changes nothing here."""

UNITS = [
    Unit(code="90001", name="Xã Nậm Mơ", flags="b"),
    Unit(code="90002", name="Phường Hai & <Ba>", flags="br"),
    Unit(code="90003", name="Xã Ví_Dụ", flags="rs"),
    Unit(code="90004", name="Xã “Thử”"),
    Unit(code="90005", name="Xã Không Có", flags="s"),
    Unit(code="90006", name="Xã Số Cũ", flags="b"),
    Unit(code="90007", name="Xã Mẫu Số"),
    Unit(code="90008", name="Xã Để Trống", flags="r"),
]
OPTIONS = {
    "views": [("boundary", "ranh-gioi", "Ranh giới"), ("tiles", "o-vuong", "Ô vuông")],
    "modes": [("target", "chi-tieu", "Chỉ tiêu"), ("quantiles", "deu-xa", "Số xã"),
              ("steps", "deu", "Bước đều")],
    "flags": [("b", "bien-gioi", "Biên giới"), ("r", "vung-xa", "Vùng xa"), ("s", "kho", "Khó")],
}  # fmt: skip
ADDRESS = {
    "indicator": "chi-tieu", "period": "ky", "against": "so-voi", "commune": "xa", "mode": "lop",
    "view": "kieu", "flags": "co", "classes": "nhom",
}  # fmt: skip


def _layer(code: str, **given: Any) -> Layer:
    usual: dict[str, Any] = {
        "group": "Nhóm một", "name": f"Chỉ tiêu {code}", "unit": "%", "formula": "a ÷ b × 100",
        "digits": 1, "rising": 1, "kind": "share", "values": [None] * 8, "changes": [None] * 8,
        "said": ("50,1 %", "5/8 xã đã báo cáo", "+1,0", 0),
        "classings": [
            Classing(mode="steps", breaks=["40"], colours=["#102030", "#405060"], cells="-" * 8)
        ],
    }  # fmt: skip
    return Layer(**{**usual, "code": code, **given})


def _share() -> Layer:
    """Values, nought, above a hundred, none, not applicable, withheld, old, lacking, blank."""
    return _layer(
        "A1", values=[501, 0, 1203, None, None, 702, None, None],
        changes=[-12, None, 5, None, None, None, None, None],
        lacking="thiếu mẫu số: chưa có biểu 01", asides={5: "số tháng 7", 0: "mới 3/4 thôn"},
        classings=[
            Classing(mode="target", breaks=["50", "80"], colours=["#a00000", "#00a000", "#0000a0"],
                     cells="102-wbmk", rule="Chỉ tiêu 80 %.",
                     words=["class_behind", "class_near", "class_reached"]),
            Classing(mode="steps", breaks=["40"], colours=["#101010", "#202020"], cells="101-wamk"),
        ],
    )  # fmt: skip


def _count() -> Layer:
    """Not ranked, large numbers, one class for all; not applicable has words of its own."""
    return _layer(
        "A2", unit="người", digits=0, rising=0, kind="number", nothing="không có đợt nào",
        values=[1234567, 0, 999, 1000, None, None, None, 12], changes=[1000, -1234, 0] + [None] * 5,
        said=("1.236.578 người", "5/8 xã đã báo cáo", "−234", 3),
        classings=[Classing(mode="quantiles", breaks=[], colours=["#123456"], cells="0000xx-0")],
    )  # fmt: skip


def _yes_no() -> Layer:
    return _layer(
        "B1", group="Nhóm hai", unit="", digits=0, kind="yes_no",
        values=[1, 0, 1, 0, None, 1, 0, None], said=("4/8 xã", "7/8 xã đã báo cáo", "", 0),
        classings=[Classing(mode="target", breaks=["1"], colours=["#eeeeee", "#005500"],
                            cells="1010-b0k", words=["class_no", "class_yes"])],
    )  # fmt: skip


def _lower() -> Layer:
    """Lower is better, two decimals, below nought."""
    return _layer(
        "B2", group="Nhóm hai", unit="ngày", digits=2, rising=-1, kind="number",
        values=[-5, 125, 100000, 7, None, 7, None, None], said=("", "chưa đến hạn", "", 0),
        classings=[Classing(mode="steps", breaks=["0,5", "10"], cells="012x-0--",
                            colours=["#0a0a0a", "#0b0b0b", "#0c0c0c"])],
    )  # fmt: skip


def _place() -> Layer:
    """The figure is the province's; communes have a class and nothing else."""
    return _layer(
        "B3", group="Nhóm hai", unit="điểm", rising=0, kind="place", nothing="chỉ có số toàn tỉnh",
        said=("", "", "", 0),
        classings=[Classing(mode="target", breaks=["1"], colours=["#cccccc", "#884400"],
                            cells="01010101", words=["class_no", "class_yes"])],
    )  # fmt: skip


def _change() -> Layer:
    """Two periods: fell, rose, as before, and each reason why there is no difference."""
    return _layer(
        "C1", group="So sánh", unit="điểm %", kind="change",
        values=[-27, 135, 0, None, None, None, None, None],
        said=("", "", "", 0), asides={1: "mới 2/4 thôn"},
        classings=[Classing(mode="steps", breaks=["−0,2", "+0,2"],
                            colours=["#8c510a", "#f5f5f5", "#01665e"], cells="021tnpw-",
                            words=["class_fell", "class_steady", "class_rose"])],
        pair=Pair(then=[655, 300, 10, 40, None, 12, 3, None],
                  now=[628, 435, 10, None, 77, 20, 4, None], unit="%",
                  told=("Từ kỳ 7 đến kỳ 8: ", "tăng 2,7 điểm %", " (3 xã)."),
                  basis="Theo báo cáo của từng kỳ."),
    )  # fmt: skip


def _passage() -> Layer:
    """Of yes and no: lost, the same, gained."""
    return _layer(
        "C2", group="So sánh", unit="", digits=0, kind="passage",
        values=[-1, 0, 1, 0, None, None, None, None], said=("", "", "", 0),
        classings=[Classing(mode="steps", breaks=[], colours=["#8c510a", "#f5f5f5", "#01665e"],
                            cells="0121tn--", words=["class_lost", "class_same", "class_gained"])],
        pair=Pair(then=[1, 1, 0, 0, 1, None, None, None], now=[0, 1, 1, 0, None, 1, None, None],
                  unit="", told=("Không xã nào đổi.", "", "")),
    )  # fmt: skip


def golden(words: dict[str, str] | None = None) -> Sheet:
    """The sheet; with ``words`` in place of its own where they are given."""
    return Sheet(
        period="2031-08", against="2031-07", first="A1",
        shapes={
            "boundary": Shape(geometry="invented-0123456789ab", bounds=(1.0, 2.0, 3.0, 4.0)),
            "tiles": Shape(geometry="tiles-0123456789ab", bounds=(0.0, 0.0, 9.0, 9.0),
                           note="Sơ đồ ô vuông"),
        },
        units=UNITS, options=OPTIONS, address=ADDRESS, words={**WORDS, **(words or {})},
        layers=[_share(), _count(), _yes_no(), _lower(), _place(), _change(), _passage()],
    )  # fmt: skip


if __name__ == "__main__":
    PAYLOAD.write_text(golden().payload() + "\n", encoding="utf-8")
