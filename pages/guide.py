"""Hướng dẫn: what the figures mean and how to report them."""

from lib.ui.frame.opening import open_page
from lib.ui.settings import guide

with open_page("guide") as page:
    guide.jobs(page)
    guide.indicators(page)
    guide.templates(page)
