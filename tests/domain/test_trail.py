"""The chain of acts: any sequence verifies, any change names its first bad entry."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.audit.chain import (
    GENESIS,
    Anchor,
    Deed,
    Entry,
    Fault,
    Head,
    Wrong,
    canonical,
    digest,
    first_fault,
    instant,
    moment_of,
    plain,
    sealed,
)

Rows = list[dict[str, object]]


def chain(count: int) -> Rows:
    rows, last = [], Head(0, GENESIS)
    for number in range(1, count + 1):
        at = instant(datetime(2026, 11, 23, 1, number % 60, tzinfo=UTC))
        entry = sealed(
            Entry(at=at, name="An", deed=Deed.PUBLISHED, subject=f"upload:{number}"), behind=last
        )
        last = Head(entry.seq, entry.hash)
        rows.append(asdict(entry))
    return rows


def heads_of(rows: Rows) -> dict[int, frozenset[str]]:
    return {int(str(r["seq"])): frozenset({str(r["hash"])}) for r in rows}


texts = st.text(max_size=40)
values = st.dictionaries(st.text(max_size=8), st.one_of(st.integers(), texts, st.none()))


@given(
    st.lists(
        st.tuples(texts, texts, st.sampled_from(Deed), values, values, st.none() | st.integers()),
        max_size=15,
    )
)
def test_any_sequence_of_acts_verifies(acts):
    rows: Rows = []
    last = Head(0, GENESIS)
    for name, subject, deed, before, after, account in acts:
        entry = sealed(
            Entry(
                at=instant(datetime(2026, 1, 1, tzinfo=UTC)),
                name=plain(name),
                account=account,
                deed=deed,
                subject=plain(subject),
                before=canonical(before),
                after=canonical(after),
            ),
            behind=last,
        )
        last = Head(entry.seq, entry.hash)
        rows.append(asdict(entry))

    assert first_fault(rows, heads=heads_of(rows)) is None


def test_the_hash_is_what_the_description_says():
    """Reckoned by hand from the docstring, so that another program can check the chain."""
    row = chain(1)[0]
    told = (
        '["bdhvs-trail-1",1,"2026-11-23T01:01:00.000000Z","An","",null,"published","upload:1",'
        f'"","","","","{GENESIS}"]'
    )

    assert row["hash"] == hashlib.sha256(told.encode()).hexdigest()


def test_an_entry_hashed_anew_is_named_though_it_is_whole():
    rows = chain(9)
    rows[4]["name"] = "Bình"
    rows[4]["hash"] = digest(rows[4])

    assert first_fault(rows) == Fault(5, Wrong.REWRITTEN)


def test_a_tail_hashed_anew_is_told_by_a_head_kept_outside():
    rows = chain(9)
    told = {7: frozenset({str(rows[6]["hash"])})}
    rows[4]["name"] = "Bình"
    for place in range(4, 9):
        rows[place]["previous"] = rows[place - 1]["hash"]
        rows[place]["hash"] = digest(rows[place])

    assert first_fault(rows) is None
    assert first_fault(rows, heads=told) == Fault(7, Wrong.REWRITTEN)


def test_a_shortened_trail_is_told_by_a_head_kept_outside():
    rows = chain(9)
    told = {8: frozenset({str(rows[7]["hash"])})}

    assert first_fault(rows[:6]) is None
    assert first_fault(rows[:6], heads=told) == Fault(7, Wrong.CUT_OFF)
    assert first_fault([], heads=told) == Fault(1, Wrong.CUT_OFF)


def test_a_beginning_that_nobody_signed_for_is_told():
    rows = chain(9)
    gone = Anchor(seq=4, hash=str(rows[3]["hash"]), at="", who="")

    assert first_fault(rows[4:]) == Fault(1, Wrong.MISSING)
    assert first_fault(rows[4:], anchor=gone) == Fault(4, Wrong.UNSIGNED)


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object()])
def test_what_no_entry_can_hold_is_a_change(value):
    rows = chain(3)
    rows[1]["after"] = value

    assert first_fault(rows) == Fault(2, Wrong.ALTERED)


def test_a_moment_comes_back_as_it_was_whatever_its_zone():
    there = datetime(2026, 11, 23, 15, 47, 0, 123, tzinfo=timezone(timedelta(hours=7)))

    assert moment_of(instant(there)) == there
    assert instant(there).startswith("2026-11-23T08:47")


@given(texts)
def test_a_text_is_one_line_that_any_store_takes(text):
    line = plain(text + "\x00\n\u202e\ud800x")

    assert "\n" not in line
    assert line == plain(line)
    line.encode()


def test_a_value_that_is_too_long_is_kept_as_its_digest():
    assert len(canonical({"names": ["x" * 100] * 1000})) < 150
    assert canonical({"b": 1, "a": "ả"}) == '{"a":"ả","b":1}'
    assert canonical({}) == ""
