"""Settings: what holds and where it comes from; below, the chosen one with its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.domain.errors import NotAllowed
from lib.services.settings import changing as service
from lib.services.settings import words as told
from lib.services.settings.changing import Limits, Standing
from lib.services.wording.settings import setting_name
from lib.store.settings.changes import SettingChange
from lib.text import say_moment
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, refusal, show
from lib.ui.frame.tables import show_table

_DONE, _TURN, _CHOSEN = "settings:done", "settings:turn", "thiet-lap"
_LONGEST_REASON = 500
_LONG_TEXT = 120


def settings_section(page: Page) -> None:
    """Everything that administrators change, then what the server's own settings are."""
    say = page.say
    tell_done()
    show(html("<p class='bd-quiet'>{}</p>", say("settings.intro")))
    found = service.settings_standing(page.installation, who=page.who)
    show_table(told.settings_table(found, say), caption=say("settings.caption"), stacks=True)
    by_key = {one.key: one for one in found}
    if chosen := choose(page, say("settings.choose"), list(by_key), name=_CHOSEN):
        _chosen(page, by_key[chosen])
    heading(say("settings.server"), say("settings.server_intro"))
    own = service.server_settings(page.installation, who=page.who)
    show_table(told.server_table(own, say), caption=say("settings.server"), stacks=True)


def heading(title: str, *told: str) -> None:
    """A part of the section, and what it is about."""
    lines = joined([html("<p class='bd-quiet'>{}</p>", line) for line in told])
    show(html("<section class='bd-part'><h3>{}</h3>{}</section>", title, lines))


def choose(page: Page, label: str, keys: list[str], *, name: str) -> str:
    """The one somebody wants to change; the address may name it. "" for none."""
    if st.query_params.get(name) in keys and name not in st.session_state:
        st.session_state[name] = st.query_params[name]
    chosen = st.selectbox(
        label,
        keys,
        index=None,
        format_func=lambda key: setting_name(key, page.say),
        placeholder=page.say("settings.none_chosen"),
        key=name,
    )
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)
    return chosen or ""


def _chosen(page: Page, one: Standing) -> None:
    say, key = page.say, one.key
    name = setting_name(key, say)
    limits = service.limits_of(key)
    facts = say(
        "settings.facts",
        value=told.value_said(key, one.value, say),
        default=told.value_said(key, one.default, say),
        range=told.range_said(key, limits, say),
    )
    heading(name, say(f"setting.{key}.help"), facts)
    seen = one.change.id if one.change else 0
    with st.form(f"setting-{key}-{turn()}", border=False):
        value = _asked(page, one, limits)
        reason = reason_asked(page, f"setting-reason-{key}-{turn()}")
        if st.form_submit_button(say("settings.save"), type="primary"):
            do(page, key, lambda: service.change_setting(
                page.installation, key, value, who=page.who, reason=reason, seen=seen))  # fmt: skip
    changes = service.setting_history(page.installation, key, who=page.who)
    default = told.value_said(key, one.default, say)
    history(page, key, changes, default=default)


def _asked(page: Page, one: Standing, limits: Limits) -> Any:
    """A field for the new value, as its kind asks for."""
    say, key = page.say, f"setting-value-{one.key}-{turn()}"
    label = say("settings.new_percent" if one.mark.percent else "settings.new")
    if limits.kind is bool or limits.choices:
        options: list[Any] = list(limits.choices) or [True, False]
        return st.selectbox(
            label,
            options,
            index=options.index(one.value),
            format_func=lambda v: told.value_said(one.key, v, say),
            key=key,
        )
    if limits.kind is str:
        return st.text_area(label, one.value, max_chars=limits.longest, key=key, height=_LONG_TEXT)
    scale = 100 if one.mark.percent else 1
    least, most, now = (round((v or 0) * scale) for v in (limits.least, limits.most, one.value))
    given = st.number_input(label, least, most, now, step=1, key=key)
    return given / scale if limits.kind is float else given


def history(page: Page, key: str, changes: list[SettingChange], *, default: str) -> None:
    """Every change, and the way back to what one of them had made, or to the default."""
    say = page.say
    if not changes:
        show(html("<p class='bd-quiet'>{}</p>", say("settings.never")))
        return
    caption = say("settings.history", name=setting_name(key, say))
    show(html("<section class='bd-part'><h4>{}</h4></section>", caption))
    show_table(told.history_table(key, changes, say), caption=caption, low=True, stacks=True)
    earlier = {c.id: c for c in changes[1:] if c.value is not None and c.value != changes[0].value}
    ways = [*(i for i in earlier), *([] if changes[0].value is None else [0])]
    if not ways:
        return
    folded = st.popover(say("settings.back"), key=f"setting-back-{key}-{turn()}")
    with folded, st.form(f"setting-back-form-{key}", border=False):
        to = st.selectbox(
            say("settings.back_to"),
            ways,
            format_func=lambda i: _way(page, key, earlier.get(i), default=default),
        )
        reason = reason_asked(page, f"setting-back-reason-{key}-{turn()}")
        if st.form_submit_button(say("settings.back_do")):
            do(page, key, lambda: service.return_setting(
                page.installation, key, to or None, who=page.who, reason=reason,
                seen=changes[0].id))  # fmt: skip


def _way(page: Page, key: str, change: SettingChange | None, *, default: str) -> str:
    if change is None:
        return page.say("settings.back_default", value=default)
    value = told.value_said(key, change.value, page.say)
    return page.say("settings.back_entry", value=value, at=say_moment(change.at), who=change.who)


def reason_asked(page: Page, key: str) -> str:
    """Why something is changed."""
    return st.text_input(
        page.say("settings.reason"),
        max_chars=_LONGEST_REASON,
        help=page.say("settings.reason_help"),
        key=key,
    )


def turn() -> int:
    """Counts what was done: forms fold up and empty with each."""
    return int(st.session_state.get(_TURN, 0))


def tell_done() -> None:
    """What was done by the run before."""
    if done := st.session_state.pop(_DONE, ""):
        show(html("<p class='bd-verdict' role='status'>{}</p>", done))


def do(page: Page, key: str, act: Callable[[], SettingChange]) -> None:
    """Carries a wish out and tells it on top of the page, or tells here why it was refused."""
    try:
        made = act()
    except NotAllowed as refused:
        st.error(refusal(page.say, refused))
        return
    st.session_state[_TURN] = turn() + 1
    say, value = page.say, told.value_said(key, made.value, page.say)
    st.session_state[_DONE] = say("settings.saved", name=setting_name(key, say), value=value)
    st.rerun()
