"""The parts of the light page, as plain values for its template."""

from __future__ import annotations

from typing import NamedTuple


class Option(NamedTuple):
    """One entry of a list to choose from."""

    value: str
    label: str
    chosen: bool


class Select(NamedTuple):
    """One list of the form."""

    name: str
    label: str
    options: list[Option]


class Card(NamedTuple):
    """An indicator with its figure."""

    name: str
    value: str
    unit: str
    fraction: str
    note: str
    address: str
    chosen: bool


class Row(NamedTuple):
    """A commune in the table."""

    code: str
    name: str
    address: str
    cls: int | None
    look: str
    value: str
    fraction: str
    flags: str
    chosen: bool
    rank: str
    """Its place among the communes, the best first; "" where communes have none."""


class CommuneFigure(NamedTuple):
    """A figure of the chosen commune and the newest uploads it comes from."""

    name: str
    value: str
    fraction: str
    uploads: list[int]
    more: bool
    """Whether earlier uploads stand behind it too."""
