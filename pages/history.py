"""Lịch sử: every upload, and the way back."""

from lib.ui import freezes, history
from lib.ui.page import open_page

with open_page("history") as page:
    history.just_withdrawn(page)
    freezes.freeze_list(page)
    chosen = history.upload_list(page)
    if chosen:
        history.upload_detail(page, chosen)
        history.withdraw_form(page, chosen)
