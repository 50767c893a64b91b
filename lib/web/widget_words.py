"""Streamlit's own English words, covered by ours: it has no setting for them."""

from __future__ import annotations

import json

from lib.text import LANGUAGES, words

_COVERED = {
    "widget.choose_file": '[data-testid="stFileUploaderDropzone"] button[kind="secondary"] p',
    "widget.drop_here": '[data-testid="stFileUploaderDropzoneInstructions"] span',
}
"""Key in the catalogues -> where Streamlit writes words of its own."""

# Hidden words are read by nobody, a screen reader included; the words put in their place are.
_RULE = (
    "body {place}{{visibility:hidden;font-size:0}}"
    "body {place}::after{{visibility:visible;font-size:1rem;content:{text}}}"
)
_IN_LANGUAGE = 'body:has([data-language="{language}"]) {place}::after{{content:{text}}}'


def widget_words(language: str) -> str:
    """The style rules; ``language`` until the page names another in ``data-language``."""
    rules = [
        _RULE.format(place=place, text=_quoted(key, language)) for key, place in _COVERED.items()
    ]
    rules += [
        _IN_LANGUAGE.format(language=other, place=place, text=_quoted(key, other))
        for other in LANGUAGES
        if other != language
        for key, place in _COVERED.items()
    ]
    return "".join(rules)


def _quoted(key: str, language: str) -> str:
    return json.dumps(words(language)(key), ensure_ascii=False)
