"""A made-up province of nine communes, three by three, and its files."""

import io
import zipfile

import geopandas as gpd
import shapely

from lib.domain.places.gazetteer import Commune
from lib.files.reference import gazetteer
from lib.maps.boundaries import schematic

SIDE = 0.1
NAMES = [
    "Chiềng An",
    "Mường Sại",
    "Mường Bang",
    "Chiềng Hặc",
    "Phiêng Pằn",
    "Tô Hiệu",
    "Chiềng On",
    "Sốp Cộp",
    "Xím Vàng",
]


def place(number):
    """Square of the commune with this number, from the south-west, row by row."""
    west, south = 103.5 + SIDE * (number % 3), 21.0 + SIDE * (number // 3)
    return shapely.box(west, south, west + SIDE, south + SIDE)


def make_commune(number):
    middle = place(number).centroid
    return Commune(
        code=f"0{3600 + number}",
        name=NAMES[number],
        full_name=f"Xã {NAMES[number]}",
        area_km2=115.0,
        population=1000,
        lon=middle.x,
        lat=middle.y,
        source="test",
    )


def whole_province(folder, *, spread=()):
    """Our 75 communes as the schematic outlines draw them; the spread ones lie over neighbours."""
    path = folder / "schematic.topojson"
    path.write_bytes(schematic().topojson)
    drawn = gpd.read_file(path).set_crs(4326, allow_override=True).sort_values("code")
    over = drawn.code.isin(spread)
    shapes = drawn.geometry.where(~over, drawn.geometry.buffer(0.002))
    names = [gazetteer().communes[code].full_name for code in drawn.code]
    return gpd.GeoDataFrame(
        {"ma_xa": drawn.code.tolist(), "ten": names}, geometry=list(shapes), crs=4326
    )


def as_geojson(frame):
    return frame.to_json(to_wgs84=frame.crs is not None).encode()


def as_geopackage(frame, folder):
    path = folder / "made.gpkg"
    frame.to_file(path, layer="xa")
    return path.read_bytes()


def as_shapefile(frame, folder, *, leave_out=(), inside=""):
    made = folder / "made"
    made.mkdir()
    frame.to_file(made / "ranh_gioi.shp", encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in sorted(made.iterdir()):
            if part.suffix not in leave_out:
                archive.writestr(zipfile.ZipInfo(inside + part.name), part.read_bytes())
    return packed.getvalue()
