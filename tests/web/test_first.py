"""The first screen: true at once, calm whatever is asked, and never in the way of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from lib.maps import still
from lib.services.health.opening import open_installation
from lib.services.history.freezes import freeze_figures, withdraw_freeze
from lib.services.installation import Installation
from lib.services.map.sheet_files import file_called
from lib.settings import Settings
from lib.text import LANGUAGES, words
from lib.web.first_screen import screen as first_module
from lib.web.first_screen.screen import FirstScreens, Frame
from tests.demo_store import copy_of, demo_store
from tests.files_made import summary_workbook
from tests.support.entering import visitor
from tests.support.indicators import INDICATORS
from tests.support.installations import open_test_installation, put
from tests.support.people import staff

PAGES = [("ban-do", "map"), ("xa", "commune"), ("lich-su", "history")]
SOMEBODY = visitor()


def screens(installation) -> FirstScreens:
    return FirstScreens(
        installation,
        pages=lambda who: PAGES,
        frame=Frame(lambda language, head, screen: f"{language}|{head}|{screen}"),
    )


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    store = copy_of(demo_store(tmp_path_factory), tmp_path_factory.mktemp("first") / "var")
    installation = open_installation(Settings(data_dir=store))
    yield screens(lambda: installation)
    installation.engine.dispose()


def text_of(made: FirstScreens, path: str = "/ban-do", **query: str) -> str:
    named = {key.replace("_", "-"): value for key, value in query.items()}
    screen = made.screen(path, named, visitor=SOMEBODY)
    return screen.body.plain.decode() if screen else ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", INDICATORS)
def test_sentence_and_map_say_what_the_file_says_that_the_browser_fetches(full, code, language):
    text = text_of(full, chi_tieu=code, ngon_ngu=language)

    name = re.findall(r"/so-lieu/([^\"]+)\.json", text)[0]
    sent = (file_called(name) or b"").decode()
    value = re.findall(r'class="sentence">[^<]*<b>([^<]*)</b>', text)[0]
    assert text.count('<path id="u') == 75
    assert not value or value in sent
    assert INDICATORS[code].name[language].split(" ")[0] in text
    assert text.startswith(f"{language}|")


def test_it_shows_the_state_that_the_address_asks_for(full):
    communes = text_of(full, chi_tieu="GD03", ky="2026-08", xa="03646")
    tiles = text_of(full, kieu="o-vuong", co="border", lop="deu")

    assert 'href="#u03646"' in communes
    assert "Kỳ tháng 8/2026" in communes
    assert "<tspan" in tiles
    assert "checked><span>Ô vuông" in tiles
    assert "checked><span>Bước đều" in tiles


@pytest.mark.parametrize("query", [
    {"chi_tieu": "' OR 1=1", "ky": "9999-99", "xa": "<script>", "kieu": "3d", "lop": "x"},
    {"ngon_ngu": "xx", "co": "x" * 3000, "ky": "2026-08\0"},
])  # fmt: skip
def test_nonsense_in_the_address_shows_the_default_with_a_sentence_and_stays_text(full, query):
    text = text_of(full, **query)

    assert words()("map.heading") in text
    assert '<p class="bd-frozen">Liên kết có chỗ không hiểu được: ' in text
    assert text.count('<path id="u') == 75
    assert "<script" not in text


def test_what_strangers_write_into_addresses_is_not_kept(full):
    one = full.screen("/ban-do", {"ky": "2026-99"}, visitor=SOMEBODY)
    two = full.screen("/ban-do", {"ky": "2026-99"}, visitor=SOMEBODY)

    assert one is not two
    assert one == two


def test_filters_of_the_legend_and_their_count_are_drawn_as_the_page_will(full):
    every, some = text_of(full, ky="2026-08"), text_of(full, ky="2026-08", nhom="0,none")

    assert 'class="filtered"' not in every
    assert some.count('class="class on"') == 2
    assert re.search(r"Đang xem \d+/75 xã", some)
    assert ">Bỏ lọc</button>" in some


def test_two_periods_are_compared_in_the_words_of_the_file(full):
    text = text_of(full, ky="2026-08", so_voi="2026-03")

    name = re.findall(r"/so-lieu/([^\"]+)\.json", text)[0]
    stressed = re.findall(r'class="sentence">[^<]*<b>([^<]*)</b>', text)[0]
    assert "từ kỳ 3/2026 đến kỳ 8/2026" in text
    assert stressed in (file_called(name) or b"").decode()
    assert "So với tháng 3/2026" in text
    assert text.count('<path id="u') == 75


@pytest.mark.parametrize("given", ["2026-08", ""])
def test_a_period_beside_itself_is_no_comparison(full, given):
    assert "Không so sánh" in text_of(full, ky="2026-08", so_voi=given)


def test_it_is_small_and_has_no_script(full):
    screen = full.screen("/ban-do", {}, visitor=SOMEBODY)

    assert "<script" not in screen.body.plain.decode()
    assert " on" not in re.sub(r">[^<]*<", "><", screen.body.plain.decode()).replace(" on-", "")
    assert len(screen.body.br) < 14_000


def test_the_bare_address_shows_the_map_and_other_pages_a_calm_heading(full):
    assert text_of(full, "/").count('<path id="u') == 75
    other = text_of(full, "/xa")

    assert words()("commune.heading") in other
    assert "<path id=" not in other
    assert 'data-page="commune"' in other
    assert text_of(full, "/khong-co") == ""


def test_it_offers_the_light_page_and_says_that_figures_are_made_up(full):
    text = text_of(full, chi_tieu="DS01")

    assert re.search(r'<noscript>.*href="\./nhe\?chi-tieu=DS01', text)
    assert words()("app.demo") in text


def test_the_same_view_is_drawn_once_for_a_version_of_the_data(full):
    one = full.screen("/ban-do", {"ky": "2026-08"}, visitor=SOMEBODY)

    assert full.screen("/ban-do", {"ky": "2026-08"}, visitor=SOMEBODY) is one


def test_a_publish_makes_it_new(installation: Installation):
    made = screens(lambda: installation)
    empty = text_of(made)
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")

    published = text_of(made)

    assert "<path id=" not in empty
    assert words()("map.heading") in empty
    assert words()("map.empty_title") in empty
    assert "34,4 %" in published


def test_a_visitor_who_may_not_see_figures_gets_none(full, monkeypatch):
    monkeypatch.setattr(first_module, "may_see_figures", lambda _visitor: False)

    assert full.screen("/ban-do", {}, visitor=SOMEBODY) is None


@dataclass
class Heard:
    events: list[str] = field(default_factory=list)

    def error(self, event: str, **_values: object) -> None:
        self.events.append(event)


def test_a_fault_in_drawing_leaves_the_page_and_is_logged(full, monkeypatch):
    heard = Heard()
    monkeypatch.setattr(first_module, "log", heard)
    monkeypatch.setattr(still, "sentence", lambda *_: 1 / 0)

    assert full.screen("/ban-do", {"chi-tieu": "KH01", "ky": "2026-07"}, visitor=SOMEBODY) is None
    assert heard.events == ["first_screen_fault"]


def test_the_language_switch_keeps_what_is_looked_at_and_nothing_else(full):
    text = text_of(full, chi_tieu="DS01", ky="2026-08", la='"><img>')

    assert 'href="?chi-tieu=DS01&amp;ky=2026-08&amp;ngon-ngu=en"' in text
    assert "<img" not in text


# --- a freeze


def frozen_in(installation: Installation):
    """Frozen at 34,4 %, then published anew with 68,8 %."""
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")
    freeze = freeze_figures(installation, "Họp <b>giao ban</b>", who=staff("An"))
    put(installation, summary_workbook(period="8/2026", guided=860), name="b.xlsx")
    return screens(lambda: installation), freeze.code, installation


@pytest.fixture
def twice(installation: Installation):
    return frozen_in(installation)


@pytest.fixture(scope="module")
def twice_for_all(tmp_path_factory):
    opened = open_test_installation(tmp_path_factory.mktemp("twice"))
    yield frozen_in(opened)
    opened.engine.dispose()


@pytest.mark.parametrize("code", INDICATORS)
def test_a_frozen_screen_and_the_live_one_never_mix(twice_for_all, code):
    made, chot, _ = twice_for_all

    for _ in range(2):
        then, now = (text_of(made, chi_tieu=code, **q) for q in ({"chot": chot}, {}))

        files = [re.findall(r"/so-lieu/([^\"]+)\.json", text)[0] for text in (then, now)]
        assert files[0] != files[1]
        assert "34,4 %" in (file_called(files[0]) or b"").decode()
        assert "34,4 %" not in (file_called(files[1]) or b"").decode()
    assert "34,4 %" in text_of(made, chot=chot)
    assert "68,8 %" in text_of(made)


def test_a_frozen_screen_wears_its_ribbon_and_what_has_come_since(twice):
    made, chot, _ = twice

    text = text_of(made, chot=chot)

    assert "Bản chốt “Họp &lt;b&gt;giao ban&lt;/b&gt;” – số liệu đến" in text
    assert '<details class="bd-since"><summary>Từ lúc chốt đến nay có 1 lần công bố mới' in text
    assert 'href="?chi-tieu=GD03&amp;ky=2026-08">Về số liệu hiện tại' in text
    assert f"chi-tieu=GD03&amp;ky=2026-08&amp;chot={chot}" in text
    assert "bd-frozen" not in text_of(made)


def test_what_comes_after_a_freeze_changes_what_is_said_over_it_and_no_figure(twice):
    made, chot, installation = twice
    before = text_of(made, chot=chot)

    put(installation, summary_workbook(period="9/2026"), name="c.xlsx")
    published = text_of(made, chot=chot)
    withdraw_freeze(installation, chot, who=staff("Bình"), reason="nhầm kỳ")
    withdrawn = text_of(made, chot=chot)

    assert "Đã có số liệu kỳ mới hơn" in published
    assert "Bản chốt này đã được Bình thu hồi" not in published
    assert "Bản chốt này đã được Bình thu hồi" in withdrawn
    figures = [text.partition('class="f-time"')[2] for text in (before, published, withdrawn)]
    assert figures[0] == figures[1] == figures[2]


def test_an_unknown_freeze_shows_the_figures_of_now_and_says_so(twice):
    made, _, _ = twice

    text = text_of(made, chot="zzzzzz")

    assert "Không có bản chốt nào mang mã “zzzzzz”" in text
    assert "68,8 %" in text


def test_a_visitor_who_may_not_see_figures_gets_no_frozen_ones_either(twice, monkeypatch):
    made, chot, _ = twice
    monkeypatch.setattr(first_module, "may_see_figures", lambda _visitor: False)

    assert made.screen("/ban-do", {"chot": chot}, visitor=SOMEBODY) is None
