"""Whatever a body is cut into, it decodes the same, and in small pieces."""

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.web.http.content_codings import WINDOW, Layers, TooMuchError, UnknownCodingError
from tests.tools.faults.coding import bomb, raw_deflate

PLENTY = 2**20

CODERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "two layers": ("br, gzip", lambda data: gzip.compress(brotli.compress(data))),
}


def undone(coding: str, pieces: list[bytes]) -> tuple[bytes, bool]:
    """The decoded body, and whether it came to its proper end."""
    layers = Layers((("content-encoding", coding),), PLENTY)
    data = b"".join(window for piece in pieces for window in layers.feed(piece))
    return data, layers.complete


def cut(data: bytes, at: list[int]) -> list[bytes]:
    edges = [0, *sorted(edge % (len(data) + 1) for edge in at), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize("name", CODERS)
@given(data=st.binary(max_size=3000), at=st.lists(st.integers(0, 10_000), max_size=8))
def test_a_body_decodes_the_same_however_it_is_cut(name: str, data: bytes, at: list[int]) -> None:
    coding, encode = CODERS[name]
    assert undone(coding, cut(encode(data), at)) == (data, True)


@pytest.mark.parametrize("name", CODERS)
@given(data=st.binary(min_size=1, max_size=3000), short=st.integers(1, 10_000))
def test_a_body_that_is_cut_short_is_never_complete(name: str, data: bytes, short: int) -> None:
    coding, encode = CODERS[name]
    body = encode(data)
    kept = body[: len(body) - 1 - short % (len(body) - 1)]
    try:
        decoded, complete = undone(coding, [kept])
    except UnknownCodingError:
        return
    assert not complete
    assert data.startswith(decoded)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, br"])
@given(body=st.binary(max_size=500))
def test_garbage_is_refused_or_decoded_but_nothing_else(coding: str, body: bytes) -> None:
    with suppress(UnknownCodingError):
        undone(coding, [body])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_comes_out_in_small_windows(coding: str) -> None:
    windows = Layers((("content-encoding", coding),), PLENTY).feed(bomb(coding))
    assert max(len(next(windows)) for _ in range(300)) <= 2 * WINDOW


@pytest.mark.parametrize("coding", ["zstd", "compress", "zebra", "gzip, zstd", ", ".join(["gzip"] * 4)])
def test_a_coding_we_cannot_undo_is_refused(coding: str) -> None:
    with pytest.raises(UnknownCodingError):
        Layers((("content-encoding", coding),), PLENTY)


def test_layers_in_several_headers_are_undone_from_the_last() -> None:
    layers = Layers((("content-encoding", "br"), ("content-encoding", "gzip")), PLENTY)
    assert b"".join(layers.feed(gzip.compress(brotli.compress(b"page")))) == b"page"


def test_an_inner_layer_is_bounded_though_nothing_comes_of_it() -> None:
    empty_members = gzip.compress(gzip.compress(b"") * 10_000)
    with pytest.raises(TooMuchError):
        list(Layers((("content-encoding", "gzip, gzip"),), 100_000).feed(empty_members))
