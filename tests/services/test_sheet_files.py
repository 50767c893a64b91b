import json

from lib.services.map.sheet_files import file_called, put_out
from tests.maps.test_sheet import sheet


def test_a_sheet_put_out_is_found_under_a_name_that_tells_its_content():
    one, other = sheet(["A"]), sheet(["B"])

    name = put_out(one)

    assert name.startswith(f"{one.period}-")
    assert json.loads(file_called(name) or b"")["names"] == ["A"]
    assert put_out(sheet(["A"])) == name
    assert put_out(other) != name


def test_a_name_nobody_put_out_finds_nothing():
    assert file_called("2026-08-0000000000000000") is None
