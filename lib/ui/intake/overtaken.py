"""Two people at the same figures: the second is told who was first, and chooses.

Every press of a button runs the page anew, and with it the preview. So what a person has seen is
kept beside it: whoever presses "publish" means the figures they looked at, not the newest.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.services.intake.overtaken import Overtaken, overtaken_since
from lib.services.intake.preview_words import overtaken_in_words
from lib.services.intake.previewed import Preview
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show

_SEEN, _TOLD = "first-come:seen", "first-come:told"


def forget_all() -> None:
    """Nothing is looked at any more."""
    st.session_state.pop(_SEEN, None)
    st.session_state.pop(_TOLD, None)


def remember(ready: Preview, done: Overtaken) -> None:
    """Publishing was refused for this: told at the next run, with a new preview."""
    st.session_state.setdefault(_TOLD, {})[ready.received.sha256] = done


def somebody_was_first(page: Page, ready: Preview, *, give_up: Callable[[], None]) -> bool:
    """Who changed the same figures, when and how; until the person chooses, nothing is published.

    The preview above is already made on the new figures. ``give_up`` leaves the file.
    """
    say, key = page.say, ready.received.sha256
    seen = st.session_state.setdefault(_SEEN, {}).setdefault(key, {})
    for scope, uploads in ready.base.items():
        seen.setdefault(scope, uploads)  # looked at for the first time
    told = st.session_state.get(_TOLD, {})
    done = told.get(key) or overtaken_since(page.installation, seen, ready.base)
    if done is None:
        return False
    lines = [html("<p>{}</p>", line) for line in overtaken_in_words(done, say)]
    show(html("<div class='bd-verdict warn' role='alert'>{}</div>", joined(lines)))
    with st.container(horizontal=True):
        if st.button(say("publish.again"), type="primary"):
            told.pop(key, None)
            seen.update(ready.base)
            st.rerun()
        if st.button(say("publish.give_up")):
            forget_all()
            give_up()
            st.rerun()
    return True
