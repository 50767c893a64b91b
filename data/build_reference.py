"""Writes the tables of ``data/reference``: communes, earlier units, flags, targets.

Names, codes, points and areas come from the PyPI package ``vietnamadminunits`` (MIT, a
development requirement); populations are typed facts in ``inputs/populations.csv``. Every slip
of a source that we know of is corrected below, as data, and the correction is told in ``note``.

Run with ``.venv/bin/python -m data.build_reference``; ``--short`` writes nothing and tells which
tables would differ.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import as_file, files
from json import loads
from pathlib import Path

from lib.domain.letter import cited

OUT = Path(__file__).resolve().parent / "reference"
PACKAGE = "vietnamadminunits 1.0.4"
PROVINCE = "14"
PROVINCE_KEY = "tinhsonla"
MERGED_ON = "2025-07-01"
LAST_DAY_BEFORE = "2025-06-30"
PUBLISHED = "sapnhap.bando.com.vn (thanglequoc/vietnamese-provinces-database @cd58063)"

# The package shows a population and the old commune's area in the area column.
AREAS_KM2 = {
    "03703": (244.31, "Diện tích sửa: gói dữ liệu ghi 30,554 (là số dân chia 1000)"),
    "04117": (101.47, "Diện tích sửa: gói dữ liệu ghi 65,48 (chỉ là xã cũ)"),
}

# Five published populations lost their last zero; with it the 75 sum to the published 1,404,587.
POPULATIONS_TIMES_TEN = frozenset({"03757", "03781", "03814", "03892", "03997"})

# Old codes whose name the package spells otherwise than the list of predecessors at bando.
SPELLINGS = {
    "03727": "Xã Mường É",
    "03742": "Xã É Tòng",
    "03826": "Xã Nặm Păm",
}

# Other spellings seen for the same unit: in the package's own names, its geocoded addresses and
# its aliases (accent-free there; the accents are ours) and in bando's predecessor texts. Never the
# name of another unit of the province: a test holds this list to that.
ALSO_WRITTEN = {
    "03712": ("Nậm Ét",),
    "03724": ("Phỏng Lái",),
    "03745": ("Phỏng Lập",),
    "03754": ("Noong Lay",),
    "03769": ("Thôn Mòn",),
    "03772": ("Tông Lệnh",),
    "03775": ("Tòng Cọ",),
    "03826": ("Nậm Păm",),
    "03865": ("Xín Vàng", "Xí m Vàng"),
    "03871": ("Bắc Ngà",),
    "03994": ("Suối Bảng",),
    "04066": ("Sập Vạt",),
    "04117": ("Mường Tranh",),
    "04136": ("Nà Pó",),
    "04174": ("Pú Pẩu",),
    "04198": ("Nà Ngựu",),
}

BORDER_COMMUNES = (
    "Mường Lèo",
    "Sốp Cộp",
    "Mường Lạn",
    "Chiềng Khoong",
    "Mường Hung",
    "Chiềng Khương",
    "Phiêng Pằn",
    "Yên Sơn",
    "Phiêng Khoài",
    "Lóng Phiêng",
    "Lóng Sập",
    "Chiềng Sơn",
    "Xuân Nha",
)
BORDER_SOURCE = "vietnam.vn, 6/8/2025: 13 xã biên giới của Sơn La, nêu tên"
BORDER_BASIS = "Xã biên giới Việt Nam – Lào; mức 2 là thiết lập mặc định của sản phẩm"
BORDER_GRADE = 2

# indicator, target, unit, due day ("" where the letter names none), basis
TARGETS = (
    ("KH01", 100, "percent", "2025-07-20", f"{cited('I.1')}: mọi xã, phường ban hành kế hoạch"),
    ("KH02", 100, "percent", "2025-07-20", f"{cited('I.1')}: ban hành trước ngày 20/7/2025"),
    ("DS01", 100, "percent", "", f"{cited('I.2.a')}: Đại sứ số đến từng thôn, bản"),
    ("MC01", 100, "percent", "", f"{cited('I.2.a')}: ít nhất một người tại Một cửa mỗi xã"),
    ("GD01", 100, "percent", "", f"{cited('I.2.b')}: rà soát, đến từng hộ dân"),
    ("GD03", 100, "percent", "", f"{cited('I.2.b')}: ít nhất 01 thành viên mỗi hộ"),
    ("GD05", 0, "household", "", f"{cited('I.2.b')}: ít nhất 01 thành viên mỗi hộ"),
    ("AI01", 100, "percent", "", f"{cited('I.5')}: tuân thủ văn bản số 557/BKHCN-CĐSQG"),
    ("TN01", 100, "percent", "", "Đề xuất của sản phẩm, không phải số trong văn bản"),
    (
        "TN04",
        0,
        "point",
        "",
        f"{cited('III')}: ưu tiên vùng sâu, vùng xa, biên giới, đặc biệt khó khăn; "
        "mức từ 0 trở lên là đề xuất của sản phẩm",
    ),
    (
        "BC01",
        100,
        "percent",
        "",
        "Lịch báo cáo của sản phẩm: mọi xã, phường nộp đúng hạn (thiết lập)",
    ),
    (
        "BC02",
        95,
        "percent",
        "",
        "Đề xuất của sản phẩm, không phải số trong văn bản (thiết lập, đổi được ở biểu 06)",
    ),
)

LETTER_YEAR_END = "2025-12-31"
OF_THE_LETTERS_YEAR = frozenset({"KH02"})
"""Bound to a day of 2025, "các chỉ tiêu phấn đấu trong năm 2025": no yardstick for later years."""

Row = Mapping[str, object]


def build(folder: Path) -> None:
    """Writes all tables into a folder."""
    with as_file(files("vietnamadminunits") / "data") as data:
        new, old = _units(data / "dataset.db")
        converter = loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    successors = _successors(converter, new)
    _write("communes", communes(new), folder)
    _write("predecessors", predecessors(old, successors), folder)
    _write("priority_flags", priority_flags(new), folder)
    _write("targets", targets(), folder)


def communes(new: Iterable[sqlite3.Row]) -> Iterator[Row]:
    """One row for each commune; areas in km², points in WGS 84 degrees."""
    with (OUT / "inputs" / "populations.csv").open(encoding="utf-8", newline="") as file:
        people = {r["code"]: r for r in csv.DictReader(file)}
    for unit in new:
        code, notes = unit["wardCode"], []
        area = unit["wardAreaKm2"]
        area_source = PACKAGE
        if code in AREAS_KM2:
            area, note = AREAS_KM2[code]
            area_source = PUBLISHED
            notes.append(note)
        population = int(people[code]["published"])
        if code in POPULATIONS_TIMES_TEN:
            notes.append(f"Dân số sửa: nguồn ghi {population} (mất số 0 cuối)")
            population *= 10
        yield {
            "code": code,
            "name": unit["wardShort"],
            "full_name": unit["ward"],
            "kind": {"Xã": "xa", "Phường": "phuong"}[unit["wardType"]],
            "area_km2": area,
            "population": population,
            "lon": unit["wardLon"],
            "lat": unit["wardLat"],
            "valid_from": MERGED_ON,
            "source": f"Tên, mã, điểm: {PACKAGE}; diện tích: {area_source}; "
            f"dân số: {people[code]['source']}",
            "note": "; ".join(notes),
        }


def predecessors(old: Iterable[sqlite3.Row], successors: Mapping[str, str]) -> Iterator[Row]:
    """One row for each unit before the merger, with the commune it became part of."""
    for unit in old:
        code = unit["wardCode"]
        full_name = SPELLINGS.get(code, unit["ward"])
        key = f"{PROVINCE_KEY}_{unit['districtKey']}_{unit['wardKey']}"
        yield {
            "old_code": code,
            "old_name": full_name.removeprefix(unit["wardType"]).strip(),
            "old_full_name": full_name,
            "old_district": unit["district"],
            "commune_code": successors[key],
            "valid_to": LAST_DAY_BEFORE,
            "also_written": ";".join(ALSO_WRITTEN.get(code, ())),
            "source": PACKAGE + ("; viết theo sapnhap.bando.com.vn" if code in SPELLINGS else ""),
        }


def priority_flags(new: Iterable[sqlite3.Row]) -> Iterator[Row]:
    """The published border communes; all else is set by staff with its own legal basis."""
    codes = {u["wardShort"]: u["wardCode"] for u in new}
    for code in sorted(codes[name] for name in BORDER_COMMUNES):
        yield {
            "commune_code": code,
            "flag": "border",
            "grade": BORDER_GRADE,
            "basis": BORDER_BASIS,
            "valid_from": MERGED_ON,
            "valid_to": "",
            "source": BORDER_SOURCE,
        }


def targets() -> Iterator[Row]:
    """Provincial targets that a document names, and the one the product proposes."""
    for indicator, value, unit, due_on, basis in TARGETS:
        yield {
            "indicator": indicator,
            "level": "province",
            "commune_code": "",
            "value": value,
            "unit": unit,
            "valid_from": MERGED_ON,
            "valid_to": LETTER_YEAR_END if indicator in OF_THE_LETTERS_YEAR else "",
            "due_on": due_on,
            "basis": basis,
        }


def _units(database: Path) -> tuple[list[sqlite3.Row], list[sqlite3.Row]]:
    """Today's units and those before the merger, as the package has them, by code."""
    with sqlite3.connect(database) as connection:
        connection.row_factory = sqlite3.Row
        new = "SELECT * FROM admin_units WHERE provinceCode = ? ORDER BY wardCode"
        old = "SELECT * FROM admin_units_legacy WHERE provinceCode = ? ORDER BY wardCode"
        return (
            connection.execute(new, (PROVINCE,)).fetchall(),
            connection.execute(old, (PROVINCE,)).fetchall(),
        )


def _successors(converter: Mapping[str, Mapping], new: Iterable[sqlite3.Row]) -> dict[str, str]:
    """Today's commune code for each key of an earlier unit; refuses divided units."""
    if PROVINCE_KEY in converter["DICT_PROVINCE_WARD_DIVIDED"]:
        raise ValueError("A unit was divided: one successor each no longer holds.")
    codes = {u["wardKey"]: u["wardCode"] for u in new}
    merged = converter["DICT_PROVINCE_WARD_NO_DIVIDED"][PROVINCE_KEY]
    return {old: codes[key] for key, olds in merged.items() for old in olds}


def _write(name: str, rows: Iterable[Row], folder: Path) -> None:
    listed = list(rows)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    print(f"{name}.csv: {len(listed)}")


def differing() -> list[str]:
    """Tables that the sources of today would make otherwise than they are kept."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        made = sorted(Path(folder).iterdir())
        return [p.name for p in made if p.read_bytes() != (OUT / p.name).read_bytes()]


if __name__ == "__main__":
    if sys.argv[1:] == ["--short"]:
        sys.exit(" ".join(differing()) or 0)
    build(OUT)
