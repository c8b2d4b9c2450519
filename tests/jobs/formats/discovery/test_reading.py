"""Files of Search Console and Bing as lists, told by content: the headers are in the reader's language."""

from datetime import date

import pytest

from jobs.formats.discovery.reading import read_listing
from jobs.formats.rows import Wishes
from jobs.formats.sheet import RefusedFile
from jobs.model.listing import Counted, ListedLink, Listing

BOM = "\ufeff"
MARCH = date(2026, 3, 1)


def listing(text: str, name: str = "ours.example-x-2026-03-11.csv", site: str = "") -> Listing:
    found = read_listing(text.encode(), Wishes(name, (), site))
    assert isinstance(found, Listing), found
    return found


@pytest.mark.parametrize("header", ["Linking page,Last crawled\n", "Verweisende Seite,Zuletzt gecrawlt\n", ""])
@pytest.mark.parametrize("day", ["2026-03-01", "01.03.2026", "1 Mar 2026"])
def test_latest_links_have_the_day_on_which_each_page_was_read(header: str, day: str) -> None:
    found = listing(f"{header}https://blog.example/a,{day}\nhttps://blog.example/b,28.02.2026\n")
    assert found.links[0] == ListedLink("https://blog.example/a", "ours.example", on=MARCH)
    assert (found.source, found.site, found.on) == ("Google Search Console", "ours.example", date(2026, 3, 11))


def test_without_a_day_in_its_name_a_list_is_of_the_day_of_the_page_that_was_read_last() -> None:
    found = listing(
        "Linking page,Last crawled\nhttps://a.example/,2026-02-01\nhttps://b.example/,2026-03-01\n",
        "x.csv",
        "ours.example",
    )
    assert found.on == MARCH


@pytest.mark.parametrize(
    ("text", "part", "expected", "why"),
    [
        (
            'Site,Linking pages,Target pages\nsmall.example,3,1\nbig.example,"1,240",12\n',
            "sites",
            (Counted("small.example", 3), Counted("big.example", 1240)),
            "Google's sites",
        ),
        ("Website,Verweisende Seiten,Ziel\nbig.example,1.240,12\n", "sites", (Counted("big.example", 1240),), "German"),
        (f'{BOM}"Domain","Backlinks Count"\n"a.example","7"\n', "sites", (Counted("a.example", 7),), "Bing's sites"),
        (
            "Rank,Link text\n1,our shop, the best\n2,ours\n",
            "texts",
            (Counted("our shop, the best"), Counted("ours")),
            "",
        ),
        ("Rang,Linktext\n1,2024\n", "texts", (Counted("2024"),), "a text of digits"),
        (f'{BOM}"Anchor","Backlinks Count"\n"a, b","7"\n', "texts", (Counted("a, b", 7),), "Bing's texts"),
        (
            "Target page,Incoming links,Linking sites\nhttps://ours.example/shop,12,3\n",
            "targets",
            (Counted("https://ours.example/shop", 12),),
            "external",
        ),
        ("Zielseite,Links\nhttps://ours.example/shop,12\n", "targets", (Counted("https://ours.example/shop", 12),), ""),
    ],
)
def test_other_lists(text: str, part: str, expected: tuple[Counted, ...], why: str) -> None:
    assert getattr(listing(text), part) == expected, why


def test_bings_links_have_anchor_and_target() -> None:
    text = (
        f'{BOM}"Source Url","Anchor text","Target Url"\n"https://a.example/","Example, one","https://ours.example/p"\n'
    )
    found = listing(text)
    assert found.source == "Bing Webmaster Tools"
    assert [(link.page, link.anchor, link.target) for link in found.links] == [
        ("https://a.example/", "Example, one", "https://ours.example/p")
    ]


def test_any_other_tool_can_be_compared_under_its_own_name() -> None:
    found = listing("source_url,target_url,anchor_text\nhttps://a.example/,https://ours.example/,x\n")
    assert (found.source, found.links[0].anchor) == ("TraceLinker", "x")


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("Top queries,Clicks,Impressions,CTR,Position\nx,1,2,50%,3\n", "ours.example-Performance.csv", "Latest links"),
        ("Linking page\nhttps://a.example/\n", "x.csv", "name the site"),
        ("", "ours.example-x.csv", "empty"),
        ("<!doctype html><p>", "ours.example-x.csv", "web page"),
    ],
)
def test_what_lists_nothing_is_refused_with_what_to_do(text: str, name: str, why: str) -> None:
    found = read_listing(text.encode(), Wishes(name))
    assert isinstance(found, RefusedFile)
    assert why in found.why


@pytest.mark.parametrize("said", ["ours.example", "www.ours.example", "https://www.Ours.example/shop"])
def test_however_a_site_is_said_its_lists_are_compared(said: str) -> None:
    text = "Linking page\nhttps://a.example/\n"
    expected = listing(text, "x.csv", "ours.example")
    assert listing(text, "x.csv", said) == expected
    configured = read_listing(text.encode(), Wishes("x.csv", (said,)))
    assert (configured, expected.site, expected.links[0].target) == (expected, "ours.example", "ours.example")
