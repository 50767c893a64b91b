from lib.web.first_screen.preload import ahead_of_the_map, link


def test_the_scripts_of_the_map_come_with_all_they_import_and_before_the_rest(tmp_path):
    scripts = tmp_path / "static" / "js"
    scripts.mkdir(parents=True)
    (scripts / "ComponentInstance.aa.js").write_text('import{a}from"./frame.bb.js";')
    (scripts / "frame.bb.js").write_text('import"./index.cc.js";')
    (scripts / "index.cc.js").write_text("")
    (scripts / "Selectbox.dd.js").write_text('import{b}from"./frame.bb.js";import("./far.ee.js")')
    (scripts / "far.ee.js").write_text("")

    before, after = ahead_of_the_map(tmp_path, page="index.cc.js", frame=["/component/main.js"])

    assert before[:3] == [
        "/static/js/ComponentInstance.aa.js", "/static/js/frame.bb.js", "/component/main.js",
    ]  # fmt: skip
    assert [address.split("-")[0] for address in before[3:]] == ["/tinh/map", "/tinh/map"]
    assert after == ["/static/js/Selectbox.dd.js"]


def test_each_kind_of_file_is_named_as_what_it_is():
    assert 'rel="modulepreload"' in link("/static/js/a.js")
    assert 'as="script"' in link("/tinh/map-1.js")
    assert 'as="style"' in link("/tinh/map-1.css")
    assert 'as="fetch"' in link("/so-lieu/2026-08-1.json")
    assert 'href="./so-lieu/' in link("/so-lieu/2026-08-1.json")
