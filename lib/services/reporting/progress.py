"""Who has reported for a month, who was late and by how much, and who has not yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from lib.domain.access.permissions import Act, Person
from lib.domain.errors import NotAllowed
from lib.domain.periods import Cadence, Period, last_quarter
from lib.domain.reporting.calendar import ReportingCalendar, Standing, State, standing
from lib.domain.templates import TEMPLATES, Reporters, Template
from lib.services.caching.answers import cached
from lib.services.caching.audience import EachScope
from lib.services.caching.viewer import Viewer
from lib.services.installation import Installation
from lib.store.engine import asking
from lib.store.figures.reports import first_reports
from lib.text.formats import HANOI


@dataclass(frozen=True)
class Duty:
    """A report that is owed for a period; ``also`` fulfils it as well."""

    template: Template
    period: Period
    due: date | None
    also: Template | None = None

    @property
    def templates(self) -> tuple[Template, ...]:
        """The one that is owed first, then the one that stands in for it."""
        return (self.template, self.also) if self.also else (self.template,)


@dataclass(frozen=True)
class Progress:
    """How the reports of a month stand on a day.

    ``cells``: by duty's template, then commune code, then template: the matrix on the screen.
    ``communes``: by duty's template and commune: whether the duty itself is done, and when.
    ``others``: duties of single reporters.
    """

    month: Period
    today: date
    duties: tuple[Duty, ...]
    communes: Mapping[str, Mapping[str, Standing]]
    cells: Mapping[tuple[str, str], Standing]
    """By commune code and template code."""
    others: tuple[tuple[Duty, Standing], ...]
    calendar: ReportingCalendar
    """By which they are judged."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The communes that it tells of: all of them, or the one that somebody works for."""
        return tuple(next(iter(self.communes.values()), ()))

    def where(self, duty: Duty, *states: State) -> list[str]:
        """Codes of the communes whose report is in one of these states."""
        found = self.communes[duty.template.code]
        return [code for code, one in found.items() if one.state in states]


def progress_of(installation: Installation, month: Period, *, who: Person) -> Progress:
    """Every template that concerns the month: of the month, its year, its last whole quarter.

    Whoever works for one commune is shown that commune.
    """
    who.must(Act.SEE_PROGRESS, who.commune)
    calendar = installation.calendar
    duties = _duties(month, calendar)
    today = (
        installation.as_of.astimezone(HANOI).date() if installation.as_of else installation.today
    )
    codes = [who.commune] if who.commune else list(installation.gazetteer.communes)
    communes: dict[str, dict[str, Standing]] = {}
    cells: dict[tuple[str, str], Standing] = {}
    others = []
    with asking(installation.engine) as connection:
        for duty in duties:
            sent = {
                t.code: _sent(installation, connection, t, period=duty.period)
                for t in duty.templates
            }
            if duty.template.reporters is Reporters.COMMUNES:
                communes[duty.template.code] = {
                    code: _whole(duty, sent, code, today=today, cells=cells) for code in codes
                }
            else:
                first = min(sent[duty.template.code].values(), default=None)
                others.append((duty, standing(first, duty.due, today)))
    mine = tuple(d for d in duties if d.template.reporters is Reporters.COMMUNES)
    return Progress(month, today, mine, communes, cells, tuple(others), calendar)


@cached("progress", EachScope(Act.SEE_PROGRESS), most=120)
def progress(viewer: Viewer, month: Period) -> Progress:
    """How the reports of the month stand today, as far as they concern the viewer. Shared."""
    if viewer.who is None:
        raise NotAllowed("denied")
    return progress_of(viewer.installation, month, who=viewer.who)


def _duties(month: Period, calendar: ReportingCalendar) -> tuple[Duty, ...]:
    """One for each template that does not merely stand in for another; monthly ones first."""
    instead = {t.stands_in_for: t for t in TEMPLATES.values() if t.stands_in_for}
    owed = [t for t in TEMPLATES.values() if t.owed and not t.stands_in_for]
    order = list(Cadence)
    return tuple(
        Duty(t, period, calendar.due(period, t.reporters), instead.get(t.code))
        for t in sorted(owed, key=lambda t: (order.index(t.cadence), t.code))
        for period in [_period_of(t, month)]
    )


def _period_of(template: Template, month: Period) -> Period:
    """The month itself, the last quarter that has ended by it, or its year."""
    if template.cadence is Cadence.QUARTERLY:
        return last_quarter(month)
    return month if template.cadence is Cadence.MONTHLY else Period(month.year)


def _sent(
    installation: Installation, connection: Connection, template: Template, *, period: Period
) -> dict[str, date]:
    """The day of each commune's first report that still counts, by commune code."""
    found = first_reports(connection, [template.code], str(period), as_of=installation.as_of)
    return {code: at.astimezone(HANOI).date() for code, at in found.items()}


def _whole(
    duty: Duty,
    sent: Mapping[str, Mapping[str, date]],
    code: str,
    *,
    today: date,
    cells: dict[tuple[str, str], Standing],
) -> Standing:
    """How the duty stands: the first report of any of its templates counts.

    Fills ``cells``: of several reports only the first is judged; what nobody waits for any more is
    not owed.
    """
    days = {t: first[code] for t, first in sent.items() if code in first}
    first = min(days.values(), default=None)
    whole = standing(first, duty.due, today)
    judged = next((t for t, day in days.items() if day == first), duty.template.code)
    for template in duty.templates:
        cells[code, template.code] = _cell(template.code, judged, days, whole=whole)
    return whole


def _cell(template: str, judged: str, days: Mapping[str, date], *, whole: Standing) -> Standing:
    if template == judged:
        return whole
    if template in days:
        return Standing(State.SENT, sent_on=days[template])
    return Standing(State.NOT_OWED)


def is_owed(
    installation: Installation, template: Template, period: Period, *, commune: str
) -> bool:
    """Whether nobody has sent what is due of the period: this template, or one in its place.

    Of communes' reports that commune; of others anybody. Nothing is owed where no day is due.
    """
    if installation.calendar.due(period, template.reporters) is None:
        return False
    either = {template.code, template.stands_in_for} - {""}
    either |= {t.code for t in TEMPLATES.values() if t.stands_in_for in either}
    with asking(installation.engine) as connection:
        sent = first_reports(connection, either, str(period))
    return commune not in sent if template.reporters is Reporters.COMMUNES else not sent


def months_offered(installation: Installation, reported: Iterable[Period]) -> list[Period]:
    """The months to choose from, newest first: the one that runs, the last that has ended, and all
    that have reports.
    """
    now = Period.of(installation.today)
    return sorted({now, now.previous, *reported}, reverse=True)
