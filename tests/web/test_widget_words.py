from lib.text import words
from lib.web.widget_words import widget_words


def test_the_words_of_the_first_language_stand_until_the_page_names_another():
    rules = widget_words("vi")

    plain = rules.split("body:has(")[0]
    assert words("vi")("widget.choose_file") in plain
    assert words("en")("widget.choose_file") not in plain
    assert 'body:has([data-language="en"])' in rules
