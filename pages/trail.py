"""Nhật ký: who did what, and when."""

from lib.ui import trail
from lib.ui.page import open_page
from lib.ui.who import acting

with open_page("trail") as page:
    person = acting(page)
    if person:
        trail.lines(page, trail.filters(page, person), person)
