"""Tải số liệu: from an office's file to published figures; from many files to a board."""

from lib.ui import board, upload, upload_changes, upload_questions
from lib.ui.forms import forms
from lib.ui.opening import open_page
from lib.ui.problems import back_to_sender, problems

with open_page("upload") as page:
    upload.just_published(page)
    who = page.who
    together = board.opened(page)
    ready = None
    if together:
        board.show_board(page, together, who)
    else:
        ready = upload.ask_file(page, who)
    if ready:
        upload.recognised(page, ready)
        upload_questions.questions(page, ready)
        upload_questions.partial(page, ready)
        problems(page, ready)
        back_to_sender(page, ready)
        upload_changes.changes(page, ready)
        upload.publish_button(page, ready, who)
    elif not together:
        board.unfinished_list(page, who)
        forms(page)
    upload_questions.remembered(page, who)
