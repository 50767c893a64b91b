"""Nhật ký: who did what, and when."""

from lib.ui.frame.opening import open_page
from lib.ui.settings import audit as trail

with open_page("trail") as page:
    trail.lines(page, trail.filters(page, page.who), page.who)
