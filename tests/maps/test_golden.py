"""The server and the browser read one payload alike: a small sheet that has every case."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from lib.maps import spoken, still
from lib.maps.scene import Look
from lib.maps.sheet import Layer, Sheet
from lib.services.map.sheet import words_of
from lib.text import LANGUAGES, words
from tests.maps.golden import PAYLOAD, WORDS, golden
from tests.support.node import NODE, needs_node

ANSWER = Path(__file__).parent / "scripts" / "answer.js"
DRAWN = {
    **{unit.code: unit.name for unit in golden().units if unit.code != "90004"},
    "99999": "Xã <b>Lạ</b>",
}
QUERIES: list[dict[str, str]] = [
    {},
    *({"chi-tieu": layer.code, "lop": key} for layer in golden().layers
      for _, key, _ in golden().options["modes"]),
    {"co": "bien-gioi"},
    {"co": "bien-gioi,vung-xa", "nhom": "1,old"},
    {"nhom": "none", "xa": "90003"},
    {"nhom": "0", "lop": "deu", "kieu": "o-vuong", "chi-tieu": "B2"},
    {"chi-tieu": "C1", "nhom": "not-now,part", "co": "kho"},
    {"chi-tieu": "'--", "lop": "<b>", "kieu": "3d", "co": ",,x", "xa": "0", "nhom": ",,"},
]  # fmt: skip


def asked(question: Mapping[str, Any]) -> dict[str, Any]:
    told = subprocess.run(
        [NODE, str(ANSWER)], input=json.dumps(question), capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)


def on_the_server(sheet: Sheet, query: Mapping[str, str]) -> dict[str, Any]:
    looked = still.looked_at(sheet, query)
    drawn = still.scene(looked)
    colours = drawn.colours
    return {
        "chosen": {
            "indicator": looked.layer.code, "mode": looked.classing.mode, "view": looked.view,
            "commune": looked.commune, "flags": sorted(looked.flags),
            "classes": sorted(looked.classes),
        },
        "units": [
            {
                "code": u.code, "name": u.name, "flags": u.flags, "look": u.look, "cls": u.cls,
                "colour": "" if u.cls is None else colours[u.cls], "shown": u.shown,
                "faded": u.faded,
            }
            for u in drawn.units
        ],
        "legend": [row._asdict() for row in still.legend(looked)],
        "labels": [still.class_label(looked, i) for i in range(len(colours))],
        "sentence": list(still.sentence(looked)),
        "filtered": still.filtered(looked),
        "rule": still.rule(looked),
        "note": still.note(looked, DRAWN),
    }  # fmt: skip


def test_the_payload_is_written_as_it_was():
    """A browser may hold yesterday's script for a moment: a change of the payload is meant."""
    assert golden().payload() == PAYLOAD.read_text(encoding="utf-8").rstrip("\n")


def test_no_look_and_no_kind_of_figure_is_left_out():
    queries = [{"chi-tieu": layer.code} for layer in golden().layers]
    scenes = [still.scene(still.looked_at(golden(), query)) for query in queries]
    kinds = Layer.__annotations__["kind"]

    assert {unit.look for drawn in scenes for unit in drawn.units} == set(get_args(Look))
    assert {layer.kind for layer in golden().layers} == set(re.findall(r"\w+", kinds)) - {"Literal"}


@needs_node
@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_the_browser_reads_what_the_server_reads(language):
    """With the golden words, and with those of each catalogue."""
    sheet = golden(words_of(words(language)) if language else None)
    question = {
        "payload": json.loads(sheet.payload()), "queries": QUERIES, "drawn": list(DRAWN.items()),
    }  # fmt: skip

    answers = asked(question)["answers"]

    assert answers
    for query, answer in zip(QUERIES, answers, strict=True):
        assert (query, answer) == (query, on_the_server(sheet, query))


@needs_node
def test_the_browser_reads_the_file_that_is_kept():
    payload = json.loads(PAYLOAD.read_text(encoding="utf-8"))

    first = asked({"payload": payload, "queries": [{}], "drawn": list(DRAWN.items())})["answers"][0]

    assert first == on_the_server(golden(), {})
    assert [(u["look"], u["shown"]) for u in first["units"]] == [
        ("class", "50,1 % (mới 3/4 thôn)"), ("class", "0,0 %"), ("class", "120,3 %"),
        ("none", "chưa gửi"), ("withheld", "số nhỏ"), ("old", "70,2 % (số tháng 7)"),
        ("lacking", "thiếu mẫu số: chưa có biểu 01"), ("blank", "để trống"),
    ]  # fmt: skip
    assert first["note"] == "Không có hình: Xã “Thử”. Không có xã: Xã <b>Lạ</b>"


@needs_node
def test_numbers_are_written_alike():
    sizes = [0, 1, 9, 10, 99, 100, 999, 1000, 1234, 999_999, 1_000_000, 123_456_789]
    numbers = [(sign * n, digits) for n in sizes for sign in (1, -1) for digits in range(4)]

    written = asked({"numbers": numbers, "words": WORDS})["written"]

    alike = [(spoken.say_number(n, d, WORDS), spoken.say_change(n, d, WORDS)) for n, d in numbers]
    assert [tuple(pair) for pair in written] == alike
    assert spoken.say_number(-1234567, 2, WORDS) == "−12.345,67"
