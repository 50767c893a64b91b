import threading

import brotli
import pytest

from lib.web.streamlit.static_files import FrozenFiles, by_urgency, frozen_files

SCRIPT = "/static/js/index.abc.js"


def test_scripts_are_small_and_kept_for_ever(client, front):
    plain = client.get(front + SCRIPT)
    packed = client.get(front + SCRIPT, accept_encoding="gzip, br")

    assert packed.headers["content-encoding"] == "br"
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert brotli.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 5


def test_an_answer_before_and_after_the_shelf_is_filled_holds_the_same(
    client, front, shelf, streamlit_folder
):
    early = client.get(front + SCRIPT, accept_encoding="br")
    shelf.fill(streamlit_folder.rglob("*.js"), stop=threading.Event())

    late = client.get(front + SCRIPT, accept_encoding="br")

    assert brotli.decompress(late.body) == brotli.decompress(early.body)


def test_a_changed_file_is_not_answered_with_the_old_copy(shelf, tmp_path):
    script = tmp_path / "a.js"
    script.write_text("old();" * 50)
    shelf.fill([script], stop=threading.Event())
    script.write_text("new();" * 50)

    assert brotli.decompress(shelf.take(script).br or b"") == b"new();" * 50


def test_stopping_leaves_the_rest_for_the_next_start(shelf, tmp_path):
    script = tmp_path / "a.js"
    script.write_text("a();" * 50)
    stop = threading.Event()
    stop.set()

    shelf.fill([script], stop=stop)

    assert not list((tmp_path / "shelf").glob("*.br"))


@pytest.mark.parametrize(
    "path", ["/static/../index.html", "/static/js/index.abc.js.map", "/static/js/none.js"]
)
def test_only_files_seen_at_start_are_served(client, front, path):
    assert client.get(front + path).status == 404


def test_other_methods_are_left_to_streamlit(client, front):
    assert client.ask("POST", front + SCRIPT).status in {404, 405}


def test_files_the_page_names_are_compressed_first(tmp_path):
    for name, size in (("big.js", 90), ("small.js", 10), ("named.js", 500)):
        (tmp_path / name).write_text("x" * size)

    order = by_urgency(
        frozen_files({"/static": tmp_path}).values(), page='<script src="named.js"></script>'
    )

    assert [path.name for path in order] == ["named.js", "small.js", "big.js"]


def test_the_page_of_a_component_is_kept_and_asked_for_afterwards(
    client_of, streamlit_folder, shelf
):
    page = streamlit_folder / "index.html"
    app = FrozenFiles(
        None, folders={}, shelf=shelf, asked_again={"/component/map/index.html": page}
    )

    first = client_of(app).get("/component/map/index.html")
    again = client_of(app).get("/component/map/index.html", if_none_match=first.headers["etag"])

    assert first.body == page.read_bytes()
    assert "stale-while-revalidate" in first.headers["cache-control"]
    assert "immutable" not in first.headers["cache-control"]
    assert again.status == 304
