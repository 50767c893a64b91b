"""What both trees are asked: commands, addresses, pages; a few of each kind in the short form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from lib.domain.access.permissions import Role
from lib.domain.figures.indicators import CATALOGUE
from lib.services.pages import PAGES, PageEntry
from lib.services.view_address import FILES, MODES
from lib.text import LANGUAGES
from tests.mess.made import make

LOWEST, HIGHEST, SMALL = "03646", "04240", "04045"
"""Communes: a ward, one at the border, one of the smaller."""
STEPS = ("doi", "nhu-cau", "lap", "sua", "so-sanh", "cong-bo")


@dataclass(frozen=True)
class Questions:
    """All that is asked of a tree on the store that both have."""

    periods: Sequence[str]
    """Those that the store tells of, oldest first."""
    freeze: str
    plan: int
    short: bool = False
    files: Sequence[Path] = field(default=())
    """Handed to ``check``."""

    def commands(self, language: str) -> list[list[str]]:
        """Arguments of the command line; what is made for machines is asked in one language."""
        newest, indicators = self.periods[-1], self._some(list(CATALOGUE), 1)
        if self.short:
            return self._for_machines(indicators)
        spoken = [["check", str(path)] for path in self.files[:20]]
        spoken += [["ky", "progress", p] for p in self.periods[-2:]]
        spoken += [["measure", "--indicator", i, "--period", newest] for i in indicators[::3]]
        spoken += [[one, "list"] for one in ("chot", "ky", "user")]
        spoken += [["boundaries", "show"], ["history"], ["audit", "verify"]]
        spoken += [["measure", "--indicator", "XX99", "--period", newest], ["plan", "--schema"]]
        of_machines = self._for_machines(indicators) if language == LANGUAGES[0] else []
        return [*of_machines, *spoken]

    def _for_machines(self, indicators: list[str]) -> list[list[str]]:
        newest = self.periods[-1]
        views = [(i, newest, []) for i in indicators]
        if not self.short:
            views += [(i, newest, ["--chot", self.freeze]) for i in indicators[::4]]
            views += [(i, period, []) for i in ("GD03", "NH01") for period in self.periods[:-1]]
        asked = [["measure", "--indicator", i, "--period", p, *m, "--json"] for i, p, m in views]
        asked += [["check", str(path), "--json"] for path in self.files]
        asked += [["ky", "progress", p, "--json"] for p in self._some(list(self.periods), 1)]
        asked += [[one, "list", "--json"] for one in ("ky", "chot", "user", "audit")]
        return [*asked, ["history", "--json"], ["soundness", "--json"], ["health", "--json"]]

    @property
    def views(self) -> list[str]:
        """What stands behind ``?`` of the map, of the light page, of what is taken away."""
        newest, before = self.periods[-1], self.periods[-2]
        asked = [{"chi-tieu": i, "ky": newest} for i in self._some(list(CATALOGUE), 1)]
        if self.short:
            return [urlencode(one) for one in asked]
        asked += [{"chi-tieu": "GD03", "ky": newest, "so-voi": before}]
        asked += [{}, {"kieu": "o-vuong"}, {"chot": self.freeze}, {"luc": f"{before}-10T15:04"}]
        asked += [{"xa": code, "chi-tieu": "DS02"} for code in (LOWEST, HIGHEST, SMALL)]
        asked += [{"ky": period, "chi-tieu": "TN01"} for period in self.periods]
        asked += [{"lop": mode, "chi-tieu": "KH01"} for mode in MODES.values()]
        asked += [{"co": "b", "nhom": "1,2"}, {"chi-tieu": "XX99", "ky": "1999-13", "xa": "0"}]
        asked += [
            {"chi-tieu": i, "ky": newest, "so-voi": self.periods[0]} for i in ("TN01", "KH02")
        ]
        told = [urlencode(one) for one in asked]
        return [*told, *(f"{one}&ngon-ngu=en".lstrip("&") for one in told)]

    @property
    def addresses(self) -> Iterator[tuple[str, str]]:
        """Kinds and addresses of the served product, beside its pages."""
        for view in self.views:
            yield "light page", f"/nhe?{view}"
            yield "first screen", f"/ban-do?{view}"
        for view in self.views[:: 1 if self.short else 2]:
            for kind in FILES if not self.short else ("excel", "geojson", "pdf_a4"):
                yield f"taken away: {kind}", f"/tai-ve/{kind}?{view}"
        for period in self.periods[-1:] if self.short else self.periods:
            for language in self._some(list(LANGUAGES), 1):
                yield "series", f"/sau-ky/{period}.json?ngon-ngu={language}"
        for page in () if self.short else PAGES:
            yield "first screen", f"/{page.address}"

    @property
    def screens(self) -> Iterator[tuple[Role, str, str, bool]]:
        """Who opens which page, with what behind ``?``, and whether its files are taken."""
        if self.short:
            yield Role.ADMINISTRATOR, "xa", f"xa={LOWEST}", True
            yield Role.OFFICER, "huong-dan", "", False
            return
        for language in LANGUAGES:  # first: later it tells of how many of these questions came
            yield Role.ADMINISTRATOR, "nhat-ky", f"ngon-ngu={language}", True
        for role in Role:
            for page in self._but_the_trail:
                yield role, page.address, "", role in (Role.ADMINISTRATOR, Role.OFFICER)
        for page in self._but_the_trail:
            yield Role.ADMINISTRATOR, page.address, "ngon-ngu=en", True
        for code in (LOWEST, HIGHEST, SMALL):
            yield Role.STAFF, "xa", f"xa={code}", True
            yield Role.LEADER, "xa", f"xa={code}&chi-tieu=TN01&ngon-ngu=en", False
        for period in self.periods:
            for address in ("ban-do", "tien-do"):
                yield Role.STAFF, address, f"ky={period}", False
        for view in self.views[-12:]:
            yield Role.STAFF, "ban-do", view, False
        for step in STEPS:
            yield Role.PLANNER, "ke-hoach", f"pa={self.plan}&buoc={step}", True
            yield Role.PLANNER, "ke-hoach", f"pa={self.plan}&buoc={step}&ngon-ngu=en", False

    @property
    def _but_the_trail(self) -> list[PageEntry]:
        return [page for page in PAGES if page.script != "trail"]

    def _some(self, every: list[str], few: int) -> list[str]:
        return every[:few] if self.short else every


def messy_files(folder: Path, count: int) -> list[Path]:
    """Files as offices send them, written into a folder."""
    written = []
    for number, made in enumerate(make(seed) for seed in range(80_000, 80_000 + count)):
        place = folder / str(number)  # two offices may choose one name
        place.mkdir(parents=True)
        written.append(place / made.name)
        written[-1].write_bytes(made.content)
    return written
