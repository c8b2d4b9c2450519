"""`edit` and `settings`: what people type as a value, and what becomes of it."""

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.grammar.edit_values import Edit, EditPartner, OpenEdit, Removals, Row
from bot.grammar.of_channel import DigestAt, DigestSwitch, HideCosts, OpenSettings, SetQuiet
from bot.grammar.parse import parse
from bot.grammar.values import Command, ParseError
from jobs.config.fields import Weekday
from jobs.model.ref import Kind, Ref
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, PAGE, TARGET, Bot, open_bot, words_of

L12 = Ref(Kind.LINK, 12)
NOTHING = Row("", "")


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("edit L-12", OpenEdit(L12)),
        ("change 12", OpenEdit(L12)),
        ("edit P-3", OpenEdit(Ref(Kind.PARTNER, 3))),
        ('edit L-12 anchor "garden tools"', Edit(L12, Row("", "", anchor="garden tools"))),
        (
            "edit L-12 nofollow-ok tag:Spring",
            Edit(L12, Row("", "", rel=frozenset({"nofollow"}), tags=frozenset({"spring"}))),
        ),
        ("edit every 6h L-12", Edit(L12, Row("", "", every=timedelta(hours=6)))),
        ("edit L-12 owner <@U0BEN|ben>", Edit(L12, Row("", "", owner=BEN))),
        ("assign L-12 to <@U0BEN|ben>", Edit(L12, Row("", "", owner=BEN))),
        ("edit L-12 anchor none", Edit(L12, NOTHING, Removals(anchor=True))),
        ('edit L-12 anchor ""', Edit(L12, NOTHING, Removals(anchor=True))),
        ('edit L-12 anchor "none"', Edit(L12, Row("", "", anchor="none"))),
        ("edit L-12 owner:nobody every default", Edit(L12, NOTHING, Removals(owner=True, every=True))),
        (
            "edit L-12 –tag:X -nofollow-ok",
            Edit(L12, NOTHING, Removals(rel=frozenset({"nofollow"}), tags=frozenset("x"))),
        ),
        ("edit L-12 without tag:x without owner", Edit(L12, NOTHING, Removals(owner=True, tags=frozenset("x")))),
        ("edit L-12 tags none tag:y", Edit(L12, Row("", "", tags=frozenset("y")), Removals(all_tags=True))),
        ("edit 12 anchor 404", Edit(L12, Row("", "", anchor="404"))),
        ("edit 12 every 6 h", Edit(L12, Row("", "", every=timedelta(hours=6)))),
        ("edit L-12 render", Edit(L12, Row("", "", render=True))),
        ("edit L-12 no render", Edit(L12, NOTHING, Removals(render=True))),
        ("edit L-12 render none", Edit(L12, NOTHING, Removals(render=True))),
        ("edit P-3 max 50", EditPartner(Ref(Kind.PARTNER, 3), 50)),
        ("settings", OpenSettings()),
        ("settings costs hide", HideCosts(on=True)),
        ("settings hide costs", HideCosts(on=True)),
        ("config costs:show", HideCosts(on=False)),
        ("settings quiet 22:00-07:00 sat sun", SetQuiet("22:00-07:00 sat sun")),
        ("settings quiet 10pm to 7 a.m., except lost", SetQuiet("22:00-07:00 except lost")),
        ("settings quiet:22-7 Europe/Madrid", SetQuiet("22:00-07:00 Europe/Madrid")),
        ("settings quiet off", SetQuiet("off")),
        ("settings quiet default", SetQuiet(None)),
        ("settings quiet", OpenSettings()),
        ("settings digest off", DigestSwitch(on=False)),
        ("settings digest mon 9:00", DigestAt(Weekday.MON, time(9))),
    ],
)
def test_what_is_typed_is_understood(typed: str, command: Command) -> None:
    assert parse(typed) == command


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("edit", "", "Say which one"),
        ("edit L-12 L-13 every 6h", "L-13", "one too many"),
        ("edit P-3 nofollow-ok", "P-3", "takes max 80"),
        ("edit L-12 max 80", "max", "is for partner pages"),
        ("edit L-12 baseline", "baseline", "is for partner pages"),
        ("partner baseline", "", "Say which one"),
        ("partner baseline L-12", "baseline", "is for partner pages"),
        ("partner baseline P-3 P-4", "P-4", "one too many"),
        ("edit L-12 every 5min", "5min", "not between 1h and 30d"),
        ("edit L-12 anchor none 'x'", "none", "contradicts"),
        ("edit L-12 - tag:x", "-", "neither an address nor an option"),
        ("edit L-12 - cost 120 EUR", "-", "neither an address nor an option"),
        ("edit L-12 -red", "-red", "neither an address nor an option"),
        ("edit L-12 P-3 max 5", "P-3", "one too many"),
        ("edit L-12 red", "red", "neither an address nor an option"),
        ("edit L-12 https://a.example/", "https://a.example/", "neither an address nor an option"),
        ("edit L-12 <#C1|acme>", "#acme", "cannot be changed"),
        ("settings colour blue", "colour", "no setting"),
        ("settings costs maybe", "maybe", "no setting"),
        ("settings costs", "", "hide or show"),
        ("settings quiet 22:00", "22:00", "one time"),
        ("settings quiet at night", "night", "neither hours"),
        ("settings quiet <#C1|acme>", "c1", "neither hours"),
        ("quiet 22:00-07:00", "", "setting of the channel"),
    ],
)
def test_what_is_wrong_is_named(typed: str, word: str, why: str) -> None:
    wrong = parse(typed)
    assert isinstance(wrong, ParseError)
    assert wrong.word == word
    assert why in wrong.why
    assert not isinstance(parse(wrong.example), ParseError)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        await running.type(f"add {PAGE} -> {TARGET} tag:old")
        running.handled.clear()
        yield running


async def test_a_link_is_changed_and_looked_at_in_that_light(bot: Bot) -> None:
    answer = await bot.type('edit L-1 anchor "garden tools" sponsored-ok owner @ben every 6h tag:spring')
    link = await bot.link()
    assert (link.expected.anchor, link.expected.rel, link.owner) == ("garden tools", frozenset({"sponsored"}), BEN)
    assert (link.every, link.tags) == (timedelta(hours=6), frozenset({"old", "spring"}))
    assert "L-1 is changed" in words_of(answer)
    assert "garden tools" in words_of(answer)
    assert bot.handled == ["outbox", "dispatcher"]
    [edited] = [each for each in await bot.store.events(since=link.added_at, subject="L-1") if each.kind == "edited"]
    assert edited.by == ADA


async def test_what_is_so_already_changes_nothing(bot: Bot) -> None:
    before = await bot.link()
    assert "was so already" in words_of(await bot.type("edit L-1 tag:old"))
    assert await bot.link() == before
    assert bot.handled == []


async def test_what_was_agreed_is_taken_away(bot: Bot) -> None:
    await bot.type('edit L-1 anchor "garden tools" sponsored-ok nofollow-ok owner @ben every 6h tag:spring')
    await bot.type("edit L-1 anchor none -nofollow-ok owner none every default -tag:old")
    link = await bot.link()
    assert (link.expected.anchor, link.expected.rel, link.owner) == ("", frozenset({"sponsored"}), "")
    assert (link.every, link.tags) == (None, frozenset({"spring"}))
    await bot.type("edit L-1 tags none")
    assert (await bot.link()).tags == frozenset()


async def test_a_page_is_drawn_in_a_browser_from_now_on(bot: Bot) -> None:
    answer = await bot.type("edit L-1 render")
    assert "L-1 is changed" in words_of(answer)
    assert "its page is drawn in a browser" in words_of(answer)
    assert (await bot.link()).expected.render
    assert "L-1 is changed" in words_of(await bot.click(answer, "answer.run.9"))
    assert not (await bot.link()).expected.render
    assert "was so already" in words_of(await bot.type("edit L-1 no render"))


@pytest.mark.parametrize(
    ("typed", "told", "woken"),
    [
        ("@ben", "L-1 is changed.", 0),
        ("tag:spring", "L-1 is changed.", 0),
        ("cost 5 EUR", "L-1 is changed.", 0),
        ("nofollow-ok", "L-1 is changed; its page is checked now.", 1),
        ("every 12h", "L-1 is changed; its page is checked now, and every 12h from then on.", 1),
    ],
)
async def test_only_what_a_check_works_with_has_the_page_checked(bot: Bot, typed: str, told: str, woken: int) -> None:
    due = await next_due(bot)
    assert told in words_of(await bot.type(f"edit L-1 {typed}"))
    assert int(await next_due(bot) != due) == woken


async def next_due(bot: Bot) -> datetime:
    page = await bot.store.page(PAGE)
    assert page is not None
    return page.next_check_at


async def test_a_partner_pages_limit_is_changed(bot: Bot) -> None:
    await bot.type("partner add https://friends.example/links max 80")
    bot.handled.clear()
    answer = await bot.type("edit P-1 max 50 every 2d")
    words = words_of(answer)
    assert "P-1 is changed; it is checked now.  Limit 50, checked every 2d." in words
    assert "limit 80 → 50; interval none → 2d" in words
    partner = await bot.partner()
    assert (partner.max_outbound, partner.every) == (50, timedelta(days=2))
    assert bot.handled == ["outbox", "dispatcher"]
    assert "was so already" in words_of(await bot.type("partner edit 1 max 50"))
    await bot.type("edit P-1 every default")
    assert (await bot.partner()).every is None
    assert "is not in this channel" in words_of(await bot.type("edit P-1 max 5", channel=ACME))
    events = await bot.store.events(since=partner.added_at, subject="P-1")
    assert [event.by for event in events if event.kind == "edited"] == [ADA, ADA]


async def test_nothing_said_opens_a_form(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links edit L-1")
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    await bot.slack.close_view(ADA)
    await bot.type("partner add https://friends.example/links max 80")
    await bot.slack.command(ADA, LINKS, "/links partner edit 1")
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    await bot.slack.submit_view(ADA, {"max": "50"})
    assert (await bot.partner()).max_outbound == 50
    await bot.slack.command(ADA, LINKS, "/links settings")
    await bot.slack.until(lambda: bot.slack.modal(ADA))


async def test_costs_are_hidden_and_shown_again(bot: Bot) -> None:
    assert "Costs are hidden" in words_of(await bot.type("settings costs hide"))
    assert (await bot.store.channel_settings(LINKS)).hide_costs
    assert "Costs are shown" in words_of(await bot.type("settings costs show"))
    assert not (await bot.store.channel_settings(LINKS)).hide_costs


@pytest.mark.parametrize(
    "typed",
    [
        "edit L-1",
        "edit L-1 every 6h",
        "edit P-1 max 5",
        "settings",
        "settings costs hide",
        "settings competitors rival.example",
        "settings quiet sat",
    ],
)
async def test_people_of_other_workspaces_change_nothing(bot: Bot, typed: str) -> None:
    assert "You may not do that here" in words_of(await bot.type(typed, user=EVE, channel=ACME))
    assert (await bot.link()).every is None


async def test_a_link_of_another_channel_is_not_there(bot: Bot) -> None:
    assert "is not in this channel" in words_of(await bot.type("edit L-1 every 6h", channel=ACME))
