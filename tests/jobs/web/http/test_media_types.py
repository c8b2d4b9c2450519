"""Whether an answer is a page, as browsers tell it."""

import pytest

from jobs.web.http.media_types import is_html, is_unsaid, looks_like_html, media_type


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((), ""),
        (("",), ""),
        (("text/html",), "text/html"),
        (("Text/HTML; charset=utf-8",), "text/html"),
        (("text/html;charset=utf-8",), "text/html"),
        ((" text/html ",), "text/html"),
        (("text/plain", "text/html"), "text/html"),
        (("text/html, text/plain",), "text/plain"),
        (("text/html", "nonsense"), "text/html"),
        (("text/html", "*/*"), "text/html"),
        (("html",), ""),
        (("text html",), ""),
        (("*/*",), "*/*"),
    ],
)
def test_the_last_usable_type_counts(values: tuple[str, ...], kind: str) -> None:
    assert media_type(tuple(("content-type", value) for value in values)) == kind


@pytest.mark.parametrize("kind", ["text/html", "application/xhtml+xml"])
def test_these_are_pages(kind: str) -> None:
    assert is_html(kind)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/json", "image/svg+xml"])
def test_these_are_not(kind: str) -> None:
    assert not is_html(kind)
    assert not is_unsaid(kind)


@pytest.mark.parametrize(
    ("body", "is_page"),
    [
        (b"<!DOCTYPE html><p>", True),
        (b"\n\t <HTML>", True),
        (b"\xef\xbb\xbf<!doctype HTML>", True),
        (b"<!-- hello -->", True),
        (b"<p>hello", True),
        (b"<body class='x'>", True),
        (b"<!doctype htmlx>", False),
        (b"<paragraph>", False),
        (b"Hello <html>", False),
        (b"<?xml version='1.0'?><html>", False),
        (b"%PDF-1.7", False),
        (b"", False),
    ],
)
def test_a_body_without_a_type_is_sniffed(*, body: bytes, is_page: bool) -> None:
    assert looks_like_html(body) is is_page
