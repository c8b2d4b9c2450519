"""Meta refresh by the rules of the HTML Standard, and what a page says about itself."""

# ruff: noqa: E501 - a page stands in one piece, as it is served

import pytest

from jobs.model.document import MetaRefresh, RobotsTag
from jobs.web.html.metas import parse_refresh
from jobs.web.html.parse import parse

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
        ("1;;url=/x", (1, ";url=/x")),  # one separator is passed over, and no more
        ("1; ,url=/x", (1, ",url=/x")),
        ("1 ;url=/x", (1, "/x")),
        ("1 2;url=/x", (1, "2;url=/x")),
        ("1;url/x", (1, "url/x")),
        ("1;'/x'y", (1, "/x")),  # quoted without `url=`
        ("1;url=\"/x'y", (1, "/x'y")),
        ("1.2.3;url=/x", (1, "/x")),
        (".;url=/x", (0, "/x")),
        ("\u0660;url=/x", None),  # only ASCII digits are digits
        ("1\u0660;url=/x", None),
        ("1\u00a0;url=/x", None),  # and only ASCII white space is that
        ("9" * 400 + ";url=/x", (1e9, "/x")),
    ],
)
def test_reads_a_refresh(content: str, expected: tuple[float, str] | None) -> None:
    assert parse_refresh(content) == expected


@pytest.mark.parametrize(
    ("page", "ignored"),
    [
        ("<head><link rel=canonical href=/c>", ""),
        ("<link rel=canonical href=/c><p>no head written", ""),
        ("<head><title>x</title></head><link rel=canonical href=/c><body>", ""),  # put back into the head
        ("<body><link rel=canonical href=/c>", "not in the head"),
        ("<head><img src=x><link rel=canonical href=/c>", "not in the head"),
        ("<head><div></div><link rel=canonical href=/c>", "not in the head"),
        ("<head>text<link rel=canonical href=/c>", "not in the head"),
        ("<head><noscript><img src=x></noscript><link rel=canonical href=/c>", ""),  # to scripts, that is text
        ("<head><noscript><img src=x></noscript></head><body><link rel=canonical href=/c>", "not in the head"),
        ("<head><noscript><link rel=canonical href=/c></noscript>", "not in the head"),
        ("<head><template><link rel=canonical href=/c></template><link rel=canonical href=/d>", ""),
        ("<head><link rel=canonical hreflang=de href=/c>", "has hreflang"),
        ("<head><link rel=canonical lang=de media=print type='' href=/c>", "has lang and media and type"),
        ("<head><link rel='alternate\u00a0canonical' href=/c><link rel='x\tcanonical' href=/d>", ""),
    ],
)
def test_knows_which_canonicals_google_passes_over(page: str, ignored: str) -> None:
    found = parse(page.encode(), url=URL, content_type="text/html; charset=utf-8").canonicals
    assert [canonical.ignored for canonical in found] == [ignored]


def test_an_a_in_a_formula_is_no_link_but_html_within_it_is() -> None:
    page = (
        b"<math><a href=/1>x</a><mtext><a href=/2>y</a></mtext></math><svg><a href=/3>z</a></svg>"
        b"<math><annotation-xml encoding=text/html><a href=/4>y</a></annotation-xml></math><a href=/5>w</a>"
    )
    assert [link.raw_href for link in parse(page, url=URL).links] == ["/2", "/3", "/4", "/5"]


def test_of_two_types_in_the_header_the_last_counts() -> None:
    body = "<a href=/x>хорошие ботинки</a>".encode("cp1251")
    document = parse(body, url=URL, content_type="text/html; charset=utf-8, text/html; charset=windows-1251")
    assert document.words(0).text == "хорошие ботинки"
    assert parse(b"<a href=/x>", url=URL, content_type="text/plain, text/html").links


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
