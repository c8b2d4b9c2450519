"""What people decide by command: of several, what can be done is done, and each is accounted for."""

from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.kit.controls import BULK_UNDO
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.index_fact import IndexStatus
from jobs.model.link_status import LinkState
from jobs.model.queries import ExchangeQuery
from jobs.model.write import Write
from tests.tools import nouns
from tests.tools.slack_bot import ADA, BEN, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.times import NOON

PARTNER = "https://friends.example/links"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        yield running


async def test_a_snooze_and_its_end(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.store.write(Write(incidents=[nouns.incident(1), nouns.incident(1, 2, kind=IncidentKind.WEAKENED)]))
    assert "L-1 snoozed for 3d" in words_of(await bot.type("snooze L-1 3d"))
    until = bot.clock.now() + timedelta(days=3)
    assert (await bot.link()).standing.snoozed_until == until
    alone, together = await bot.store.incidents(channel=LINKS)
    assert (alone.snoozed_until, together.snoozed_until) == (until, None)
    assert "the snooze is over" in words_of(await bot.type("unsnooze L-1"))
    assert (await bot.link()).standing.snoozed_until is None


async def test_a_partner_page_without_an_alert_has_nothing_to_snooze(bot: Bot) -> None:
    await bot.type("partner add https://friends.example/links")
    assert "Nothing is open about P-1" in words_of(await bot.type("snooze P-1 3d"))


async def test_accepting_closes_the_alert(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    about = nouns.incident(1, kind=IncidentKind.WEAKENED, findings=(nouns.NOFOLLOW,))
    await bot.store.write(Write(incidents=[about]))
    assert "new normal" in words_of(await bot.type("accept L-1"))
    assert [one.kind for one in (await bot.link()).expected.accepted] == ["nofollow"]
    assert (await bot.incident(about.id)).status is IncidentStatus.ACCEPTED
    assert len(await bot.store.notices()) == 2, "the card is edited, and its thread told"


async def test_accepting_can_be_taken_back_with_the_button_under_its_answer(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    about = nouns.incident(1, kind=IncidentKind.WEAKENED, findings=(nouns.NOFOLLOW,))
    await bot.store.write(Write(incidents=[about]))
    answer = await bot.type("accept L-1")
    bot.handled.clear()
    assert "the acceptance is taken back" in words_of(await bot.click(answer, "answer.run.0"))
    assert (await bot.link()).expected.accepted == ()
    assert (await bot.incident(about.id)).status is IncidentStatus.OPEN
    assert {"outbox", "dispatcher"} <= set(bot.handled), "the message is open again, and the page looked at"
    events = await bot.store.events(channel=LINKS, since=bot.clock.now() - timedelta(hours=1))
    assert [(event.kind, bool(event.by)) for event in events][-2:] == [("accepted", True), ("unaccepted", True)]
    assert "took the acceptance back" in words_of(await bot.type("show L-1"))


async def test_what_was_not_accepted_is_not_taken_back(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    words = words_of(await bot.type("unaccept L-1 L-99"))
    assert "Nothing is accepted of L-1; nothing was changed." in words
    assert "L-99  is not in this channel." in words


async def test_one_link_of_a_shared_alert_is_accepted_alone(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\n{OTHER} {TARGET}")
    await bot.store.write(Write(incidents=[about := nouns.incident(1, 2)]))
    await bot.type("accept L-1")
    left = await bot.incident(about.id)
    assert (left.status, left.accepted) == (IncidentStatus.OPEN, frozenset({1}))
    await bot.type("accept L-2")
    assert (await bot.incident(about.id)).status is IncidentStatus.ACCEPTED


async def test_accepting_a_partner_page_makes_its_links_the_baseline(bot: Bot) -> None:
    await bot.type("partner add https://friends.example/links")
    await bot.type("accept P-1")
    assert (await bot.partner()).baseline == frozenset(nouns.facts().external_domains)


async def test_a_person_may_say_what_we_cannot_read(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert "marked as lost, by you" in words_of(await bot.type("mark L-1 lost"))
    assert (await bot.link()).standing.state is LinkState.LOST


async def test_what_was_removed_can_be_brought_back_by_copying(bot: Bot) -> None:
    await bot.type(f'add {PAGE} -> {TARGET} anchor "x" tag:a ugc-ok')
    await bot.type("partner add https://friends.example/links max 80")
    await bot.store.write(Write(incidents=[nouns.incident(1)]))
    words = words_of(await bot.type("remove L-1 P-1"))
    assert f'/links add {PAGE} -> {TARGET} anchor "x" ugc-ok tag:a' in words
    assert "/links partner add https://friends.example/links max 80" in words
    assert await bot.store.link(1) is None
    assert await bot.store.partner(1) is None
    assert await bot.store.incidents(channel=LINKS) == []


async def test_one_link_that_was_removed_comes_back_as_it_was_with_its_alert(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} cost 90 EUR guaranteed until 2027-03-01 tag:a")
    about = nouns.incident(1)
    await bot.store.write(Write(incidents=[about]))
    before = await bot.link()
    removed = await bot.type("remove L-1")
    assert await bot.store.link(1) is None
    pressed = deepcopy(removed)
    assert "Undone: 1 link as before" in words_of(await bot.click(removed, BULK_UNDO))
    assert replace(await bot.link(), version=0) == replace(before, version=0)
    assert (await bot.incident(about.id)).status is IncidentStatus.OPEN
    assert "nothing to undo" in words_of(await bot.click(pressed, BULK_UNDO))


async def test_of_links_and_partner_pages_the_button_says_that_it_is_about_the_links(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"partner add {PARTNER}")
    over = nouns.incident(1, kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-1")
    await bot.store.write(Write(incidents=[replace(over, members=())]))
    removed = await bot.type("remove L-1 P-1")
    assert "Undo for the links" in words_of(removed)
    await bot.click(removed, BULK_UNDO)
    assert (await bot.link()).page_url == PAGE
    assert await bot.store.partner(1) is None
    assert await bot.store.incidents(channel=LINKS) == [], "the page is not tracked, so nothing is open about it"


async def test_where_an_exchange_ended_with_the_link_that_is_not_undone(bot: Bot) -> None:
    await bot.type(f"exchange add {PAGE} -> {TARGET} for https://ours.example/shop -> https://blog.example/")
    [deal] = await bot.store.exchanges(ExchangeQuery(LINKS))
    removed = await bot.type(f"remove L-{deal.links[0]}")
    assert "No longer tracked" in words_of(removed)
    assert "Undo" not in words_of(removed)


async def test_what_is_there_is_snoozed_and_the_rest_accounted_for(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"partner add {PARTNER}")
    words = words_of(await bot.type("snooze L-1 P-1 L-98 L-99 3d"))
    assert "L-1 snoozed for 3d" in words
    assert "Nothing is open about P-1, so there is nothing to snooze." in words
    assert "L-98, L-99  are not in this channel." in words
    assert (await bot.link()).standing.snoozed_until == bot.clock.now() + timedelta(days=3)


async def test_what_is_there_is_marked_and_the_rest_accounted_for(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\n{OTHER} {TARGET}")
    words = words_of(await bot.type("mark L-1 L-99 L-2 lost"))
    assert "L-1, L-2 marked as lost, by you." in words
    assert "L-99  is not in this channel." in words
    assert [(await bot.link(number)).standing.state for number in (1, 2)] == [LinkState.LOST] * 2


async def test_what_was_found_is_accepted_and_the_rest_accounted_for(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\n{OTHER} {TARGET}")
    await bot.type(f"partner add {PARTNER}")
    about = nouns.incident(1, kind=IncidentKind.WEAKENED, findings=(nouns.NOFOLLOW,))
    await bot.store.write(Write(incidents=[about]))
    words = words_of(await bot.type("accept L-99 L-2 P-1 L-1"))
    assert "L-1, P-1 : what was found is accepted as the new normal." in words
    assert "Nothing is open about L-2; nothing was changed." in words
    assert "L-99  is not in this channel." in words
    assert (await bot.incident(about.id)).status is IncidentStatus.ACCEPTED


async def test_nothing_found_is_nothing_accepted(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"partner add {PARTNER}")
    await bot.type("accept P-1")
    before = await bot.link(), await bot.partner(), await bot.store.events(channel=LINKS, since=NOON)
    bot.handled.clear()
    words = words_of(await bot.type("accept L-1 P-1"))
    assert "Nothing is open about L-1, P-1; nothing was changed." in words
    assert "new normal" not in words
    assert (await bot.link(), await bot.partner(), await bot.store.events(channel=LINKS, since=NOON)) == before
    assert bot.handled == []


async def test_what_holds_without_an_alert_is_accepted_too(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    link = await bot.link()
    weak = replace(link.standing, state=LinkState.WEAKENED, open=(nouns.NOFOLLOW,))
    await bot.store.write(Write(links=[replace(link, standing=weak)]))
    assert "new normal" in words_of(await bot.type("accept L-1"))
    assert (await bot.link()).standing.state is LinkState.LIVE


async def test_a_snooze_that_was_not_set_is_not_over(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} {TARGET}\n{OTHER} {TARGET}")
    await bot.type("snooze L-1 3d")
    words = words_of(await bot.type("unsnooze L-1 L-2 L-99"))
    assert "L-1: the snooze is over." in words
    assert "L-2: no snooze was set." in words
    assert "L-99  is not in this channel." in words
    await bot.type("snooze L-1 3d")
    bot.clock.move(timedelta(days=4))
    assert "L-1: no snooze was set." in words_of(await bot.type("unsnooze L-1"))


async def test_what_is_there_is_removed_and_looked_at_and_the_rest_accounted_for(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    for typed, done in (("check L-1 L-99", "live"), ("remove L-1,L-99", "No longer tracked: L-1.")):
        words = words_of(await bot.type(typed))
        assert done in words
        assert "L-99  is not in this channel." in words
    assert await bot.store.link(1) is None


@pytest.mark.parametrize(
    "typed", ["mark L-8 L-9 lost", "accept P-9 L-9", "snooze L-9 P-9 3d", "unsnooze L-9", "rm L-9"]
)
async def test_where_nothing_is_there_only_that_is_said(bot: Bot, typed: str) -> None:
    words = words_of(await bot.type(typed))
    assert "not in this channel." in words
    assert await bot.store.events(channel=LINKS, since=NOON) == []


async def test_what_was_removed_is_typed_again_and_is_as_it_was(bot: Bot) -> None:
    await bot.type(f'add {PAGE} -> {TARGET} anchor «5" wide» sponsored-ok nofollow-ok @ben every 6h tag:‘big spring’')
    await bot.type(f"partner add {PARTNER} max 80 every 2d")
    link, partner = await bot.link(), await bot.partner()
    assert (link.expected.anchor, link.owner) == ('5" wide', BEN)
    answer = await bot.type("remove L-1 P-1")
    assert "To track them again in" in words_of(answer)
    [box] = [each for block in answer.blocks for each in block["elements"] if each["type"] == "rich_text_preformatted"]
    for line in box["elements"][0]["text"].splitlines():
        await bot.type(line.removeprefix("/links "))
    again, partner_again = await bot.link(2), await bot.partner(2)
    kept = ("page_url", "target", "owner", "tags", "every", "channel")
    assert [getattr(again, name) for name in kept] == [getattr(link, name) for name in kept]
    assert (again.expected.anchor, again.expected.rel) == (link.expected.anchor, link.expected.rel)
    assert (partner_again.page_url, partner_again.max_outbound, partner_again.every) == (
        partner.page_url,
        80,
        timedelta(days=2),
    )


async def test_whether_a_page_is_indexed_is_kept_with_who_said_so_and_when(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert "L-1 noted as not indexed, by you" in words_of(await bot.type("mark L-1 not indexed"))
    shown = await bot.type("show L-1")
    words = " ".join(words_of(shown).split())
    assert "its page is not indexed according to @U0ADA on 1 May 2026" in words
    assert "@U0ADA said that its page is not indexed." in words, "it is in the history too"
    assert "said to be not indexed on 1 May 2026" in words_of(await bot.type("list"))
    standing = (await bot.link()).standing
    await bot.click(shown, "link.deed", chosen="indexed:1")
    [fact] = (await bot.link()).index_facts
    assert (fact.claim, fact.by) == (IndexStatus.INDEXED, ADA), "whoever says otherwise the same day has thought again"
    assert (await bot.link()).standing == standing, "what others say changes no state"


async def test_who_may_not_manage_marks_nothing(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"manage": [BEN]}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}", user=BEN)
        assert "You may not do that here" in words_of(await bot.type("mark L-1 indexed"))
        await bot.click(await bot.type("show L-1", user=BEN), "link.deed", chosen="indexed:1", user=ADA)
        assert (await bot.link()).index_facts == ()
