"""Nhật ký: who did what, and when."""

from lib.ui import trail
from lib.ui.page import open_page
from lib.ui.who import acting

with open_page("trail") as page:
    person = acting(page)
    if person:
        wanted = trail.filters(page, person)
        total = trail.lines(page, wanted, person)
        trail.excel(page, wanted, person, total)
        trail.check(page)
