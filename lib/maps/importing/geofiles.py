"""From bytes to the layers of a file of boundaries, whatever program wrote it."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath

from lib.maps.boundaries import BoundaryProblem
from lib.maps.inside.archives import layers_in
from lib.maps.inside.json_files import layers_of
from lib.maps.inside.kml import placemarks
from lib.maps.inside.layers import Layer, Unread
from lib.maps.inside.tables import geopackage

MOST_BYTES = 200 * 1024 * 1024
_ZIP, _SQLITE, _SHP = (b"PK\3\4", b"PK\5\6"), b"SQLite format 3\x00", bytes.fromhex("0000270a")
_PACKED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_FILE = "file"
_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<")


def read_layers(
    content: bytes, filename: str, *, most_bytes: int = MOST_BYTES
) -> list[Layer | Unread]:
    """The layers of the file, each as it was stated.

    The type is decided by content and only these kinds are opened: GDAL would otherwise follow
    a virtual file to wherever it points. Raises ``BoundaryProblem``.
    """
    if len(content) > most_bytes:
        raise BoundaryProblem("boundary_too_large", filename=filename, most=most_bytes // 2**20)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _read(content, filename, most_bytes, folder=Path(folder))
    except (BoundaryProblem, MemoryError, RecursionError):
        raise
    except Exception as error:
        # The libraries' own faults are many and English; the person needs one calm sentence.
        raise BoundaryProblem("boundary_unreadable", filename=filename) from error


def _read(content: bytes, filename: str, most_bytes: int, *, folder: Path) -> list[Layer | Unread]:
    if not content.startswith(_ZIP):
        return _single(content, filename, folder)

    def read(inner: bytes, name: str) -> list[Layer | Unread]:
        try:
            return [_named(layer, name) for layer in _single(inner, name, folder)]
        except BoundaryProblem as problem:
            return [Unread(name, problem)]

    found = layers_in(content, folder, filename=filename, most_bytes=most_bytes, read=read)
    return [_with_file(layer) for layer in found]


def _named(layer: Layer | Unread, file: str) -> Layer | Unread:
    """A layer called by its file within the archive, and by its own name where it has one."""
    name = f"{file}: {layer.name}" if layer.name else file
    if isinstance(layer, Unread):
        return Unread(name, layer.problem)
    return Layer(name, layer.frame, layer.faults, layer.trimmed)


def _with_file(layer: Layer | Unread) -> Layer | Unread:
    """A layer of one feature knows its file's name: one for each commune, called by its code."""
    if isinstance(layer, Unread) or len(layer.frame) != 1:
        return layer
    frame = layer.frame.assign(**{_FILE: PurePosixPath(layer.name).stem})
    return Layer(layer.name, frame, layer.faults, layer.trimmed)


def _single(content: bytes, filename: str, folder: Path) -> list[Layer | Unread]:
    if not content.strip(b"\0 \r\n\t"):
        raise BoundaryProblem("boundary_blank", filename=filename)
    if content.startswith(_ZIP):
        raise BoundaryProblem("boundary_zip_in_zip", filename=filename)
    if content.startswith(_PACKED):
        raise BoundaryProblem("boundary_other_archive", filename=filename)
    if content.startswith(_SHP):
        raise BoundaryProblem("boundary_bare_shapefile", filename=filename)
    if content.startswith(_SQLITE):
        return geopackage(content, folder, filename)
    if content.lstrip().startswith(_XML):
        return [*placemarks(content, filename)]
    return [*layers_of(content, filename)]
