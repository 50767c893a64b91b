"""Addresses and the networks they lie in."""

from __future__ import annotations

import pytest

from lib.domain.access.networks import neighbourhood, networks


@pytest.mark.parametrize(
    ("address", "around"),
    [
        ("10.1.2.3", ("10.1.2.0/24",)),
        ("::ffff:10.1.2.3", ("10.1.2.0/24",)),
        ("2001:db8:1:2::7", ("2001:db8:1:2::/64", "2001:db8:1::/48")),
        ("fe80::1%eth0", ("fe80::/64", "fe80::/48")),
        ("test", ("test",)),
        ("", ()),
    ],
)
def test_an_address_lies_in_its_networks(address, around):
    assert networks(address) == around
    assert neighbourhood(address) == next(iter(around), "")
