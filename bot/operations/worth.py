"""What a channel's links are worth: all of them ranked, or one by what the channel was measured by lately."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.access.permissions import Asker
from bot.messages.answers.worth import ranking_greeting
from bot.request.deps import Deps
from bot.slack.files import BYTE_ORDER, SlackFile, send_files
from jobs.digests.watched import life_of
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.tracked_page import TrackedPage
from jobs.model.worth import Worth
from jobs.partners.read import read_worth
from jobs.partners.worth import Ranking, Yardstick, worth_of
from jobs.partners.worth_words import as_csv

_LATELY = timedelta(days=1)
"""What links are measured by changes slowly, and the whole history of the channel is read for it: so somebody who
looks at one link after the other waits once."""


async def worth_in(channel: str, deps: Deps) -> Ranking:
    """All links of a channel that stand, those worth most first."""
    now = deps.now()
    ranking = await read_worth(deps.store, [channel], now)
    deps.yardsticks[channel] = (now, ranking.by)
    return ranking


async def send_ranking(who: Asker, deps: Deps) -> int:
    """Send the ranking to the asker in a direct message; of how many links it is. Raises NotSentError."""
    ranking = await worth_in(who.channel, deps)
    data = (await asyncio.to_thread(as_csv, ranking.links)).encode(BYTE_ORDER, "replace")
    greeting = ranking_greeting(len(ranking.links), who.channel)
    await send_files(deps.client, who.user, [SlackFile("worth-of-links.csv", data)], greeting.text, greeting.blocks)
    return len(ranking.links)


async def worth_of_link(link: Link, page: TrackedPage | None, events: Sequence[Event], deps: Deps) -> Worth | None:
    """What one is worth, beside the others of its channel; None where it does not stand. `events` are its own."""
    watched = life_of(link, events, deps.now())
    if watched is None or not watched.stands:
        return None
    by = await _measured_by(link.channel, deps)
    return worth_of(link, page.facts if page else None, watched, by)


async def _measured_by(channel: str, deps: Deps) -> Yardstick:
    known = deps.yardsticks.get(channel)
    if known and timedelta() <= deps.now() - known[0] < _LATELY:
        return known[1]
    return (await worth_in(channel, deps)).by
