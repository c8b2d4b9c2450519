"""Deals follow what is written of their links and what the clock says, each told once, in one message."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from jobs.alerts.groups import place
from jobs.alerts.notices import card_of
from jobs.exchanges.follow import follow_clock, with_exchanges
from jobs.exchanges.legs import new_leg
from jobs.model.exchange import Exchange, ExchangeState, NewExchange, Side
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import NoticeKind
from jobs.model.write import Write
from jobs.rules import alerts
from jobs.store.protocol import Store
from tests.jobs.exchanges.tools import DAY, HOUR, MISSING, NOW, status
from tests.tools.stores import open_store

LOST = status(LinkState.LOST, absent_since=NOW)
LIVE = status()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    yield opened
    await opened.close()


async def agreed(store: Store, days: int | None = None) -> Exchange:
    """A deal that stands, agreed until so many days from now."""
    legs = []
    for side, page, target in (
        (Side.THEIRS, "https://friends.example/links", "https://ours.example/guide"),
        (Side.OURS, "https://ours.example/partners", "https://friends.example/"),
    ):
        link, _ = await store.add_link(NewLink("C1", page, target), NOW)
        legs.append(new_leg(link, side))
    until = NOW.date() + timedelta(days=days) if days is not None else None
    deal, _ = await store.add_exchange(NewExchange("C1", tuple(legs), until), NOW)
    for number in deal.links:
        await seen(store, number, LIVE, NOW)
    return await now(store)


async def now(store: Store) -> Exchange:
    found = await store.exchange(1)
    assert found is not None
    return found


async def seen(store: Store, number: int, standing: LinkStatus, at: datetime, *told: Incident) -> None:
    """A check of a link's page, with the alerts that it opens."""
    link = await store.link(number)
    assert isinstance(link, Link)
    write = Write(
        links=[replace(link, standing=standing)], incidents=told, notices=[card_of(each, at) for each in told]
    )
    await store.write(await place(store, await with_exchanges(store, write, alerts, at), at))


def lost_alert(number: int, at: datetime) -> Incident:
    name = f"L-{number}-lost-{int(at.timestamp())}"
    return Incident(name, "C1", IncidentKind.LOST, f"L-{number}", (number,), at, findings=(MISSING,))


async def told(store: Store) -> list[tuple[NoticeKind, str]]:
    return [(each.kind, each.incident_id) for each in await store.notices()]


async def the(store: Store, kind: IncidentKind) -> Incident:
    [found] = [each for each in await store.incidents(only_open=False) if each.kind is kind]
    return found


@pytest.mark.both_stores
async def test_the_deal_is_as_its_links_are_in_the_same_write(store: Store) -> None:
    deal = await agreed(store)
    assert deal.state is ExchangeState.ACTIVE
    await seen(store, deal.links[0], LOST, NOW + DAY)
    broken = await now(store)
    assert (broken.state, broken.first, broken.broken_since) == (ExchangeState.BREACH_THEIRS, deal.links[0], NOW)
    happened = [each.kind for each in await store.events(since=NOW, subject="X-1")]
    assert happened == ["added", "pending_ours", "active", "breach_theirs"]


@pytest.mark.both_stores
async def test_a_lost_link_that_breaks_its_deal_is_one_message(store: Store) -> None:
    deal = await agreed(store)
    await seen(store, deal.links[0], LOST, NOW + DAY, lost_alert(deal.links[0], NOW + DAY))
    breach = await the(store, IncidentKind.BREACH)
    part = await the(store, IncidentKind.LOST)
    assert (breach.parts, part.group) == ((part.id,), breach.id)
    assert await told(store) == [(NoticeKind.CARD, breach.id)]
    assert "Our link L-2 stands" in breach.findings[0].text


async def test_so_is_the_second_link_that_breaks_it(store: Store) -> None:
    deal = await agreed(store)
    for day, number in enumerate(deal.links, 1):
        await seen(store, number, LOST, NOW + day * DAY, lost_alert(number, NOW + day * DAY))
    breach = await the(store, IncidentKind.BREACH)
    assert len(breach.parts) == 2
    assert [name for kind, name in await told(store) if kind is NoticeKind.CARD] == [breach.id]


async def test_what_is_told_of_links_that_are_in_no_deal_stays_as_it_was(store: Store) -> None:
    await agreed(store)
    link, _ = await store.add_link(NewLink("C1", "https://else.example/", "ours.example"), NOW)
    alert = lost_alert(link.id, NOW + DAY)
    await seen(store, link.id, LOST, NOW + DAY, alert)
    assert await told(store) == [(NoticeKind.CARD, alert.id)]


@pytest.mark.both_stores
async def test_a_breach_waits_for_the_other_side_to_be_readable_and_is_told_then(store: Store) -> None:
    deal = await agreed(store)
    await seen(store, deal.links[1], status(unknown_since=NOW), NOW + HOUR)
    await seen(store, deal.links[0], LOST, NOW + DAY, lost_alert(deal.links[0], NOW + DAY))
    assert (await now(store)).state is ExchangeState.ACTIVE
    await seen(store, deal.links[1], LIVE, NOW + 3 * DAY)
    breach = await the(store, IncidentKind.BREACH)
    assert breach.parts == ()
    assert [kind for kind, _ in await told(store)] == [NoticeKind.CARD, NoticeKind.CARD]


@pytest.mark.both_stores
async def test_a_second_breach_is_heard_and_the_end_of_all_closes_the_message(store: Store) -> None:
    deal = await agreed(store)
    await seen(store, deal.links[0], LOST, NOW + DAY)
    await seen(store, deal.links[1], LOST, NOW + 2 * DAY)
    await seen(store, deal.links[0], LIVE, NOW + 3 * DAY)
    breach = await the(store, IncidentKind.BREACH)
    assert [each.kind for each in breach.findings] == ["breach_ours"]
    replies = [each.broadcast for each in await store.notices() if each.kind is NoticeKind.REPLY]
    assert replies == [True, False]
    await seen(store, deal.links[1], LIVE, NOW + 4 * DAY)
    assert (await the(store, IncidentKind.BREACH)).status is IncidentStatus.RECOVERED


async def test_what_breaks_again_soon_is_told_in_the_old_message(store: Store) -> None:
    deal = await agreed(store)
    for day, standing in enumerate((LOST, LIVE, LOST), 1):
        await seen(store, deal.links[0], standing, NOW + day * DAY)
    assert (await the(store, IncidentKind.BREACH)).status is IncidentStatus.OPEN
    assert [kind for kind, _ in await told(store)].count(NoticeKind.CARD) == 1


@pytest.mark.both_stores
async def test_its_end_is_told_seven_and_two_days_ahead_each_once(store: Store) -> None:
    await agreed(store, days=10)
    heard = []
    for hours in range(0, 12 * 24, 6):
        before = len(await store.notices())
        at = NOW + hours * HOUR
        await follow_clock(store, alerts, at)
        await follow_clock(store, alerts, at)
        new = (await store.notices())[before:]
        heard += [(hours // 24, each.kind) for each in new if each.kind is NoticeKind.CARD or each.broadcast]
    assert heard == [(3, NoticeKind.CARD), (8, NoticeKind.REPLY)]
    assert (await now(store)).state is ExchangeState.EXPIRED
    assert (await the(store, IncidentKind.EXPIRING)).status is IncidentStatus.ENDED
    assert (await now(store)).next_at is None


async def test_after_a_silence_only_the_last_reminder_is_told(store: Store) -> None:
    await agreed(store, days=10)
    await follow_clock(store, alerts, NOW + 9 * DAY)
    assert [kind for kind, _ in await told(store)] == [NoticeKind.CARD]
    assert "tomorrow" in (await the(store, IncidentKind.EXPIRING)).findings[0].text


async def test_what_was_agreed_so_late_is_not_reminded_of_at_once(store: Store) -> None:
    await agreed(store, days=5)
    await follow_clock(store, alerts, NOW + HOUR)
    assert await told(store) == []
    await follow_clock(store, alerts, NOW + 3 * DAY)
    assert [kind for kind, _ in await told(store)] == [NoticeKind.CARD]


@pytest.mark.both_stores
async def test_a_link_that_is_tracked_no_longer_ends_its_deal(store: Store) -> None:
    deal = await agreed(store)
    await seen(store, deal.links[0], LOST, NOW + DAY)
    await store.write(await with_exchanges(store, Write(remove_links=[deal.links[0]]), alerts, NOW + 2 * DAY))
    assert (await now(store)).state is ExchangeState.ENDED
    assert (await the(store, IncidentKind.BREACH)).status is IncidentStatus.ENDED


async def test_a_snoozed_breach_is_said_again_when_the_snooze_is_over(store: Store) -> None:
    deal = await agreed(store)
    await seen(store, deal.links[0], LOST, NOW + DAY)
    breach = replace(await the(store, IncidentKind.BREACH), snoozed_until=NOW + 4 * DAY)
    await store.write(await with_exchanges(store, Write(incidents=[breach]), alerts, NOW + 2 * DAY))
    assert await follow_clock(store, alerts, NOW + 3 * DAY) == 0
    assert await follow_clock(store, alerts, NOW + 5 * DAY) == 1
    assert await follow_clock(store, alerts, NOW + 6 * DAY) == 0
    assert [each.broadcast for each in await store.notices() if each.kind is NoticeKind.REPLY] == [True]
