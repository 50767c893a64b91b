"""Where a figure came from, and what stood there before; both as of a freeze."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from lib.domain.periods import Period
from lib.services.figures.snapshots import snapshot_of
from lib.services.history.freezes import freeze_figures, opened
from lib.services.history.provenance import sources_of, versions_of
from lib.services.history.uploads import withdraw
from lib.services.installation import Installation
from tests.support.indicators import INDICATORS
from tests.support.installations import NOON, put
from tests.support.people import staff
from tests.support.sheets import VILLAGE_HEAD, csv_bytes, register, summary, summary_row

AUGUST, GD03, LONG_SAP = Period(2026, 8), INDICATORS["GD03"], "04045"


def at(installation: Installation, hour: int) -> Installation:
    return replace(installation, clock=lambda: NOON + timedelta(hours=hour))


def told(installation: Installation) -> list[tuple[bool, float | None]]:
    found = versions_of(installation, GD03, LONG_SAP, period=AUGUST, who=staff())
    values = [v.measured.communes.at[LONG_SAP, "numerator"] for v in found]
    return [(v.withdrawn, n) for v, n in zip(found, values, strict=True)]


def test_the_versions_of_a_figure_tell_what_changed_it_newest_first(any_installation: Installation):
    put(at(any_installation, 0), summary(summary_row("Xã Lóng Sập", guided=1)))
    second = put(at(any_installation, 1), summary(summary_row("Xã Lóng Sập", guided=2)))
    put(at(any_installation, 2), summary(summary_row("Xã Mường La", guided=7)))

    withdraw(at(any_installation, 3), second, who=staff("An"), reason="gửi nhầm tệp")

    assert told(any_installation) == [(True, 1), (False, 2), (False, 1)]


def test_a_frozen_figure_tells_the_sources_and_versions_of_then(any_installation: Installation):
    put(at(any_installation, 0), summary(summary_row("Xã Lóng Sập", guided=1)), name="cu.csv")
    first = put(
        at(any_installation, 1), summary(summary_row("Xã Lóng Sập", guided=2)), name="chot.csv"
    )
    code = freeze_figures(at(any_installation, 2), "Họp", who=staff("An")).code
    put(at(any_installation, 3), summary(summary_row("Xã Lóng Sập", guided=3)), name="moi.csv")
    withdraw(at(any_installation, 4), first, who=staff("An"), reason="gửi nhầm tệp")

    then = opened(any_installation, code).installation

    [source] = sources_of(then, snapshot_of(then, AUGUST), GD03, commune=LONG_SAP, who=staff())
    assert (source.upload.filename, source.upload.withdrawn_at) == ("chot.csv", None)
    assert told(then) == [(False, 2), (False, 1)]
    assert told(any_installation)[0] == (False, 3)


def test_rows_of_very_few_vulnerable_people_are_named_without_their_counts(
    installation: Installation,
):
    head = (*VILLAGE_HEAD[:-1], "- Người khuyết tật")
    rows = [("08/2026", "", "Xã Lóng Sập", "", f"Bản {n}", 1, 5, n) for n in (3, 9)]
    put(installation, register(("Xã Lóng Sập", "Bản 3", 50), ("Xã Lóng Sập", "Bản 9", 50)))
    put(installation, csv_bytes([head, *rows]))

    [source] = sources_of(
        installation,
        snapshot_of(installation, AUGUST),
        INDICATORS["YT04"],
        commune=LONG_SAP,
        who=staff(),
    )

    assert source.withheld
    assert list(source.rows.columns) == ["row", "unit_name", "reported_name"]
    assert len(source.rows) == 2
