from lib.text import words
from lib.web.streamlit.widget_words import words_script


def test_the_script_carries_the_words_of_both_languages():
    source = words_script().body.decode()

    for language in ("vi", "en"):
        assert words(language)("widget.choose_file") in source
        assert words(language)("widget.no_results") in source
        assert words(language)("widget.select_all") in source
