"""Another cut-off day is one dated row: done on a copy of the product."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.product_copy import copy_of_product

TABLE = "data/reference/calendar.csv"


def test_a_cut_off_day_is_one_dated_row_and_holds_from_its_day_on(tmp_path: Path):
    product = copy_of_product(tmp_path)
    before = product.path(TABLE).read_text(encoding="utf-8")
    rule = "monthly,cut_off,20,stay,2027-03-01,Quyết định thử\n"
    product.path(TABLE).write_text(before + rule, encoding="utf-8")

    days = product.run(
        "-m", "tests.support.period_days", "2027-02", "2027-03", "2027-04", "2027-Q1"
    )

    assert json.loads(days) == {
        "2027-02": ["2027-01-15", "2027-02-14"],
        "2027-03": ["2027-02-15", "2027-03-20"],
        "2027-04": ["2027-03-21", "2027-04-20"],
        "2027-Q1": ["2026-12-15", "2027-03-20"],
    }
    assert product.touched() == [TABLE]
