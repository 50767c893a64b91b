"""The made-up province, for every test of the maps."""

import json

import geopandas as gpd
import pytest

from lib.domain.places.gazetteer import FormerUnit, Gazetteer
from tests.maps.made_up import as_geojson, make_commune, place


@pytest.fixture
def book():
    former = FormerUnit(
        old_code="03999",
        name="Chiềng Ân",
        full_name="Xã Chiềng Ân",
        district="Huyện Mường La",
        commune_code="03600",
    )
    return Gazetteer([make_commune(n) for n in range(9)], [former])


@pytest.fixture
def nine():
    """All nine communes with code and full name, WGS 84."""
    communes = [make_commune(n) for n in range(9)]
    return gpd.GeoDataFrame(
        {"ma_xa": [c.code for c in communes], "ten": [c.full_name for c in communes]},
        geometry=[place(n) for n in range(9)],
        crs=4326,
    )


@pytest.fixture
def document(nine):
    """The nine communes as GeoJSON, to be spoilt."""
    return json.loads(as_geojson(nine))
