"""A channel's digest from the store, so that the event loop never waits for it however many links there are.

The history is read first, then all that is said of links as it is at one moment, so that none is counted twice. Both
come a chunk at a time; what is worked out of them is worked out in a thread.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from jobs.config.sections import Config
from jobs.digests.build import DigestFacts, build_digest, near_limit, over_limit
from jobs.digests.deals import deals_of, with_deals
from jobs.digests.flagged import with_flagged
from jobs.digests.given import with_given
from jobs.digests.schedule import (
    Period,
    digest_plan,
    first_turn,
    period_up_to,
    plan_when_on,
    week_in,
)
from jobs.digests.shares import read_shares
from jobs.digests.todo import TodoFacts, to_do, with_todo
from jobs.digests.trend import Past
from jobs.digests.watched import read_forecast
from jobs.exchanges.read import count_given, given_in, our_sites_of
from jobs.exchanges.sides import is_given
from jobs.formats.discovery.compare import news_since
from jobs.model.digest import Digest, LinkLine, ListingNews
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.notice_key import DigestKey
from jobs.model.queries import ChannelCounts, LinkQuery
from jobs.model.todo import Todo
from jobs.store.protocol import Store, TrackedItems
from jobs.store.streams import Stream, fitting, let_go, not_searched

T = TypeVar("T")
Step = Callable[[float], None]
"""Is told how much is done, from 0 to 1; what it raises ends the work."""

_OLDER_EVENTS = timedelta(weeks=8)
"""So much further back is read, to know how a link stood at the start of the chart."""
_NAMED = frozenset(state for state in LinkState if state.is_bad or state is LinkState.PENDING)
_HISTORY, _LINKS = 0.6, 0.9
"""How much is done when the history is read, and when the links are."""


def _untracked(_done: float) -> None:
    return


@not_searched()
async def read_digest(
    store: Store,
    config: Config,
    channel: str,
    now: datetime,
    period: Period | None = None,
    *,
    step: Step = _untracked,
    again: Collection[str] = (),
) -> Digest:
    """A channel's digest as of now; `period` is what it is about, if not the days up to now.

    `again` are the exchanges whose end was told by a digest that nobody saw.
    """
    chosen = await store.channel_settings(channel)
    period = period or period_up_to(plan_when_on(config.digest, chosen), now)
    past = Past(now, period.since)
    named: list[Link] = []
    our_sites = our_sites_of(config)
    facts = await _facts(store, channel, past, named, step)
    given = await count_given(store, our_sites, channel)
    facts = replace(facts, given=given, silent=frozenset(config.alerts.silent))
    late = config.checks.overdue_after
    digest = await asyncio.to_thread(build_digest, channel, period, facts, now, overdue_after=late)
    step(1.0)
    explained = replace(await _explained(store, digest, facts.links), listings=await _listings(store, digest))
    wanted = await _todo_facts(store, config, channel, named)
    explained = with_deals(explained, wanted.deals, again)
    explained = await asyncio.to_thread(with_todo, explained, wanted)
    explained = await with_flagged(store, explained, facts.past.added, chosen.competitors)
    explained = await with_given(store, explained, facts.links, our_sites)
    shares = await read_shares(store, facts.pages, digest.since.date(), now.date())
    explained = replace(explained, shares=shares)
    await let_go(named)
    if period.begins_month:
        explained = await _with_forecast(store, our_sites, explained)
    told = explained.without_costs() if chosen.hide_costs else explained
    return replace(told, next_at=await next_digest_at(store, config, channel, now))


@not_searched()
async def read_own_digest(
    store: Store, config: Config, channel: str, owner: str, now: datetime, *, step: Step = _untracked
) -> Digest:
    """The same of the links there that a person owns now; of partner pages and whole sites it says nothing."""
    chosen = await store.channel_settings(channel)
    period = period_up_to(plan_when_on(config.digest, chosen), now)
    past = Past(now, period.since, [link.id for link in await _owned(store, channel, owner)])
    await _read(await store.event_stream(channel, past.ends[0] - _OLDER_EVENTS), past.take, step, 0.0, _HISTORY)
    links = await _owned(store, channel, owner)
    counts = ChannelCounts(Counter(link.standing.state for link in links), 0, 0, 0)
    states = {link.id: link.standing.state for link in links if link.id in past.links}
    snoozed = sum(link.standing.is_snoozed(now) for link in links)
    owed, our_sites = await given_in(store, channel), our_sites_of(config)
    given = sum(is_given(link.id, link.page_url, our_sites, owed) for link in links)
    facts = DigestFacts(counts, past, links, states=states, snoozed=snoozed, given=given)
    facts = replace(facts, silent=frozenset(config.alerts.silent))
    late = config.checks.overdue_after
    digest = await asyncio.to_thread(build_digest, channel, period, facts, now, overdue_after=late)
    step(1.0)
    wanted = await _todo_facts(store, config, channel, links, owner)
    told = with_deals(await _explained(store, digest, links), wanted.deals)
    told = replace(await asyncio.to_thread(with_todo, told, wanted), owner=owner)
    return told.without_costs() if chosen.hide_costs else told


@not_searched()
async def read_todo(store: Store, config: Config, channel: str, now: datetime, owner: str = "") -> list[Todo]:
    """What wants a person in a channel, the most urgent first; where an owner is named, of their links alone."""
    if owner:
        links = await _owned(store, channel, owner)
    else:
        links = []
        await _read(await store.link_stream([LinkQuery(channel, states=_NAMED)]), links.extend, _untracked, 0.0, 1.0)
    return await asyncio.to_thread(to_do, await _todo_facts(store, config, channel, links, owner), now)


async def _owned(store: Store, channel: str, owner: str) -> list[Link]:
    """The links that a person owns, whoever added them."""
    parts = fitting(await store.link_stream([LinkQuery(channel, person=owner)]), lambda link: link.owner == owner)
    return [link async for part in parts for link in part]


async def _todo_facts(store: Store, config: Config, channel: str, links: list[Link], owner: str = "") -> TodoFacts:
    incidents, deals = await store.incidents(channel=channel), await deals_of(store, channel)
    if owner:
        own = {link.id for link in links}
        incidents = [each for each in incidents if own & set(each.members) or each.kind.is_of_deal]
        deals = [deal for deal in deals if own & set(deal.links)]
    return TodoFacts(incidents, links, deals, config.checks.overdue_after)


async def next_digest_at(store: Store, config: Config, channel: str, now: datetime) -> datetime | None:
    """When the channel's next digest is due, of a week that has none yet; None where it is off."""
    chosen = await store.channel_settings(channel)
    plan = digest_plan(config.digest, chosen)
    if plan is None:
        return None
    at = first_turn(plan, chosen, now)
    while await store.knows_notice(str(DigestKey(channel, week_in(plan, at)))):
        at = first_turn(plan, chosen, at)
    return at


async def _facts(store: Store, channel: str, past: Past, named: list[Link], step: Step) -> DigestFacts:
    """What the digest is built from; `named` takes its links."""
    await _read(await store.event_stream(channel, past.ends[0] - _OLDER_EVENTS), past.take, step, 0.0, _HISTORY)
    # From here on all is asked at one moment: nothing is waited for until the partners are read, which are asked last.
    counts = await store.channel_counts(channel)
    states = await store.link_states(past.links, channel)
    snoozed = (await store.list_links(LinkQuery(channel, snoozed_at=past.ends[-1]), 0, 0)).total
    asked = (LinkQuery(channel, states=_NAMED), LinkQuery(channel, unreachable=True))
    links = await store.link_stream(asked, also=past.named)
    partners = await store.partners(channel)
    await _read(links, named.extend, step, _HISTORY, _LINKS)
    noted = [partner for partner in partners if partner.ref in past.noted]
    over, near = over_limit(partners), near_limit(partners)
    return DigestFacts(counts, past, named, over, near, states, snoozed, partners, noted)


async def _with_forecast(store: Store, our_sites: Collection[str], digest: Digest) -> Digest:
    """The digest with what is likely of its links, where enough is known."""
    ahead = await read_forecast(store, our_sites, [digest.channel], digest.at)
    return digest if ahead.gone is None else replace(digest, ahead=ahead)


async def _listings(store: Store, digest: Digest) -> tuple[ListingNews, ...]:
    """What search engines' lists brought since its first day."""
    kept = await store.listings(digest.channel)
    news = await asyncio.to_thread(lambda: [news_since(each, digest.since) for each in kept])
    return tuple(each for each in news if each)


async def _read(answer: Stream[T], take: Callable[[list[T]], None], step: Step, begin: float, end: float) -> None:
    """Take in all chunks, in a thread; the work goes on from `begin` to `end` with them."""
    done = 0
    async for chunk in answer.chunks:
        await asyncio.to_thread(take, chunk.items)
        done += chunk.size
        step(begin + (end - begin) * min(done / answer.size, 1.0))


async def _explained(store: TrackedItems, digest: Digest, links: Iterable[Link]) -> Digest:
    """The digest with the reasons why pages could not be read; only those that are named are asked for."""
    unread = {link.ref for link in links if link.standing.unreachable}
    lists = digest.lost, digest.weakened, digest.replaced, digest.recovered, digest.still_open, digest.pending
    named = [line for lines in (*lists, digest.unreachable) for line in lines]
    pages = await store.pages({line.page_url for line in named if line.ref in unread})

    def with_reasons(lines: tuple[LinkLine, ...]) -> tuple[LinkLine, ...]:
        return tuple(
            replace(line, text=pages[line.page_url].last_reason) if line.page_url in pages else line for line in lines
        )

    return replace(
        digest,
        lost=with_reasons(digest.lost),
        weakened=with_reasons(digest.weakened),
        replaced=with_reasons(digest.replaced),
        recovered=with_reasons(digest.recovered),
        still_open=with_reasons(digest.still_open),
        pending=with_reasons(digest.pending),
        unreachable=with_reasons(digest.unreachable),
    )
