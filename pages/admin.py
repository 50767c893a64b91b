"""Quản trị: accounts, and whatever else only administrators do."""

from lib.ui import admin
from lib.ui.opening import open_page

with open_page("admin") as page:
    admin.chosen_section(page).show(page)
