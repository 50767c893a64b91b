"""Quản trị: accounts, and whatever else only administrators do."""

from lib.ui.frame.opening import open_page
from lib.ui.settings import admin

with open_page("admin") as page:
    admin.chosen_section(page).show(page)
