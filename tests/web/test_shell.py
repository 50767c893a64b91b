import re

from lib.assets import icon_font
from lib.text import words
from lib.web.streamlit.shell import Shell


def page(client, front):
    return client.get(f"{front}/ban-do").body.decode()


def test_the_page_speaks_vietnamese_from_its_first_byte(client, front):
    text = page(client, front)

    assert '<html lang="vi">' in text
    assert "<title>Sơn La &lt;1&gt;</title>" in text
    assert "You need JavaScript" not in text


def test_every_address_in_the_page_is_relative(client, front):
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page(client, front))

    assert addresses
    assert all(address.startswith("./") for address in addresses)


def test_the_page_is_asked_for_again_but_not_sent_again(client, front):
    first = client.get(f"{front}/ban-do")

    again = client.get(f"{front}/ban-do", if_none_match=first.headers["etag"])

    assert first.headers["cache-control"] == "no-cache"
    assert again.status == 304
    assert again.body == b""


def test_the_page_is_small_on_the_wire(client, front):
    answer = client.get(f"{front}/ban-do", accept_encoding="gzip")

    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.body) < 1500


def test_the_inline_script_is_the_only_one_allowed(client, front):
    policy = client.get(f"{front}/ban-do").headers["content-security-policy"]

    assert len(re.findall(r"'sha256-[^']+'", policy)) == 1


def test_neither_of_the_heavy_fonts_is_fetched(client, front):
    text = page(client, front)
    sheet_name = re.findall(r'stylesheet" href="\./(tinh/page-[^"]+)"', text)[0]
    sheet = client.get(f"{front}/{sheet_name}").body.decode()

    assert "SourceSans" not in text
    assert "media/sans.woff2" not in sheet
    assert "media/all.woff2" not in sheet
    assert icon_font().name in sheet
    assert "url(../static/media/katex.woff2)" in sheet


def test_whoever_waits_is_offered_the_light_page(client, front):
    text = page(client, front)

    assert '<a href="./nhe">' in text
    assert words()("light.waiting") in text


def test_a_first_screen_stands_before_everything_that_must_be_fetched(streamlit_folder):
    shell = Shell(streamlit_folder, title="Sơn La", language="vi", own_styles=".bd-x{color:red}")

    text = shell.around("en", "<link rel='preload'>", "<div id='first'>68,3 %</div>")

    assert '<html lang="en">' in text
    assert text.index(".bd-x{color:red}") < text.index("</head>")
    assert text.index("68,3 %") < text.index('rel="stylesheet"') < text.index('<div id="root">')
    assert words()("light.waiting") not in text


def test_the_own_script_runs_before_the_script_of_streamlit(client, front):
    text = page(client, front)

    own = re.search(r'<script src="\./tinh/first-[0-9a-f]+\.js" defer', text)

    assert own
    assert own.start() < text.index('type="module"')
