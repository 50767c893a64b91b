"""One code to people is one code to us; two codes stay two."""

from __future__ import annotations

import pytest

from lib.domain.codes import commune_code, one_spelling, plain_code, same_code, same_village

ONE = "DR26-0001"
SPELLINGS = [
    "dr26-0001",
    "DR26\u20100001",
    "DR26\u20110001",
    "DR26\u20120001",
    "DR26\u20130001",
    "DR26\u20140001",
    "DR26\u20150001",
    "DR26\u22120001",
    "DR26\u2e3a0001",
    "DR26~0001",
    "DR26-\u0660\u0660\u0660\u0661",
    "DR26\u00ad0001",
    "DR26-\u00ad0001",
    "DR26- 0001",
    "DR26 -0001",
    "DR 26-0001",
    "DR26 0001",
    "DR26-0001\u200b",
    "\ufeffDR26-0001",
    "DR2\u20606-0001",
    "\uff24\uff3226\uff0d0001",
    "DR\uff12\uff16-0001",
    "'DR26-0001",
    "DR26--0001",
    "DR26-0001.",
]


@pytest.mark.parametrize("written", SPELLINGS)
def test_a_code_is_the_same_however_it_is_typed(written):
    assert same_code(written) == same_code(ONE)


@pytest.mark.parametrize(
    ("ours", "others"),
    [("TH26-0001", "\u0422\u041d26-0001"), ("TN-AKMX", "\u03a4\u039d-\u0391\u039a\u039c\u03a7")],
)
def test_letters_of_other_alphabets_that_look_like_ours_are_ours(ours, others):
    assert same_code(others) == same_code(ours)
    assert plain_code(others) == ours


@pytest.mark.parametrize(
    ("one", "other"),
    [("DR1-12", "DR11-2"), ("DR26-001", "DR26-0001"), ("TN26-015", "TN26-016"), ("ĐH1", "DH1")],
)
def test_two_codes_stay_two(one, other):
    assert same_code(one) != same_code(other)


@pytest.mark.parametrize("written", [*SPELLINGS, "127 / KH–UBND"])
def test_a_plain_code_stays_as_it_is(written):
    assert plain_code(plain_code(written)) == plain_code(written)


def test_the_known_spelling_is_kept_before_the_first_one():
    spelling = one_spelling(["tn26–015", "TN27-001", "tn27-001"], ["TN26-015"])

    assert spelling == {"tn26–015": "TN26-015", "TN27-001": "TN27-001", "tn27-001": "TN27-001"}


@pytest.mark.parametrize(
    "written", ["'04045", "4045", " 04 045 ", "\uff10\uff14045", "04045\u200b"]
)
def test_a_communes_code_is_read_however_a_spreadsheet_kept_its_zero(written):
    assert commune_code(written) == "04045"


@pytest.mark.parametrize("written", ["4045-7", "04045–007", "04045 - 007", "04045\u00ad007"])
def test_a_villages_code_is_the_same_with_its_zeros_lost(written):
    assert same_village(written) == same_village("04045-007")
    assert same_village("04045-070") != same_village("04045-007")
