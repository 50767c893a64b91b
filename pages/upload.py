"""Tải số liệu: from an office's file to published figures; from many files to a board."""

from lib.ui.frame.opening import open_page
from lib.ui.intake import batch_board as board
from lib.ui.intake import changes as upload_changes
from lib.ui.intake import questions as upload_questions
from lib.ui.intake import upload
from lib.ui.intake.prefilled_forms import forms
from lib.ui.intake.problems import back_to_sender, problems

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
