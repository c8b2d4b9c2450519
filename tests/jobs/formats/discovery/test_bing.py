"""Bing's API, asked against a local server that answers as its documentation shows."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jobs.config import Config
from jobs.formats.discovery import bing
from jobs.formats.discovery.bing import BingLinks, open_bing
from jobs.formats.discovery.bing_answers import BingPage, BingTrouble, read_answer
from jobs.model.link import NewLink
from jobs.model.listing import KeptListing, Listing
from jobs.model.page import FetchFailure, Outcome
from jobs.store.protocol import Store
from tests.jobs.formats.discovery.bing_server import HOME, KEY, SHOP, SITE, BingServer, bing_server
from tests.tools.clocks import HandClock
from tests.tools.stores import open_store
from tests.tools.times import NOON


@pytest.fixture
async def server() -> AsyncIterator[tuple[BingServer, str]]:
    async with bing_server() as running:
        yield running


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


@pytest.fixture
async def asking(server: tuple[BingServer, str], clock: HandClock) -> AsyncIterator[BingLinks]:
    async with open_bing(config(server[1]), clock) as made:
        assert made is not None
        yield made


def config(base_url: str, key: str = KEY, **sites: str) -> Config:
    return Config.model_validate(
        {
            "bing": {"base_url": base_url, "sites": sites or {SITE: "C0LINKS"}},
            "network": {"allow_private": True},
            "secrets": {"bing_api_key": key},
        }
    )


async def kept(store: Store) -> KeptListing:
    [found] = await store.listings("C0LINKS")
    return found


async def test_all_pages_of_all_targets_are_asked_for_those_with_most_links_first(
    server: tuple[BingServer, str], asking: BingLinks
) -> None:
    found = await asking.listing(SITE)
    assert isinstance(found, Listing)
    assert [(link.page, link.target, link.anchor) for link in found.links] == [
        *((f"https://a.example/{n}", SHOP, "ours") for n in range(3)),
        ("https://b.example/", HOME, ""),
    ]
    assert (found.source, found.site, found.is_partial) == ("Bing Webmaster Tools", "ours.example", False)
    asked = [(each["method"], each.get("link"), each["page"]) for each in server[0].asked]
    assert asked == [
        ("GetLinkCounts", None, "0"),
        ("GetUrlLinks", SHOP, "0"),
        ("GetUrlLinks", SHOP, "1"),
        ("GetUrlLinks", HOME, "0"),
    ]
    assert {each["siteUrl"] for each in server[0].asked} == {SITE}


@pytest.mark.both_stores
async def test_a_site_is_asked_for_once_a_day_and_what_is_new_is_known(
    server: tuple[BingServer, str], asking: BingLinks, store: Store, clock: HandClock
) -> None:
    link, _ = await store.add_link(NewLink("C0LINKS", "https://b.example/", HOME), NOON)
    assert [await asking.look(store), await asking.look(store)] == [1, 0]
    first = await store.link(link.id)
    assert first is not None
    assert [(fact.source, fact.on) for fact in first.index_facts] == [("Bing Webmaster Tools", NOON.date())]
    clock.move(timedelta(days=1))
    server[0].links = {SHOP: [("https://new.example/", "x")], HOME: server[0].links[HOME]}
    assert await asking.look(store) == 1
    listing = await kept(store)
    assert [each.page for each in listing.new] == ["https://new.example/"]
    assert {each.page for each in listing.gone} == {f"https://a.example/{n}" for n in range(3)}
    second = await store.link(link.id)
    assert second is not None
    assert second.index_facts == first.index_facts, "that it is listed still is written once a week"
    clock.move(timedelta(days=7))
    await asking.look(store)
    third = await store.link(link.id)
    assert third is not None
    assert len(third.index_facts) == 2


async def test_what_bing_refuses_to_go_on_with_is_no_reason_to_call_anything_gone(
    server: tuple[BingServer, str], asking: BingLinks, store: Store, clock: HandClock
) -> None:
    await asking.look(store)
    clock.move(timedelta(days=1))
    server[0].refuse_after = len(server[0].asked) + 2
    await asking.look(store)
    listing = await kept(store)
    assert len(listing.links) == 4
    assert listing.gone == ()


async def test_of_targets_that_bing_did_not_tell_no_link_is_called_gone(
    server: tuple[BingServer, str], asking: BingLinks, store: Store, clock: HandClock
) -> None:
    server[0].links |= {"https://ours.example/old": [("https://c.example/", "old")]}
    await asking.look(store)
    assert len((await kept(store)).links) == 5
    clock.move(timedelta(days=1))
    server[0].refuse_counts = True
    found = await asking.listing(SITE)
    assert isinstance(found, Listing)
    assert ([each.name for each in found.targets], found.is_partial) == ([SHOP, HOME], True)
    await asking.look(store)
    listing = await kept(store)
    assert (len(listing.links), listing.gone) == (5, ())


@pytest.mark.parametrize("most", [1, 2])
async def test_of_a_large_site_so_much_is_asked_for_a_day(
    asking: BingLinks, server: tuple[BingServer, str], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(bing, "MOST_REQUESTS", most)
    found = await asking.listing(SITE)
    assert isinstance(found, Listing)
    assert found.is_partial
    assert len(server[0].asked) == most


@pytest.mark.parametrize(
    ("error", "why"), [(3, "BING_API_KEY"), (4, "less often"), (14, "verify it"), (2, "its error 2")]
)
async def test_a_refusal_is_said_with_what_to_do(
    server: tuple[BingServer, str], asking: BingLinks, error: int, why: str
) -> None:
    server[0].refuse_after, server[0].error = 0, error
    found = await asking.listing(SITE)
    assert isinstance(found, BingTrouble)
    assert why in found.why


async def test_a_refusal_goes_to_the_log_without_the_key(
    server: tuple[BingServer, str], asking: BingLinks, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    server[0].refuse_after = 0
    with caplog.at_level(logging.DEBUG):
        assert await asking.look(store) == 0
    assert "https://ours.example/: Bing wants to be asked less often" in caplog.text
    assert KEY not in caplog.text
    assert await store.listings("C0LINKS") == []


async def test_no_redirect_is_followed_with_the_key(server: tuple[BingServer, str], asking: BingLinks) -> None:
    server[0].redirects = True
    assert isinstance(await asking.listing(SITE), BingTrouble)
    assert [each["method"] for each in server[0].asked] == ["GetLinkCounts"]


async def test_nobody_there_is_said_without_the_key(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async with open_bing(config("http://127.0.0.1:9/json/"), HandClock(NOON)) as asking:
        assert asking is not None
        with caplog.at_level(logging.DEBUG):
            assert await asking.look(store) == 0
    assert "Bing could not be asked: the server refused the connection." in caplog.text
    assert KEY not in caplog.text


async def test_without_a_key_or_without_sites_nothing_is_asked() -> None:
    empty = Config.model_validate({"secrets": {"bing_api_key": KEY}})
    for each in (config("http://127.0.0.1:9/json/", key=""), empty):
        async with open_bing(each, HandClock(NOON)) as asking:
            assert asking is None


def answer(body: Any) -> BingPage | BingTrouble:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_answer(FetchFailure("https://x.example/", Outcome.BAD_HTTP, "status 400", NOON, body=raw))


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[" * 9000, [], {"d": None}, {"d": []}, {"d": {"Links": 3}}, {"d": {"TotalPages": "x"}}]
)
def test_what_is_no_answer_of_bings_is_said(body: Any) -> None:
    found = answer(body)
    assert isinstance(found, BingTrouble)
    assert found.why == "Bing could not be asked: status 400."


def test_rows_without_an_address_are_passed_over() -> None:
    rows = [{"Url": 1}, None, {"Url": "https://a.example/", "AnchorText": None}]
    assert answer({"d": {"Details": rows, "TotalPages": 0}}) == BingPage((("https://a.example/", "", 0),), 0)
