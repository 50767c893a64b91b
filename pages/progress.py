"""Tiến độ nộp: who has reported for a month, who is late, whom to remind."""

from lib.services.progress import months_offered
from lib.ui import progress
from lib.ui.choices import period_choice
from lib.ui.page import open_page

with open_page("progress") as page:
    month = period_choice(page, months_offered(page.house, page.periods))
    found = progress.found(page, month)
    progress.sentences(page, found)
    chosen = progress.matrix(page, found)
    progress.excel(page, found, chosen)
    progress.reminders(page, found)
