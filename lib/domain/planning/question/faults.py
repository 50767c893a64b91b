"""What is wrong or remarkable in an instance, as values with a place and a remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice


class FaultCode(StrEnum):
    """Kinds of faults. Each has ``say`` and ``fix`` in the catalogues under ``plan_fault``."""

    FILE_TOO_LARGE = "file_too_large"
    LIST_TOO_LONG = "list_too_long"
    MORE_FAULTS = "more_faults"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    BROKEN_LETTERS = "broken_letters"
    NOT_AN_OBJECT = "not_an_object"
    WRONG_FORMAT = "wrong_format"
    FIELD_MISSING = "field_missing"
    FIELD_UNKNOWN = "field_unknown"
    WEIGHT_UNKNOWN = "weight_unknown"
    FLAG_UNKNOWN = "flag_unknown"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    NOT_TEXT = "not_text"
    NOT_A_LIST = "not_a_list"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    WRONG_VALUE = "wrong_value"
    CODE_TWICE = "code_twice"
    CODES_ALIKE = "codes_alike"
    CODE_EMPTY = "code_empty"
    TRIP_TWICE = "trip_twice"
    CODE_SHARED = "code_shared"
    BASE_UNKNOWN = "base_unknown"
    TEAM_UNKNOWN = "team_unknown"
    COMMUNE_UNKNOWN = "commune_unknown"
    STAY_TOO_LONG = "stay_too_long"
    SLICES_RISE = "slices_rise"
    SLICES_SUM = "slices_sum"
    WEEKS_REVERSED = "weeks_reversed"
    VILLAGES_DIFFER = "villages_differ"
    POINT_HALF = "point_half"
    NO_COMMUNES = "no_communes"
    LOCK_TWICE = "lock_twice"
    LOCK_TOO_MANY = "lock_too_many"
    LOCK_FORBIDDEN = "lock_forbidden"
    LOCK_NO_ROUND = "lock_no_round"
    LOCK_NO_SUCH_ROUND = "lock_no_such_round"
    LOCK_OVER_CAP = "lock_over_cap"
    LOCK_OVER_HOST = "lock_over_host"
    LOCKS_CLASH = "locks_clash"
    # Told, and the plan goes on:
    NO_TEAMS = "no_teams"
    NEED_UNKNOWN = "need_unknown"
    NEED_OLD = "need_old"
    NEED_BY_HAND = "need_by_hand"
    NO_NEED = "no_need"
    EMPTY_WINDOW = "empty_window"
    COMMUNE_OUT_OF_REACH = "commune_out_of_reach"
    TEAM_OUT_OF_REACH = "team_out_of_reach"
    TRAVEL_HOLES = "travel_holes"
    TRAVEL_ESTIMATED = "travel_estimated"
    POINT_DOUBTFUL = "point_doubtful"
    TRAVEL_CODE_UNKNOWN = "travel_code_unknown"
    LOCK_BEYOND_LIMIT = "lock_beyond_limit"
    PREVIOUS_GONE = "previous_gone"
    PREVIOUS_COMMUNE_GONE = "previous_commune_gone"
    DRIVES_BEYOND = "drives_beyond"
    SKILL_NOBODY_HAS = "skill_nobody_has"


Values = dict[str, object]
"""What a sentence fills in."""


@dataclass(frozen=True)
class Fault:
    """One remark. ``refuses`` tells whether no plan can be made before it is put right."""

    code: FaultCode
    where: str = ""
    """The field as a path: ``teams[3] (TN-03).size``; lists count from 1."""
    values: Values = field(default_factory=dict)
    refuses: bool = True


MOST_TOLD = 1_000
"""Nobody mends more by hand; a file with more faults goes back whole."""


def first_of(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """As many faults as can be of use, and where there are more, one that says so."""
    told = tuple(islice(faults, MOST_TOLD + 1))
    if len(told) <= MOST_TOLD:
        return told
    return (*told[:MOST_TOLD], Fault(FaultCode.MORE_FAULTS, values={"most": MOST_TOLD}))


class Refused(Exception):
    """An instance that no plan can be made of, with every reason."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(f"{f.code} {f.where}" for f in faults))
        self.faults = faults
