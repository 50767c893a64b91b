"""Pages written on the server: every text in them is escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lib.text import say_moment

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["moment"] = say_moment


def rendered(template: str, **values: object) -> str:
    """The template with its values."""
    return _templates.get_template(template).render(**values)
