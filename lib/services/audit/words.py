"""The trail in words: one entry as a reader meets it, on the page, in Excel, on a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lib.domain.audit.chain import Entry, moment_of
from lib.files.writing.export import table_workbook
from lib.services.audit.recording import Verified
from lib.services.installation import Installation
from lib.services.wording.settings import setting_name
from lib.text import Words, say_moment, say_number

_LONGEST_VALUE, _MOST_VALUES = 120, 12


def deed_of(entry: Entry, say: Words) -> str:
    """What was done."""
    return deed_word(entry.deed, say)


def deed_word(deed: str, say: Words) -> str:
    """The word for an act; of one that a later version wrote, its code."""
    return say(f"trail_deed.{deed}") if say.has(f"trail_deed.{deed}") else deed


def person_of(entry: Entry, say: Words) -> str:
    """Who: the name, and the role where there is one that the name does not tell already."""
    role = _role(entry, say) if entry.role else ""
    name = entry.name or say("trail.nobody")
    return f"{name} ({role})" if role and not name.startswith(role) else name


def subject_of(entry: Entry, say: Words) -> str:
    """What it was done to: ``upload:12`` as "lần tải 12"."""
    return _subject(entry.subject, say)


def _subject(subject: str, say: Words) -> str:
    kind, sign, rest = subject.partition(":")
    key = f"trail_subject.{kind}"
    if kind == "file" and sign:
        return rest
    if kind == "page" and say.has(f"{rest}.title"):
        rest = f"“{say(f'{rest}.title')}”"
    if kind == "setting":
        rest = setting_name(rest, say)
    return f"{say(key)} {rest}".strip() if sign and say.has(key) else subject


def changes_of(entry: Entry, say: Words) -> list[str]:
    """Before and after, a line for each field: "name: old → new"."""
    old, new = _read(entry.before), _read(entry.after)
    names = [n for n in dict.fromkeys([*old, *new]) if old.get(n) or new.get(n) or n in old]
    return [_change(name, old, new, say=say) for name in names]


def _read(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:  # somebody has changed it: shown as it lies there
        return {"?": text}
    return found if isinstance(found, dict) else {"?": found}


def _change(name: str, old: Mapping[str, Any], new: Mapping[str, Any], *, say: Words) -> str:
    key = f"trail_field.{name}"
    label = say(key) if say.has(key) else name
    told = [_value(side[name], say, name) for side in (old, new) if name in side]
    return f"{label}: {' → '.join(told)}"


def _value(value: Any, say: Words, name: str = "") -> str:
    if say.has(key := f"trail_{name}.{value}"):
        return say(key)
    if isinstance(value, list):
        # What a count is about are subjects of entries that were not written.
        told = [_subject(str(v), say) if name == "about" else v for v in value[:_MOST_VALUES]]
        some = ", ".join(_value(v, say) for v in told)
        rest = len(value) - _MOST_VALUES
        return f"{some} {say('trail.more', count=rest)}" if rest > 0 else some or "–"
    if isinstance(value, bool):
        return say("map.yes" if value else "map.no")
    text = "–" if value is None or value == "" else _moment(str(value))
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _moment(text: str) -> str:
    try:
        return say_moment(moment_of(text))
    except ValueError:
        return text


def trail_workbook(
    installation: Installation, found: Sequence[Entry], say: Words, *, asked: Sequence[str] = ()
) -> bytes:
    """The entries as a workbook; every cell is text or a number, never a formula."""
    columns = {
        "seq": [e.seq for e in found],
        "at": [say_moment(e.moment) for e in found],
        "name": [e.name for e in found],
        "role": [_role(e, say) for e in found],
        "deed": [deed_of(e, say) for e in found],
        "subject": [subject_of(e, say) for e in found],
        "changes": ["\n".join(changes_of(e, say)) for e in found],
        "address": [e.address for e in found],
        "agent": [e.agent for e in found],
        "hash": [e.hash for e in found],
    }
    table = pd.DataFrame(
        {say(f"trail_column.{name}"): cells for name, cells in columns.items()}, dtype=object
    )
    notes = [say("trail.excel_note", at=say_moment(installation.clock()), count=len(found)), *asked]
    if installation.is_demo:
        notes.insert(0, say("app.demo").upper())
    return table_workbook(title=say("trail.heading"), notes=notes, table=table)


def _role(entry: Entry, say: Words) -> str:
    key = f"access.role.{entry.role}"
    return say(key) if say.has(key) else entry.role


def verified_lines(found: Verified, say: Words) -> list[str]:
    """What a look through the trail found, in sentences."""
    count = say_number(found.entries, language=say.language)
    if found.fault:
        wrong = say(f"trail_wrong.{found.fault.wrong}", seq=found.fault.seq)
        lines = [say("trail.broken", seq=found.fault.seq), wrong]
    else:
        lines = [say("trail.whole", count=count)]
    if found.anchor:
        at = say_moment(moment_of(found.anchor.at))
        lines.append(say("trail.anchored", seq=found.anchor.seq, at=at, who=found.anchor.who))
    heads = say_number(found.heads, language=say.language)
    lines.append(say("trail.heads", count=heads) if found.heads else say("trail.no_heads"))
    return lines


def line_of(entry: Entry, say: Words) -> str:
    """One entry on one line."""
    told = [f"{entry.seq:>6}", say_moment(entry.moment), person_of(entry, say), deed_of(entry, say)]
    return "  ".join([*told, subject_of(entry, say)]).rstrip()
