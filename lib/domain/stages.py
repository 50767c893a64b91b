"""States of teams and drives, as the Youth Union writes them into its sheets."""

from __future__ import annotations

from enum import StrEnum


class TeamState(StrEnum):
    """How far a team of the summer is (template 04, ``status``)."""

    EXPECTED = "Dự kiến"
    APPROVED = "Đã duyệt"
    AT_WORK = "Đang hoạt động"
    FINISHED = "Hoàn thành"
    CANCELLED = "Hủy"


class DriveStage(StrEnum):
    """Whether a drive is ahead, was held, or will not be (template 05, ``stage``)."""

    PLANNED = "Kế hoạch"
    HELD = "Thực hiện"
    CANCELLED = "Hủy"
