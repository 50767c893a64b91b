"""What of an answer may differ between two trees at no fault: each rule by its name and its reason.

Nothing else is taken out. A rule says what stands for what it found, so that something missing
on one side still differs.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pypdf

from lib.text.formats import HANOI


@dataclass(frozen=True)
class Rule:
    """Takes one volatile thing out of a text."""

    name: str
    why: str
    pattern: re.Pattern[str]
    put: str

    def __call__(self, text: str) -> str:
        """The text with the rule's own word in its place."""
        return self.pattern.sub(self.put, text)


def _rule(name: str, why: str, pattern: str, put: str) -> Rule:
    return Rule(name, why, re.compile(pattern), put)


_TODAY = datetime.now(UTC)
_THERE = _TODAY.astimezone(HANOI)
RULES = (
    _rule(
        "digest in an address",
        "names the bytes of a script, a style or a sheet, which are compared where they are asked",
        r"(/(?:so-lieu|ranh-gioi|tinh|media|static)/(?:[\w%-]+/)*[\w%-]*?[-.]?)[0-9a-f]{8,64}\b",
        r"\1<digest>",
    ),
    _rule(
        "digest of a script that the page allows",
        "the policy of the page repeats what the page holds",
        r"'sha256-[A-Za-z0-9+/=]+'",
        "'sha256-<digest>'",
    ),
    _rule(
        "name of a widget",
        "Streamlit's digest holds the path of the page's script",
        r"\$\$ID-[0-9a-f]{32}-",
        "$$ID-<digest>-",
    ),
    _rule(
        "script of a page",
        "Streamlit's digest of the path of a page's script",
        r'((?:page_)?script_hash: ")[0-9a-f]{32}"',
        r'\1<digest>"',
    ),
    _rule(
        "number of a file that is made when somebody asks",
        "drawn by lot in each session",
        r'(deferred_file_id: ")[0-9a-f-]{16,}"',
        r'\1<number>"',
    ),
    _rule(
        "moment of this run, for machines",
        "two servers do a thing one after the other",
        rf"\b{_TODAY:%Y-%m-%d}[T ][\d:.]+(?:Z|\+00:00)",
        "<now>",
    ),
    _rule(
        "moment of this run, as people read it",
        "the same, in Vietnam's time",
        rf"\b{_THERE:%d/%m/%Y} \d\d:\d\d(?::\d\d)?\b",
        "<now>",
    ),
    _rule(
        "digest in the trail",
        "each covers the moment of its act, and the digest before it",
        r"((?:dấu băm|digest|hash|previous)\W{1,4})[0-9a-f]{12,64}",
        r"\1<digest>",
    ),
    _rule(
        "room on the disk",
        "whatever else this machine does takes and leaves some",
        r'("room": )\d+',
        r"\1<bytes>",
    ),
    _rule(
        "moment of a PDF",
        "written into its properties by the clock",
        r"((?:Creation|Mod)Date ?\(D:)[^)]*\)",
        r"\1<moment>)",
    ),
    _rule(
        "moment of a paper, as XML",
        "written into the properties of a PDF or a workbook by the clock",
        r"(<(?:xmp:(?:Create|Modify|Metadata)Date|dcterms:(?:created|modified)[^>]*)>)[^<]*<",
        r"\1<moment><",
    ),
    _rule(
        "number of a paper",
        "typst names each document by digests of its content and of the moment",
        r"(/ID ?\[)[^\]]*\]",
        r"\1<number>]",
    ),
    _rule(
        "number of a paper, as XML",
        "the same, in its properties",
        r"(<xmpMM:(?:DocumentID|InstanceID)>)[^<]*<",
        r"\1<number><",
    ),
)
"""In the order in which they are used."""


@dataclass(frozen=True)
class Place:
    """Where a tree and its store lie: paths and ports, which no two servers share."""

    tree: Path
    store: Path
    site: str

    def __call__(self, text: str) -> str:
        """The text with names in the place of paths and of the address."""
        told = {str(self.store): "<store>", str(self.tree): "<tree>"}
        told |= {self.site: "<site>", self.site.partition("//")[2]: "<site>"} if self.site else {}
        for path, name in told.items():
            text = text.replace(path, name)
        return text


def lines_of(content: bytes, place: Place) -> list[str]:
    """An answer as lines that can be laid beside those of the other tree."""
    if content.startswith(b"PK\x03\x04"):
        return _members(content, place)
    if content.startswith(b"%PDF"):
        return _settled(content.decode("latin-1"), place)
    try:
        return _settled(content.decode("utf-8"), place)
    except UnicodeDecodeError:
        return [f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"]


def words_of(content: bytes, place: Place) -> list[str]:
    """What a paper says, for telling two apart whose bytes differ; "" of what is no paper."""
    if not content.startswith(b"%PDF"):
        return []
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return _settled("\n".join(page.extract_text() for page in pages), place)


def _members(content: bytes, place: Place) -> list[str]:
    """Member by member, without the dates that the zip gives them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [
            f"{name}: {line}"
            for name in archive.namelist()
            for line in lines_of(archive.read(name), place)
        ]


def _settled(text: str, place: Place) -> list[str]:
    text = place(text)
    for rule in RULES:
        text = rule(text)
    # Broken where it is easily read; nothing is lost by it.
    return re.sub(r'(?<=>)(?=<)|(?<=,)(?= ?["{])|(?<=\\n)', "\n", text).splitlines()
