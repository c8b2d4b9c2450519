"""App Home in the local Slack: what each person sees there, and nobody else's links."""

import asyncio
import re
from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.home import publisher as homes
from bot.sandbox import View as OpenView
from bot.sandbox.blocks import controls
from jobs.exchanges.read import read_site_balance
from jobs.exchanges.reciprocity import Reciprocity
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome
from jobs.model.terms import Guarantee, Terms
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.units.dates import format_day
from tests.tools import nouns
from tests.tools.nouns import MISSING
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr(homes, "WAIT_SECONDS", 0.02)
    async with open_bot(tmp_path) as running:
        yield running


async def home(bot: Bot, has: str, user: str = ADA) -> str:
    """What the Home says, once it says this; Slack takes it."""

    def found() -> OpenView | None:
        view = bot.slack.home(user)
        return view if view and has in read_view(view.body) else None

    return read_view(sound_view((await bot.slack.until(found)).body))


async def opened(bot: Bot, has: str, user: str = ADA) -> str:
    assert await bot.slack.open_home(user)
    return await home(bot, has, user)


async def click(bot: Bot, action_id: str, chosen: str | None = None, user: str = ADA) -> None:
    view = bot.slack.home(user)
    assert view
    assert (await bot.slack.click(view, action_id, chosen)).acked


async def modal(bot: Bot, has: str, user: str = ADA) -> str:
    def found() -> OpenView | None:
        view = bot.slack.modal(user)
        return view if view and has in read_view(view.body) else None

    return read_view(sound_view((await bot.slack.until(found)).body))


async def test_newcomers_are_shown_three_steps_and_the_button_opens_the_form(bot: Bot) -> None:
    await opened(bot, "1. Invite me")
    await click(bot, "home.add")
    await modal(bot, "Pages that carry the links")
    await bot.slack.submit_view(ADA, {"links": PAGE, "target": TARGET, "channel": LINKS})
    assert "L-1" in await home(bot, "1 live")


async def test_a_channel_is_counted_listed_and_narrowed_down(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    bot.looks.absent = True
    await bot.type(f"add {OTHER} -> {TARGET}")
    await bot.type("partner add https://friends.example/links")
    words = await opened(bot, "1 live")
    assert "1 pending" in words
    assert "1 partner page" in words
    assert "nothing open" in words
    await click(bot, "home.filter", "pending")

    def narrowed() -> OpenView | None:
        view = bot.slack.home(ADA)
        return view if view and "blog.example" not in read_view(view.body) else None

    view = await bot.slack.until(narrowed)
    assert "other.example/p" in read_view(sound_view(view.body))
    await click(bot, "home.filter", "lost")
    await home(bot, "fits this filter:  Lost")
    for shown in ("unknown", "unreachable", "snoozed", "all"):
        await click(bot, "home.filter", shown)
    await home(bot, "blog.example")


async def test_what_cannot_be_read_now_is_counted_found_and_said_so_in_its_row(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {OTHER} -> {TARGET}")
    await bot.type("partner add https://friends.example/links")
    link, page = await bot.link(), await bot.store.page("https://friends.example/links")
    assert page
    unread = replace(link, standing=replace(link.standing, unknown_since=bot.clock.now()))
    await bot.store.write(Write(links=[unread], pages=[replace(page, last_outcome=Outcome.TIMEOUT)]))
    await opened(bot, "1 cannot be read now")
    await click(bot, "home.filter", "unknown")
    words = await home(bot, "live, cannot be read now")
    assert "other.example" not in words
    await click(bot, "home.filter", "unread")
    assert "did not answer in time" in await home(bot, "friends.example")
    await click(bot, "home.place", "mine")
    await home(bot, "1 cannot be read now")


async def test_pages_are_turned_and_kept_when_home_is_opened_again(bot: Bot) -> None:
    rows = "\n".join(f"https://p{number}.example/x {TARGET}" for number in range(25))
    await bot.type(f"add\n{rows}")
    assert "p10.example" not in await opened(bot, "Page 1 of 3")
    await click(bot, "home.turn.1")
    assert "p10.example" in await home(bot, "Page 2 of 3")
    await opened(bot, "Page 2 of 3")
    await click(bot, "home.turn.0")
    await home(bot, "Page 1 of 3")


async def test_what_needs_somebody_stands_first_and_a_counter_shows_what_it_counts(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\n{OTHER} {TARGET}\nhttps://third.example/ {TARGET}")
    await bot.type("partner add https://friends.example/links https://full.example/links")
    for number, state in ((2, LinkState.WEAKENED), (3, LinkState.LOST)):
        link = await bot.link(number)
        await bot.store.write(Write(links=[replace(link, standing=replace(link.standing, state=state))]))
    full = await bot.partner(2)
    await bot.store.write(Write(partners=[replace(full, outbound=300, over_limit=True)]))
    words = await opened(bot, "1 lost")
    assert re.findall(r"\bL-\d\b", words) == ["L-3", "L-2", "L-1"]
    assert re.findall(r"\d (?:lost|weakened|live)", words) == ["1 lost", "1 weakened", "1 live"]
    assert re.findall(r"\bL-\d\b", words_of(await bot.type("list"))) == ["L-3", "L-2", "L-1"]
    assert re.findall(r"\bL-\d\b", words_of(await bot.type("list live weakened"))) == ["L-2", "L-1"]
    before = same_fields(bot)
    await click(bot, "home.count.1")
    assert "third.example" not in await home(bot, "Clear the filters")
    assert same_fields(bot) != before, "the menu of filters shows it too"
    await click(bot, "home.count.1")
    assert "Clear the filters" not in await home(bot, "third.example")
    await click(bot, "home.filter", "partners")
    pages = await home(bot, "full.example")
    assert pages.index("full.example") < pages.index("friends.example")
    assert re.findall(r"\bP-\d\b", words_of(await bot.type("list partners"))) == ["P-2", "P-1"]
    await click(bot, "home.count.4")
    await bot.slack.until(lambda: not says(bot, "friends.example"))


def says(bot: Bot, words: str, user: str = ADA) -> bool:
    """Whether the Home says this now."""
    view = bot.slack.home(user)
    return view is not None and words in read_view(view.body)


def same_fields(bot: Bot, user: str = ADA) -> list[str]:
    """The names of the blocks in which Slack keeps what people typed and chose."""
    view = bot.slack.home(user)
    assert view
    return [str(block["block_id"]) for block in view.body["blocks"] if block["type"] in {"input", "actions"}][:2]


async def seek(bot: Bot, typed: str | None) -> None:
    """Type into the field for a domain, and press Enter."""
    await click(bot, "home.domain", typed)


async def test_a_domain_a_state_and_a_page_keep_one_another_and_outlive_a_refresh(bot: Bot) -> None:
    rows = "\n".join(f"https://b{number}.shop.example/x {TARGET}" for number in range(12))
    await bot.type(f"add\n{rows}\n{PAGE} {TARGET}")
    await opened(bot, "L-1")
    await click(bot, "home.filter", "new")
    await home(bot, "Page 1 of 2, 13 in all")
    await seek(bot, "https://Shop.example/some/page")
    await home(bot, "Page 1 of 2, 12 in all")
    await click(bot, "home.turn.1")
    assert "b11.shop.example" in await home(bot, "Page 2 of 2")
    before = same_fields(bot)
    await bot.type(f"add https://b12.shop.example/x -> {TARGET}")
    await bot.store.due_now(PAGE, bot.clock.now())
    words = await opened(bot, "Page 2 of 2")
    assert "shop.example" in words
    await click(bot, "home.filter", "all")
    assert "13 in all" in await home(bot, "Page 1 of 2, 13")
    assert same_fields(bot) == before
    assert "blog.example" not in await home(bot, "b0.shop.example")
    await seek(bot, None)
    await home(bot, "14 in all")
    assert same_fields(bot) != before


async def test_a_refresh_keeps_the_filters_and_falls_back_from_a_page_that_is_gone(bot: Bot) -> None:
    rows = "\n".join(f"https://b{number}.shop.example/x {TARGET}" for number in range(11))
    await bot.type(f"add\n{rows}\n{PAGE} {TARGET}")
    await opened(bot, "L-1")
    await seek(bot, "shop.example")
    await home(bot, "11 in all")
    await click(bot, "home.turn.1")
    await home(bot, "Page 2 of 2")
    await bot.type("remove L-11")
    words = await home(bot, "b0.shop.example")
    assert " of 2" not in words
    assert "blog.example" not in words


async def test_an_empty_result_says_so_and_is_cleared(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    await click(bot, "home.filter", "lost")
    await seek(bot, "other.example")
    await home(bot, "other.example  fits this filter:  Lost")
    await click(bot, "home.clear.1")
    words = await home(bot, "L-1")
    assert "other.example" not in words
    await seek(bot, "blog.example")
    await home(bot, "Clear the filters")
    await click(bot, "home.clear.0")
    await bot.slack.until(lambda: (view := bot.slack.home(ADA)) and "Clear" not in read_view(view.body))


@pytest.mark.parametrize("typed", ["blog", "foo bar", "<!channel>", "x" * 3000, "\u202eevil", '"]', "a." * 200 + "b"])
async def test_what_is_no_domain_is_named_and_finds_nothing(bot: Bot, typed: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    await seek(bot, typed)
    words = await home(bot, "is no domain:")
    assert "L-1" not in words
    await click(bot, "home.clear.1")
    await home(bot, "L-1")


async def partners(bot: Bot, count: int, over: int = 0) -> None:
    """So many partner pages in the channel, the first of them over their limit."""
    for number in range(count):
        await bot.type(f"partner add https://p{number}.friends.example/links max {40 if number < over else 50}")
    for number in range(over):
        known = await bot.partner(number + 1)
        await bot.store.write(Write(partners=[replace(known, over_limit=True, baseline=frozenset({"old.example"}))]))


async def test_a_channel_with_partner_pages_alone_shows_them(bot: Bot) -> None:
    await partners(bot, 1, over=1)
    words = await opened(bot, "Partner pages of this channel")
    assert "P-1" in words
    assert "41 followed links out, limit 40 · share per link 2.07 %" in words
    assert "1 new: new.example" in words
    await bot.type(f"add {PAGE} -> {TARGET}")
    await home(bot, "Links of this channel")


async def test_partner_pages_are_listed_narrowed_down_and_turned(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await partners(bot, 12, over=1)
    await opened(bot, "L-1")
    await click(bot, "home.filter", "partners")
    assert "P-10" in await home(bot, "Page 1 of 2, 12 in all")
    await click(bot, "home.turn.1")
    assert "P-12" in await home(bot, "Page 2 of 2")
    await seek(bot, "p3.friends.example")
    assert "P-5" not in await home(bot, "P-4")
    await click(bot, "home.filter", "over")
    await home(bot, "No partner page")
    await seek(bot, "friends.example")
    assert "P-2" not in await home(bot, "P-1")


async def test_a_balance_is_worked_out_once_for_all_pages_of_a_site(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def counted(store: Store, our_sites: Iterable[str], channels: Collection[str], site: str) -> Reciprocity:
        asked.append(site)
        return await read_site_balance(store, our_sites, channels, site)

    monkeypatch.setattr("bot.home.content.read_site_balance", counted)
    await partners(bot, 12, over=1)
    await opened(bot, "P-10")
    assert asked == ["friends.example"]


async def test_what_can_be_claimed_stands_above_the_links_of_a_channel(bot: Bot) -> None:
    link, _ = await bot.store.add_link(NewLink(LINKS, "https://blog.example/a", "ours.example"), bot.clock.now())
    now = bot.clock.now()
    lost = replace(
        link,
        standing=LinkStatus(LinkState.LOST, since=now, absent_since=now, open=(MISSING,)),
        terms=Terms(guaranteed_until=(now + timedelta(days=9)).date()),
        guarantee=Guarantee(claim_days=14),
    )
    await bot.store.write(Write(links=[lost]))
    told = await opened(bot, "To claim under guarantee")
    assert f"until {format_day((now + timedelta(days=14)).date())}" in told


async def test_partner_pages_that_one_added_are_ones_own(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    await partners(bot, 1)
    await bot.type("partner add https://else.example/links", user=BEN)
    words = await opened(bot, "Your partner pages")
    assert [ref in words for ref in ("P-1", "P-2")] == [True, False]
    await click(bot, "home.partner", "show:1")
    await modal(bot, "limit 50")


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ("show:1", "limit 50"),
        ("check:1", "followed links"),
        ("edit:1", "At most"),
        ("stop:1", "P-1 will no longer be tracked"),
    ],
)
async def test_each_entry_of_a_partner_pages_row_does_what_it_says(bot: Bot, chosen: str, says: str) -> None:
    await partners(bot, 1)
    await opened(bot, "P-1")
    await click(bot, "home.partner", chosen)
    await modal(bot, says)


async def test_a_limit_is_changed_from_home(bot: Bot) -> None:
    await partners(bot, 1)
    await opened(bot, "41 followed links out, limit 50")
    await click(bot, "home.partner", "edit:1")
    await modal(bot, "At most")
    assert (await bot.slack.submit_view(ADA, {"max": "0"})).errors == {"max": "A number from 1 to 100,000."}
    bot.clock.move(timedelta(hours=1))
    bot.handled.clear()
    assert not (await bot.slack.submit_view(ADA, {"max": "80"})).errors
    await home(bot, "41 followed links out, limit 80")
    await bot.slack.until(lambda: "dispatcher" in bot.handled)
    page = await bot.store.page("https://p0.friends.example/links")
    assert page
    assert page.next_check_at <= bot.clock.now()
    [*_, event] = await bot.store.events(channel=LINKS, since=bot.clock.now() - timedelta(days=1), subject="P-1")
    assert (event.kind, event.text, event.by) == ("edited", "limit 50 -> 80", ADA)


async def test_a_limit_is_changed_by_those_who_may_at_the_time_of_saving(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"manage": (BEN,)}) as bot:
        await bot.type("partner add https://p0.friends.example/links max 50", user=BEN)
        await opened(bot, "P-1", BEN)
        await click(bot, "home.partner", "edit:1", BEN)
        await modal(bot, "At most", BEN)
        form = bot.slack.modal(BEN)
        assert form
        bot.slack.workspace.modals[ADA] = [replace(form, user=ADA)]
        errors = (await bot.slack.submit_view(ADA, {"max": "80"})).errors
        assert errors == {"max": "You may not change this limit."}
        await bot.type("remove P-1", user=BEN)
        errors = (await bot.slack.submit_view(BEN, {"max": "80"})).errors
        assert errors == {"max": "This page is no longer tracked."}


@pytest.mark.parametrize("chosen", ["edit:1", "stop:1", "snooze:1"])
async def test_who_may_only_look_changes_no_partner_page(tmp_path: Path, chosen: str) -> None:
    async with open_bot(tmp_path, permissions={"manage": (BEN,)}) as bot:
        await bot.type("partner add https://p0.friends.example/links max 50", user=BEN)
        await opened(bot, "P-1", BEN)
        await bot.store.write(Write(incidents=[alert()]))
        await opened(bot, "1 open alert", BEN)
        view = bot.slack.home(BEN)
        assert view
        bot.slack.workspace.homes[ADA] = replace(view, user=ADA)
        await click(bot, "home.partner", chosen)
        await modal(bot, "You may not do that")


def alert() -> Incident:
    return nouns.incident(kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-1", id="P-1-over-1", members=())


async def test_a_partner_page_is_snoozed_and_heard_again_and_stopped(bot: Bot) -> None:
    await partners(bot, 1)
    await bot.store.write(Write(incidents=[alert()]))
    await opened(bot, "P-1")
    await click(bot, "home.partner", "snooze:1")
    await home(bot, "snoozed")
    assert (await bot.incident("P-1-over-1")).snoozed_until == bot.clock.now() + timedelta(days=3)
    await click(bot, "home.partner", "unsnooze:1")
    await bot.slack.until(lambda: (view := bot.slack.home(ADA)) and "snoozed" not in read_view(view.body))
    assert (await bot.incident("P-1-over-1")).snoozed_until is None
    await click(bot, "home.partner", "stop:1")
    await modal(bot, "P-1 will no longer be tracked")
    await bot.slack.submit_view(ADA)
    await modal(bot, "To track it again in")
    assert await bot.store.partner(1) is None


async def test_a_partner_page_of_a_channel_one_is_not_in_is_nobodys_business(bot: Bot) -> None:
    await partners(bot, 1)
    await opened(bot, "P-1")
    bot.slack.workspace.channels[LINKS].members.discard(ADA)
    bot.clock.move(timedelta(minutes=2))
    await click(bot, "home.partner", "show:1")
    await modal(bot, "not yours to see")


async def test_only_the_channels_one_is_in_are_offered(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {OTHER} -> {TARGET}", channel=ACME, user=BEN)
    bot.slack.workspace.channels[ACME].members.discard(ADA)
    bot.clock.move(timedelta(minutes=2))
    assert "client-acme" not in await opened(bot, "L-1")
    assert "client-acme" in await opened(bot, "#links", BEN)
    await click(bot, "home.place", ACME, BEN)
    assert "L-1" not in await home(bot, "L-2", BEN)


async def test_a_channel_that_one_has_left_is_shown_no_more(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {OTHER} -> {TARGET}", channel=ACME, user=BEN)
    await opened(bot, "#client-acme")
    await click(bot, "home.place", ACME)
    await home(bot, "L-2")
    bot.slack.workspace.channels[ACME].members.discard(ADA)
    bot.clock.move(timedelta(minutes=2))
    await click(bot, "home.row", "show:2")
    await modal(bot, "not yours to see")
    assert "L-2" not in await opened(bot, "L-1")


async def test_without_the_scopes_one_sees_what_one_added_or_owns(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {OTHER} -> {TARGET} @ada", channel=ACME, user=BEN)
    await bot.type(f"add https://third.example/ -> {TARGET}", user=BEN)
    words = await opened(bot, "Slack does not tell me which channels you are in")
    assert [ref in words for ref in ("L-1", "L-2", "L-3")] == [True, True, False]
    await click(bot, "home.row", "show:1")
    await modal(bot, "Times")


async def test_with_public_channels_only_private_ones_are_left_out(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"groups:read"}
    bot.slack.workspace.channels[ACME].is_private = True
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {OTHER} -> {TARGET}", channel=ACME)
    assert "client-acme" not in await opened(bot, "#links")


async def test_who_may_not_look_sees_nothing(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"view": (BEN,), "manage": (BEN,)}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}", user=BEN)
        assert "L-1" not in await opened(bot, "You may not see links.")
        assert "L-1" in await opened(bot, "L-1", BEN)


async def test_a_channel_that_may_manage_lends_that_to_those_in_it_alone(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"view": ("everyone",), "manage": (ACME,)}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}", channel=ACME)
        await opened(bot, "Add a link")
        bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
        bot.clock.move(timedelta(minutes=2))
        assert "Add a link" not in await opened(bot, "Slack does not tell me")


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ("show:1", "Times"),
        ("check:1", "followed"),
        ("snooze:1", "snoozed for 3d"),
        ("stop:1", "will no longer be tracked"),
        ("edit:1", "Agreed anchor text"),
    ],
)
async def test_each_entry_of_a_row_does_what_it_says(bot: Bot, chosen: str, says: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    await click(bot, "home.row", chosen)
    await modal(bot, says)


async def click_in_modal(bot: Bot, action_id: str, chosen: str) -> None:
    view = bot.slack.modal(ADA)
    assert view
    await bot.slack.click(view, action_id, chosen)


async def lost(bot: Bot) -> Incident:
    """L-1 is lost, and Home shows it."""
    await bot.type(f"add {PAGE} -> {TARGET}")
    link = await bot.link()
    standing = replace(link.standing, state=LinkState.LOST, open=(nouns.MISSING,))
    await bot.store.write(Write(links=[replace(link, standing=standing)], incidents=[nouns.incident(1)]))
    await opened(bot, "lost")
    return nouns.incident(1)


async def test_trouble_is_taken_written_about_and_accepted_from_a_row(bot: Bot) -> None:
    about = await lost(bot)
    await click(bot, "home.row", "hold:1")
    await modal(bot, "You are on L-1.")
    assert (await bot.incident(about.id)).holder == ADA
    await click(bot, "home.row", "mail:1")
    await modal(bot, "Hello,")
    await click_in_modal(bot, "incident.mail_language", "de")
    await modal(bot, "Guten Tag,")
    await click(bot, "home.row", "accept:1")
    await modal(bot, "is accepted as the new normal")
    assert [one.kind for one in (await bot.link()).expected.accepted] == ["missing"]
    await opened(bot, "lost, accepted")
    await click(bot, "home.row", "unaccept:1")
    await modal(bot, "the acceptance is taken back")
    assert (await bot.link()).expected.accepted == ()


async def test_what_a_row_shows_is_assigned_and_snoozed_as_from_its_card(bot: Bot) -> None:
    about = await lost(bot)
    await click(bot, "home.row", "show:1")
    await modal(bot, "I'm on it")
    await click_in_modal(bot, "incident.assign", BEN)
    await modal(bot, "Assigned to")
    assert (await bot.incident(about.id)).holder == BEN
    await bot.slack.close_view(ADA)
    await click_in_modal(bot, "incident.snooze", "1w")
    await modal(bot, "Snoozed until")
    assert (await bot.incident(about.id)).snoozed_until == bot.clock.now() + timedelta(weeks=1)


async def test_a_snooze_can_be_ended_where_it_was_begun(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    await click(bot, "home.row", "snooze:1")
    await home(bot, "snoozed")
    await click(bot, "home.row", "unsnooze:1")
    await bot.slack.until(lambda: (view := bot.slack.home(ADA)) and "snoozed ·" not in read_view(view.body))
    assert (await bot.link()).standing.snoozed_until is None


async def test_a_modal_opens_at_once_however_long_slack_takes_to_tell_who_is_where(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.access.viewer.PATIENCE_SECONDS", 0.3)
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    bot.clock.move(timedelta(minutes=2))
    bot.slack.faults.hold_answer("users.conversations", times=2)
    await click(bot, "home.row", "show:1")
    await modal(bot, "One moment.")
    await modal(bot, "Times")


async def test_changes_are_published_together_and_only_where_something_differs(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    before = len(bot.slack.calls("views.publish"))
    for number in range(5):
        await bot.store.due_now(PAGE, bot.clock.now())
        await bot.type(f"add https://p{number}.example/ -> {TARGET}")
    await home(bot, "6 live")
    await bot.type("digest off")
    await asyncio.sleep(0.1)
    published = len(bot.slack.calls("views.publish")) - before
    assert 1 <= published <= 5
    await bot.type("digest off")
    await asyncio.sleep(0.1)
    assert len(bot.slack.calls("views.publish")) - before == published


async def test_a_home_that_somebody_else_published_meanwhile_is_published_anew(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    view = bot.slack.home(ADA)
    assert view
    view.hash = "other"
    await bot.type(f"add {OTHER} -> {TARGET}")
    await home(bot, "L-2")


async def test_a_home_left_alone_for_long_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "WAIT_SECONDS", 0.02)
    monkeypatch.setattr(homes, "KEPT_SECONDS", 0.0)
    async with open_bot(tmp_path) as bot:
        await opened(bot, "1. Invite me")
        await bot.type(f"add {PAGE} -> {TARGET}")
        await asyncio.sleep(0.1)
        assert len(bot.slack.calls("views.publish")) == 1


async def test_the_messages_tab_publishes_nothing(bot: Bot) -> None:
    await bot.slack.open_home(ADA, tab="messages")
    await bot.type("status")
    assert bot.slack.home(ADA) is None


# People of other workspaces, whom the event that opens a Home does not tell apart

MANAGING = {"Add a link", "Channel settings", "Edit", "Snooze 3 days", "Stop tracking"}


def offered(bot: Bot, user: str) -> set[str]:
    """The words of all buttons and menus of somebody's Home."""
    view = bot.slack.home(user)
    assert view
    elements = [element for _, element in controls(view.body["blocks"])]
    options = [option["text"]["text"] for element in elements for option in element.get("options", [])]
    return {*options, *(element["text"]["text"] for element in elements if "text" in element)}


async def test_people_of_other_workspaces_are_offered_nothing_that_they_may_not(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}", channel=ACME)
    await opened(bot, "1 live", EVE)
    assert offered(bot, EVE) & MANAGING == set()
    assert "Show" in offered(bot, EVE)
    await opened(bot, "1 live", BEN)
    assert offered(bot, BEN) >= MANAGING


async def test_what_a_click_says_of_them_holds_from_then_on(bot: Bot) -> None:
    """Somebody of ours whom we meet in shared channels alone."""
    for channel in (LINKS, "C0RANDOM"):
        bot.slack.workspace.channel(channel).members.discard(BEN)
    await bot.type(f"add {PAGE} -> {TARGET}", channel=ACME)
    await opened(bot, "1 live", BEN)
    assert offered(bot, BEN) & MANAGING == set()
    await click(bot, "home.filter", "live", BEN)
    await bot.slack.until(lambda: offered(bot, BEN) >= MANAGING)
    shown = bot.slack.home(BEN)
    assert shown
    before = shown.hash
    await bot.slack.open_home(BEN)
    await bot.slack.until(lambda: (again := bot.slack.home(BEN)) and again.hash != before)
    assert offered(bot, BEN) >= MANAGING


async def test_a_button_that_they_got_all_the_same_is_refused(bot: Bot) -> None:
    """Without the scopes nobody knows of which workspace they are before they click."""
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    await opened(bot, "1. Invite me", EVE)
    await click(bot, "home.add", user=EVE)
    assert "You may not add links" in await modal(bot, "You may not", EVE)


@pytest.mark.parametrize("channel", [ACME, LINKS])
async def test_a_form_that_they_got_all_the_same_is_refused(bot: Bot, channel: str) -> None:
    await opened(bot, "1. Invite me")
    await click(bot, "home.add")
    await modal(bot, "Pages that carry the links")
    workspace = bot.slack.workspace
    workspace.modals[EVE] = workspace.modals.pop(ADA)
    workspace.modals[EVE][-1].user = EVE
    sent = await bot.slack.submit_view(EVE, {"links": PAGE, "target": TARGET, "channel": channel})
    assert set(sent.errors) == {"channel"}
    assert await bot.store.links() == []


async def test_home_says_that_alerts_of_the_channel_that_it_shows_go_elsewhere(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert "meanwhile" not in await opened(bot, "1 live")
    await bot.slack.remove_bot(LINKS)
    bot.slack.workspace.scopes.add("groups:read")
    assert f"I am not a member of <#{LINKS}>, so alerts go as direct messages" in await opened(bot, "meanwhile")


async def test_exchanges_that_are_not_kept_stand_above_the_rows_of_their_channel_alone(bot: Bot) -> None:
    bot.looks.absent = True
    await bot.type("exchange add friends.example/x -> ours.example for ours.example/y -> friends.example")
    await opened(bot, "Links I added")
    await click(bot, "home.place", LINKS)
    shown = await home(bot, "Exchanges to look after")
    assert "with friends.example · ⚪ waits for our link" in shown
    await click(bot, "home.place", "mine")
    assert "Exchanges to look after" not in await home(bot, "Your links")
