"""What is done from a digest that stands in the channel, also days later: as from the alert itself, and answered."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Message
from jobs.config import Config
from jobs.digests.write import write_digest
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link_status import LinkState
from jobs.model.terms import Guarantee, Terms
from jobs.model.write import Write
from tests.tools import nouns
from tests.tools.slack_bot import ADA, BEN, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of

CAT = "U0CAT"
"""May look, and change nothing."""
HOLD, MAIL, ASSIGN, CLAIM = "incident.hold", "incident.mail", "incident.assign", "answer.run.0"
LOST = nouns.incident(1)
WEAK = nouns.incident(2, kind=IncidentKind.WEAKENED, findings=(nouns.NOFOLLOW,))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A channel with a lost link under guarantee, and a weakened one."""
    async with open_bot(tmp_path, permissions={"view": [ADA, BEN, CAT], "manage": [ADA, BEN]}) as running:
        users = running.slack.workspace.users
        users[CAT] = replace(users[BEN], id=CAT, name="cat")
        running.slack.workspace.channel(LINKS).members.add(CAT)
        await running.type(f"add {PAGE} -> {TARGET}")
        await running.type(f"add {OTHER} -> {TARGET}")
        now = running.clock.now()
        for number, state, finding in ((1, LinkState.LOST, nouns.MISSING), (2, LinkState.WEAKENED, nouns.NOFOLLOW)):
            link = await running.link(number)
            standing = replace(link.standing, state=state, since=now, open=(finding,))
            terms = Terms(guaranteed_until=(now + timedelta(days=90)).date()) if number == 1 else Terms()
            link = replace(link, standing=standing, terms=terms, guarantee=Guarantee(claim_days=14))
            await running.store.write(Write(links=[link]))
        await running.store.write(Write(incidents=[LOST, WEAK]))
        running.handled.clear()
        yield running


async def posted(bot: Bot) -> Message:
    """The digest in the channel, some days old."""
    await write_digest(bot.store, Config(), LINKS, "2026-W48", bot.clock.now())
    digest = next(each for each in await bot.said() if "What to do" in words_of(each))
    bot.clock.move(timedelta(days=3))
    return digest


def row(incident: Incident) -> dict[str, str]:
    """Where the buttons of an alert stand in the digest."""
    return {"block_id": f"todo:{incident.id}"}


async def test_im_on_it_is_answered_and_the_next_digest_leaves_it_out(bot: Bot) -> None:
    digest = await posted(bot)
    words = words_of(await bot.click(digest, HOLD, user=BEN, **row(WEAK)))
    assert words == "You are on it."
    assert (await bot.incident(WEAK.id)).holder == BEN
    assert "1 thing to do" in words_of(await bot.type("digest todo")), "the claim"


async def test_a_digest_of_days_ago_takes_nothing_out_of_anybodys_hands(bot: Bot) -> None:
    digest = await posted(bot)
    await bot.store.write(Write(incidents=[replace(await bot.incident(WEAK.id), holder=ADA)]))
    answer = await bot.click(digest, HOLD, user=BEN, **row(WEAK))
    assert f"@{ADA}" in words_of(answer)
    assert "is on it already" in words_of(answer)
    assert (await bot.incident(WEAK.id)).holder == ADA
    await bot.press(answer, HOLD, user=BEN)
    assert (await bot.incident(WEAK.id)).holder == BEN, "who means to takes it over"


async def test_what_is_well_again_says_so(bot: Bot) -> None:
    digest = await posted(bot)
    over = replace(await bot.incident(WEAK.id), status=IncidentStatus.RECOVERED, recovered=frozenset({2}))
    await bot.store.write(Write(incidents=[over]))
    assert "This alert is closed already" in words_of(await bot.click(digest, HOLD, **row(WEAK)))


async def test_it_is_assigned_by_the_menu(bot: Bot) -> None:
    digest = await posted(bot)
    for said in ("Assigned to", "It is already with"):
        answer = await bot.click(digest, ASSIGN, chosen=BEN, **row(WEAK))
        assert said in words_of(answer)
    assert (await bot.incident(WEAK.id)).holder == BEN


async def test_a_mail_is_drafted_for_whoever_may_look(bot: Bot) -> None:
    digest = await posted(bot)
    words = words_of(await bot.click(digest, MAIL, user=CAT, **row(LOST)))
    assert "nothing was sent" in words
    assert PAGE in words


async def test_claimed_is_claimed_once(bot: Bot) -> None:
    digest = await posted(bot)
    assert "Claimed: L-1." in words_of(await bot.click(digest, CLAIM, **row(LOST)))
    assert "Nothing is to be claimed of L-1" in words_of(await bot.click(digest, CLAIM, **row(LOST)))


@pytest.mark.parametrize("action", [HOLD, ASSIGN, CLAIM])
async def test_who_may_change_nothing_is_told_so_at_each_click(bot: Bot, action: str) -> None:
    digest = await posted(bot)
    chosen = {"chosen": BEN} if action == ASSIGN else {}
    of = LOST if action == CLAIM else WEAK
    assert "You may not do that" in words_of(await bot.click(digest, action, user=CAT, **chosen, **row(of)))
    assert (await bot.incident(of.id)).holder == ""
    assert (await bot.link()).claimed is None


async def test_the_digest_of_who_may_change_nothing_offers_nothing_to_change(bot: Bot) -> None:
    ids = {
        element["action_id"]
        for block in (await bot.type("digest now", user=CAT)).blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }
    assert ids == {MAIL, "answer.run.1"}


async def test_todo_is_asked_for_in_plain_words(bot: Bot) -> None:
    for typed in ("todo", "what should I do?", "what's urgent?"):
        words = words_of(await bot.type(typed))
        assert "digest todo" in words
        assert "2 things to do" in words


async def test_a_digest_of_ones_own_links_is_for_oneself_alone(bot: Bot) -> None:
    assert "You own no links in this channel" in words_of(await bot.type("digest me", user=BEN))
    await bot.type("edit L-2 <@U0BEN>")
    digest = await bot.type("digest me", user=BEN)
    words = words_of(digest)
    assert digest.only_for == BEN
    assert "Your links, " in words
    assert "1 link" in words
    assert "L-2" in words
    assert "L-1" not in words
    assert "Share to channel" not in words
    assert "Link weakened" in words_of(await bot.type("digest todo me", user=BEN))
    assert "Nothing wants anybody" in words_of(await bot.type("digest todo me"))
