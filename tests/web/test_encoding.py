import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.web.answer.encoding import accepted_encodings, encode

TEXT = b"Binh dan hoc vu so " * 200


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.8", "gzip"),
        ("br;q=0.0, gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_the_browser_gets_the_best_shape_it_accepts(header, encoding):
    assert encode(TEXT).pick(header)[0] == encoding


@given(st.binary(max_size=4000))
def test_every_shape_unpacks_to_the_same_bytes(body):
    encoded = encode(body)

    assert encoded.plain == body
    assert encoded.br is None or brotli.decompress(encoded.br) == body
    assert encoded.gzip is None or gzip.decompress(encoded.gzip) == body


@given(st.text(max_size=80))
def test_any_header_is_read_without_a_fault(header):
    assert isinstance(accepted_encodings(header), frozenset)
