"""A partner out of the store: what is tracked of it, what is no longer, and what a channel hides or does not know."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.model.channel import ChannelSettings
from jobs.model.event import Event
from jobs.model.exchange import Leg, NewExchange, Side
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.partner import NewPartner
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from jobs.partners.read import read_partner
from jobs.partners.wording import partner_words
from jobs.store.protocol import Store
from tests.tools.stores import open_store

pytestmark = pytest.mark.both_stores

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OURS = "https://ours.example/"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    yield opened
    await opened.close()


async def track(
    store: Store, url: str, state: LinkState = LinkState.LIVE, *, channel: str = "C1", cost: str = ""
) -> Link:
    """A link that was seen 100 days ago; of one that is lost, lost 10 days ago."""
    added = NOW - timedelta(days=100)
    terms = Terms(Money(Decimal(cost), "EUR")) if cost else Terms()
    link, _ = await store.add_link(NewLink(channel, url, OURS, terms=terms), added)
    events = [Event(added, channel, link.ref, "live")]
    if state is LinkState.LOST:
        events.append(Event(NOW - timedelta(days=10), channel, link.ref, "lost"))
    standing = LinkStatus(state, since=added, last_present_at=NOW)
    await store.write(Write(links=[replace(link, standing=standing)], events=events))
    found = await store.link(link.id)
    assert found
    return found


async def test_all_hosts_of_a_site_are_one_partner_and_others_are_none(store: Store) -> None:
    await track(store, "https://blog.example/a", cost="90")
    await track(store, "https://www.blog.example/b", LinkState.LOST, cost="40.50")
    await track(store, "https://notblog.example/c", cost="7")
    await store.add_partner(NewPartner("C1", "https://friends.blog.example/links", 100), NOW)
    await store.add_partner(NewPartner("C1", "https://other.example/links", 100), NOW)
    found = await read_partner(store, "blog.example", ["C1"], NOW)
    assert dict(found.states) == {LinkState.LIVE: 1, LinkState.LOST: 1}
    assert [link.page_url for link in found.troubled] == ["https://www.blog.example/b"]
    assert [page.page_url for page in found.pages] == ["https://friends.blog.example/links"]
    assert (found.card.placed, found.card.losses, found.card.restored) == (2, 1, 0)
    assert (list(found.paid), list(found.at_risk)) == (
        [Money(Decimal("130.50"), "EUR")],
        [Money(Decimal("40.50"), "EUR")],
    )


async def test_what_is_tracked_no_longer_counts_for_how_long_links_last(store: Store) -> None:
    link = await track(store, "https://blog.example/a", LinkState.LOST)
    removed = Event(NOW, "C1", link.ref, "removed", link.page_url)
    await store.write(Write(remove_links=[link.id], events=[removed]))
    found = await read_partner(store, "blog.example", ["C1"], NOW)
    assert (found.links, found.card.placed, found.card.losses) == (0, 1, 1)
    assert found.is_known
    assert not (await read_partner(store, "other.example", ["C1"], NOW)).is_known


async def test_a_channel_knows_nothing_of_another_ones_links(store: Store) -> None:
    await track(store, "https://blog.example/a")
    await track(store, "https://blog.example/b", channel="C2")
    assert (await read_partner(store, "blog.example", ["C1"], NOW)).links == 1
    assert (await read_partner(store, "blog.example", ["C1", "C2"], NOW)).links == 2


async def test_the_deals_in_which_it_owes_a_link_are_named(store: Store) -> None:
    theirs = await track(store, "https://blog.example/a")
    ours, _ = await store.add_link(NewLink("C1", "https://ours.example/friends", "https://blog.example/"), NOW)
    legs = (Leg(theirs.id, Side.THEIRS, theirs.page_url, OURS), Leg(ours.id, Side.OURS, ours.page_url, ours.target))
    await store.add_exchange(NewExchange("C1", legs, cost=Money(Decimal(50), "EUR")), NOW)
    found = await read_partner(store, "blog.example", ["C1"], NOW)
    assert [(deal.ref, deal.cost) for deal in found.deals] == [("X-1", None)]
    assert dict(partner_words(found))["Exchanges"].startswith("X-1: ")
    assert (await read_partner(store, "ours.example", ["C1"], NOW)).deals == []


async def test_hidden_costs_are_in_no_sum(store: Store) -> None:
    await track(store, "https://blog.example/a", LinkState.LOST, cost="90")
    await store.write(Write(settings={"C1": ChannelSettings(hide_costs=True)}))
    found = await read_partner(store, "blog.example", ["C1"], NOW)
    assert (list(found.paid), list(found.at_risk), found.troubled[0].terms.cost) == ([], [], None)
    assert dict(partner_words(found))["Costs"] == "Hidden in this channel."


async def test_it_is_said_in_words_that_people_can_check(store: Store) -> None:
    for number in range(11):
        state = LinkState.LOST if number == 0 else LinkState.LIVE
        await track(store, f"https://blog.example/{number}", state, cost="10")
    words = dict(partner_words(await read_partner(store, "blog.example", ["C1"], NOW)))
    assert words == {
        "Links": "11 links tracked: 10 live, 1 lost.",
        "Lasting": "100 % last 30 days, 91 % last 90 days, of 11 links ever seen there (Kaplan-Meier). "
        "Too few to say for 365 days: 1 lost or watched for so long, and we want 10.",
        "Lost": "Once a link was lost; it did not come back.",
        "Balance": "We get 10 of 11 links, 0.00 % in all (10 on pages not read yet); we give nothing "
        "(0.85 / links that leave the page, our rule of thumb).",
        "Costs": "110 EUR for the links that are tracked; at risk: 10 EUR.",
    }
