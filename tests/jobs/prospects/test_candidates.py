"""Candidates: what speaks for a site, what speaks against asking it, and where they come from."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.config import Config
from jobs.formats.discovery.taking_in import take_in
from jobs.formats.sheet import RefusedFile
from jobs.model.channel import ChannelSettings
from jobs.model.link import NewLink
from jobs.model.listing import Counted, KeptListing, ListedLink, Listing
from jobs.model.partner import NewPartner, SiteContact
from jobs.model.prospect import NewProspect
from jobs.model.write import Write
from jobs.prospects.candidates import Gathered, RankedSites, SiteStanding, WhyNotAsked
from jobs.prospects.find import find_candidates, read_rows
from jobs.store.protocol import Store
from tests.tools.nouns import facts
from tests.tools.stores import open_store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = ("ours.example",)
CHANNEL = "C0LINKS"


def gathered() -> Gathered:
    return Gathered(OURS)


def sites_of(found: RankedSites) -> list[str]:
    return [each.site for each in found.ranked]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (SiteStanding(is_tracked=True), WhyNotAsked.TRACKED),
        (SiteStanding(is_kept=True), WhyNotAsked.KEPT),
        (SiteStanding(is_disavowed=True), WhyNotAsked.DISAVOWED),
        (SiteStanding(is_unwanted=True), WhyNotAsked.UNWANTED),
    ],
)
def test_what_is_known_of_it_leaves_a_site_out(known: SiteStanding, why: WhyNotAsked) -> None:
    found = gathered()
    found.take_link("https://blog.example/x", "other.example")
    ranked = found.ranked({"blog.example": known}, ())
    assert (ranked.ranked, ranked.left_out) == ((), {why: 1})


@pytest.mark.parametrize(
    ("site", "why"),
    [
        ("https://www.rival.example/x", WhyNotAsked.COMPETITOR),
        ("https://shop.ours.example/", WhyNotAsked.OURS),
        ("https://www.facebook.com/p", WhyNotAsked.PLATFORM),
        ("https://best-casino.example/", WhyNotAsked.DOUBTFUL),
    ],
)
def test_some_sites_are_never_candidates(site: str, why: WhyNotAsked) -> None:
    found = gathered()
    found.take_link(site)
    assert found.ranked({}, ("rival.example",)).left_out == {why: 1}


def test_who_links_to_competitors_comes_before_who_links_to_others() -> None:
    found = gathered()
    found.take_link("https://a.example/1", "https://other.example/")
    found.take_link("https://b.example/1", "https://www.rival.example/shop")
    found.take_link("https://c.example/1")
    ranked = found.ranked({}, ("rival.example",)).ranked
    assert [(each.site, each.points) for each in ranked] == [("b.example", 4), ("a.example", 2), ("c.example", 0)]
    assert ranked[0].reasons == ("links to rival.example, which you compete with, and not to you",)
    assert (ranked[0].page, ranked[2].reasons) == ("https://b.example/1", ())


def test_links_within_a_site_say_nothing_and_many_count_as_three() -> None:
    found = gathered()
    found.take_link("https://a.example/1", "https://www.a.example/2")
    for number in range(9):
        found.take_link("https://b.example/1", f"https://other{number}.example/")
    ranked = found.ranked({}, ()).ranked
    assert [(each.site, each.points) for each in ranked] == [("b.example", 6), ("a.example", 0)]
    assert ranked[0].reasons == ("links to other0.example, other1.example, other2.example and 6 more and not to you",)


def test_who_links_to_us_already_is_no_candidate_however_many_others_it_links_to() -> None:
    found = gathered()
    found.take_link("https://a.example/1", "https://ours.example/x")
    found.take_link("https://a.example/1", "https://rival.example/")
    ranked = found.ranked({}, ("rival.example",))
    assert (ranked.ranked, ranked.linking_to_us) == ((), 1)


def test_what_partners_link_to_and_engines_list_is_added_up() -> None:
    found = gathered()
    for partner in ("https://p.example/links", "https://www.p.example/more", "https://q.example/"):
        found.take_outbound(partner, ["blog.example", "p.example"])
    found.take_listed("Google Search Console", "https://blog.example/post")
    found.take_listed("Google Search Console", "https://blog.example/post2")
    [candidate] = [each for each in found.ranked({}, ()).ranked if each.site == "blog.example"]
    assert candidate.points == 2 * 2 + 3
    assert candidate.reasons == (
        "p.example and q.example link to it",
        "Google Search Console lists 2 links of it to you, and none is tracked",
    )
    assert candidate.page == "https://blog.example/post"


def test_of_a_list_only_those_that_it_names() -> None:
    found = gathered()
    found.take_outbound("https://p.example/", ["a.example", "b.example"])
    found.take_link("a.example")
    ranked = found.ranked({}, (), named_only=True).ranked
    assert [(each.site, each.points, each.page) for each in ranked] == [("a.example", 2, "https://a.example/")]


@pytest.fixture
async def store(tmp_path: Path) -> Store:
    return await open_store(tmp_path)


@pytest.mark.both_stores
async def test_a_channel_gives_candidates_and_leaves_out_what_it_has(
    store: Store,
) -> None:
    partner, _ = await store.add_partner(NewPartner(CHANNEL, "https://p.example/links", 100), NOW)
    page = await store.page(partner.page_url)
    assert page is not None
    out = ("fresh.example", "tracked.example", "kept.example", "spam.example", "closed.example", "rival.example")
    listing = KeptListing(
        CHANNEL,
        "Google Search Console",
        "ours.example",
        NOW,
        links=(ListedLink("https://listed.example/a", "https://ours.example/"),),
        sites=(Counted("listed.example", 9), Counted("named.example", 4)),
    )
    await store.add_link(NewLink(CHANNEL, "https://www.tracked.example/x", "ours.example"), NOW)
    await store.add_prospect(NewProspect(CHANNEL, "https://kept.example/x"), NOW)
    await store.write(
        Write(
            pages=[replace(page, facts=facts(external_domains=out))],
            listings=[listing],
            contacts=[
                SiteContact(CHANNEL, "spam.example", disavowed_since=NOW),
                SiteContact("C0ACME", "closed.example", unwanted_since=NOW),
            ],
            settings={CHANNEL: ChannelSettings(competitors=("rival.example",))},
        )
    )
    config = Config(our_sites=OURS)
    found = await find_candidates(store, config, CHANNEL)
    assert sites_of(found) == ["listed.example", "named.example", "fresh.example"]
    assert found.left_out == {
        WhyNotAsked.TRACKED: 1,
        WhyNotAsked.KEPT: 1,
        WhyNotAsked.DISAVOWED: 1,
        WhyNotAsked.UNWANTED: 1,
        WhyNotAsked.COMPETITOR: 1,
    }
    assert sites_of(await find_candidates(store, config, CHANNEL, [("new.example", "rival.example")])) == [
        "new.example"
    ]
    assert (await find_candidates(store, config, "C0ACME")).ranked == ()
    await store.close()


@pytest.mark.both_stores
async def test_others_have_their_turn_while_many_sites_are_looked_up(store: Store) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    waiting = asyncio.ensure_future(others())
    rows = [(f"https://blog{number}.example/", "") for number in range(1_000)]
    found = await find_candidates(store, Config(our_sites=OURS), CHANNEL, rows)
    waiting.cancel()
    assert len(found.ranked) == 1_000
    assert turns >= 1_000 / 50, "fifty sites are some milliseconds of work"
    await store.close()


@pytest.mark.both_stores
async def test_linking_sites_are_kept_beside_the_links_and_make_no_link_new(store: Store) -> None:
    sites = Listing("Google Search Console", "ours.example", NOW.date(), sites=(Counted("blog.example", 3),))
    links = Listing("Google Search Console", "ours.example", links=(ListedLink("https://a.example/", "ours.example"),))
    await take_in(sites, CHANNEL, "U0ADA", store, NOW)
    found = await take_in(links, CHANNEL, "U0ADA", store, NOW)
    assert not found.compared
    [kept] = await store.listings(CHANNEL)
    assert (kept.sites, kept.new, kept.before) == (sites.sites, (), None)
    again = await take_in(sites, CHANNEL, "U0ADA", store, NOW)
    assert again.listed == 0
    [kept] = await store.listings(CHANNEL)
    assert [link.page for link in kept.links] == ["https://a.example/"]
    await store.close()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            b"Site,Linking pages,Target pages\nblog.example,3,1\n", [("blog.example", "")], id="linking sites"
        ),
        pytest.param(
            b"Page,Target\nhttps://a.example/x,https://rival.example/\n",
            [("https://a.example/x", "https://rival.example/")],
            id="links of others",
        ),
        pytest.param(
            b"https://a.example/x\nhttps://b.example/y\n",
            [("https://a.example/x", ""), ("https://b.example/y", "")],
            id="pages",
        ),
        pytest.param(b"a.example\nb.example\n", [("a.example", ""), ("b.example", "")], id="sites"),
    ],
)
def test_a_file_names_pages_or_sites(data: bytes, expected: list[tuple[str, str]]) -> None:
    assert read_rows(data, "list.csv") == expected


def test_a_file_that_names_none_is_refused_in_words() -> None:
    assert isinstance(read_rows(b"%PDF-1.4", "list.pdf"), RefusedFile)
