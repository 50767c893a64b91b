"""An indicator is one file, a template one file: done on a copy of the product."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.product_copy import ProductCopy, copy_of_product
from tests.support.sheets import csv_bytes, summary, summary_row

DECLARED = """
from lib.domain.figures.indicators.base import Form, Indicator
from lib.domain.letter import cited
from lib.domain.quantities import Thing, stock

PLACE = 25

INDICATORS = (
    Indicator(
        code="{code}",
        name={{"vi": "{name}", "en": "{name}"}},
        gloss={{"vi": "{name}, nói rõ.", "en": "{name}, in full."}},
        formula={{"vi": "Tổng", "en": "Sum"}},
        unit={{"vi": "người", "en": "people"}},
        form=Form.COUNT,
        numerator=stock("{measure}", Thing.PEOPLE),
        basis=cited("I.2.a"),
    ),
)
"""


NEW_TEMPLATE = """
from lib.domain.periods import Cadence
from lib.domain.templates.base import COMMUNE_CODE, COMMUNE_NAME, MONTH, Column, Level, Template
from lib.domain.templates.feeds import Feeds

TEMPLATE = Template(
    code="10_diem_truy_cap",
    title="Điểm truy cập công cộng",
    purpose="Mỗi dòng một xã, phường có điểm truy cập công cộng.",
    level=Level.COMMUNE,
    cadence=Cadence.MONTHLY,
    feeds=Feeds.PERIOD,
    columns=(
        MONTH,
        COMMUNE_CODE,
        COMMUNE_NAME,
        Column(key="access_keepers", header="Người trông điểm truy cập", required=True,
               unit="người", example="2"),
    ),
    headline=("access_keepers",),
)
"""
HEAD = ["Kỳ báo cáo", "Mã xã", "Tên xã/phường", "Người trông điểm truy cập"]
FILLED = csv_bytes([HEAD, ["08/2026", "04045", "Xã Lóng Sập", 3]])


@pytest.fixture
def product(tmp_path: Path) -> ProductCopy:
    return copy_of_product(tmp_path)


def met(product: ProductCopy, code: str, **files: bytes) -> dict:
    """Where the indicator is met in August 2026, with these files published."""
    paths = [product.path(f"{name}.csv") for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    told = product.run(
        "-m", "tests.support.indicator_everywhere", code, "2026-08", *map(str, paths)
    )
    return json.loads(told)


def test_an_indicator_is_one_file(product: ProductCopy):
    declared = DECLARED.format(code="DS09", name="Đại sứ số nói thử", measure="ambassadors")
    product.add("lib/domain/figures/indicators/tried.py", declared)

    found = met(product, "DS09", summary=summary(summary_row("Xã Lóng Sập", ambassadors=52)))

    assert (found["value"], found["reporting"]) == (52, 1)
    assert (
        found["order"].index("DS04") < found["order"].index("DS09") < found["order"].index("MC01")
    )
    assert "DS09" in found["sheet"]
    assert "Đại sứ số nói thử" in found["light"]
    assert "Đại sứ số nói thử, nói rõ." in found["guide"]
    assert product.touched() == ["lib/domain/figures/indicators/tried.py"]


def test_an_indicator_fed_by_a_new_template_is_two_files(product: ProductCopy):
    declared = DECLARED.format(code="DS09", name="Người trông điểm", measure="access_keepers")
    product.add("lib/domain/templates/access_points.py", NEW_TEMPLATE)
    product.add("lib/domain/figures/indicators/tried.py", declared)

    found = met(product, "DS09", summary=summary(summary_row("Xã Lóng Sập")), filled=FILLED)

    assert found["previews"][1] == {"template": "10_diem_truy_cap", "rows": 1}
    assert (found["value"], found["reporting"]) == (3, 1)
    assert "DS09" in found["sheet"]
    assert "Người trông điểm" in found["light"]
    assert "Mỗi dòng một xã, phường có điểm truy cập công cộng." in found["guide"]
    assert "Người trông điểm, nói rõ." in found["guide"]
    assert product.touched() == [
        "lib/domain/figures/indicators/tried.py",
        "lib/domain/templates/access_points.py",
    ]


def test_a_template_is_one_file(product: ProductCopy):
    product.add("lib/domain/templates/access_points.py", NEW_TEMPLATE)

    found = met(product, "DS02", summary=summary(summary_row("Xã Lóng Sập")), filled=FILLED)

    assert found["previews"][1] == {"template": "10_diem_truy_cap", "rows": 1}
    assert "10_diem_truy_cap" in found["forms"]
    assert found["value"] == 52
    assert product.touched() == ["lib/domain/templates/access_points.py"]
