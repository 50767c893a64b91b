"""What files are called that leave the product, and what they say of their making."""

from __future__ import annotations

from lib.services.installation import Installation
from lib.services.view_address import address_of
from lib.text import Words, say_moment


def file_stem(installation: Installation, name: str) -> str:
    """How a file is called; made-up data and frozen figures say so in the name."""
    demo = "minh-hoa_" if installation.is_demo else ""
    seen = "".join(f"_{key}-{value}" for key, value in address_of(installation.freeze).items())
    return f"{demo}{name}{seen.replace(':', '')}"


def made_at(installation: Installation, version: str, say: Words) -> str:
    """When a file was made, and from which version of the data."""
    return say("export.made", at=say_moment(installation.clock()), version=version)
