"""Chiến dịch hè: plan against report, week by week; places nobody reached; entry from the field."""

from lib.ui.campaign.start import season_choice, view_choice
from lib.ui.frame.acting import acting
from lib.ui.frame.opening import open_page

with open_page("campaign") as page:
    who = acting(page)
    season = season_choice(page, who)
    view_choice(page, who)(page, season, who)
