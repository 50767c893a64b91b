"""What a list of people shows, and by what somebody is found in it."""

import pytest

from lib.domain.directory.masks import masked_name, masked_phone, national, sought

PHONE = "+84912345678"


def test_a_name_is_its_initials_and_a_telephone_its_last_digits():
    assert masked_name("Lò Văn Ân") == "L. V. Â."
    assert masked_phone(PHONE) == "•••• ••• 678"
    assert masked_phone("") == ""
    assert national(PHONE) == "0912 345 678"
    assert national("") == ""


@pytest.mark.parametrize(
    "wanted", ["Ân", "lò ân", "lo van", "0912345678", "0912 345 678", "+84 912 345 678"]
)
def test_somebody_is_found_by_whole_words_or_the_whole_number(wanted):
    assert sought("Lò Văn Ân", PHONE, wanted)


@pytest.mark.parametrize("wanted", ["L", "Vă", "678", "091234", "Ân Hà", "", "  ", "0912345679"])
def test_parts_of_a_name_or_number_find_nobody(wanted):
    assert not sought("Lò Văn Ân", PHONE, wanted)
