"""Who may do what: one table of roles and acts, asked by every use case before it does anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lib.domain.errors import NotAllowed


class Role(StrEnum):
    """What a person is here for."""

    LEADER = "leader"
    PLANNER = "planner"
    OFFICER = "officer"
    """Of one commune: everything they do is within it."""
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """What a person wants to do. Reading comes first, then what changes something."""

    SEE_FIGURES = "see_figures"
    SEE_FILES = "see_files"
    """Files received and their history."""
    SEE_PROGRESS = "see_progress"
    """Which communes have reported, which are late, and the reminders to copy."""
    EXPORT = "export"
    SEE_PLANS = "see_plans"
    UPLOAD = "upload"
    """Hand in, check, publish."""
    ENTER_VOLUNTEERS = "enter_volunteers"
    """Hand in what the Youth Union tells: teams, and what they did. All who upload may."""
    ENTER_PROVINCE = "enter_province"
    """Hand in what no commune reports: targets, priority areas, figures of the State Bank."""
    WITHDRAW = "withdraw"
    """Take back what was published, return to an earlier state."""
    CLOSE_PERIODS = "close_periods"
    FREEZE = "freeze"
    """Keep the figures of this moment for a meeting."""
    PLAN = "plan"
    """Draft, change and publish plans of volunteer teams."""
    ANSWER_PLANS = "answer_plans"
    """Confirm the stays of a published plan, or ask for other days."""
    SET_UP = "set_up"
    """Settings, calendar, targets, boundaries."""
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_TRAIL = "read_trail"
    SEE_DIRECTORY = "see_directory"
    """Names of ambassadors, where the directory is switched on."""


class Reporters(StrEnum):
    """Who owes the reports of a template."""

    COMMUNES = "communes"
    YOUTH_UNION = "youth_union"
    STATE_BANK = "state_bank"
    DEPARTMENT = "department"
    """The department that runs the movement."""

    @property
    def act(self) -> Act:
        """What whoever hands in for them must be allowed to do."""
        own = {Reporters.COMMUNES: Act.UPLOAD, Reporters.YOUTH_UNION: Act.ENTER_VOLUNTEERS}
        return own.get(self, Act.ENTER_PROVINCE)


_READING = frozenset({Act.SEE_FIGURES, Act.EXPORT, Act.SEE_PLANS})
_HANDING_IN = frozenset({Act.UPLOAD, Act.ENTER_VOLUNTEERS})
_DATA = _HANDING_IN | {
    Act.ENTER_PROVINCE,
    Act.SEE_FILES,
    Act.SEE_PROGRESS,
    Act.WITHDRAW,
    Act.CLOSE_PERIODS,
    Act.FREEZE,
}

PERMISSIONS: dict[Role, frozenset[Act]] = {
    Role.LEADER: _READING | {Act.SEE_PROGRESS, Act.FREEZE},
    Role.PLANNER: _READING | {Act.PLAN, Act.ANSWER_PLANS, Act.ENTER_VOLUNTEERS},
    Role.OFFICER: _HANDING_IN
    | {Act.SEE_FIGURES, Act.SEE_FILES, Act.SEE_PROGRESS, Act.EXPORT, Act.ANSWER_PLANS},
    Role.STAFF: _READING | _DATA | {Act.SEE_DIRECTORY},
    Role.ADMINISTRATOR: _READING
    | _DATA
    | {Act.PLAN, Act.ANSWER_PLANS, Act.SET_UP, Act.MANAGE_ACCOUNTS, Act.READ_TRAIL},
}
"""The one table. Nothing is allowed that does not stand here."""


EVERYWHERE = "*"
"""In place of a commune's code: all of them together, which is nobody's who works for one."""


@dataclass(frozen=True)
class Person:
    """Somebody who acts."""

    name: str
    """As history, trail and exports show them."""
    role: Role
    commune: str | None = None
    """Code of the commune an officer works for; ``None`` for the whole province."""
    account: int | None = None
    """The account; ``None`` where the installation has none, as on the command line."""

    def may(self, act: Act, commune: str | None = None) -> bool:
        """Whether this person may do this, in this commune where one is named."""
        within = self.commune is None or commune is None or commune == self.commune
        return within and act in PERMISSIONS[self.role]

    def must(self, act: Act, commune: str | None = None) -> None:
        """Raises ``NotAllowed("denied")`` unless the person may."""
        if not self.may(act, commune):
            raise NotAllowed("denied", act=act.value)


@dataclass(frozen=True)
class Whoever(Person):
    """Stands for all who may do certain things: an answer made for them knows nobody by name."""

    granted: frozenset[tuple[Act, str | None]] = frozenset()
    """What they may do, and in which commune: ``EVERYWHERE`` is each of them, ``None`` none yet."""

    @classmethod
    def of(cls, granted: Iterable[tuple[Act, str | None]]) -> Whoever:
        """Those who may do all of this, and nothing else that the answer could depend on."""
        return cls("", Role.OFFICER, granted=frozenset(granted))

    def may(self, act: Act, commune: str | None = None) -> bool:
        """Whether all of them may."""
        if commune is None:
            return any(act is one for one, _ in self.granted)
        return not self.granted.isdisjoint({(act, commune), (act, EVERYWHERE)})
