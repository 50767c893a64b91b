"""The committed reference tables say what their sources say."""

from collections import Counter
from datetime import date

import pytest

from lib.files.reference import gazetteer, official_flags, rows


def table(name):
    return list(rows(name))


def test_there_are_67_xa_and_8_phuong():
    kinds = Counter(r["kind"] for r in table("communes"))

    assert kinds == {"xa": 67, "phuong": 8}


def test_every_code_is_five_digits_and_unique():
    codes = [r["code"] for r in table("communes")]
    old_codes = [r["old_code"] for r in table("predecessors")]

    assert all(len(c) == 5 and c.isdigit() for c in codes + old_codes)
    assert len(set(codes)) == 75
    assert len(set(old_codes)) == 200


def test_names_carry_no_kind_and_full_names_do():
    for r in table("communes"):
        assert r["full_name"] == {"xa": "Xã", "phuong": "Phường"}[r["kind"]] + " " + r["name"]


def test_populations_sum_to_the_published_total():
    assert sum(int(r["population"]) for r in table("communes")) == 1_404_587


def test_areas_sum_to_the_province():
    assert sum(float(r["area_km2"]) for r in table("communes")) == pytest.approx(14_109, abs=5)


def test_each_correction_is_told_in_its_row():
    told = {r["code"] for r in table("communes") if r["note"]}

    assert told == {"03703", "04117", "03757", "03781", "03814", "03892", "03997"}


def test_every_commune_was_formed_from_earlier_units_and_none_was_divided():
    successors = {r["commune_code"] for r in table("predecessors")}

    assert successors == {r["code"] for r in table("communes")}


def test_no_other_spelling_is_the_name_of_another_unit():
    names = {u.name for u in gazetteer().former} | {c.name for c in gazetteer().communes.values()}
    spellings = {s for u in gazetteer().former for s in u.also_written}

    assert spellings
    assert not spellings & names


def test_every_row_names_its_source():
    for name in ("communes", "predecessors", "priority_flags"):
        assert all(r["source"] for r in table(name))
    assert all(r["basis"] for r in table("targets"))


def test_thirteen_border_communes_are_flagged_from_the_merger_on():
    flags = official_flags()

    assert len(flags) == 13
    assert {f.grade for f in flags} == {2}
    assert all(f.holds_on(date(2025, 7, 1)) and not f.holds_on(date(2025, 6, 30)) for f in flags)


def test_targets_are_unique_and_name_their_origin():
    targets = table("targets")

    assert len({(r["indicator"], r["level"], r["commune_code"]) for r in targets}) == len(targets)
    proposed = [r["indicator"] for r in targets if r["basis"].startswith("Đề xuất của sản phẩm")]
    assert proposed == ["TN01", "BC02"]
