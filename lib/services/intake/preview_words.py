"""What publishing would do, told in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from lib.domain.intake.checking.compare import Changes
from lib.domain.intake.checking.unusual import Movement
from lib.domain.intake.partial import COMMUNES, Parted
from lib.domain.places.gazetteer import Gazetteer
from lib.services.intake.overtaken import MOVED, PUBLISHED, Overtaken
from lib.services.wording.figures import say_cell
from lib.text import Words, say_change, say_number

_MOST = 5
_FEW = 3


def changes_in_words(found: Changes, say: Words) -> str:
    """ "12/75 xã thay đổi; Số Đại sứ số: 40 → 88 (+48)."; a few other cells are told one by one."""
    parts = [say("upload.changed", count=found.changed_communes, total=len(found.communes))]
    parts += filter(None, (_total(found, key, say) for key in found.template.headline))
    return "; ".join([*parts, *_few_cells(found, say)]) + "."


def _few_cells(found: Changes, say: Words) -> Iterator[str]:
    """ "Đội 15, Tình trạng: – → Hủy": what the totals do not tell, where it is little."""
    if found.differences.count > _FEW:
        return
    for cell in found.cells.to_dict("records"):
        column = found.template.by_key.get(str(cell["column"]))
        if column is None or column.key in found.template.headline:
            continue
        old, new = say_cell(cell["old"], say), say_cell(cell["new"], say)
        yield f"{cell['unit_name']}, {column.header}: {old or '–'} → {new or '–'}"


def _total(found: Changes, key: str, say: Words) -> str:
    old, new = found.total(key)
    if new is None:
        return ""
    header, language = found.template.by_key[key].header, say.language
    shown = say_number(new, language=language)
    if old is not None:
        moved = say_change(new - old, language=language)
        return f"{header}: {say_number(old, language=language)} → {shown} ({moved})"
    if (before := found.total_before(key)) is not None:
        moved = say_change(new - before, language=language)
        was = say_number(before, language=language)
        return say("upload.new_after", header=header, new=shown, before=was, moved=moved)
    return f"{header}: {shown} ({say('upload.new')})"


def unusual_in_words(found: list[Movement], places: Gazetteer, say: Words) -> str:
    """ "Mường Bám: Số Đại sứ số giảm 30 (88 → 58) – bất thường; …", "" when nothing is."""
    told = [_movement(m, places, say) for m in found if m.unusual]
    if len(told) > _MOST:
        told = [*told[:_MOST], say("upload.more_unusual", count=len(told) - _MOST)]
    return "; ".join(told) + "." if told else ""


def _movement(moved: Movement, places: Gazetteer, say: Words) -> str:
    commune, language = places.communes.get(moved.commune_code), say.language
    return say(
        "upload.fell" if moved.change < 0 else "upload.rose",
        commune=commune.name if commune else say("upload.province"),
        header=moved.column.header,
        count=say_number(abs(moved.change), language=language),
        old=say_number(moved.old, language=language),
        new=say_number(moved.new, language=language),
    )


def overtaken_in_words(done: Overtaken, say: Words) -> list[str]:
    """Who was first, when, and what they did; that nothing was written."""
    told = {"who": done.by, "at": done.at, "file": done.filename}
    if done.turn == MOVED:
        return [say("publish.moved")]
    if done.turn != PUBLISHED:
        return [say(f"publish.overtaken_{done.turn}", **told)]
    shown = ", ".join(done.communes[:_MOST])
    if len(done.communes) > _MOST:
        shown = say("upload.and_more", names=shown, count=len(done.communes) - _MOST)
    more = say("publish.overtaken_more", id=done.upload_id, changed=done.changed, names=shown)
    return [say("publish.overtaken", **told), more]


def parted_in_words(parted: Parted, places: Gazetteer, say: Words) -> str:
    """What is taken in and what is left as it is, before anybody publishes."""
    aside, kept = parted.aside, parted.kept.rows
    if parted.way == COMMUNES:
        codes = dict.fromkeys(aside["commune_code"])
        named = [places.communes[c].full_name for c in codes if c in places.communes]
        lost = [str(n) for n in aside.loc[aside["commune_code"] == "", "reported_name"]]
        names = [*named, *dict.fromkeys(filter(None, lost))]
    else:
        names = [str(n) for n in dict.fromkeys(aside["unit_name"]) if n]
    shown = ", ".join(names[:_MOST])
    if len(names) > _MOST:
        shown = say("upload.and_more", names=shown, count=len(names) - _MOST)
    return say(
        f"upload.parted_{parted.way}"
        + ("_update" if parted.way == COMMUNES and parted.mode else ""),
        kept=len(kept),
        communes=kept["commune_code"].nunique(),
        aside=len(aside),
        names=shown,
    )
