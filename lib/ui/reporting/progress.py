"""Who has reported: counts in words, the matrix, reminders to copy, Excel."""

from __future__ import annotations

import streamlit as st

from lib.domain.periods import Period
from lib.domain.reporting.calendar import State
from lib.services.reporting import progress as service
from lib.services.reporting import progress_words as told
from lib.services.reporting.progress import Progress, months_offered
from lib.services.wording.figures import fraction, period_name, provincial
from lib.services.wording.file_names import file_stem
from lib.text import fold, say_date, without_accents
from lib.ui.frame import figures_of_page as data
from lib.ui.frame.address import from_address, to_address
from lib.ui.frame.downloads import on_record
from lib.ui.frame.page import Page
from lib.ui.frame.safe import html, joined, show
from lib.ui.frame.tables import fitting

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTH = "thang"
"""Of the address: not the map's period, for months that nobody has reported yet are offered."""
_FILTERS = ("all", "missing", "late", "on_time")


def month_choice(page: Page) -> Period:
    """The month, with an address of its own: the last one that has ended when nothing is asked."""
    offered = {str(p): p for p in months_offered(page.installation, page.periods)}
    from_address(MONTH, offered, str(Period.of(page.installation.today).previous))
    chosen = st.selectbox(
        page.say("map.period"),
        list(offered),
        format_func=lambda text: period_name(offered[text], page.say),
        key=MONTH,
        persist_state="session",
    )
    to_address(MONTH, str(chosen))
    return offered[str(chosen)]


def found(page: Page, month: Period) -> Progress:
    """How the reports of the month stand today, as far as they concern whoever asks."""
    return service.progress(page.viewer, month)


def sentences(page: Page, progress: Progress) -> None:
    """The dates, then one sentence for each report that communes owe, then the single offices."""
    say, names = page.say, page.installation.gazetteer.communes
    show(html("<p>{}</p>", told.dates(progress, say)))
    lines = [
        html("<p class='bd-sentence'><b>{}:</b> {}</p>", told.title(d, say),
             told.counts(progress, d, names, say=say))
        for d in progress.duties
    ]  # fmt: skip
    show(joined(lines))
    lines = [html("<p class='bd-quiet'>{}</p>", line) for line in _quiet(page, progress)]
    show(joined(lines))


def _quiet(page: Page, progress: Progress) -> list[str]:
    say = page.say
    return [
        _completeness(page, progress.month),
        *told.others(progress, say),
        f"{say('progress.seen_on', day=say_date(progress.today))} {say('progress.rule')}",
        told.basis(progress, say),
    ]


def _completeness(page: Page, month: Period) -> str:
    measured = data.measured(page, "BC02", month)
    if measured.value is None:
        return page.say("progress.completeness_none")
    shown = fraction(measured.numerator, measured.denominator, page.say)
    return page.say("progress.completeness", fraction=shown, share=provincial(measured, page.say))


def matrix(page: Page, progress: Progress) -> list[str]:
    """Commune by template; answers the codes that are shown."""
    say, names = page.say, page.installation.gazetteer.communes
    left, right = st.columns([0.6, 0.4], vertical_alignment="bottom")
    wanted = left.segmented_control(
        say("progress.filter_state"),
        _FILTERS,
        default=_FILTERS[0],
        required=True,
        format_func=lambda kind: say(f"progress.filter_{kind}"),
        key="progress-filter",
    )
    searched = right.text_input(say("progress.search"), key="progress-search", max_chars=60)
    ordered = sorted(progress.codes, key=lambda c: (_calm(progress, c), names[c].name))
    codes = [c for c in ordered if _is(progress, c, str(wanted))]
    codes = [c for c in codes if _named(names[c].full_name, searched)]
    st.caption(say("progress.shown", count=len(codes), total=len(ordered)))
    if codes:
        table = told.matrix(progress, codes, names, say=say)
        height = fitting(len(codes), most=560)
        st.dataframe(table, hide_index=True, height=height, alt=say("progress.alt"))
    else:
        show(html("<p>{}</p>", say("progress.nobody")))
    return codes


def _calm(progress: Progress, code: str) -> int:
    """Whom to call comes first, then who was late."""
    if told.open_duties(progress, code):
        return 0
    return 1 if _is(progress, code, "late") else 2


def _is(progress: Progress, code: str, kind: str) -> bool:
    owed = [progress.communes[d.template.code][code] for d in progress.duties if d.due]
    states = {one.state for one in owed}
    return {
        "missing": bool(told.open_duties(progress, code)),
        "late": State.LATE in states,
        "on_time": states == {State.ON_TIME},
    }.get(kind, True)


def _named(name: str, searched: str) -> bool:
    """With accents only what matches them; without, whatever reads alike."""
    wanted = fold(searched)
    plain = without_accents(wanted)
    return wanted in fold(name) if plain != wanted else plain in without_accents(name)


def excel(page: Page, progress: Progress, codes: list[str]) -> None:
    """The shown rows with all counts."""
    say = page.say
    name = file_stem(page.today.installation, f"tien-do-nop_{progress.month}")

    def content() -> bytes:
        return told.progress_workbook(
            page.installation, progress, codes, say=say, version=page.version
        )

    st.download_button(
        say("progress.excel"),
        on_record(page, f"{name}.xlsx", content),
        file_name=f"{name}.xlsx",
        mime=_XLSX,
        on_click="ignore",
        disabled=not codes,
    )


def reminders(page: Page, progress: Progress) -> None:
    """Messages with the browser's own way to copy them: one for all, and one for each.

    For those who look after all communes; whoever works for one is who would be reminded.
    """
    if page.who.commune:
        return
    say, names = page.say, page.installation.gazetteer.communes
    owing = told.owing(progress)
    if not owing:
        show(html("<p class='bd-quiet'>{}</p>", say("progress.reminders_none")))
        return
    with st.expander(say("progress.reminders", count=len(owing))):
        st.caption(say("progress.reminders_help"))
        show(html("<b>{}</b>", say("progress.for_all")))
        st.code(told.reminder_to_all(page.installation, progress), language=None, wrap_lines=True)
        code = st.selectbox(
            say("progress.for_one"),
            sorted(owing, key=lambda c: names[c].name),
            format_func=lambda c: names[c].full_name,
            key=f"progress-remind-{progress.month}",
        )
        st.code(
            told.reminder(page.installation, progress, str(code)), language=None, wrap_lines=True
        )
