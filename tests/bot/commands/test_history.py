"""Who did what, and when: of one link, and of a channel for those who manage it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.grammar.list_query import ShowHistory
from bot.grammar.parse import parse
from bot.grammar.places import OfPlaces
from bot.grammar.values import ParseError
from bot.sandbox import Message
from jobs.model.event import Event
from jobs.model.ref import Kind, Ref
from jobs.model.write import Write
from jobs.store.streams import Stream
from tests.bot.commands.test_sync import ask
from tests.tools.slack_bot import ACME, ADA, BEN, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of

L1 = Ref(Kind.LINK, 1)


def read(answer: Message) -> str:
    """Its words, however many elements they are in."""
    return " ".join(words_of(answer).split())


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=("ours.example",)) as running:
        yield running


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("history", ShowHistory()),
        ("log page:2", ShowHistory(page=2)),
        ("history L-1", ShowHistory(L1)),
        ("L-1 history", ShowHistory(L1)),
        ("historial 1 page:3", ShowHistory(L1, 3)),
        ("partner history 3", ShowHistory(Ref(Kind.PARTNER, 3))),
    ],
)
def test_a_history_is_asked_for(typed: str, command: ShowHistory) -> None:
    assert parse(typed) == command
    assert parse(f"{command} page:{command.page}") == command


def test_by_its_address_too_and_of_one_at_a_time() -> None:
    assert isinstance(parse("history blog.example"), OfPlaces)
    error = parse("history L-1 L-2")
    assert isinstance(error, ParseError)
    assert (error.word, error.example) == ("L-2", "history L-1")


async def test_of_a_link_each_deed_has_its_day_and_its_person(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} tag:spring")
    await bot.type("edit L-1 tag:summer", user=BEN)
    await bot.type("mark L-1 lost")
    words = read(await bot.type("history blog.example"))
    for told in ("added by @U0ADA", "edited by @U0BEN : tags spring → spring, summer", "@U0ADA marked L-1 as lost"):
        assert told in words
    assert words.index("marked") < words.index("added"), "the newest is first"


async def test_of_one_that_is_tracked_no_longer_it_is_known_who_removed_it(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type("remove L-1", user=BEN)
    assert "removed by @U0BEN" in read(await bot.type("history L-1"))
    assert "not in this channel" in read(await bot.type("history L-2"))
    assert "not in this channel" in read(await bot.type("history L-1", channel=ACME))


async def test_of_a_channel_it_says_what_people_did_and_what_they_chose(bot: Bot) -> None:
    assert "Nobody has done anything" in read(await bot.type("history"))
    await bot.type(f"add\n{PAGE} {TARGET}\n{OTHER} {TARGET}")
    bot.clock.move(timedelta(hours=1))
    await bot.type("settings costs hide", user=BEN)
    await bot.type("settings costs hide", user=BEN)
    await bot.type("digest fri 16:00 Europe/Berlin")
    words = read(await bot.type("history"))
    assert "L-2, L-1 added by @U0ADA" in words, "what is done at once is one line"
    assert words.count("hide costs no → yes") == 1, "what changes nothing is no deed"
    assert "digest day as configured → fri" in words
    assert "digest since" not in words


SHEET = "https://docs.google.com/spreadsheets/d/e/2PACX-1v/pub?output=csv"
DEALT = "exchange add friends.example/links -> ours.example for ours.example/partners -> friends.example"


@pytest.mark.parametrize(
    ("before", "typed", "told"),
    [
        ((), f"sync {SHEET} every 6h", "sheet 1 followed by @U0BEN : docs.google.com, every 6h"),
        ((f"sync {SHEET}",), f"sync {SHEET} every 12h", "sheet 1 edited by @U0BEN : every 6h → 12h"),
        ((f"sync {SHEET}",), "sync stop 1", "sheet 1 stopped by @U0BEN : docs.google.com"),
        (
            (),
            "partner contact friends.example ada@friends.example tag:spring",
            "friends.example edited by @U0BEN : contact set; tags none → spring",
        ),
        ((), "partner do-not-contact friends.example", "friends.example edited by @U0BEN : do not contact"),
        (
            ("partner do-not-contact friends.example",),
            "partner may-contact friends.example",
            "friends.example edited by @U0BEN : they may be written to",
        ),
        ((), "partner note friends.example asks first", "friends.example note by @U0BEN : asks first"),
        (
            (f"add {PAGE} {TARGET}",),
            "guarantee L-1 until 2099-03-01 claim 14 days",
            "L-1 edited by @U0BEN : guarantee none → 1 Mar 2099; claim within none → 14 days",
        ),
        ((f"add {PAGE} {TARGET}",), "edit L-1 render", "L-1 edited by @U0BEN : render none → always"),
        (
            ("partner add friends.example/links",),
            "partner add friends.example/links max 80 every 2d",
            "P-1 edited by @U0BEN : limit 100 → 80; interval none → 2d",
        ),
        (
            ("partner add friends.example/links",),
            "edit P-1 every 2d",
            "P-1 edited by @U0BEN : interval none → 2d",
        ),
        (
            (DEALT,),
            "exchange edit X-1 until 2099-03-01 cost 5 EUR",
            "X-1 edited by @U0BEN : until none → 1 Mar 2099; cost set",
        ),
        ((DEALT,), "exchange end X-1", "X-1 ended by @U0BEN"),
    ],
)
async def test_whatever_somebody_does_is_told_with_who_it_was(
    bot: Bot, before: tuple[str, ...], typed: str, told: str
) -> None:
    bot.sheet = f"page,target\n{PAGE},{TARGET}".encode()
    for each in before:
        await ask(bot, each)
    await ask(bot, typed, BEN)
    assert told in read(await bot.type("history"))
    assert "ada@" not in read(await bot.type("history"))
    assert "2PACX" not in read(await bot.type("history"))


async def test_what_is_older_than_what_is_shown_is_not_read(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    stream = bot.store.event_stream

    async def recorded(channel: str, since: datetime) -> Stream[Event]:
        asked.append((bot.clock.now() - since).days)
        return await stream(channel, since)

    deeds = [Event(bot.clock.now() - timedelta(days=day), LINKS, f"L-{day}", "removed", by=ADA) for day in range(300)]
    await bot.store.write(Write(events=deeds[::-1]))
    monkeypatch.setattr(bot.store, "event_stream", recorded)
    answer = await bot.type("history")
    assert asked == [7, 30]
    assert "Page 1" in read(answer)
    assert "L-19 " in read(answer)
    assert "L-20 " not in read(answer)
    await bot.click(answer, "answer.turn.1")
    assert asked == [7, 30, 7, 30, 120]
    assert "L-39 " in read(answer)
    last = read(await bot.type("history page:15"))
    assert "Page 15 of 15" in last
    assert "L-299 " in last


async def test_a_channels_is_for_those_who_manage_it(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"manage": [ADA]}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}")
        assert "You may not" in read(await bot.type("history", user=BEN))
        assert "added by" in read(await bot.type("history L-1", user=BEN))


async def test_a_long_one_has_pages(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    for number in range(25):
        bot.clock.move(timedelta(hours=1))
        await bot.type(f"edit L-1 anchor spade{number}")
    answer = await bot.type("history L-1")
    assert "Page 1 of 2" in read(answer)
    assert "added by" not in read(answer)
    await bot.click(answer, "answer.turn.1")
    assert "added by" in read(answer)
