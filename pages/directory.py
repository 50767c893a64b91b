"""Danh bạ: ambassadors by name, masked, for the one role that keeps them."""

from lib.ui.directory import intake as directory_lists
from lib.ui.directory import people as directory
from lib.ui.frame.opening import open_page

with open_page("directory") as page:
    directory.done(page)
    chosen = directory.people(page)
    if chosen:
        directory.person(page, chosen)
    directory_lists.take_in(page)
    directory_lists.taken_in(page)
