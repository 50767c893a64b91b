"""Every way out of a page that was run: links of Streamlit, links in HTML, buttons."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from streamlit.testing.v1 import AppTest

from lib.services.pages import PAGES

_HREF = re.compile(r"""<a\b[^>]*\bhref=['"]([^'"]*)['"]""")
ADDRESSES = {entry.address: entry for entry in PAGES}
BESIDE = {"nhe", "mat-khau", "dang-nhap", "ra"}
"""Addresses that are no pages of the menu, open to whoever is in."""


def text_of(page: AppTest) -> str:
    """Everything that a page says to people."""
    html = [block.proto.body for block in page.get("html")]
    kinds = ("caption", "success", "error", "info", "warning", "markdown", "subheader")
    told = [str(e.value) for kind in kinds for e in page.get(kind)]
    labels = [str(getattr(b, "label", "")) for b in page.button]
    return "\n".join([*html, *told, *labels])


def hrefs(html: str) -> list[str]:
    """Where the links of a piece of HTML lead, as they are written."""
    return _HREF.findall(html)


def ways_of(page: AppTest) -> set[str]:
    """Addresses that the page links to, without what stands behind ``?``."""
    drawn = [h for block in page.get("html") for h in hrefs(block.proto.body)]
    linked = [e.proto.page for e in page.get("page_link")]
    found = {urlsplit(way).path.removeprefix("./").strip("/") for way in (*drawn, *linked)}
    return {way for way in found if way}
