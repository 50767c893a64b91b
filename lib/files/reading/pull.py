"""XML read as it comes, part by part: never all of it at once, never by patterns over its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from lib.domain.errors import UnreadableFile

Start = Callable[[str, dict[str, str]], None]


def pulled(
    pieces: Iterable[bytes], start: Start, prepare: Callable[[XMLParserType], None] | None = None
) -> None:
    """Tells ``start`` of every element, by its name with prefix and its attributes.

    ``prepare`` may set further handlers. Entities are refused: of them come files read from our
    own disk, and texts that grow without end.
    """
    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    if prepare:
        prepare(parser)
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (ExpatError, ValueError) as error:
        raise UnreadableFile("broken_file") from error


def elements(pieces: Iterable[bytes]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every element of a small part, by its name without prefix."""
    found: list[tuple[str, Mapping[str, str]]] = []
    pulled(pieces, lambda tag, told: found.append((local(tag), told)))
    return iter(found)


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise UnreadableFile("unsafe_inside")
