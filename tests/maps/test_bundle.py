import re
from pathlib import Path

from lib.assets import font_files, icon_font, icon_names
from lib.maps.bundle import map_script, map_styles

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "lib/maps/assets/vendor"


def test_the_bundle_is_one_file_that_names_its_content():
    assert re.fullmatch(r"map-[0-9a-f]{12}\.js", map_script().name)
    assert b"provinceSheet" in map_script().body
    assert b"sourceMappingURL" not in map_script().body


def test_the_styles_fetch_only_files_we_serve():
    served = {font.name for font in font_files().values()}

    fonts = set(re.findall(r"url\(([^)]+\.woff2)\)", map_styles().body.decode()))

    assert fonts == served


def test_our_script_holds_no_vietnamese_and_never_writes_markup():
    folder = ROOT / "lib/maps/assets"
    scripts = [path for path in folder.rglob("*.js") if not path.is_relative_to(VENDOR)]
    script = "".join(path.read_text(encoding="utf-8") for path in scripts)

    assert scripts
    assert not re.search(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ]", script)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", script)


def test_everything_borrowed_carries_its_licence():
    for folder in (*VENDOR.iterdir(), ROOT / "lib/assets/fonts", ROOT / "lib/assets/icons"):
        assert (folder / "LICENSE").is_file(), folder


def test_every_icon_on_our_pages_is_in_the_cut_font():
    """A missing one would show as a word."""
    asked = {
        name
        for folder in ("lib", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r":material/([a-z0-9_]+):", path.read_text(encoding="utf-8"))
    }

    assert asked <= icon_names()
    assert len(icon_font().body) < 40_000
