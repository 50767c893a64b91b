"""One map, however it is drawn: first screen, light page, PDF and PNG show and say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple, get_args

import pytest

from lib.domain.figures.indicators import Form
from lib.domain.periods import Period
from lib.files.print.map_pdf import MapSheet
from lib.maps.scene import Look
from lib.maps.spoken import look_of
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.services.map import downloads, printed, printed_change
from lib.services.map.period_sheet import period_sheet
from lib.settings import Settings
from lib.text import LANGUAGES, words
from lib.web.first_screen.screen import FirstScreens, Frame
from lib.web.light.page import LightPage
from tests.demo_store import copy_of, demo_store
from tests.support.entering import visitor
from tests.support.indicators import INDICATORS
from tests.support.installations import figures_of
from tests.support.people import staff

PERIOD = Period(2026, 8)
CODES = ("GD03", "GD02", "DS03", "NH01", "KH01", "KH02", "KHH01", "TN03", "TN04", "YT04", "AT01")
"""Rates, counts, yes and no, a gap, with and without a target; in every state of a figure."""
OF_TWO_PERIODS = {"not-now", "not-then", "part"}
PATTERNS = {"none": "url(#no-report)"}
"""Of a look without a class, where the pattern is not called as the look is."""


class Line(NamedTuple):
    """A line of a legend."""

    mark: str
    """Its colour, or the look without a class."""
    label: str
    count: str


class Drawn(NamedTuple):
    """What one drawing shows and says."""

    sentence: str
    rule: str
    legend: list[Line]
    fills: dict[str, str]
    """How each commune is filled."""
    titles: dict[str, str]
    """What is read out of each commune."""
    note: str


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    store = copy_of(demo_store(tmp_path_factory), tmp_path_factory.mktemp("one_map") / "var")
    opened = open_installation(Settings(data_dir=store))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def papers(monkeypatch) -> list[MapSheet]:
    """What is handed to the printer."""
    sent: list[MapSheet] = []

    def printer(sheet: MapSheet, **_: Any) -> bytes:
        sent.append(sheet)
        return b""

    for module in (printed, printed_change):
        monkeypatch.setattr(module, "map_sheet", printer)
    return sent


def plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


def between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


def in_svg(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Of the largest drawing in a text, how each commune is filled and what it says."""
    svg = max(re.findall(r"<svg.*?</svg>", text, re.DOTALL), key=len)
    groups = re.findall(r'<g fill="([^"]+)">((?:<a |<path id="u).*?)</g>', svg)
    unit = re.compile(r'<path id="u([^"]+)"[^>]*><title>(.*?)</title>')
    found = [
        (code, fill, plain(said)) for fill, some in groups for code, said in unit.findall(some)
    ]
    return {code: fill for code, fill, _ in found}, {code: said for code, _, said in found}


def on_the_first_screen(installation: Installation, query: dict[str, str]) -> Drawn:
    made = FirstScreens(
        lambda: installation, pages=lambda who: [("ban-do", "map")],
        frame=Frame(lambda language, head, screen: screen),
    ).screen("/ban-do", query, visitor=visitor())  # fmt: skip
    assert made is not None
    text = made.body.plain.decode()
    side = between(text, '<aside class="side">', "</aside>")
    row = r'<i class="dot look-([\w-]+)"(?: style="background-color:(#\w+)")?></i>'
    rows = re.findall(row + r'<span>(.*?)</span><span class="count">(.*?)</span>', side)
    said = re.search(r'<p class="sentence">(.*?)(?:<span class="quiet">|</p>)', text, re.DOTALL)
    note = re.search(r'</svg>.*?<p class="quiet">(.*?)</p>.*?<aside', text, re.DOTALL)
    assert said is not None
    assert note is not None
    return Drawn(
        plain(said[1]), plain(between(side, '<p class="quiet">', "</p>")),
        [Line(colour or look, plain(label), plain(n)) for look, colour, label, n in rows],
        *in_svg(text), f"{plain(note[1])}.",
    )  # fmt: skip


def on_the_light_page(installation: Installation, query: dict[str, str]) -> Drawn:
    text = LightPage(lambda: installation).page(query, staff()).plain.decode()
    colours = dict(re.findall(r"\.(k\d)\{background:(#\w+)\}", text))
    legend = between(text, '<section class="legend"', "</section>")
    rows = re.findall(r'<li><i class="([\w-]+)"></i><span>(.*?)</span><span>(.*?)</span>', legend)
    return Drawn(
        plain(between(text, '<p class="lead">', "</p>")),
        plain(between(legend, '<p class="quiet">', "</p>")),
        [Line(colours.get(look, look), plain(label), plain(n)) for look, label, n in rows],
        *in_svg(text), plain(between(text, '</section>\n<p class="quiet">', "</p>")),
    )  # fmt: skip


def on_paper(sheet: MapSheet) -> Drawn:
    return Drawn(
        f"{sheet.before}{sheet.value}{sheet.after}",
        sheet.rule,
        [Line(row.colour or row.look, row.label, row.count) for row in sheet.legend],
        *in_svg(sheet.svg),
        sheet.notes[-1],
    )


def printed_as(
    installation: Installation, kind: str, query: dict[str, str], papers: list[MapSheet]
) -> Drawn:
    say = words(query.get("ngon-ngu", LANGUAGES[0]))
    assert downloads.map_file(installation, kind, query, say=say, who=staff()) is not None
    return on_paper(papers[-1])


def counted(drawn: Drawn) -> list[str]:
    """How many communes are filled as each line of the legend says, in its own words."""
    fills = list(drawn.fills.values())
    old = sum(fill.startswith("url(#old-") for fill in fills)
    of = {
        mark: old if mark == "old" else fills.count(PATTERNS.get(mark, pattern_of(mark)))
        for mark, *_ in drawn.legend
    }
    return [f"{of[mark]} xã" for mark, *_ in drawn.legend]


def pattern_of(mark: str) -> str:
    return mark if mark.startswith("#") else f"url(#{mark})"


def test_the_indicators_here_are_of_every_form_and_in_every_state(installation):
    sheet = period_sheet(figures_of(installation).viewer, PERIOD)
    layers = [layer for layer in sheet.layers if layer.code in CODES]

    looks = {look_of(cell) for layer in layers for cell in layer.classings[0].cells}

    assert looks == set(get_args(Look)) - OF_TWO_PERIODS
    assert {INDICATORS[code].form for code in CODES} == set(Form)
    assert {layer.kind for layer in layers} == {"share", "number", "yes_no", "place"}


@pytest.mark.parametrize("code", CODES)
def test_every_drawing_has_the_same_classes_colours_counts_rule_and_sentence(
    installation, papers, code
):
    query = {"chi-tieu": code, "ky": str(PERIOD)}

    first = on_the_first_screen(installation, query)

    assert on_the_light_page(installation, query) == first
    assert printed_as(installation, "pdf_a4", query, papers) == first
    assert printed_as(installation, "png", query, papers) == first
    assert len(first.fills) == len(first.titles) == 75
    assert [line.count for line in first.legend] == counted(first)
    assert first.sentence
    assert words()("sheet.half_open") in first.rule or INDICATORS[code].form in (
        Form.GAP, Form.COMMUNES,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_tiles_and_a_chosen_commune_are_drawn_alike_in_every_language(
    installation, papers, language
):
    query = {
        "chi-tieu": "DS03", "ky": str(PERIOD), "kieu": "o-vuong", "xa": "03646",
        "ngon-ngu": language,
    }  # fmt: skip

    first = on_the_first_screen(installation, query)

    assert on_the_light_page(installation, query) == first
    assert printed_as(installation, "pdf_a3", query, papers) == first
    assert words(language)("boundaries.source.tiles") == first.note


@pytest.mark.parametrize("code", ["GD03", "KH01", "TN04", "YT04", "KHH01"])
def test_the_change_between_two_periods_is_drawn_alike(installation, papers, code):
    query = {"chi-tieu": code, "ky": str(PERIOD), "so-voi": "2026-05"}

    first = on_the_first_screen(installation, query)

    assert printed_as(installation, "pdf_a4", query, papers) == first
    assert printed_as(installation, "png", query, papers) == first
    assert [line.count for line in first.legend] == counted(first)


NUMBER = r"(\d+(?:,\d+)?)"


def edges(label: str) -> tuple[float, float]:
    """The interval of a class, out of its words."""
    low, high = (re.search(f"{word} {NUMBER}", label) for word in ("từ", "dưới"))
    return (read(low[1]) if low else -1.0, read(high[1]) if high else float("inf"))


def read(number: str) -> float:
    return float(number.replace(",", "."))


@pytest.mark.parametrize("code", ["AT01", "DS03", "GD02"])
def test_a_value_stands_in_the_class_that_it_is_read_in(installation, code):
    """Rounded for reading first: nobody sees 20,0 % in a class below 20 %."""
    light = on_the_light_page(installation, {"chi-tieu": code, "ky": str(PERIOD)})

    interval = {line.mark: edges(line.label) for line in light.legend if line.mark[0] == "#"}
    said = {c: re.search(rf": {NUMBER} ", light.titles[c]) for c in light.fills}
    classed = {c: m for c, m in said.items() if m and light.fills[c] in interval}
    assert len(classed) > 50
    for commune, value in classed.items():
        low, high = interval[light.fills[commune]]
        assert low <= read(value[1]) < high, light.titles[commune]
