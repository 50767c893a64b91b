"""A zip of boundaries: Shapefiles by their parts, other files as they are, no shadows of a Mac."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from lib.maps.boundaries import BoundaryProblem
from lib.maps.inside.layers import Layer, Unread
from lib.maps.inside.tables import shapefile
from lib.text.zip_names import ZIP_FAULTS, files_in_zip, name_in_zip

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_OTHERS = (".geojson", ".json", ".topojson", ".gpkg", ".kml", ".kmz", ".zip")
_JUNK_FOLDERS = frozenset({"__macosx", ".git", "$recycle.bin"})
_MOST_LAYERS = 500
_NAMED = 6

Found = list[Layer | Unread]
Members = dict[PurePosixPath, zipfile.ZipInfo]


def layers_in(
    content: bytes,
    folder: Path,
    *,
    filename: str,
    most_bytes: int,
    read: Callable[[bytes, str], Found],
) -> Found:
    """The layers of everything inside. ``read`` reads a file that is no part of a Shapefile.

    Raises ``BoundaryProblem`` where the archive must not be opened or holds no boundaries.
    """
    try:
        with _opened(content) as archive:
            members = _members(archive, filename, most_bytes)
            found = [
                shapefile(_read_all(archive, parts), _own(folder, n), str(shp))
                for n, (shp, parts) in enumerate(_shapefiles(members).items())
            ]
            for path, member in members.items():
                if path.suffix.lower() in _OTHERS:
                    found += read(_bytes(archive, member), str(path))
    except zipfile.BadZipFile as error:
        raise BoundaryProblem("boundary_broken_zip", filename=filename) from error
    if not found:
        names = [str(path) for path in members]
        told = ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
        raise BoundaryProblem("boundary_no_shapefile", filename=filename, names=told or "–")
    return found


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except ZIP_FAULTS as error:
        raise zipfile.BadZipFile from error


def _members(archive: zipfile.ZipFile, filename: str, most_bytes: int) -> Members:
    """What is inside, by path; nothing is followed that leads out of it."""
    members = {PurePosixPath(name_in_zip(m)): m for m in files_in_zip(archive)}
    if any(p.is_absolute() or ".." in p.parts or ":" in str(p) for p in members):
        raise BoundaryProblem("boundary_unsafe_zip", filename=filename)
    if sum(m.file_size for m in members.values()) > most_bytes:
        raise BoundaryProblem("boundary_too_large", filename=filename, most=most_bytes // 2**20)
    members = {p: m for p, m in members.items() if not _is_junk(p)}
    if any(m.flag_bits & 1 for m in members.values()):
        raise BoundaryProblem("boundary_locked_zip", filename=filename)
    return members


def _is_junk(path: PurePosixPath) -> bool:
    folders = {part.lower() for part in path.parts[:-1]}
    return path.name.startswith((".", "~$")) or bool(folders & _JUNK_FOLDERS)


def _shapefiles(members: Members) -> dict[PurePosixPath, Mapping[str, zipfile.ZipInfo]]:
    """The parts of each Shapefile by ending. Windows does not tell xa.dbf from XA.DBF."""
    alike: dict[str, list[PurePosixPath]] = defaultdict(list)
    for path in members:
        if path.suffix.lower() in _PARTS:
            alike[_stem(path).casefold()].append(path)
    found: dict[PurePosixPath, Mapping[str, zipfile.ZipInfo]] = {}
    for shp in [p for p in members if p.suffix.lower() == ".shp"][:_MOST_LAYERS]:
        stem = _stem(shp)
        # Written alike comes last and stays.
        mine = sorted(alike[stem.casefold()], key=lambda p: _stem(p) == stem)
        found[shp] = {p.suffix.lower(): members[p] for p in mine} | {".shp": members[shp]}
    return found


def _stem(path: PurePosixPath) -> str:
    return str(path.with_suffix(""))


def _read_all(archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    return {end: _bytes(archive, member) for end, member in parts.items()}


def _bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Never more than the directory of the archive promised."""
    try:
        with archive.open(member) as part:
            return part.read(member.file_size)
    except ZIP_FAULTS as error:
        raise zipfile.BadZipFile(member.filename) from error


def _own(folder: Path, number: int) -> Path:
    own = folder / str(number)
    own.mkdir()
    return own
