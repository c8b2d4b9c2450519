"""What a digest says of our own pages."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.messages.digest.message import digest_message
from jobs.config import Config
from jobs.digests.read import read_digest
from jobs.model.digest import Digest, UnreturnedLine
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.our_page import CrowdedLine, InsideLine, OurPage
from jobs.model.page import Outcome
from jobs.model.reading import OutwardLink
from jobs.model.tracked_page import TrackedPage
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.tools.nouns import MISSING, facts
from tests.tools.slack_bot import words_of
from tests.tools.stores import open_store
from tests.tools.times import NOON

pytestmark = pytest.mark.both_stores

OURS = "https://ours.example/partners"
CONFIG = Config(our_pages=("ours.example",))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    for channel, target in (("C1", "https://ours.example/"), ("C2", "https://client.example/")):
        await opened.add_link(NewLink(channel, "https://friend.example/a", target), NOON)
    for link in await opened.links():
        lost = LinkStatus(LinkState.LOST, since=NOON, open=(MISSING,))
        await opened.write(Write(links=[replace(link, standing=lost)]))
    yield opened
    await opened.close()


def our_page(url: str = OURS, over_since: datetime | None = None, outcome: Outcome = Outcome.OK) -> OurPage:
    page = TrackedPage(url, "", NOON, last_outcome=outcome, facts=facts(url=url, final_url=url))
    links = (OutwardLink("https://friend.example/", "friend.example", followed=True),)
    return OurPage(url, page, links=links, sites=("friend.example",), followed=120, over_limit_since=over_since)


async def digest_of(store: Store, *pages: OurPage, channel: str = "C1") -> Digest:
    await store.write(Write(our_pages=pages))
    return await read_digest(store, CONFIG, channel, NOON)


def told(digest: Digest) -> str:
    return words_of([dict(block) for block in digest_message(digest).blocks])


async def test_it_names_whom_we_link_to_for_nothing_in_the_channel_of_that_site(store: Store) -> None:
    digest = await digest_of(store, our_page())
    assert digest.unreturned == (UnreturnedLine("friend.example", ("L-1",), (OURS,)),)
    said = told(digest)
    assert "We still link to partners whose links to us are all lost: 1" in said
    assert "L-1 lost; we link from  ours.example/partners" in said
    assert (await digest_of(store, channel="C2")).unreturned == ()


async def test_a_page_of_ours_that_cannot_be_read_is_not_brought_up(store: Store) -> None:
    digest = await digest_of(store, our_page(outcome=Outcome.SERVER_ERROR))
    assert digest.unreturned == ()
    assert "We still link" not in told(digest)


async def test_a_page_that_filled_up_is_told_in_the_week_in_which_it_did(store: Store) -> None:
    old = our_page("https://ours.example/old", NOON - timedelta(days=8))
    digest = await digest_of(store, our_page(over_since=NOON - timedelta(days=6)), old)
    assert digest.crowded == (CrowdedLine(OURS, 120),)
    assert "120 followed links out" in told(digest)
    assert (await digest_of(store, channel="C2")).crowded == ()


async def test_what_the_links_between_our_pages_have_wrong_is_told_in_the_week_in_which_it_was_found(
    store: Store,
) -> None:
    lately, before = NOON - timedelta(days=2), NOON - timedelta(days=9)
    lonely = replace(our_page("https://ours.example/lonely"), orphan_since=lately)
    known = replace(our_page("https://ours.example/known"), orphan_since=before)
    digest = await digest_of(store, our_page(), lonely, known)
    assert digest.inside == (InsideLine("https://ours.example/lonely", is_broken=False),)
    assert "no page of ours links to it" in told(digest)
    assert (await digest_of(store, channel="C2")).inside == ()
    broken = InsideLine("https://ours.example/old", is_broken=True, pages=4, links=14)
    said = told(replace(digest, inside=(broken,)))
    assert "broken, and linked from 4 pages of ours; 14 links of other sites" in said
