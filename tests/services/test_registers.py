"""Registers of villages and lists of teams over the years."""

from __future__ import annotations

from lib.domain.problems import Code
from lib.services.intake.preview import preview, receive
from lib.services.intake.publishing import publish
from tests.support.people import staff

HEAD = "Mã xã;Tên xã/phường;Tên thôn/bản;Tổng số hộ;Km đến trụ sở xã;Ngày chốt"
TEAM = "Mã đội hình;Năm;Tên đội hình;Số thành viên;Ngày bắt đầu;Ngày kết thúc;Xã được phân công"


def register(year: int, *villages: str, km: str = "2,5") -> bytes:
    rows = [f"04045;Xã Lóng Sập;{v};100;{km};31/12/{year}" for v in villages]
    return "\n".join([HEAD, *rows]).encode()


def codes(installation, content: bytes) -> set[Code]:
    return {
        p.code
        for p in preview(
            installation, receive("tep.csv", content, installation.settings), who=staff()
        ).problems
    }


def put(installation, content: bytes) -> None:
    publish(
        installation,
        preview(installation, receive("tep.csv", content, installation.settings), who=staff()),
        who=staff("Lò Thị Mai"),
    )


def test_a_register_with_fewer_villages_than_last_year_is_told(installation):
    put(installation, register(2024, "Bản A", "Bản B", "Bản C"))

    assert Code.REGISTER_SHRANK in codes(installation, register(2025, "Bản A", "Bản B"))
    assert Code.REGISTER_SHRANK not in codes(
        installation, register(2025, "Bản A", "Bản B", "Bản C")
    )


def test_a_distance_below_zero_is_refused(installation):
    assert Code.NEGATIVE in codes(installation, register(2025, "Bản A", km="-2,5"))


def test_a_team_sent_elsewhere_is_a_change(installation):
    sent = f"{TEAM}\nTN26-001;2026;Đội 1;10;01/7/2026;31/7/2026;"
    put(installation, f"{sent}04045".encode())

    ready = preview(
        installation,
        receive("tep.csv", f"{sent}03985".encode(), installation.settings),
        who=staff(),
    )

    assert ready.changes is not None
    assert ready.changes.cells["column"].tolist() == ["assigned_communes"]
    assert Code.NOTHING_CHANGES not in {p.code for p in ready.problems}
