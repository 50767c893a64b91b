"""Tiến độ nộp: who has reported for a month, who is late, whom to remind."""

from lib.ui.frame.opening import open_page
from lib.ui.reporting import progress

with open_page("progress") as page:
    month = progress.month_choice(page)
    found = progress.found(page, month)
    progress.sentences(page, found)
    chosen = progress.matrix(page, found)
    progress.excel(page, found, chosen)
    progress.reminders(page, found)
