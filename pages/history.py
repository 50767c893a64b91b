"""Lịch sử: every upload, and the ways back."""

from lib.ui.frame.opening import open_page
from lib.ui.history import freezes, returns
from lib.ui.history import moment as past
from lib.ui.history import uploads as history
from lib.ui.reporting import closings

with open_page("history") as page:
    history.just_withdrawn(page)
    freezes.freeze_list(page)
    closings.closing_panel(page)
    past.picker(page)
    returns.return_panel(page)
    chosen = history.upload_list(page)
    if chosen:
        history.upload_detail(page, chosen)
        past.around(page, chosen)
        returns.before_upload(page, chosen)
        history.withdraw_form(page, chosen)
