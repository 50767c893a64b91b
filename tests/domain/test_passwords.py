from __future__ import annotations

import pytest

from lib.domain.access.passwords import weakness


@pytest.mark.parametrize(
    "password",
    ["password1234", "123456789012", "aaaaaaaaaaaa", "qwertyuiop123", "matkhau123456",
     "binhdanhocvuso2026", "sonla2026sonla", "nguyenvanan1234"],
)  # fmt: skip
def test_what_is_guessed_early_is_no_password(password):
    assert weakness(password, ("nguyenvanan", "Nguyễn Văn An")) == "password_common"


@pytest.mark.parametrize("password", ["", "ngắn quá", "x" * 11])
def test_eleven_signs_are_too_few(password):
    assert weakness(password) == "password_short"


@pytest.mark.parametrize(
    "password", ["suối reo trên đá trắng", "con trau di truoc cai cay", "Vq7!pL2#xT9z"]
)
def test_a_short_sentence_is_good_without_digits_or_signs(password):
    assert weakness(password, ("lan", "Lò Thị Lan")) is None


def test_endless_passwords_are_refused_before_they_are_weighed():
    assert weakness("ab" * 5000) == "password_long"
