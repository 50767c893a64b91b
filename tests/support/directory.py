"""Lists of ambassadors as communes send them, of people who do not exist."""

from __future__ import annotations

from collections.abc import Sequence

from lib.services.directory.intake import ListPreview, preview_list, take_in
from lib.services.installation import Installation
from tests.support.people import staff
from tests.support.sheets import csv_bytes

HEAD = (
    "TT", "Tên xã/phường", "Tên thôn/bản", "Họ và tên", "Số điện thoại", "Năm sinh",
    "Ngày đồng ý", "Ngày tập huấn",
)  # fmt: skip
LONG_SAP, MUONG_LA = "Xã Lóng Sập", "Xã Mường La"


def row(name: str, **given: str) -> list[str]:
    """One person as the list tells them; ``given`` by column: commune, village, phone, born…"""
    told = {
        "commune": LONG_SAP,
        "village": "Bản Pha Đón",
        "phone": "0912 345 678",
        "born": "1990",
        "consented": "01/09/2026",
        "trained": "",
    } | given
    return ["1", told["commune"], told["village"], name, told["phone"], told["born"],
            told["consented"], told["trained"]]  # fmt: skip


def listing(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    """The list as a file."""
    return csv_bytes([head, *rows])


def look(installation: Installation, *rows: Sequence[str], **more: str) -> ListPreview:
    """The preview of a list; ``more``: answers."""
    return preview_list(installation, listing(*rows), more, who=staff())


def add(installation: Installation, *rows: Sequence[str]) -> int:
    """Takes a list in that must be ready."""
    ready = look(installation, *rows)
    assert ready.ready, [(p.code, p.row, p.given) for p in ready.problems]
    return take_in(installation, ready, who=staff())
