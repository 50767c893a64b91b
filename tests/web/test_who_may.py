"""Every role and every route of ours; nothing for somebody who is not logged in."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from lib.domain.access.permissions import PERMISSIONS, Act, Role
from lib.services.settings.changing import change_setting
from lib.text import words
from lib.web.light.page import light_route
from lib.web.middleware.sessions import Gate
from lib.web.routes.downloads import downloads_route
from lib.web.routes.own import own_routes
from lib.web.routes.series import series_route
from tests.support.entering import admit_to, header
from tests.support.installations import put
from tests.support.people import administrator
from tests.support.sheets import summary, summary_row

OWN, OTHER = "03646", "04045"
ROUTES = {
    "/nhe": Act.SEE_FIGURES,
    "/so-lieu/2026-08-0.json": Act.SEE_FIGURES,
    "/sau-ky/2026-08.json": Act.SEE_FIGURES,
    "/tai-ve/excel": Act.EXPORT,
}


@pytest.fixture
def filled(installation):
    for code in (OWN, OTHER):
        put(
            installation,
            summary(summary_row(installation.gazetteer.communes[code].full_name)),
            name="bi-mat.csv",
        )
    return installation


def served(client_of, installation, *, public=False):
    routes = [
        *own_routes(
            base="", version="1", store_answers=lambda: True, topology=lambda _: None,
            sheet=lambda _: b"{}", assets=[],
        ),
        light_route(base="", installation=lambda: installation),
        series_route(base="", installation=lambda: installation),
        downloads_route(base="", installation=lambda: installation),
    ]  # fmt: skip
    if public:
        change_setting(installation, "public_view", True, who=administrator(), reason="công khai")
    gate = Middleware(Gate, installation=lambda: installation)
    return client_of(Starlette(routes=routes, middleware=[gate]), person=None)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", ROUTES)
def test_a_route_answers_its_roles_and_nobody_else(client_of, filled, role, path):
    client = served(client_of, filled)
    admit_to(filled, role)

    inside = client.get(path, cookie=header(role)).status
    stranger = client.get(path).status

    assert (inside == 200) is (ROUTES[path] in PERMISSIONS[role])
    assert stranger in (303, 403)


def test_the_light_page_names_files_only_to_whoever_may_see_that_commune(client_of, filled):
    client = served(client_of, filled, public=True)
    for role in (Role.STAFF, Role.OFFICER):
        admit_to(filled, role)

    def light(commune, **headers):
        return client.get("/nhe", query=f"xa={commune}", **headers).body.decode()

    assert "bi-mat.csv" in light(OTHER, cookie=header(Role.STAFF))
    assert "bi-mat.csv" in light(OWN, cookie=header(Role.OFFICER))
    assert "bi-mat.csv" not in light(OTHER, cookie=header(Role.OFFICER))
    assert "bi-mat.csv" not in light(OWN)


def test_public_viewing_shows_aggregates_and_nothing_else(client_of, filled):
    client = served(client_of, filled, public=True)

    page = client.get("/nhe").body.decode()
    others = [client.get(path).status for path in ROUTES if path != "/nhe"]

    assert words()("map.heading").split(":")[0] in page
    assert "tai-ve/" not in page
    assert words()("access.logout") not in page
    assert set(others) <= {303, 403}


def test_without_the_setting_strangers_see_no_aggregates(client_of, filled):
    assert served(client_of, filled).get("/nhe").status == 303
