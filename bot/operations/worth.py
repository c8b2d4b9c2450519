"""What a channel's links are worth: all of them ranked, or one by what the channel was measured by lately."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.access.permissions import Asker
from bot.messages.answers.worth import ranking_greeting
from bot.request.deps import Deps
from bot.slack.files import BYTE_ORDER, SlackFile, send_files
from jobs.alerts.costs import hides_costs
from jobs.digests.watched import life_of
from jobs.exchanges.read import our_sites_of
from jobs.exchanges.sides import is_given, owed_by_us
from jobs.model.link import Link
from jobs.model.operation import Details
from jobs.partners.read import read_worth
from jobs.partners.worth import Ranking, Yardstick, worth_of
from jobs.partners.worth_words import as_csv

_LATELY = timedelta(days=1)
"""What links are measured by changes slowly, and the whole history of the channel is read for it: so somebody who
looks at one link after the other waits once."""


async def worth_in(channel: str, deps: Deps) -> Ranking:
    """All links of a channel that stand, those worth most first."""
    now = deps.now()
    ranking = await read_worth(deps.store, [channel], now, our_sites_of(deps.config))
    deps.yardsticks[channel, await hides_costs(deps.store, channel)] = (now, ranking.by)
    return ranking


async def send_ranking(who: Asker, deps: Deps) -> int:
    """Send the ranking to the asker in a direct message; of how many links it is. Raises NotSentError."""
    ranking = await worth_in(who.channel, deps)
    data = (await asyncio.to_thread(as_csv, ranking.links)).encode(BYTE_ORDER, "replace")
    greeting = ranking_greeting(len(ranking.links), who.channel)
    await send_files(deps.client, who.user, [SlackFile("worth-of-links.csv", data)], greeting.text, greeting.blocks)
    return len(ranking.links)


async def with_worth(details: Details, deps: Deps) -> Details:
    """The details of a link with what it is worth beside the others of its channel.

    As they are where it does not stand, or is one that we give.
    """
    link = details.tracked
    if not isinstance(link, Link):
        return details
    if is_given(link.id, link.page_url, our_sites_of(deps.config), owed_by_us(details.exchanges)):
        return details
    watched = life_of(link, details.events, deps.now())
    if watched is None or not watched.stands:
        return details
    by, facts = await _measured_by(link.channel, deps), details.page.facts if details.page else None
    return replace(details, worth=worth_of(link, facts, watched, by))


async def _measured_by(channel: str, deps: Deps) -> Yardstick:
    known = deps.yardsticks.get((channel, await hides_costs(deps.store, channel)))
    if known and timedelta() <= deps.now() - known[0] < _LATELY:
        return known[1]
    return (await worth_in(channel, deps)).by
