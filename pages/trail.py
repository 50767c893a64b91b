"""Nhật ký: who did what, and when."""

from lib.ui import trail
from lib.ui.opening import open_page

with open_page("trail") as page:
    trail.lines(page, trail.filters(page, page.who), page.who)
