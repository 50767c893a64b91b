"""Archives as a Mac or Windows makes them, with parts missing, torn or doubled."""

import io
import zipfile

import pytest

from tests.maps.made_up import as_shapefile
from tests.maps.spoiling import ALL, parts_of, refusal, spelt, taken, zipped


def test_a_macs_shadow_files_are_no_shapefiles(nine, book, tmp_path):
    parts = parts_of(nine, tmp_path)
    shadows = {f"__MACOSX/._{name}": b"\0\5\x16\7" for name in parts}
    more = {".DS_Store": b"x", "._ranh_gioi.shp": b"x", "~$ranh_gioi.shp": b"x"}

    assert taken(zipped(shadows | parts | more), book, "a.zip").matched == ALL


@pytest.mark.parametrize("rename", [
    lambda n: n.upper(),
    lambda n: n.replace("ranh_gioi.dbf", "RANH_GIOI.DBF"),
    lambda n: n.replace("ranh_gioi.shp", "Ranh_Gioi.SHP"),
    lambda n: f"Bản đồ/{n}",
    lambda n: n.replace("ranh_gioi", "ranh giới xã 2025.v2"),
])  # fmt: skip
def test_parts_belong_together_whatever_their_case(rename, nine, book, tmp_path):
    parts = {rename(name): content for name, content in parts_of(nine, tmp_path).items()}

    assert taken(zipped(parts), book, "a.zip").matched == ALL


@pytest.mark.parametrize("index", [None, b"", b"\0" * 100, b"x" * 40])
def test_an_index_that_is_missing_or_torn_is_made_anew(index, nine, book, tmp_path):
    parts = parts_of(nine, tmp_path)
    parts.pop("ranh_gioi.shx")
    if index is not None:
        parts["ranh_gioi.shx"] = index

    assert taken(zipped(parts), book, "a.zip").matched == ALL


def test_a_missing_table_is_named(nine, book, tmp_path):
    parts = parts_of(nine, tmp_path)
    del parts["ranh_gioi.dbf"]

    error = refusal(zipped(parts), book, "a.zip")

    assert (error.code, error.values["parts"]) == ("boundary_part_missing", "ranh_gioi.dbf")


def test_a_missing_shape_file_is_named_by_what_is_there(nine, book, tmp_path):
    parts = parts_of(nine, tmp_path)
    del parts["ranh_gioi.shp"]

    error = refusal(zipped(parts), book, "a.zip")

    assert error.code == "boundary_no_shapefile"
    assert "ranh_gioi.dbf" in error.values["names"]


def test_a_table_of_other_rows_than_shapes_is_refused(nine, book, tmp_path):
    (tmp_path / "other").mkdir()
    parts = parts_of(nine, tmp_path)
    parts["ranh_gioi.dbf"] = parts_of(nine.iloc[:8], tmp_path / "other")["ranh_gioi.dbf"]

    error = refusal(zipped(parts), book, "a.zip")

    assert (error.code, error.values["rows"]) == ("boundary_rows_differ", 8)


@pytest.mark.parametrize("letters", ["cp1258", "tcvn3", "cp1252"])
@pytest.mark.parametrize("stated", [None, b"UTF-8", b"1252", b"ABC", b"a\0b"])
def test_codes_are_enough_whatever_letters_the_names_have(letters, stated, nine, book, tmp_path):
    parts = spelt(parts_of(nine, tmp_path), letters, stated)

    assert taken(zipped(parts), book, "a.zip").matched == ALL


@pytest.mark.parametrize("letters", ["cp1258", "tcvn3", "utf-8"])
@pytest.mark.parametrize("stated", [None, b"UTF-8", b"ISO-8859-1", b"ABC"])
def test_names_alone_are_read_in_the_letters_of_older_windows(
    letters, stated, nine, book, tmp_path
):
    parts = spelt(parts_of(nine[["ten", "geometry"]], tmp_path), letters, stated)

    assert taken(zipped(parts), book, "a.zip").matched == ALL


def test_names_that_have_lost_their_letters_are_shown_in_the_refusal(nine, book, tmp_path):
    nine["ten"] = [t.encode("ascii", "replace").decode() for t in nine.ten]

    error = refusal(as_shapefile(nine[["ten", "geometry"]], tmp_path), book, "a.zip")

    assert error.code == "boundary_nothing_known"
    assert "ten (“X? Chi?ng An”)" in error.values["columns"]


@pytest.mark.parametrize("stated", [b"", b"x", b'GEOGCS["GCS_WGS_19', b'LOCAL_CS["Unnamed"]'])
def test_a_torn_statement_of_the_system_counts_as_none(stated, nine, book, tmp_path):
    parts = parts_of(nine, tmp_path) | {"ranh_gioi.prj": stated}

    assert taken(zipped(parts), book, "a.zip").matched == ALL


def test_an_empty_zip_is_told_as_such(book):
    assert refusal(zipped({}), book, "a.zip").code == "boundary_no_shapefile"


def test_a_zip_whose_directory_leads_nowhere_is_called_torn(nine, book, tmp_path):
    content = bytearray(zipped(parts_of(nine, tmp_path)))
    entry = content.rindex(b"PK\1\2")
    content[entry + 42 : entry + 46] = b"\xff\xff\xff\x7f"

    assert refusal(bytes(content), book, "a.zip").code == "boundary_broken_zip"


def test_a_zip_with_a_member_without_a_name_is_called_torn(book):
    content = zipped({"a.shp": b"x"}).replace(b"a.shp", b"\0.shp")

    assert refusal(content, book, "a.zip").code == "boundary_broken_zip"


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=str
)
def test_a_member_damaged_in_any_packing_is_called_torn(packing, nine, book, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        for name, part in parts_of(nine, tmp_path).items():
            archive.writestr(name, part)
        member = max(archive.infolist(), key=lambda m: m.compress_size)
    content = bytearray(packed.getvalue())
    middle = member.header_offset + 30 + len(member.filename) + member.compress_size // 2
    content[middle : middle + 40] = bytes(40)

    assert refusal(bytes(content), book, "a.zip").code == "boundary_broken_zip"
