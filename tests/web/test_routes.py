import json

import pytest
from starlette.applications import Starlette

from lib.web.routes.own import own_routes


def test_boundaries_are_compressed_and_kept_for_ever(client, front):
    address = f"{front}/ranh-gioi/schematic-0123456789ab.json"

    plain, packed = client.get(address), client.get(address, accept_encoding="gzip")

    assert plain.headers["content-type"] == "application/json"
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert len(packed.body) < len(plain.body)


def test_the_figures_of_a_period_are_kept_by_the_visitor_alone(client, front):
    answer = client.get(f"{front}/so-lieu/2026-08-0123456789abcdef.json", accept_encoding="br")

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "/so-lieu/2026-08-0000000000000000.json",
        "/ranh-gioi/schematic-000000000000.json",
        "/ranh-gioi/..%2f..%2fetc.json",
        "/tinh/map.js",
        "/tinh/../app.py",
    ],
)
def test_a_name_nobody_knows_is_not_found(client, front, path):
    answer = client.get(front + path)

    assert answer.status == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_health_tells_versions_and_that_the_store_answers(client, front):
    answer = client.get(f"{front}/health")

    told = json.loads(answer.body)
    assert answer.status == 200
    assert told["status"] == "ok"
    assert told["version"] == "1.2.3"
    assert told["sqlite"].count(".") == 2
    assert answer.headers["cache-control"] == "no-store"


def test_health_says_so_when_the_store_is_away(client_of):
    def away():
        raise OSError("no such file: /secret/place")

    client = client_of(
        Starlette(
            routes=own_routes(
                base="",
                version="1",
                store_answers=away,
                topology=lambda _: None,
                sheet=lambda _: None,
                assets=[],
            )
        )
    )

    answer = client.get("/health")

    assert answer.status == 503
    assert json.loads(answer.body)["status"] == "store_unavailable"
    assert b"secret" not in answer.body
