"""The uploads of the past: who, when, what changed; the original; taking one back."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd
import streamlit as st

from lib.domain.access.permissions import Act
from lib.domain.templates import TEMPLATES
from lib.services.history.returns import known_governing, state_of
from lib.services.history.uploads import known_uploads, original, scopes, withdraw
from lib.services.promises import promised
from lib.services.reporting.closings import closed_periods, was_closed
from lib.services.wording.figures import corrected
from lib.services.wording.periods import named
from lib.store.history.returns import Return
from lib.store.history.uploads import Upload
from lib.text import Words, say_change, say_moment, say_number
from lib.ui.frame.downloads import on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, quiet, show
from lib.ui.frame.tables import fitting
from lib.ui.map.choices import short_period

_AT_FIRST, _MORE = 200, "history-more"


def upload_list(page: Page) -> Upload | None:
    """The uploads, newest first, older ones on demand; answers the chosen one."""
    say = page.say
    known = known_uploads(page.viewer)
    if not known:
        st.info(say("history.none"))
        return None
    found = known[: _AT_FIRST * (1 + st.session_state.get(_MORE, 0))]
    back = known_governing(page.installation)
    table = pd.DataFrame(
        {
            "#": [u.id for u in found],
            say("table.at"): [say_moment(u.published_at) for u in found],
            say("table.who"): [u.who for u in found],
            say("table.file"): [u.filename for u in found],
            say("table.template"): [TEMPLATES[u.template].title for u in found],
            say("table.period"): [
                ", ".join(short_period(page, p) for p in u.summary["periods"]) for u in found
            ],
            say("table.communes"): [u.summary["communes"] for u in found],
            say("table.changed"): [u.summary["changed"] for u in found],
            say("table.state"): [_state(u, back, say) for u in found],
        }
    )
    chosen = st.dataframe(
        table,
        hide_index=True,
        height=fitting(len(found), most=420),
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            say("table.who"): st.column_config.TextColumn(width=150),
            say("table.file"): st.column_config.TextColumn(width=230),
            say("table.template"): st.column_config.TextColumn(width=170),
        },
        key="uploads",
        alt=say("history.alt"),
    )
    if len(found) < len(known):
        st.button(say("history.older", count=len(known) - len(found)), on_click=_show_more)
    rows = chosen["selection"]["rows"] if isinstance(chosen, dict) else []
    if not rows:
        st.caption(promised(say, page.who, "history.pick"))
        return None
    return found[rows[0]]


def _show_more() -> None:
    st.session_state[_MORE] = st.session_state.get(_MORE, 0) + 1


def _state(upload: Upload, back: Mapping[str, Return], say: Words) -> str:
    state = state_of(upload, back)
    returned = state in ("aside", "restored")
    told = say(f"turn.{state}") if returned else say(f"history.{state}")
    return f"{told} {corrected(upload, say)}".strip()


def upload_detail(page: Page, upload: Upload) -> None:
    """What one upload brought, and the file as it was sent."""
    say = page.say
    st.subheader(say("history.detail", id=upload.id))
    lines = [
        say(
            "history.sent", file=upload.filename, who=upload.who, at=say_moment(upload.published_at)
        ),
        say(
            "history.brought",
            rows=upload.summary["rows"],
            communes=upload.summary["communes"],
            changed=upload.summary["changed"],
        ),
        *_totals(upload, say),
    ]
    if upload.correction:
        lines.append(say("history.corrected", reason=upload.correction))
    if upload.withdrawn_at:
        lines.append(
            say(
                "history.gone",
                who=upload.withdrawn_by,
                at=say_moment(upload.withdrawn_at),
                reason=upload.reason,
            )
        )
        if was_closed(page.installation, upload.summary["periods"], upload.withdrawn_at):
            lines.append(say("closing.gone_after"))
    for line in lines:
        show(html("<p style='margin:.15rem 0'>{}</p>", line))
    names = page.installation.gazetteer.communes
    touched = sorted(
        {names[c].name for _, c in scopes(page.installation, upload.id, who=page.who) if c in names}
    )
    with st.expander(say("history.touched", count=len(touched))):
        show(html("<p>{}</p>", ", ".join(touched)))
    if page.who.commune and upload.summary["communes"] > 1:
        return
    st.download_button(
        say("history.original"),
        on_record(
            page, upload.filename, lambda: original(page.installation, upload.id, who=page.who)
        ),
        file_name=upload.filename,
        mime="application/octet-stream",
        on_click="ignore",
    )


def _totals(upload: Upload, say: Words) -> list[str]:
    columns = TEMPLATES[upload.template].by_key
    told = []
    for key, (old, new) in upload.summary["totals"].items():
        if new is None or key not in columns:
            continue
        moved = (
            say_change(new - old, language=say.language) if old is not None else say("upload.new")
        )
        told.append(
            f"{columns[key].header}: {say_number(old, language=say.language)} → "
            f"{say_number(new, language=say.language)} ({moved})"
        )
    return told


def withdraw_form(page: Page, upload: Upload) -> None:
    """Takes the upload back, with a name and a reason."""
    say = page.say
    if upload.withdrawn_at or not page.who.may(Act.WITHDRAW):
        return
    with st.form(f"withdraw-{upload.id}"):
        st.caption(say("history.withdraw_help"))
        reason = st.text_input(say("history.reason"), max_chars=500)
        anyway = closed_too(page, upload.summary["periods"], key=f"withdraw-{upload.id}-closed")
        if st.form_submit_button(say("history.withdraw")):
            withdraw(page.installation, upload.id, who=page.who, reason=reason, closed_too=anyway)
            st.session_state["withdrawn"] = upload.id
            st.rerun()


def closed_too(page: Page, periods: Collection[str], *, key: str) -> bool:
    """Asked only where one of the periods is closed: whether to go on all the same."""
    shut = [
        named(p, page.say) for p in sorted(set(periods) & set(closed_periods(page.installation)))
    ]
    if not shut:
        return False
    return st.checkbox(page.say("closing.anyway", period=quiet(", ".join(shut))), key=key)


def just_withdrawn(page: Page) -> None:
    """The word that an upload was taken back."""
    gone = st.session_state.pop("withdrawn", None)
    if gone:
        st.success(page.say("history.withdrawn_done", id=gone))
