"""Meta refresh by the rules of the HTML Standard, and what a page says about itself."""

# ruff: noqa: E501 - a page stands in one piece, as it is served

import pytest

from jobs.model.document import MetaRefresh, RobotsTag
from jobs.web.html import parse
from jobs.web.html.metas import parse_refresh

URL = "https://a.example/p"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("5; url=/x", (5, "/x")),
        ("0;URL='/x y' z", (0, "/x y")),  # a quoted address ends at its quote
        ('0;url="/x', (0, "/x")),  # a quote that is never closed
        ("5", (5, "")),  # the page itself
        (" 3.7 , /x", (3, "/x")),  # the fraction is dropped; a comma separates, and `url=` may be missing
        (".5;url=/x", (0, "/x")),
        ("5 url = /x", (5, "/x")),
        ("5;u=/x", (5, "u=/x")),  # no `url=`: all of it is the address
        ("-1;url=/x", None),
        ("5x;url=/x", None),
        ("url=/x", None),
        ("", None),
        ("9" * 400 + ";url=/x", (1e9, "/x")),
    ],
)
def test_reads_a_refresh(content: str, expected: tuple[float, str] | None) -> None:
    assert parse_refresh(content) == expected


def test_takes_the_first_refresh_that_can_be_followed_before_those_in_a_noscript() -> None:
    without_scripts = b"<noscript><meta http-equiv=refresh content='0;url=/nojs'></noscript>"
    assert parse(without_scripts, url=URL).refresh == MetaRefresh(0, "https://a.example/nojs", in_noscript=True)
    both = without_scripts + b"<meta http-equiv=Refresh content='1;url=/x'>"
    assert parse(both, url=URL).refresh == MetaRefresh(1, "https://a.example/x")
    assert parse(b"<meta http-equiv=refresh content='0;url=javascript:1'>", url=URL).refresh is None


def test_keeps_the_source_of_each_robots_meta_and_leaves_out_those_for_others() -> None:
    body = b"<meta name=ROBOTS content='noindex'><meta name=bingbot content=none><p><meta name=googlebot content='nofollow '>"
    assert parse(body, url=URL).robots == (RobotsTag("meta robots", "noindex"), RobotsTag("meta googlebot", "nofollow"))


def test_reads_language_description_and_frames() -> None:
    body = b"<html lang=de><meta name=Description content=' a  b '><iframe src=/f></iframe><iframe src='http://['></iframe>"
    document = parse(body, url=URL)
    assert (document.lang, document.description, document.frames) == ("de", "a b", ("https://a.example/f",))


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>\x01a\x7fb \x0e c</title>", "a b c"),  # control characters are spaces to Chromium
        ("<title>a\x0bb</title>", "a\x0bb"),  # all but this one
        ("<svg><title><p></p></title></svg><title>b</title>", "b"),
    ],
)
def test_reads_the_title_as_chromium_does(page: str, title: str) -> None:
    assert parse(page.encode(), url=URL, content_type="text/html; charset=utf-8").title == title


def test_a_meta_with_an_address_speaks_once() -> None:
    document = parse(b"<meta name=robots content=noindex href=/x>", url=URL, content_type="text/html; charset=utf-8")
    assert [tag.value for tag in document.robots] == ["noindex"]


def test_a_base_whose_host_has_a_space_is_escaped_and_holds() -> None:
    page = b"<base href='http://a b/'><a href=x>x</a>"
    document = parse(page, url=URL, content_type="text/html; charset=utf-8")
    assert (document.base, document.links[0].raw_href) == ("http://a%20b/", "x")
