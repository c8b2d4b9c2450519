"""The quick way of joining a page's links gives what the URL Standard gives, whatever the link and the base."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.web.urls import join, join_all

BASES = [
    "https://www.example.com/some/page.html",
    "http://a.example/",
    "https://user:word@h.example:8080/x/y/?q=/a#/f",
    "http://1.2.3.4/x",
    "http://[::1]/x",
    "https://a.example/a|b/c",
    "https://a.example/%7Ex/..%2f/y",
    "file:///a/b",
    "foo:bar",
    "about:blank",
]
PIECES = [
    *("http://", "https://", "HTTP://", "http:", "//", "/", "?", "#", ".", "..", "%2e", "%2E", "%", "%41", "\\", "|"),
    *("a", "B", "b.c", "example.com", "0x7f", "1", "127.1", "xn--a", "-", "_", "~", ":", ":80", ":443", "@", "\u00e9"),
    *("!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=", "^", "{", "`", " ", "\t", "<", '"', "[", "]", "mailto:"),
]


HREFS = st.lists(st.sampled_from([*PIECES, "\n"]), max_size=8).map("".join)


@given(st.lists(HREFS, max_size=6), st.sampled_from(BASES))
def test_agrees_with_the_standard(hrefs: list[str], base: str) -> None:
    assert join_all(hrefs, base, partial(_parsed, base)) == [_parsed(base, href) for href in hrefs]


@pytest.mark.parametrize(
    ("href", "why"),
    [
        ("https://a.example/b?c=d#e", "absolute, and written as a browser would"),
        ("https://A.example/", "a capital in the host"),
        ("https://a.example:443/", "the scheme's own port"),
        ("https://a.example", "without its slash"),
        ("http://127.1/", "a number for a host"),
        ("http://a.0x7f/", "a name that ends as a number would"),
        ("http://xn--a/", "an international name that is none"),
        ("/a/../b", "dots to be resolved"),
        ("/a/%2e%2E/b", "dots in escapes"),
        ("//b.example/c", "another host"),
        ("/\\b.example", "a backslash is a slash"),
        ("a:b", "a scheme of its own"),
        ("b.c:d", "a scheme with a dot"),
        ("a/b:c", "a colon in a path"),
        ("a'b?c'd", "an apostrophe is escaped in the query alone"),
        ("#", "an empty fragment"),
        ("", "nothing"),
    ],
)
def test_agrees_where_it_is_easily_wrong(href: str, why: str) -> None:
    for base in BASES:
        assert join_all([href], base, partial(_parsed, base)) == [_parsed(base, href)], why


@pytest.mark.parametrize(
    "href", ["https://b.example/c?d=e#f", "/a/b", "?a=b", "#a", "a/b.html", "../a", "../", "../../a", "./a", "/.a"]
)
def test_agrees_wherever_the_page_stands(href: str) -> None:
    for base in (
        "https://a.example/",
        "https://a.example/b",
        "https://a.example/b/",
        "https://a.example/b/c/d?e=/f#/g",
    ):
        assert join_all([href], base, partial(_parsed, base)) == [_parsed(base, href)]


def test_one_odd_link_among_many_is_found_and_the_others_need_no_parser() -> None:
    asked = list[str]()

    def otherwise(href: str) -> str:
        asked.append(href)
        return "asked"

    plain = [
        f"{start}{number}" for number in range(40) for start in ("/a/", "https://b.example/", "?c=", "d/", "../e/")
    ]
    for odd in ("/a/../b", "/a/%2e", "/a b", "/\u00e9", "https://B.example/", "javascript:void(0)"):
        hrefs = [*plain[:99], odd, *plain[99:]]
        joined = join_all(hrefs, "https://a.example/x/y", otherwise)
        assert asked == [odd]
        assert joined == [join(href, "https://a.example/x/y") if href != odd else "asked" for href in hrefs]
        asked.clear()


def _parsed(base: str, href: str) -> str:
    return join(href, base) or ""
