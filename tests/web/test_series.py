"""The route of the last periods."""

from __future__ import annotations

import json

from starlette.applications import Starlette

from lib.services.installation import Installation
from lib.web.routes.series import series_route
from tests.files_made import summary_workbook
from tests.support.installations import put


def test_a_known_period_is_answered_once_and_then_not_modified(
    client_of, installation: Installation
):
    put(installation, summary_workbook(period="8/2026"), name="a.xlsx")
    visitor = client_of(
        Starlette(routes=[series_route(base="", installation=lambda: installation)])
    )

    first = visitor.get("/sau-ky/2026-08.json")
    again = visitor.get("/sau-ky/2026-08.json", if_none_match=first.headers["etag"])

    assert json.loads(first.body)["periods"] == [["2026-08", "Tháng 8/2026"]]
    assert again.status == 304


def test_an_unknown_period_is_calmly_missing(client_of, installation: Installation):
    visitor = client_of(
        Starlette(routes=[series_route(base="", installation=lambda: installation)])
    )

    for name in ("2026-08", "9999-99", "<script>"):
        assert visitor.get(f"/sau-ky/{name}.json").status == 404
