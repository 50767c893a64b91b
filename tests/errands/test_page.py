"""A page is four files: its script, its line in the menu, its words in both languages."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.product_copy import copy_of_product

SCRIPT = '''"""Thử: a page with one sentence."""

from lib.ui.frame.opening import open_page
from lib.ui.frame.safe import html, show

with open_page("tried") as page:
    show(html("<p>{}</p>", page.say("tried.text")))
'''
ENTRY = '    PageEntry("tried", "thu", Act.SEE_PROGRESS),\n'
NEXT = '    PageEntry("admin", '
WORDS = '[tried]\ntitle = "{0}"\nheading = "{0} hôm nay"\ntext = "{0}: một câu."\n'


def test_a_page_is_four_files_and_open_to_those_who_may(tmp_path: Path):
    product = copy_of_product(tmp_path)
    product.add("pages/tried.py", SCRIPT)
    product.put_in("lib/services/pages.py", NEXT, ENTRY)
    product.add("lib/text/words/vi/tried.toml", WORDS.format("Trang thử"))
    product.add("lib/text/words/en/tried.toml", WORDS.format("Trial page"))

    menus = json.loads(product.run("-m", "tests.support.menus"))
    drawn = product.run("-m", "tests.support.drawn_page", "tried", "en")

    shown_to = {role for role, titles in menus.items() if "Trang thử" in titles}
    assert shown_to == {"leader", "officer", "staff", "administrator"}
    assert all("Bản đồ" in titles for titles in menus.values())
    assert "Trial page hôm nay" in drawn
    assert "<p>Trial page: một câu.</p>" in drawn
    assert product.touched() == [
        "lib/services/pages.py",
        "lib/text/words/en/tried.toml",
        "lib/text/words/vi/tried.toml",
        "pages/tried.py",
    ]
