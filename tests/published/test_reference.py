"""The committed reference tables equal what was published."""

import csv

from lib.files.reference import official_flags, rows
from lib.settings import HOME

GEO = HOME.parent / "shared" / "geo"


def shared(name):
    with (GEO / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_communes_equal_the_published_facts():
    facts = {r["code"]: r for r in shared("son_la_commune_facts")}

    for r in rows("communes"):
        fact = facts[r["code"]]
        assert r["full_name"] == fact["full_name"]
        assert float(r["area_km2"]) == float(fact["area_km2_published"])
        assert int(r["population"]) == int(fact["population"])


def test_predecessors_equal_the_published_list():
    listed = {r["old_code"]: r for r in shared("son_la_predecessors")}

    for r in rows("predecessors"):
        unit = listed[r["old_code"]]
        assert r["commune_code"] == unit["new_code"]
        assert r["old_district"] == unit["old_district"]
        assert r["old_full_name"] == (unit["old_name_alt"] or unit["old_name"])


def test_border_flags_equal_the_official_list():
    listed = {r["code"] for r in shared("son_la_border") if r["on_official_list"] == "True"}

    assert {f.commune_code for f in official_flags()} == listed
