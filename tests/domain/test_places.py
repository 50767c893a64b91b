"""Names lead to the right commune or to a question, never to a twin."""

import unicodedata

import pytest

from lib.domain.places.gazetteer import (
    Ambiguous,
    Commune,
    FormerUnit,
    Found,
    Gazetteer,
    Unknown,
    bare_name,
)
from lib.files.reference import gazetteer


def commune(code, name, kind="Xã"):
    return Commune(
        code=code,
        name=name,
        full_name=f"{kind} {name}",
        area_km2=1.0,
        population=1,
        lon=104.0,
        lat=21.0,
        source="test",
    )


def former(name, *, commune_code, district, also_written=()):
    return FormerUnit(
        old_code="00000",
        name=name,
        full_name=f"Xã {name}",
        district=district,
        commune_code=commune_code,
        also_written=also_written,
    )


def make_book(*units):
    return Gazetteer([commune("00001", "Mới"), commune("00002", "Hòa An", "Phường")], units)


def said(text, **district):
    """Name of the commune found for ``text`` in the real register, or the kind of answer."""
    match gazetteer().resolve(text, **district):
        case Found(found):
            return found.name
        case other:
            return type(other).__name__


def district_of(text):
    answer = gazetteer().resolve(text)
    return answer.former and answer.former.district


TWINS = [
    ("Chiềng Ân", "Chiềng An"),
    ("Mường Sai", "Mường Sại"),
    ("Mường Bằng", "Mường Bang"),
    ("Chiềng Hắc", "Chiềng Hặc"),
    ("Chiềng Đông", "Chiềng Dong"),
    ("Chiềng Ơn", "Chiềng On"),
]


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_names_that_differ_only_in_accents_lead_to_different_communes(one, other):
    assert said(one) != said(other)
    assert "Unknown" not in {said(one), said(other)}


@pytest.mark.parametrize("name", sorted({n for pair in TWINS for n in pair}))
def test_a_twin_without_its_accents_is_not_guessed(name):
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))

    assert said(bare.replace("Đ", "D")) in {"Unknown", bare}


def test_every_name_of_today_leads_to_its_own_commune_in_any_writing():
    for c in gazetteer().communes.values():
        for text in (c.name, c.full_name, c.full_name.upper(), f"  {c.full_name}  "):
            assert said(text) == c.name
            assert said(unicodedata.normalize("NFD", text)) == c.name


def test_every_former_unit_leads_to_its_successor_when_its_district_is_known():
    book = gazetteer()
    for unit in book.former:
        for spelling in (unit.name, *unit.also_written):
            answer = book.resolve(f"{spelling} ({unit.district})")
            assert isinstance(answer, Found)
            today = book.by_code(unit.commune_code)
            reused = any(bare_name(spelling) == bare_name(c.name) for c in book.communes.values())
            assert answer.commune == today or reused


def test_a_name_borne_by_two_former_communes_asks_the_user():
    answer = gazetteer().resolve("Chiềng Chung")

    assert isinstance(answer, Ambiguous)
    assert {c.name for c in answer.communes} == {"Đoàn Kết", "Mường Chanh"}


@pytest.mark.parametrize(
    ("text", "district", "expected"),
    [
        ("Chiềng Chung", "Mai Sơn", "Mường Chanh"),
        ("Chiềng Chung", "thị xã Mộc Châu", "Đoàn Kết"),
        ("Xã Chiềng Chung (Mộc Châu)", "", "Đoàn Kết"),
        ("xã Chiềng Chung, huyện Mai Sơn", "", "Mường Chanh"),
        ("Chiềng Chung - H. Mai Sơn", "", "Mường Chanh"),
    ],
)
def test_a_district_tells_two_former_communes_apart(text, district, expected):
    assert said(text, district=district) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xã Phiêng Pằn", "Phiêng Pằn"),
        ("Phường Tô Hiệu", "Tô Hiệu"),
        ("P. Tô Hiệu", "Tô Hiệu"),
        ("X.Phiêng Pằn", "Phiêng Pằn"),
        ("TT Ít Ong", "Mường La"),
        ("TT. Hát Lót", "Mai Sơn"),
        ("Thị trấn Quang Huy", "Phù Yên"),
        ("UBND xã Phiêng Pằn", "Phiêng Pằn"),
        ("ubnd phường Tô Hiệu", "Tô Hiệu"),
    ],
)
def test_the_kind_of_unit_may_be_written_in_many_ways(text, expected):
    assert said(text) == expected


def test_a_name_that_begins_like_a_kind_keeps_its_letters():
    book = make_book(former("Xãm Mới", commune_code="00001", district="Huyện A"))

    assert isinstance(book.resolve("Xãm Mới"), Found)


@pytest.mark.parametrize("text", ["Hòa An", "Hoà An", "phường HOÀ AN", "ho\u00e0\u200b An"])
def test_the_place_of_the_tone_mark_does_not_matter(text):
    assert make_book().resolve(text) == Found(commune("00002", "Hòa An", "Phường"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Xín Vàng", "Xím Vàng"), ("Nậm Păm", "Mường La"), ("Phỏng Lái", "Bình Thuận")],
)
def test_another_spelling_of_a_former_unit_is_known(text, expected):
    assert said(text) == expected


def test_former_unit_and_its_spelling_count_once():
    book = make_book(
        former("Cũ", commune_code="00001", district="Huyện A", also_written=("Cũ", "CŨ"))
    )

    assert isinstance(book.resolve("Cũ"), Found)


def test_a_town_is_the_unit_before_the_merger_even_where_a_commune_bears_its_name():
    answer = gazetteer().resolve("Thị trấn Thuận Châu")

    assert isinstance(answer, Found)
    assert (answer.commune.full_name, answer.former.full_name) == (
        "Xã Thuận Châu",
        "Thị trấn Thuận Châu",
    )


@pytest.mark.parametrize(
    ("text", "is_former"),
    [
        ("Xã Lóng Sập (cũ)", True),
        ("Lóng Sập (trước 1/7/2025)", True),
        ("Xã Lóng Sập (mới)", False),
        ("Xã Lóng Sập (biên giới)", False),
        ("3. Xã Lóng Sập (1)", False),
        ("- Lóng Sập*", False),
    ],
)
def test_what_stands_around_a_name_is_understood(text, is_former):
    answer = gazetteer().resolve(text)

    assert isinstance(answer, Found)
    assert answer.commune.name == "Lóng Sập"
    assert (answer.former is not None) is is_former


def test_a_code_without_its_leading_zero_is_found():
    assert gazetteer().by_code(" 3646 ").name == "Tô Hiệu"
    assert gazetteer().by_code("03646").name == "Tô Hiệu"
    assert gazetteer().by_code("\uff13\uff16\uff14\uff16").name == "Tô Hiệu"  # figures, full width


@pytest.mark.parametrize("text", ["", "x", "00000", "3646.0"])
def test_what_is_no_code_finds_nothing(text):
    assert gazetteer().by_code(text) is None


@pytest.mark.parametrize("text", ["", "   ", "xã", "Toàn tỉnh", "Hà Nội"])
def test_what_no_register_has_is_unknown(text):
    assert gazetteer().resolve(text) == Unknown()


def test_names_of_former_units_tell_which_unit_was_meant():
    assert district_of("Mường Sai") == "Huyện Sông Mã"
    assert district_of("Tô Hiệu") is None


def test_suggestible_names_lead_where_resolving_leads():
    book = gazetteer()
    for name, meant, _ in book.names():
        answer = book.resolve(name)
        assert isinstance(answer, Ambiguous) or answer.commune == meant
