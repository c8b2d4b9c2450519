"""Clicks on the message of a site whose pages turned nofollow: on its one page, and on several at once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Message
from jobs.alerts.groups import place
from jobs.alerts.notices import card_of
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.partner import NewPartner
from jobs.model.write import Write
from jobs.rules import page_nofollow
from tests.tools.nouns import incident
from tests.tools.slack_bot import BEN, LINKS, Bot, open_bot, words_of

pytestmark = pytest.mark.both_stores

NOFOLLOW = Finding(page_nofollow.KIND, Severity.WEAKENED, "The page asks search engines to follow none of its links.")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        for number in (1, 2):
            page = NewPartner(LINKS, f"https://blog.example/page-{number}", 100)
            partner, _ = await running.store.add_partner(page, running.clock.now())
            found = replace(partner, outbound=40, findings=(NOFOLLOW,))
            await running.store.write(Write(partners=[found]))
        yield running


def about(number: int, bot: Bot) -> Incident:
    kind, cause = IncidentKind.PARTNER_OVER_LIMIT, f"https://blog.example/page-{number}/outbound"
    subject, now = f"P-{number}", bot.clock.now()
    base = incident(kind=kind, channel=LINKS, subject=subject, cause=cause, findings=(NOFOLLOW,), opened_at=now)
    return replace(base, id=f"{subject}-nofollow", members=(), before=None, after=None)


async def told(bot: Bot, *numbers: int) -> Message:
    for number in numbers:
        opened = about(number, bot)
        write = Write(incidents=[opened], notices=[card_of(opened, bot.clock.now())])
        await bot.store.write(await place(bot.store, write, bot.clock.now()))
    return await shown(bot)


async def shown(bot: Bot) -> Message:
    """The one message of the site, brought up to date."""
    for _ in range(3):
        bot.clock.move(timedelta(seconds=10))
        await bot.outbox.deliver_due()
    [message] = bot.slack.messages(LINKS)
    return message


async def test_its_one_page_is_taken_and_accepted_on_the_message(bot: Bot) -> None:
    card = await told(bot, 1)
    await bot.press(card, "incident.hold", user=BEN)
    assert f"@{BEN}" in words_of(await shown(bot))
    await bot.press(await shown(bot), "incident.more", chosen="accept")
    closed = await shown(bot)
    part = await bot.incident("P-1-nofollow")
    assert part.status is IncidentStatus.ACCEPTED
    assert (await bot.incident(part.group)).status is IncidentStatus.ACCEPTED
    assert closed.text.startswith("⚪ Accepted as the new normal: ")


async def test_several_pages_are_taken_and_snoozed_at_once(bot: Bot) -> None:
    card = await told(bot, 1, 2)
    assert "Nofollow across blog.example: 2 pages" in card.text
    await bot.press(card, "incident.hold", user=BEN)
    assert [(await bot.incident(f"P-{number}-nofollow")).holder for number in (1, 2)] == [BEN, BEN]
    await bot.press(await shown(bot), "incident.snooze", chosen="1d")
    assert all([(await bot.incident(f"P-{number}-nofollow")).snoozed_until for number in (1, 2)])
