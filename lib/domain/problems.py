"""What is wrong, doubtful or remarkable in a file, as values with a place and a remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from itertools import islice

from lib.domain.patience import go_on


class Severity(IntEnum):
    """How much a problem weighs."""

    NOTE = 0
    """Told, nothing to do."""
    WARN = 1
    """May be right; a person should look."""
    ASK = 2
    """Two answers are possible; a person has to choose."""
    ERROR = 3
    """Cannot be taken in like this."""


class Verdict(StrEnum):
    """What becomes of a file."""

    ACCEPT = "accept"
    WARN = "warn"
    ASK = "ask"
    REJECT = "reject"


class Code(StrEnum):
    """Kinds of problems. Each has ``say`` and ``fix`` in the catalogues under ``problem``."""

    NO_TEMPLATE = "no_template"
    NO_HEADER = "no_header"
    """Not a word stands where headings are looked for."""
    WHICH_COLUMNS = "which_columns"
    """Headings that no template has: what each column is has to be said once."""
    COLUMNS_LACKING = "columns_lacking"
    """The same, and columns are not seen that the template needs."""
    OTHER_LAYOUT = "other_layout"
    """The figures do not stand row by row under headings: how they do has to be said once."""
    MISSING_COLUMN = "missing_column"
    NEW_COLUMN = "new_column"
    """The template has gained a column that the sheet does not have."""
    RENAMED_COLUMN = "renamed_column"
    DUPLICATE_COLUMN = "duplicate_column"
    UNKNOWN_COLUMN = "unknown_column"
    PERSONAL_COLUMN = "personal_column"
    OTHER_SHEETS = "other_sheets"
    SHEETS_LEFT_OUT = "sheets_left_out"
    FIGURES_LEFT = "figures_left"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMN = "hidden_column"
    NO_ROWS = "no_rows"
    NO_FIGURES = "no_figures"
    NO_PERIOD = "no_period"
    BAD_PERIOD = "bad_period"
    FUTURE_PERIOD = "future_period"
    SEVERAL_PERIODS = "several_periods"
    """Several are named, or a part of one."""
    PERIOD_WITHOUT_YEAR = "period_without_year"
    PERIOD_DIFFERS = "period_differs"
    """A title says another one than the rows under it."""
    YEAR_DIFFERS = "year_differs"
    """A row is of another year than the rest, and of the same month."""
    PERIOD_BELOW = "period_below"
    """A line among the rows begins those of another period."""
    FILE_NAMES_PERIOD = "file_names_period"
    SHEET_NAMES_PERIOD = "sheet_names_period"
    NO_RESULT = "no_result"
    """A title says that the figures are planned, estimated, or of what is not done."""
    OTHER_TIME = "other_time"
    """A title gives days or a year that are none of the rows' period."""
    NOTE_CHANGES = "note_changes"
    """A footnote or a remark says that figures are of something else."""
    UNDER_OTHER_HEADING = "under_other_heading"
    UNDER_OTHER_LINE = "under_other_line"
    """A heading over others means another period, or something else than a result."""
    SCALED_UNIT = "scaled_unit"
    """The sheet says that its figures are hundreds, thousands or shares."""
    SHARE_FOR_PERCENT = "share_for_percent"
    READ_AS = "read_as"
    """A cell with more than its figure, and what it was read as."""
    TWO_NUMBERS = "two_numbers"
    """ "120/150": which of the two is the figure has to be said."""
    APPROXIMATE = "approximate"
    FIGURE_BESIDE_WORDS = "figure_beside_words"
    ONLY_A_BOUND = "only_a_bound"
    SPAN_OF_NUMBERS = "span_of_numbers"
    OTHER_UNIT = "other_unit"
    NOT_A_COUNT = "not_a_count"
    NOT_WHOLE = "not_whole"
    PERCENT = "percent"
    NEGATIVE = "negative"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    UTC_DATES = "utc_dates"
    """Days that may be the ones before, told by the world's clock."""
    SHOWN_OTHERWISE = "shown_otherwise"
    """A cell that shows another number than it holds."""
    MERGED_FIGURE = "merged_figure"
    STRUCK = "struck"
    DAMAGED_LETTERS = "damaged_letters"
    FORMULA_ERROR = "formula_error"
    NOT_CALCULATED = "not_calculated"
    NOT_A_DATE = "not_a_date"
    TWO_DAYS = "two_days"
    SPAN_OF_DAYS = "span_of_days"
    AMBIGUOUS_DATES = "ambiguous_dates"
    TURNED_DATES = "turned_dates"
    """Days that an Excel of another country may have turned around."""
    NOT_YES_NO = "not_yes_no"
    CROSSES = "crosses"
    """Whether an "x" is yes: nothing in its column says no."""
    NOT_A_CHOICE = "not_a_choice"
    TEXT_TOO_LONG = "text_too_long"
    TOO_MANY = "too_many"
    MISSING_VALUE = "missing_value"
    UNKNOWN_COMMUNE = "unknown_commune"
    COMMUNES_PROPOSED = "communes_proposed"
    VILLAGES_PROPOSED = "villages_proposed"
    """Many miswritten names, each of which can only mean one place."""
    NAMES_AGREED = "names_agreed"
    OTHER_PROVINCE = "other_province"
    """A row that names a place of another province, or has its code."""
    NO_COMMUNE = "no_commune"
    NO_VILLAGE = "no_village"
    CODE_ELSEWHERE = "code_elsewhere"
    AMBIGUOUS_COMMUNE = "ambiguous_commune"
    CODES_GIVEN = "codes_given"
    """A list of teams without codes: each was given one."""
    CODE_SPELLED = "code_spelled"
    """A code that differs from a known one in nothing that people mean."""
    CODE_TWICE = "code_twice"
    """A drive's code used for two communes."""
    CODE_ALIKE = "code_alike"
    """A code that differs from another in dashes, slashes or zeros alone."""
    UNKNOWN_TEAM = "unknown_team"
    OUTSIDE_TEAM = "outside_team"
    ABOVE_TEAM = "above_team"
    DRIVE_VILLAGE = "drive_village"
    """A drive's village that the register of its commune does not have."""
    CODE_NAME_DIFFER = "code_name_differ"
    UNKNOWN_COMMUNE_CODE = "unknown_commune_code"
    FORMER_NAME = "former_name"
    FORMER_SUMMED = "former_summed"
    FORMER_PARTIAL = "former_partial"
    FORMER_AND_TODAY = "former_and_today"
    MAYBE_FORMER = "maybe_former"
    """A name of today beside a district or a day from before the merger."""
    BEFORE_OR_AFTER = "before_or_after"
    UNKNOWN_VILLAGE = "unknown_village"
    AMBIGUOUS_VILLAGE = "ambiguous_village"
    UNKNOWN_VILLAGE_CODE = "unknown_village_code"
    NO_REGISTER = "no_register"
    DUPLICATE_ROW = "duplicate_row"
    ABOVE = "above"
    PARTS_DIFFER = "parts_differ"
    PARTS_ABOVE = "parts_above"
    OUTSIDE = "outside"
    LATER = "later"
    """A day that should not come after another."""
    FAR_FROM_PERIOD = "far_from_period"
    BEFORE_MOVEMENT = "before_movement"
    DAY_AHEAD = "day_ahead"
    MORE_WORK_THAN_DAYS = "more_work_than_days"
    LASTS_LONG = "lasts_long"
    UNUSUALLY_LARGE = "unusually_large"
    MANY_FOR_DAYS = "many_for_days"
    """More meetings than the days can hold."""
    UNIT_DIFFERS = "unit_differs"
    """A target in another unit than its indicator's."""
    REGISTER_DIFFERS = "register_differs"
    """A commune's own figure beside what its villages come to in the register."""
    FAR_FROM_LAST = "far_from_last"
    """A figure far from the last one known, of whichever template."""
    FAR_FROM_HELD = "far_from_held"
    """Ten times what is in force for the same unit, or a tenth of it."""
    HELD_CHANGES = "held_changes"
    """A day or text that stays as a rule, and is changed."""
    BLANK_ERASES = "blank_erases"
    COLUMN_ERASES = "column_erases"
    TOTAL_DIFFERS = "total_differs"
    STOCK_FELL = "stock_fell"
    UNIT_STOCK_FELL = "unit_stock_fell"
    ROSE_SHARPLY = "rose_sharply"
    SAME_AS_BEFORE = "same_as_before"
    LEVELS_DIFFER = "levels_differ"
    ABOVE_REGISTER = "above_register"
    REGISTER_SHRANK = "register_shrank"
    FEWER_UNITS = "fewer_units"
    PART_OF_VILLAGES = "part_of_villages"
    """Some villages of a commune would have a report, others none."""
    PART_BESIDE_SUMMARY = "part_beside_summary"
    """The same, where the commune's own sheet tells of all of them."""
    PERIOD_CLOSED = "period_closed"
    SAME_FILE = "same_file"
    SAME_FILE_WITHDRAWN = "same_file_withdrawn"
    ANSWER_APPLIED = "answer_applied"
    COMMUNES_LEFT = "communes_left"
    """Communes whose rows another file of the batch tells of, by a person's choice."""
    NOTHING_CHANGES = "nothing_changes"
    BLANK_ROW = "blank_row"
    ROW_IN_ONE_CELL = "row_in_one_cell"
    """A report that does not stand in its columns, under whatever sign it was to be split."""
    LINE_NOT_READ = "line_not_read"
    """A line that tells figures in a sentence."""
    GROUP_LINE = "group_line"
    SUBTOTAL = "subtotal"
    """A row of a group whose figures are the sums of the rows it stands by."""
    SUBTOTAL_DIFFERS = "subtotal_differs"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_BIRTH = "not_a_birth"
    UNDER_AGE = "under_age"
    CONSENT_AHEAD = "consent_ahead"
    CONSENT_OVER = "consent_over"
    PERSON_TWICE = "person_twice"
    SAME_NAME = "same_name"


@dataclass(frozen=True)
class Option:
    """One answer a person may choose."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing a person should know, at its place in the file as Excel shows it."""

    code: Code
    severity: Severity
    row: int | None = None
    """Row number, counted from 1."""
    column: str = ""
    """Column letters, as "C"."""
    sheet: str = ""
    """The sheet, where several were read as one."""
    header: str = ""
    """The column's header in the template, in Vietnamese."""
    given: str = ""
    """What stood there."""
    values: Mapping[str, object] = field(default_factory=dict)
    """Further names used by the sentence."""
    question: str = ""
    """Key under which the answer is remembered, when the severity is ``ASK``."""
    options: tuple[Option, ...] = ()

    def __post_init__(self) -> None:
        go_on()  # rules that tell of cell after cell pass here


MOST_TOLD = 20_000
"""Nobody mends more cells by hand; a file with more faults of one kind goes back whole."""


def first_of(problems: Iterable[Problem]) -> list[Problem]:
    """As many problems as can be of use, and where there are more, one that says so."""
    told = list(islice(problems, MOST_TOLD + 1))
    if len(told) <= MOST_TOLD:
        return told
    return [*told[:MOST_TOLD], too_many(told[-1].severity)]


def too_many(severity: Severity = Severity.ERROR) -> Problem:
    """What stands for all further problems. It has no row: no part of the file counts as clean."""
    return Problem(code=Code.TOO_MANY, severity=severity, values={"most": MOST_TOLD})


def verdict(problems: Iterable[Problem]) -> Verdict:
    """What the worst of the problems makes of the file."""
    worst = max((p.severity for p in problems), default=Severity.NOTE)
    return {
        Severity.NOTE: Verdict.ACCEPT,
        Severity.WARN: Verdict.WARN,
        Severity.ASK: Verdict.ASK,
        Severity.ERROR: Verdict.REJECT,
    }[worst]


def column_letters(index: int) -> str:
    """Excel's name of the column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
