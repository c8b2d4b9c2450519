"""In which order links are listed: what needs somebody first, and what somebody has seen to after it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.model.findings import Finding, Severity
from jobs.model.link import Accepted, Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.verdicts.acceptance import is_accepted, settled
from tests.tools.slack_bot import ADA, LINKS, TARGET, Bot, open_bot, words_of
from tests.tools.times import NOON

MISSING = Finding("missing", Severity.LOST, "gone")
NOFOLLOW = Finding("nofollow", Severity.WEAKENED, "nofollow")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        yield running


async def _tracked(
    bot: Bot, state: LinkState, *held: Finding, accepted: Finding | None = None, snoozed: timedelta | None = None
) -> Link:
    number = len(await bot.store.links())
    link, _ = await bot.store.add_link(NewLink(LINKS, f"https://blog.example/{number}", TARGET), bot.clock.now())
    agreed = (Accepted(accepted.kind, "", ADA, NOON),) if accepted else ()
    until = bot.clock.now() + snoozed if snoozed else None
    standing = replace(link.standing, state=state, open=held, snoozed_until=until)
    link = replace(link, standing=standing, expected=replace(link.expected, accepted=agreed))
    await bot.store.write(Write(links=[link]))
    return link


async def test_what_is_accepted_or_snoozed_stands_behind_what_needs_somebody(bot: Bot) -> None:
    await _tracked(bot, LinkState.LIVE)
    await _tracked(bot, LinkState.LOST, accepted=MISSING)
    await _tracked(bot, LinkState.LOST, MISSING, snoozed=timedelta(days=3))
    await _tracked(bot, LinkState.PENDING)
    await _tracked(bot, LinkState.WEAKENED, NOFOLLOW)
    await _tracked(bot, LinkState.LOST, MISSING)
    await _tracked(bot, LinkState.LOST, MISSING, snoozed=-timedelta(days=3))  # its snooze is over
    await _tracked(bot, LinkState.LOST, MISSING, accepted=NOFOLLOW)  # the loss itself is not accepted
    for typed, order in (
        ("list", ["L-6", "L-7", "L-8", "L-5", "L-4", "L-2", "L-3", "L-1"]),
        ("list lost", ["L-6", "L-7", "L-8", "L-2", "L-3"]),
        ("list owner:none", ["L-6", "L-7", "L-8", "L-5", "L-4", "L-2", "L-3", "L-1"]),
    ):
        words = words_of(await bot.type(typed))
        assert sorted(order, key=words.index) == order, typed


async def test_the_store_and_the_verdict_call_the_same_accepted(bot: Bot) -> None:
    links = [
        await _tracked(bot, state, *held, accepted=accepted)
        for state in (LinkState.LOST, LinkState.REPLACED)
        for held in ((), (MISSING,), (NOFOLLOW,), (Finding("target_gone", Severity.WEAKENED, "x"),))
        for accepted in (None, MISSING, NOFOLLOW)
    ]
    found = await bot.store.links(LinkQuery(LINKS, settled=settled(bot.clock.now(), wanted=True)))
    assert [each.id for each in found] == [each.id for each in links if is_accepted(each)]
    others = await bot.store.links(LinkQuery(LINKS, settled=settled(bot.clock.now(), wanted=False)))
    assert len(found) + len(others) == len(links)
