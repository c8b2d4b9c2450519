"""What files name: sitemaps plain, packed, damaged, hostile; and robots.txt."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.page import FetchFailure, Outcome, Page
from jobs.web.sitemaps.listed import SitemapContent, read_listed, sitemaps_named

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
SITE = "ours.example"
SITEMAP = "https://ours.example/sitemap.xml"
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def page(body: bytes | str) -> Page:
    data = body.encode() if isinstance(body, str) else body
    return Page(SITEMAP, SITEMAP, 200, (), data, NOW)


def packed(body: bytes | str) -> FetchFailure:
    """As the fetch gives a gzip file: it cannot be read as a page."""
    data = gzip.compress(body.encode() if isinstance(body, str) else body)
    return FetchFailure(
        SITEMAP, Outcome.UNKNOWN_ENCODING, "the page is compressed but does not say so", NOW, SITEMAP, 200, body=data
    )


def urlset(*urls: str) -> str:
    return URLSET.format("".join(f"<url><loc>{url}</loc></url>" for url in urls))


def read(answer: Page | FetchFailure, most: int = 100) -> SitemapContent:
    return read_listed(answer, site=SITE, most=most)


A, B = "https://ours.example/a", "https://www.ours.example/b?x=1&y=2"
B_IN_XML = B.replace("&", "&amp;")
DECLARED = '\ufeff<?xml version="1.0"?>\n'
PREFIXED = f'<s:urlset xmlns:s="x"><s:url><s:loc>{A}</s:loc></s:url><s:url><s:loc>{B_IN_XML}</s:loc></s:url></s:urlset>'
PICTURE = '<i:image xmlns:i="i"><i:loc>https://ours.example/p.png</i:loc></i:image>'


@pytest.mark.parametrize(
    ("why", "body"),
    [
        ("plain", urlset(A, B_IN_XML)),
        ("with a declaration and white space", DECLARED + urlset(f"  {A}\n", f"<![CDATA[{B}]]>")),
        ("in no namespace", urlset(A, B_IN_XML).replace(" xmlns=", " data=")),
        ("with a prefix", PREFIXED),
        ("a text", f"{A}\r\n{B}\r\n"),
        ("each named twice", urlset(A, A, B_IN_XML, A)),
        ("pictures are no pages", urlset(A, B_IN_XML).replace("</loc>", f"</loc>{PICTURE}")),
        ("other sites are not ours", urlset(A, "https://other.example/", B_IN_XML, "ftp://ours.example/", "none")),
    ],
)
@pytest.mark.parametrize("answer", [page, packed])
def test_it_names_the_pages_of_the_site(why: str, body: str, answer: object) -> None:
    assert callable(answer)
    assert read(answer(body)) == SitemapContent((A, B)), why


def test_an_index_names_further_sitemaps_wherever_they_are() -> None:
    named = ("https://ours.example/1.xml.gz", "https://cdn.example/2.xml")
    body = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in named)
    assert read(page(f"<sitemapindex>{body}</sitemapindex>")).sitemaps == named


@pytest.mark.parametrize(
    ("answer", "pages", "trouble"),
    [
        (page("<!DOCTYPE html><html><title>Hello</title>"), (), "it is no sitemap"),
        (page("<rss><channel/></rss>"), (), "it is no sitemap"),
        (page(""), (), "the answer is empty"),
        (page("Not found"), (), "it is no sitemap: it names no page of the site"),
        (page(urlset(A, B.replace("&", "&amp;"))[:-20]), (A,), "it is no well-formed XML"),
        (packed(b"x" * 10), (), "it is no sitemap: it names no page of the site"),
        (page('<!DOCTYPE u [<!ENTITY a "b">]><urlset/>'), (), "it declares entities"),
        (FetchFailure(SITEMAP, Outcome.TIMEOUT, "it took too long", NOW), (), "it took too long"),
        (FetchFailure(SITEMAP, Outcome.GONE, "404", NOW, SITEMAP, 404, body=urlset(A).encode()), (), "404"),
        (
            FetchFailure(SITEMAP, Outcome.TRUNCATED, "cut off", NOW, SITEMAP, 200, body=urlset(A, A).encode()[:-30]),
            (A,),
            "cut off",
        ),
    ],
)
def test_what_is_not_whole_says_so_and_keeps_what_came(
    answer: Page | FetchFailure, pages: tuple[str, ...], trouble: str
) -> None:
    found = read(answer)
    assert found.pages == pages
    assert found.trouble.startswith(trouble)


def test_a_packed_file_that_was_cut_short_keeps_what_came() -> None:
    whole = packed(urlset(*(f"https://ours.example/{number}" for number in range(5_000))))
    found = read(FetchFailure(SITEMAP, whole.outcome, "", NOW, SITEMAP, 200, body=whole.body[:-500]), most=9_000)
    assert 0 < len(found.pages) < 5_000
    assert found.trouble == "its compression was cut short"


def test_no_more_than_asked_for_are_taken() -> None:
    found = read(page(urlset(*(f"https://ours.example/{number}" for number in range(5)))), most=3)
    assert found == SitemapContent(
        ("https://ours.example/0", "https://ours.example/1", "https://ours.example/2"),
        (),
        "it names more than 3 pages; the first are read",
    )


def test_a_file_that_unpacks_to_more_than_the_protocol_allows_is_left() -> None:
    found = read(packed(b"<urlset>" + b" " * (51 * 2**20)))
    assert found.trouble == "it is larger than 50 MB; its beginning is read"


@given(st.binary(max_size=400), st.booleans())
def test_whatever_stands_in_it_nothing_is_raised(body: bytes, is_packed: bool) -> None:  # noqa: FBT001
    answer = packed(body) if is_packed else page(body)
    assert all(url.startswith("http") for url in read(answer).pages)
    sitemaps_named(page(body))


def test_robots_names_its_sitemaps_for_whichever_robots() -> None:
    first = "Sitemap: https://ours.example/a.xml"
    body = f"User-agent: *\nDisallow: /\n{first}\n SITEMAP :/b.xml # news\n{first}"
    answer = Page("https://ours.example/robots.txt", "https://ours.example/robots.txt", 200, (), body.encode(), NOW)
    assert sitemaps_named(answer).sitemaps == ("https://ours.example/a.xml", "https://ours.example/b.xml")


@pytest.mark.parametrize(("status", "trouble"), [(404, ""), (403, ""), (503, "why"), (None, "why"), (429, "why")])
def test_a_site_without_robots_is_no_trouble_and_one_that_fails_is(status: int | None, trouble: str) -> None:
    failed = FetchFailure("https://ours.example/robots.txt", Outcome.SERVER_ERROR, "why", NOW, status=status)
    assert sitemaps_named(failed) == SitemapContent(trouble=trouble)
