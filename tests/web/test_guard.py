import asyncio

import pytest

from lib.web.middleware.security_headers import SHUT, Guard


@pytest.mark.parametrize("path", ["/ban-do", "/health", "/static/js/index.abc.js", "/khong-co"])
def test_every_answer_carries_the_rules_for_browsers(client, front, path):
    headers = client.get(front + path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/ban-do", "/khong-co", "/component/x/index.html"])
def test_every_page_says_what_it_may_never_use(client, front, path):
    headers = client.get(front + path).headers

    assert "camera=()" in headers["permissions-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_only_the_map_frame_may_run_text_as_code(client, front):
    page = client.get(f"{front}/ban-do").headers["content-security-policy"]
    frame = client.get(f"{front}/component/streamlit_folium.st_folium/index.html").headers[
        "content-security-policy"
    ]

    assert "unsafe-eval" not in page
    assert "script-src 'self' 'unsafe-inline'" not in page
    assert "'unsafe-eval'" in frame
    assert "default-src 'none'" in frame


def test_what_streamlit_tells_its_own_script_may_do_nothing_as_a_page(client, front):
    for path in ("/_stcore/health", "/ban-do/_stcore/health"):
        policy = client.get(front + path).headers["content-security-policy"]

        assert policy == "default-src 'none'; frame-ancestors 'none'"


def test_not_modified_leaves_the_rules_that_the_browser_holds(client, front):
    tag = client.get(f"{front}/ban-do").headers["etag"]

    again = client.get(f"{front}/ban-do", if_none_match=tag)

    assert again.status == 304
    assert "content-security-policy" not in again.headers


def test_no_policy_names_another_host(client, front):
    for path in ("/ban-do", "/component/x/index.html"):
        policy = client.get(front + path).headers["content-security-policy"]

        assert "http" not in policy
        assert "*" not in policy


def test_a_route_with_a_stricter_policy_keeps_it(client, front):
    answer = client.get(f"{front}/in-an")

    assert answer.headers["content-security-policy"] == "default-src 'none'"


@pytest.mark.parametrize("door", [*SHUT, f"{SHUT[1]}/openapi.json"])
def test_the_doors_for_operators_and_programs_stay_shut(client, front, door):
    assert client.get(front + door).status == 404


def test_the_health_question_of_streamlit_stays_open(client, front):
    assert client.get(f"{front}/_stcore/health").status == 200


def test_a_websocket_passes_through_untouched():
    seen = []

    async def inner(scope, receive, send):
        seen.append((scope, receive, send))

    scope, receive, send = {"type": "websocket", "path": "/_stcore/metrics"}, object(), object()

    asyncio.run(Guard(inner, policy="")(scope, receive, send))

    assert seen == [(scope, receive, send)]
