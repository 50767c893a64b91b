"""The names of files within zips and folders, as the people who packed them saw them."""

import io
import struct
import zipfile
from zlib import crc32

import pytest

from lib.domain.errors import UnreadableFile
from lib.files.reading.zip_of_files import Limits, is_junk, told_apart, unpacked

LIMITS = Limits(files=50, bytes=10_000, file_bytes=1_000)


def packed(name: bytes, *, flag: int = 0, extra: bytes = b"") -> bytes:
    """A zip of one empty file whose name is just these bytes."""
    size = struct.pack("<2H", len(name), len(extra))
    rest = struct.pack("<2H3I", 0, 33, 0, 0, 0)
    local = b"PK\3\4" + struct.pack("<3H", 20, flag, 0) + rest + size + name + extra
    entry = (
        b"PK\1\2" + struct.pack("<4H", 20, 20, flag, 0) + rest + size
        + struct.pack("<3H2I", 0, 0, 0, 0, 0) + name + extra
    )  # fmt: skip
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


@pytest.mark.parametrize(("name", "flag"), [
    ("Tô Hiệu.csv".encode(), 0x800),
    ("Tô Hiệu.csv".encode(), 0),
    ("To\u0302 Hie\u0323\u0302u.csv".encode(), 0),
    ("Tô Hiê\u0323u.csv".encode("cp1258"), 0),
])  # fmt: skip
def test_a_name_is_read_in_the_letters_it_was_written_in(name, flag):
    assert [m.name for m in unpacked(packed(name, flag=flag), LIMITS).files] == ["Tô Hiệu.csv"]


def test_a_name_that_stands_beside_in_unicode_wins():
    old = "T? Hi?u.csv".encode("cp437") + b"\x82"
    told = b"\1" + struct.pack("<I", crc32(old)) + "Tô Hiệu.csv".encode()
    extra = struct.pack("<2H", 0x7075, len(told)) + told

    assert unpacked(packed(old, extra=extra), LIMITS).files[0].name == "Tô Hiệu.csv"


def test_a_name_of_dos_stays_one():
    assert unpacked(packed(b"caf\x82.csv"), LIMITS).files[0].name == "café.csv"


def test_files_of_one_name_carry_their_folders():
    paths = ["a/x.csv", "b/X.csv", "y.csv", "../c/x.csv", "a/x.csv"]

    assert told_apart(paths) == ["a › x.csv", "b › X.csv", "y.csv", "c › x.csv", "(2) a › x.csv"]


@pytest.mark.parametrize("path", [
    "__MACOSX/a/._x.csv", ".DS_Store", "a/Thumbs.db", "a/~$x.xlsx", ".git/x.csv", "a/.cache/x.csv",
])  # fmt: skip
def test_what_a_computer_keeps_for_itself_is_junk(path):
    assert is_junk(path)
    assert not is_junk("../a.b/x.csv")


def test_one_path_twice_in_a_zip_is_two_files():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a/x.csv", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a/x.csv", b"2")

    found = unpacked(buffer.getvalue(), LIMITS).files

    assert [(m.name, m.content) for m in found] == [("a › x.csv", b"1"), ("(2) a › x.csv", b"2")]


@pytest.mark.parametrize("name", [b"", b"\0so-lieu.csv"])
def test_a_zip_with_a_member_without_a_name_is_called_torn(name):
    with pytest.raises(UnreadableFile) as refused:
        unpacked(packed(name), LIMITS)

    assert refused.value.code == "broken_file"
