"""The outlines that a map draws: of today, or those that were in force at a frozen moment."""

from __future__ import annotations

from lib.maps.boundaries import Boundaries, by_name, current, tiles
from lib.maps.scene import View
from lib.services.installation import Installation


def boundaries_for(installation: Installation, view: View) -> Boundaries:
    """The outlines that a kind of map draws; of a frozen moment those then in force.

    Where they are no longer there, today's: ``freeze_seal`` then calls the seal broken.
    """
    if view == "tiles":
        return tiles()
    data_dir = installation.settings.data_dir
    then = by_name(installation.freeze.boundaries, data_dir) if installation.freeze else None
    return then or current(data_dir)
