"""The server: `streamlit run app.py`. What people see begins in `pages/frame.py`."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from streamlit import net_util

from lib.assets import font_files, icon_font
from lib.build import build
from lib.files.reading.reader import ASIDE
from lib.logs import write_plainly
from lib.maps.boundaries import by_name
from lib.maps.bundle import map_script, map_styles
from lib.ownership import keep_private
from lib.services.audit.tallies import tell_counts
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.services.map.sheet_files import file_called
from lib.settings import HOME, VERSION, settings
from lib.store.engine import answers
from lib.text import words
from lib.ui.frame.nav import PAGES
from lib.ui.planning.board.bundle import board_files
from lib.web.first_screen.preload import ahead_of_the_map
from lib.web.first_screen.screen import FirstScreens, Frame
from lib.web.first_screen.style import first_script
from lib.web.light.page import light_route
from lib.web.login.forms import entry_routes
from lib.web.login.password import password_routes
from lib.web.login.sso import issuer_of, sso_routes
from lib.web.middleware.faults import Calm
from lib.web.middleware.host_and_quota import Door, hosts_in
from lib.web.middleware.security_headers import Guard, page_policy
from lib.web.middleware.sending import send_at_once
from lib.web.middleware.sessions import Gate
from lib.web.middleware.upload_quota import HandingIn, Quota
from lib.web.routes.daily import every_day
from lib.web.routes.downloads import downloads_route
from lib.web.routes.own import own_routes
from lib.web.routes.series import series_route
from lib.web.streamlit.media import keep_media_apart
from lib.web.streamlit.shell import Shell, ShellPage
from lib.web.streamlit.static_files import FrozenFiles, Shelf, by_urgency, frozen_files
from lib.web.streamlit.uploader_memory import held_in_memory
from lib.web.streamlit.widget_words import line_script, words_script

_STREAMLIT = Path(st.__file__).parent / "static"
# Found, not imported: a component declared before Streamlit's runtime exists is lost to it.
_FOLIUM_SPEC = importlib.util.find_spec("streamlit_folium")
_PAPERS_WAITING = 64
_FOLIUM_ADDRESS = "/component/streamlit_folium.st_folium"
_FOLIUM = Path(str(_FOLIUM_SPEC and _FOLIUM_SPEC.origin)).parent / "frontend" / "build"

# Streamlit asks an outside host for its own address, at start and whenever a page of a foreign
# site knocks. Nothing of ours leaves the network, and nobody may make the server wait for it.
net_util.get_external_ip = lambda: None

keep_private(settings().data_dir)
build()  # of the files as they are at the start, not at the first question
keep_media_apart()
write_plainly()

base = str(st.get_option("server.baseUrlPath") or "")
shell = Shell(
    _STREAMLIT,
    title=words(settings().language)("app.title"),
    language=settings().language,
    own_styles=(HOME / "lib" / "ui" / "style.css").read_text(encoding="utf-8"),
)
folders = {
    "/static": _STREAMLIT / "static",
    f"{_FOLIUM_ADDRESS}/static": _FOLIUM / "static",
}
shelf = Shelf(settings().data_dir / "cache" / "scripts")


def topology(name: str) -> bytes | None:
    """The boundaries called ``<name>-<digest>``."""
    found = by_name(name, settings().data_dir)
    return found.topojson if found else None


@cache
def installation() -> Installation:
    """The installation as the routes beside the pages read it; opened at the first question."""
    return open_installation(settings())


first = FirstScreens(
    installation,
    pages=lambda who: [(p.address, p.script) for p in PAGES if p.open_to(who)],
    frame=Frame(
        around=shell.around,
        ahead=ahead_of_the_map(
            _STREAMLIT,
            page=shell.text,
            frame=[f"{_FOLIUM_ADDRESS}/static/js/{p.name}" for p in _FOLIUM.glob("static/js/*.js")],
        ),
    ),
)


def store_answers() -> bool:
    """Whether the store answers a question at this moment."""
    return answers(settings().store_url)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Compresses Streamlit's scripts beside the first visitors, once per version."""
    send_at_once()
    # What was imported stays. A full collection that looks through all of it makes somebody wait
    # a tenth of a second.
    gc.collect()
    gc.freeze()
    # Files that pages make when somebody asks wait for their turn in these threads.
    executor = ThreadPoolExecutor(_PAPERS_WAITING, thread_name_prefix="papers")
    asyncio.get_running_loop().set_default_executor(executor)
    stop = threading.Event()
    paths = by_urgency(frozen_files(folders).values(), page=shell.text)
    threading.Thread(target=shelf.fill, args=(paths,), kwargs={"stop": stop}, daemon=True).start()
    threading.Thread(
        target=every_day, args=(installation,), kwargs={"stop": stop}, daemon=True
    ).start()
    # The first file that comes need not wait until its reader has imported what it needs.
    threading.Thread(target=ASIDE.ready, daemon=True).start()
    counting = threading.Thread(target=tell_counts, kwargs={"stop": stop}, daemon=True)
    counting.start()
    yield
    stop.set()
    ASIDE.stop()
    await to_thread.run_sync(counting.join, 10)


app = st.App(
    HOME / "pages" / "frame.py",
    routes=[
        *own_routes(
            base=base,
            version=VERSION,
            store_answers=store_answers,
            topology=topology,
            sheet=file_called,
            assets=[
                map_script(),
                map_styles(),
                *board_files(),
                shell.stylesheet,
                first_script(),
                words_script(),
                line_script(),
                icon_font(),
                *font_files().values(),
            ],
        ),
        *entry_routes(base=base, installation=installation),
        *sso_routes(base=base, installation=installation, issuer=issuer_of(settings())),
        *password_routes(base=base, installation=installation),
        light_route(base=base, installation=installation),
        series_route(base=base, installation=installation),
        downloads_route(base=base, installation=installation),
    ],
    middleware=[
        Middleware(
            Door,
            hosts=hosts_in(settings().hosts),
            behind_tls=settings().behind_tls,
        ),
        Middleware(
            Guard,
            policy=page_policy(shell.script_hashes),
            base=base,
            behind_tls=settings().behind_tls,
        ),
        Middleware(Calm, base=base),
        Middleware(Gate, installation=installation, base=base),
        Middleware(
            HandingIn,
            quota=Quota(
                at_once=settings().uploads_at_once,
                person_bytes=settings().person_upload_bytes,
                all_bytes=settings().all_upload_bytes,
            ),
            held=held_in_memory,
            is_demo=lambda: installation().is_demo,
            base=base,
        ),
        Middleware(
            FrozenFiles,
            folders=folders,
            shelf=shelf,
            asked_again={
                "/component/streamlit_folium.st_folium/index.html": _FOLIUM / "index.html"
            },
            base=base,
        ),
        Middleware(ShellPage, shell=shell, first=first, base=base),
    ],
    lifespan=lifespan,
)
