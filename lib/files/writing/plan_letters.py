"""Letters filled in: a Word template, ours or one of the office's own, and the values of a plan."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import OpcError
from docx.shared import Pt, RGBColor
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from lib.aside.asking import Aside, Refusals
from lib.domain.errors import UnreadableFile
from lib.files.writing.letter_templates import Letter, blank_letter

_ASIDE = Aside("lib.files.writing.plan_letters", idle_s=120)
FOLDER = "mau-van-ban"
"""In the data folder: an office's own templates, under the names of ours."""
_MOST_BYTES = 10 * 2**20
_MOST_UNPACKED_BYTES = 100 * 2**20
# What XML 1.0 does not know, and halves of characters.
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


def own_template(letter: Letter, data_dir: Path) -> bytes | None:
    """The office's own template of this paper, where it has put one."""
    path = data_dir / FOLDER / f"{letter}.docx"
    if not path.is_file():
        return None
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableFile("letter_broken", file=path.name)
    return path.read_bytes()


def own_stamp(data_dir: Path) -> tuple[int, ...]:
    """Changes when an office puts, changes or takes away a template of its own."""
    paths = [data_dir / FOLDER / f"{letter}.docx" for letter in Letter]
    return tuple(p.stat().st_mtime_ns if p.is_file() else 0 for p in paths)


def filled(
    letter: Letter, values: Mapping[str, Any], *, template: bytes | None = None, mark: str = ""
) -> bytes:
    """The paper with its values; ``mark`` (made-up figures) stands at the top of every page.

    Raises ``UnreadableFile`` for a template with places we do not know, or that is no Word file.
    """
    name = f"{letter}.docx"
    if template is None:
        return filled_here(blank_letter(letter), name, values, mark=mark)
    how = Refusals(broken="letter_broken", too_hard="letter_too_hard", values={"file": name})
    told = {"name": name, "values": dict(values), "mark": mark}
    _, (made,) = _ASIDE.ask("fill", template, refusals=how, **told)
    return bytes(made)


def fill(
    template: bytes, *, name: str, values: dict[str, Any], mark: str
) -> tuple[None, list[bytes]]:
    """What a child is asked to do with a template from outside."""
    _refuse_bomb(template, name)
    return None, [filled_here(template, name, values, mark=mark)]


def filled_here(template: bytes, name: str, values: Mapping[str, Any], *, mark: str) -> bytes:
    """The paper, in this very process."""
    try:
        made = DocxTemplate(io.BytesIO(template))
        made.render(_plain(values), jinja_env=_environment(), autoescape=True)
        buffer = io.BytesIO()
        made.save(buffer)
    except UndefinedError as error:
        found = _NAME.search(str(error))
        place = next((g for g in (found.groups() if found else ()) if g), "?")
        raise UnreadableFile("letter_unknown", file=name, place=place) from error
    except TemplateSyntaxError as error:
        raise UnreadableFile("letter_syntax", file=name) from error
    except (TemplateError, OpcError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise UnreadableFile("letter_broken", file=name) from error
    return _marked(buffer.getvalue(), mark) if mark else buffer.getvalue()


def _refuse_bomb(template: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            unpacked = sum(m.file_size for m in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnreadableFile("letter_broken", file=name) from error
    if unpacked > _MOST_UNPACKED_BYTES:
        raise UnreadableFile("letter_broken", file=name)


def _environment() -> SandboxedEnvironment:
    """What a template may do: read the values given, and nothing of the machine."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _plain(value: Any) -> Any:
    """Texts without what XML does not know."""
    if isinstance(value, str):
        return _NOT_XML.sub(" ", value)
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def _marked(content: bytes, mark: str) -> bytes:
    """Set by us and not by the template: nobody takes it away by mistake."""
    made = docx.Document(io.BytesIO(content))
    for section in made.sections:
        heads = [section.header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        for head in heads:
            head.is_linked_to_previous = False
            paragraph = head.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(mark)
            run.bold, run.font.size = True, Pt(10)
            run.font.color.rgb = RGBColor(0xA0, 0x3A, 0x00)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()
