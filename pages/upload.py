"""Tải số liệu: from an office's file to published figures."""

from lib.ui import upload
from lib.ui.forms import forms
from lib.ui.page import open_page
from lib.ui.problems import back_to_sender, problems

with open_page("upload") as page:
    upload.just_published(page)
    who = upload.ask_who(page)
    ready = upload.ask_file(page, who)
    if not ready:
        forms(page)
    if ready:
        upload.recognised(page, ready)
        upload.questions(page, ready)
        upload.partial(page, ready)
        problems(page, ready)
        back_to_sender(page, ready)
        upload.changes(page, ready)
        upload.publish_button(page, ready, who)
    if who:
        upload.remembered(page, who)
